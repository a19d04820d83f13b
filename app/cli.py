"""The command line: each package's groups, and what prepares and serves the whole."""

from __future__ import annotations

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from app import server
from app.accounts.commands import tokens, users
from app.clubs.commands import clubs
from app.config import Settings
from app.core.checks import problems
from app.core.commands import imports, saying_refusals
from app.core.journal import first_wrong_entry, head_digest
from app.demo import loading
from app.forum import commands as _forum_commands
from app.organizations.commands import organizations
from app.search.commands import search

journal = AppGroup("journal", help="What was done, by whom.")

REGISTERED_BY_IMPORT = (_forum_commands,)


def init_app(app: Flask) -> None:
    """Give ``flask`` its commands."""
    for group in (users, tokens, clubs, organizations, imports, search, journal):
        app.cli.add_command(group)
    for command in (serve, demo, check):
        app.cli.add_command(command)


@click.command("serve")
def serve() -> None:
    """Bring the database up to date, then serve; in the demonstration, with its network."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    server.prepare(app)
    server.run(app)


@click.command("demo")
@saying_refusals
def demo() -> None:
    """Load the demonstration network; refuses where there are members."""
    server.upgrade_database()
    loading.load()


@journal.command("verify")
def verify_journal() -> None:
    """Look whether somebody changed the journal; names the first wrong entry."""
    wrong = first_wrong_entry()
    if wrong is not None:
        click.echo(
            f"entry {wrong} is not as it was written" if wrong else "entries are missing at the end"
        )
        raise click.exceptions.Exit(1)
    click.echo(f"the journal is whole; its head is {head_digest()}")


@click.command("check")
def check() -> None:
    """Look at the configuration and the environment, in plain words."""
    settings: Settings = current_app.extensions["settings"]
    found = problems(settings)
    for sentence in found:
        click.echo(f"- {sentence}")
    if found:
        raise click.exceptions.Exit(1)
    click.echo("Everything is in order.")
