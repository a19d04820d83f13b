"""``flask club``."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.accounts.commands import known_user
from app.clubs import operations, queries
from app.clubs.models import Club, Role
from app.core.commands import saying_refusals

clubs = AppGroup("club", help="Clubs and their members.")


@clubs.command("create")
@click.argument("slug")
@click.option("--name", required=True)
@click.option("--profession", required=True)
@saying_refusals
def create(slug: str, name: str, profession: str) -> None:
    """Found a club."""
    operations.found_club(slug, name=name, profession=profession)


@clubs.command("add")
@click.argument("slug")
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in Role]), default="member")
@saying_refusals
def add(slug: str, email: str, role: str) -> None:
    """Put a person in a club, or change the role of a member."""
    operations.add_member(known_club(slug), user=known_user(email), role=Role(role))


def known_club(slug: str) -> Club:
    """The club with this slug, or a message that ends the command."""
    club = queries.club_with_slug(slug)
    if club is None:
        raise click.ClickException(f"no club is called {slug}")
    return club
