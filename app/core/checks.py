"""What ``flask check`` looks at."""

from __future__ import annotations

import os
import smtplib
from collections.abc import Iterator
from urllib.parse import urlsplit

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import SQLAlchemyError

from app.config import PROJECT, Settings
from app.core.database import db
from app.core.printing import CannotPrint, print_page


def problems(settings: Settings) -> list[str]:
    """Each thing that is wrong, in one sentence with its remedy."""
    return [
        *_of_folder(settings),
        *_of_assets(),
        *_of_printing(),
        *_of_database(),
        *_of_mail(settings),
    ]


def _of_folder(settings: Settings) -> Iterator[str]:
    if not os.access(settings.data_dir, os.W_OK):
        yield f"DATA_DIR: {settings.data_dir} cannot be written; give it to the user who runs the server"
    secret = settings.data_dir / "secret-key"
    if secret.exists() and secret.stat().st_mode & 0o077:
        yield f"{secret} can be read by others; run: chmod 600 {secret}"


def _of_assets() -> Iterator[str]:
    if not (PROJECT / "static" / "vendor" / "icons.svg").exists():
        yield "static/vendor is missing; run: make setup"


def _of_printing() -> Iterator[str]:
    try:
        print_page("<p>Le Préau</p>")
    except CannotPrint:
        yield "procedures cannot be printed as PDF; run: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def _of_database() -> Iterator[str]:
    scripts = ScriptDirectory(str(PROJECT / "migrations"))
    try:
        with db.engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError as error:
        yield f"DATABASE_URL: the database does not answer ({type(error).__name__})"
        return
    if current != scripts.get_current_head():
        yield "the database is not up to date; run: flask db upgrade"


def _of_mail(settings: Settings) -> Iterator[str]:
    if not settings.mail_url.startswith("smtp"):
        if not settings.is_demo:
            yield "MAIL_URL: not set, so e-mails stay in DATA_DIR/outbox and reach nobody"
        return
    parts = urlsplit(settings.mail_url)
    try:
        smtplib.SMTP(parts.hostname or "", parts.port or 25, timeout=5).quit()
    except OSError as error:
        yield f"MAIL_URL: {parts.hostname} does not answer ({error})"
