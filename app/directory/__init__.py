"""What help there is: listings, search, freshness, counts."""

from datetime import timedelta

from flask import Flask


def start(app: Flask) -> None:
    """Attach the directory's commands, its jobs, and its answer to whether anything invented can be seen."""
    from app import jobs, site
    from app.directory import commands, counts, queries, search

    app.cli.add_command(commands.seed)
    app.cli.add_command(commands.listings)
    jobs.register("counts", timedelta(minutes=1), counts.fold)
    jobs.register("search", timedelta(minutes=1), search.catch_up)
    with app.app_context():
        site.demonstration_when(queries.has_demonstration)
