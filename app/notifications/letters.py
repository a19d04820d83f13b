"""The e-mails of notifications: asked again, when sent, whether the member may still read it."""

from __future__ import annotations

import hashlib
import hmac
import re

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.clubs.queries import membership_of, moderates
from app.config import Settings
from app.core.database import db, reading
from app.core.jobs import slow
from app.core.mail import Letter, send
from app.core.transaction import release
from app.notifications.events import NotificationRaised
from app.notifications.models import Notification, NotificationKind, Rhythm
from app.notifications.queries import preference_of, rhythm_of
from app.notifications.sentences import sentence

_TEMPLATES = dict.fromkeys(
    (
        NotificationKind.REQUEST,
        NotificationKind.FOLLOWUP,
        NotificationKind.FOLLOWED,
        NotificationKind.REVIEW,
        NotificationKind.ASKED,
    ),
    "notice",
)
_TOKEN = re.compile(r"([0-9]{1,9})-([a-z]+)-[0-9a-f]{64}")


@slow
def send_notification(event: NotificationRaised) -> None:
    """Send the letter, unless it was read meanwhile, switched off, or is no longer reachable."""
    with reading():
        notification = db.session.scalar(
            select(Notification)
            .options(
                joinedload(Notification.user),
                joinedload(Notification.actor),
                joinedload(Notification.club),
            )
            .where(Notification.id == event.notification_id)
        )
        letter = _letter(notification) if notification and _is_wanted(notification) else None
        release()
    if letter:
        send(letter)


def unsubscribe_token(user_id: int, kind: NotificationKind) -> str:
    """What the unsubscribe link carries; needs no session (RFC 8058) and opens nothing else."""
    key: bytes = current_app.config["LINK_KEY"]
    mac = hmac.new(key, f"unsubscribe:{user_id}:{kind}".encode(), hashlib.sha256).hexdigest()
    return f"{user_id}-{kind}-{mac}"


def unsubscribe_target(token: str) -> tuple[User, NotificationKind] | None:
    """Whom and what a genuine token is about."""
    match = _TOKEN.fullmatch(token)
    if match is None or match[2] not in set(NotificationKind):
        return None
    user_id, kind = int(match[1]), NotificationKind(match[2])
    is_genuine = hmac.compare_digest(unsubscribe_token(user_id, kind), token)
    user = db.session.get(User, user_id) if is_genuine else None
    return (user, kind) if user else None


def _is_wanted(notification: Notification) -> bool:
    user = notification.user
    return (
        notification.read_at is None
        and user.is_active
        and preference_of(user, NotificationKind(notification.kind)).by_email
        and (notification.kind != NotificationKind.FOLLOWED or rhythm_of(user) is Rhythm.NOW)
        and membership_of(user, notification.club_id) is not None
        and (notification.kind != NotificationKind.REQUEST or moderates(user, notification.club_id))
    )


def _letter(notification: Notification) -> Letter:
    settings: Settings = current_app.extensions["settings"]
    user, kind = notification.user, NotificationKind(notification.kind)
    with force_locale(user.language):
        said = sentence(notification)
    leave = f"{settings.base_url}/desabonnement/{unsubscribe_token(user.id, kind)}"
    return Letter(
        _TEMPLATES.get(kind, kind),
        to=user.email,
        to_name=user.name,
        key=f"notification.{notification.id}",
        language=user.language,
        thread=notification.thread,
        unsubscribe=leave,
        words={
            "name": user.first_name,
            "actor": notification.signature,
            "sentence": said,
            "subject_of": notification.subject,
            "excerpt": notification.excerpt,
            "club": notification.club.name,
            "address": f"{settings.base_url}{notification.path}",
            "leave": leave,
        },
    )
