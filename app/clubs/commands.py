"""``flask club``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from flask.cli import AppGroup

from app.accounts.commands import known_user
from app.accounts.models import User
from app.clubs import operations, queries
from app.clubs.models import BatchLine, Club, Outcome, Role, Verdict
from app.clubs.operations import Welcome
from app.core.commands import imports, saying_refusals
from app.core.database import db

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


@imports.command("members")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--club", "slug", required=True, help="The club to invite to.")
@click.option("--inviter", help="Who invites (else: the first moderator of the club).")
@saying_refusals
def import_members(file: Path, slug: str, inviter: str | None) -> None:
    """Invite the people of FILE.csv (a column “email”, others as “nom”); a second time, nobody.

    Exit status 1 when lines were refused.
    """
    club = known_club(slug)
    welcome = Welcome([club], known_user(inviter) if inviter else _first_moderator(club))
    content = operations.decode_list(file.read_bytes())
    batch = operations.draw_up_batch(welcome, content=content)
    operations.confirm_batch(batch)
    operations.finish_batch(batch.id)
    lines = db.session.scalars(queries.lines_of(batch)).all()
    wrong = [line for line in lines if line.outcome == Outcome.REFUSED]
    for line in wrong:
        click.echo(f"line {line.number}: {line.typed}: {line.reason}", err=True)
    click.echo(_counted(lines))
    if wrong:
        raise click.exceptions.Exit(1)


def _counted(lines: Sequence[BatchLine]) -> str:
    sent = sum(line.outcome == Outcome.SENT for line in lines)
    added = sum(line.outcome == Outcome.ADDED for line in lines)
    refused = sum(line.verdict == Verdict.WRONG for line in lines)
    left = len(lines) - sent - added - refused
    return f"{sent} invited, {added} added, {left} left alone, {refused} refused"


def _first_moderator(club: Club) -> User:
    moderators = queries.moderators_of(club.id)
    if not moderators:
        raise click.ClickException(f"{club.slug} has no moderator; name one with --inviter")
    return moderators[0]


def known_club(slug: str) -> Club:
    """The club with this slug, or a message that ends the command."""
    club = queries.club_with_slug(slug)
    if club is None:
        raise click.ClickException(f"no club is called {slug}")
    return club
