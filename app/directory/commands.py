"""Commands about the directory."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app import clock
from app.directory import csv_files, queries, search, seeding
from app.extensions import db

listings = AppGroup("listings", help="The directory's listings.")


@click.command("seed")
@click.option("--without-demo", is_flag=True, help="Leave out everything that is invented.")
@click.option("--from", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Another folder.")
def seed(without_demo: bool, folder: Path | None) -> None:
    """Load the open data, the word lists and the listings of the seed folder, and build the search index."""
    seeding.load(folder or current_app.config["SEED_DATA"], demo=not without_demo, today=clock.today())
    search.rebuild()
    db.session.rollback()
    click.echo(f"Seeded: {queries.how_many()} listings.")


@listings.command("export")
def export() -> None:
    """Print the listings we hold as a CSV file; what was only found in documents is left out."""
    ours = (listing for listing in queries.all_listings() if not listing.source)
    click.echo(csv_files.write_listings(ours), nl=False)
