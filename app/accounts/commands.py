"""``flask user`` and ``flask token``."""

from __future__ import annotations

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from app.accounts import linking, operations
from app.accounts.models import User
from app.accounts.passwords import accept_password, hash_password
from app.accounts.queries import user_with_email
from app.config import Settings
from app.core.commands import saying_refusals

users = AppGroup("user", help="People.")
tokens = AppGroup("token", help="Bearer tokens of the API.")


@users.command("create")
@click.argument("email")
@click.option("--name", required=True, help="First and last name.")
@click.option("--superadmin", is_flag=True, help="Administrator of the whole platform.")
@click.option("--password-stdin", is_flag=True, help="Read the password on standard input.")
@saying_refusals
def create(email: str, name: str, superadmin: bool, password_stdin: bool) -> None:
    """Create a person. Without a password, prints a one-time link to choose one (7 days)."""
    hashed = None
    if password_stdin:
        password = sys.stdin.readline().rstrip("\n")
        hashed = hash_password(accept_password(password, about=(*name.split(), email)))
    user = operations.create_user(email, name=name, password_hash=hashed, is_superadmin=superadmin)
    if hashed is None:
        settings: Settings = current_app.extensions["settings"]
        token = operations.first_password_link(user)
        click.echo(f"{settings.base_url}/mot-de-passe/{token}")


@users.command("suspend")
@click.argument("email")
@saying_refusals
def suspend(email: str) -> None:
    """Take away every access of a person, at once."""
    operations.suspend_user(known_user(email))


@users.command("unlink")
@click.argument("email")
@saying_refusals
def unlink(email: str) -> None:
    """Take the ProConnect identities of a person away; they may then link another."""
    linking.forget_identities(known_user(email))


@tokens.command("create")
@click.argument("email")
@click.option("--name", default="api", show_default=True, help="What the token is for.")
@click.option("--days", type=click.IntRange(1, 3650), help="How long it is valid (else: for ever).")
@saying_refusals
def create_token(email: str, name: str, days: int | None) -> None:
    """Print a new bearer token of a person, alone on standard output."""
    click.echo(operations.create_token(known_user(email), name=name, days=days))


def known_user(email: str) -> User:
    """The person with this address, or a message that ends the command."""
    user = user_with_email(email)
    if user is None:
        raise click.ClickException(f"nobody has the address {email}")
    return user
