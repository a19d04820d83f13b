"""Reading what members asked about their data, and who has not come for long."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select

from app.accounts.models import User
from app.core import clock
from app.core.database import db
from app.privacy.models import DataExport


def exports_of(user: User) -> list[DataExport]:
    """The copies a member asked for, the latest first; those that ran out are gone."""
    found = select(DataExport).where(DataExport.user_id == user.id, ~_has_run_out())
    return list(db.session.scalars(found.order_by(DataExport.id.desc())))


def ready_export(user: User, export_id: int) -> DataExport | None:
    """One of the member's own copies, while it can be fetched."""
    return db.session.scalar(
        select(DataExport).where(
            DataExport.id == export_id,
            DataExport.user_id == user.id,
            DataExport.ready_at.is_not(None),
            ~_has_run_out(),
        )
    )


def people_unseen_since(moment: datetime) -> Select[User]:
    """Who could come and has not since ``moment``; whoever is suspended cannot."""
    last = func.coalesce(User.seen_at, User.created_at)
    could = User.closed_at.is_(None), User.suspended_at.is_(None)
    return select(User).where(last < moment, *could).order_by(User.id)


def _has_run_out() -> ColumnElement[bool]:
    expires = func.coalesce(DataExport.expires_at, DataExport.asked_at)
    return DataExport.ready_at.is_not(None) & (expires <= clock.now())
