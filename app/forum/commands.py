"""``flask import``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from app.accounts.commands import known_user
from app.clubs.commands import known_club
from app.clubs.queries import membership_of
from app.core.commands import imports, saying_refusals
from app.forum.operations.importing import import_topics


@imports.command("topics")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--club", "slug", required=True, help="The club they go into.")
@click.option("--author", "email", required=True, help="The member who writes and accepts them.")
@saying_refusals
def topics(file: Path, slug: str, email: str) -> None:
    """Bring topics in from FILE (JSON lines, plain or .gz). Importing twice changes nothing."""
    club, author = known_club(slug), known_user(email)
    if membership_of(author, club.id) is None:
        raise click.ClickException(f"{email} is not a member of {slug}")
    new = known = bad = 0
    lines = import_topics(file, club=club, author=author)
    hidden = not sys.stderr.isatty()
    with click.progressbar(lines, label="Topics", hidden=hidden, file=sys.stderr) as progress:
        for line in progress:
            if line.error:
                bad += 1
                click.echo(f"line {line.number}: {line.error}", err=True)
            elif line.is_new:
                new += 1
            else:
                known += 1
    click.echo(f"{new} new, {known} already there, {bad} refused")
    if bad:
        raise click.exceptions.Exit(1)
