"""The e-mails about one's own data."""

from __future__ import annotations

from flask import current_app

from app.accounts.models import User
from app.config import Settings
from app.core.database import db, reading
from app.core.jobs import slow
from app.core.mail import Letter, send
from app.core.sealing import unseal
from app.core.transaction import atomic, release
from app.privacy.events import AccountClosed, DataExportMade, InactivityFound
from app.privacy.models import DataExport, Farewell
from app.privacy.operations.idling import CLOSED_AFTER, NOTICE
from app.privacy.queries import ready_export


@slow
def send_export_made(event: DataExportMade) -> None:
    """Tell a member that the copy is ready, unless it went meanwhile."""
    with reading():
        export = db.session.get(DataExport, event.export_id)
        user = db.session.get(User, export.user_id) if export else None
        is_there = user is not None and user.is_active and ready_export(user, event.export_id)
        letter = _of_export(export, user) if export and user and is_there else None
        release()
    if letter:
        send(letter)


@slow
def send_farewell(event: AccountClosed) -> None:
    """Tell the former address that the account is closed; then nothing knows it any more."""
    with reading():
        farewell = db.session.get(Farewell, event.user_id)
        address = unseal(farewell.sealed_address) if farewell else None
        release()
    if farewell is None:
        return
    if address:
        send(
            Letter(
                "farewell",
                to=address,
                key=f"farewell.{event.user_id}",
                language=farewell.language,
                words={"at": farewell.closed_at},
            )
        )
    with atomic():
        db.session.delete(farewell)


@slow
def send_inactivity_notice(event: InactivityFound) -> None:
    """Tell a person that the account will be closed, unless she came meanwhile."""
    with reading():
        user = db.session.get(User, event.user_id)
        letter = _of_inactivity(user) if user and user.is_active and user.warned_at else None
        release()
    if letter:
        send(letter)


def _of_export(export: DataExport, user: User) -> Letter:
    return Letter(
        "export-made",
        to=user.email,
        to_name=user.name,
        key=f"export.{export.id}",
        language=user.language,
        words={
            "name": user.first_name,
            "expires_at": export.expires_at,
            "address": f"{_base()}/compte/donnees/{export.id}",
        },
    )


def _of_inactivity(user: User) -> Letter:
    seen_at, warned_at = user.seen_at or user.created_at, user.warned_at
    assert warned_at is not None
    return Letter(
        "inactivity",
        to=user.email,
        to_name=user.name,
        key=f"inactivity.{user.id}.{warned_at:%Y%m%d}",
        language=user.language,
        words={
            "name": user.first_name,
            "seen_at": seen_at,
            "closes_at": max(seen_at + CLOSED_AFTER, warned_at + NOTICE),
            "address": f"{_base()}/connexion",
        },
    )


def _base() -> str:
    settings: Settings = current_app.extensions["settings"]
    return settings.base_url
