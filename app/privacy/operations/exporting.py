"""Copies of a person's own data: asked for, ready, gone (RGPD art. 15 and 20)."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from sqlalchemy import delete, select, update

from app.accounts.models import User
from app.core import clock
from app.core.database import db
from app.core.events import record
from app.core.jobs import every
from app.core.storage import exports
from app.core.transaction import after_commit, atomic, release
from app.privacy.errors import ExportUnderWay, OneExportADay
from app.privacy.events import DataExportAsked, DataExportMade
from app.privacy.models import DataExport

KEPT = timedelta(days=7)
ASK_EVERY = timedelta(days=1)
UNCLAIMED_KEPT = timedelta(days=1)


def ask_for_export(user: User) -> DataExport:
    """Ask for a copy of all that is one's own; the former copy goes.

    Raises ExportUnderWay, OneExportADay.
    """
    now = clock.now()
    with atomic():
        # The person's row is the lock: two clicks at once ask for one copy.
        db.session.execute(select(User.id).where(User.id == user.id).with_for_update())
        last = db.session.scalar(
            select(DataExport).where(
                DataExport.user_id == user.id, DataExport.asked_at > now - ASK_EVERY
            )
        )
        if last is not None:
            raise OneExportADay if last.ready_at else ExportUnderWay
        drop_exports_of(user)
        export = DataExport(user_id=user.id, asked_at=now)
        db.session.add(export)
        db.session.flush()
        record(DataExportAsked(export.id))
    return export


def finish_export(export_id: int, *, key: str, size: int) -> bool:
    """Say that a copy is ready; whether it was still waited for, and by this run first."""
    now = clock.now()
    waited = update(DataExport).where(DataExport.id == export_id, DataExport.ready_at.is_(None))
    ready = {"ready_at": now, "key": key, "size": size, "expires_at": now + KEPT}
    with atomic():
        won = db.session.scalar(waited.values(ready).returning(DataExport.id))
        if won is not None:
            record(DataExportMade(export_id))
    return won is not None


def drop_exports_of(user: User) -> None:
    """Take a person's copies away, bytes included; belongs in atomic()."""
    gone = delete(DataExport).where(DataExport.user_id == user.id).returning(DataExport.key)
    for key in db.session.scalars(gone).all():
        if key:
            after_commit(partial(exports().drop, key))


@every(timedelta(days=1))
def forget_exports() -> None:
    """Delete the copies that ran out or were never made, and bytes without a row."""
    now = clock.now()
    never_made = DataExport.ready_at.is_(None) & (DataExport.asked_at < now - KEPT)
    gone = delete(DataExport).where((DataExport.expires_at < now) | never_made)
    with atomic():
        for key in db.session.scalars(gone.returning(DataExport.key)).all():
            if key:
                after_commit(partial(exports().drop, key))
    kept = set(db.session.scalars(select(DataExport.key).where(DataExport.key.is_not(None))))
    release()  # the disk may be slow
    for key in list(exports().keys_before(now - UNCLAIMED_KEPT)):
        if key not in kept:
            exports().drop(key)
