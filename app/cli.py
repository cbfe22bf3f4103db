"""Commands that belong to no one package."""

import click
from flask import Flask

from app import jobs


@click.command()
@click.option("--once", is_flag=True, help="Run what is due, then stop: for cron and for tests.")
def work(once: bool) -> None:
    """Do what happens outside a page: counts, mail, freshness, index rebuilds."""
    if once:
        for name in jobs.run_due():
            click.echo(name)
        return
    jobs.work_until_signalled()


def start(app: Flask) -> None:
    """Attach the commands, and the addresses machines ask."""
    from app import health

    app.cli.add_command(work)
    health.start(app)
