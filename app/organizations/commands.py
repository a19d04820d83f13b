"""``flask organizations``."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from app.organizations import operations

organizations = AppGroup("organizations", help="The official list of communes and EPCI.")


@organizations.command("import")
@click.argument("file", required=False, type=click.Path(exists=True, path_type=Path))
def import_list(file: Path | None) -> None:
    """Update the organizations from FILE, or from the list shipped with the software."""
    count = operations.import_organizations(file or operations.OFFICIAL_LIST)
    click.echo(f"{count} organizations")
