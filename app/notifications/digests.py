"""Digests: what a member follows, in one letter a day or a week; an empty one is not sent."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.config import Settings
from app.core import clock
from app.core.database import db, insert, reading
from app.core.events import record
from app.core.jobs import every, slow
from app.core.mail import Letter, send
from app.core.transaction import atomic, release
from app.notifications.events import DigestDue
from app.notifications.letters import unsubscribe_token
from app.notifications.models import (
    DigestPreference,
    Notification,
    NotificationKind,
    Preference,
    Rhythm,
)
from app.notifications.queries import notifications_of
from app.notifications.sentences import sentence

PERIODS = {Rhythm.DAILY: timedelta(days=1), Rhythm.WEEKLY: timedelta(days=7)}
MORNING = range(6, 10)
"""Hours in Paris: a digest is there when the town hall opens."""

AT_A_TIME = 500
MOST_LINES = 30


@every(timedelta(minutes=30))
def prepare_digests() -> None:
    """See whose digest is due; the window it tells is written down with it, so none tells it twice."""
    now = clock.now()
    if clock.local(now).hour not in MORNING:
        return
    with atomic():
        for user_id, since in db.session.execute(_due(now)):
            until = insert(DigestPreference).values(user_id=user_id, told_until=now)
            db.session.execute(
                until.on_conflict_do_update(index_elements=["user_id"], set_={"told_until": now})
            )
            begun = since or now - PERIODS[Rhythm.WEEKLY]
            record(DigestDue(user_id, begun.isoformat(), now.isoformat()))


@slow
def send_digest(event: DigestDue) -> None:
    """Send what was raised in the window and is still unread and within reach."""
    with reading():
        user = db.session.get(User, event.user_id)
        letter = _letter(user, event) if user and user.is_active else None
        release()
    if letter:
        send(letter)


def _due(now: datetime) -> Select[int, datetime | None]:
    """(user, told until when) of those with something unread and a period gone by."""
    rhythm = func.coalesce(DigestPreference.rhythm, Rhythm.DAILY)
    told = DigestPreference.told_until
    muted = select(Preference.user_id).where(
        Preference.kind == NotificationKind.FOLLOWED, Preference.by_email.is_(False)
    )
    gone = or_(
        *(
            (rhythm == one) & or_(told.is_(None), told <= now - period + timedelta(hours=4))
            for one, period in PERIODS.items()
        )
    )
    return (
        select(Notification.user_id, func.max(told))
        .outerjoin(DigestPreference, DigestPreference.user_id == Notification.user_id)
        .where(
            Notification.kind == NotificationKind.FOLLOWED,
            Notification.read_at.is_(None),
            Notification.user_id.not_in(muted),
            or_(told.is_(None), Notification.created_at > told),
            gone,
        )
        .group_by(Notification.user_id)
        .limit(AT_A_TIME)
    )


def _letter(user: User, event: DigestDue) -> Letter | None:
    rows = (
        notifications_of(user)
        .options(joinedload(Notification.actor))
        .where(
            Notification.kind == NotificationKind.FOLLOWED,
            Notification.read_at.is_(None),
            Notification.created_at > datetime.fromisoformat(event.since),
            Notification.created_at <= datetime.fromisoformat(event.until),
        )
        .order_by(Notification.id)
        .limit(MOST_LINES)
    )
    found = list(db.session.scalars(rows))
    if not found:
        return None
    settings: Settings = current_app.extensions["settings"]
    leave = (
        f"{settings.base_url}/desabonnement/{unsubscribe_token(user.id, NotificationKind.FOLLOWED)}"
    )
    with force_locale(user.language):
        lines = [
            {
                "sentence": sentence(one),
                "club": one.club.name,
                "excerpt": one.excerpt,
                "address": f"{settings.base_url}{one.path}",
            }
            for one in found
        ]
    return Letter(
        "digest",
        to=user.email,
        to_name=user.name,
        key=f"digest.{user.id}.{event.until}",
        language=user.language,
        unsubscribe=leave,
        words={"name": user.first_name, "lines": lines, "leave": leave},
    )
