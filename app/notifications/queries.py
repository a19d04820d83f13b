"""Reading notifications: always one's own, and only of clubs one is still in."""

from __future__ import annotations

from sqlalchemy import Select, String, cast, func, literal, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.clubs.models import Membership, Role
from app.clubs.queries import scope_of
from app.core.database import db
from app.forum.models import Answer
from app.notifications.models import (
    DigestPreference,
    Notification,
    NotificationKind,
    Preference,
    Rhythm,
)


def notifications_of(user: User) -> Select[Notification]:
    """What the member was told on the site."""
    hidden = select(Preference.kind).where(
        Preference.user_id == user.id, Preference.on_site.is_(False)
    )
    return (
        select(Notification)
        .options(joinedload(Notification.actor), joinedload(Notification.club))
        .where(
            Notification.user_id == user.id,
            Notification.club_id.in_(scope_of(user)),
            Notification.kind.not_in(hidden),
            or_(
                Notification.kind != NotificationKind.REQUEST,
                Notification.club_id.in_(scope_of(user).where(Membership.role == Role.MODERATOR)),
            ),
        )
    )


def about_topic(user: User, topic_id: int, **_names: str) -> Select[int]:
    """What the member was told of a question beside its posts: read marks put those out."""
    keys = [f"{word}.{topic_id}" for word in ("choose", "placed", "silent")]
    answer = select(literal("validity.post:") + cast(Answer.post_id, String))
    doubts = Notification.thread.in_(answer.where(Answer.topic_id == topic_id))
    return _unread_ids(user).where(or_(Notification.key.in_(keys), doubts))


def about_procedure(user: User, procedure_id: int, **_names: str) -> Select[int]:
    """What the member was told of a procedure."""
    threads = [f"procedure.{procedure_id}", f"validity.procedure:{procedure_id}"]
    return _unread_ids(user).where(Notification.thread.in_(threads))


def about_offer(user: User, offered_id: int, **_names: str) -> Select[int]:
    """What the member was told of a neighbour's question."""
    return _unread_ids(user).where(Notification.thread == f"offer.{offered_id}")


def unread_count(user: User) -> int:
    """The number beside the bell."""
    unread = notifications_of(user).where(Notification.read_at.is_(None)).options()
    ids = unread.with_only_columns(Notification.id).subquery()
    return db.session.scalar(select(func.count()).select_from(ids)) or 0


def rhythm_of(user: User) -> Rhythm:
    """How often the member wants to hear of what is not urgent; daily where nothing was chosen."""
    found = db.session.get(DigestPreference, user.id)
    return Rhythm(found.rhythm) if found else Rhythm.DAILY


def preference_of(user: User, kind: NotificationKind) -> Preference:
    """What the member wants for one kind; the default where nothing was changed."""
    found = db.session.get(Preference, (user.id, kind))
    return found or Preference(user_id=user.id, kind=kind, on_site=True, by_email=True)


def preferences_of(user: User) -> dict[NotificationKind, Preference]:
    """What the member wants for every kind."""
    return {kind: preference_of(user, kind) for kind in NotificationKind}


def _unread_ids(user: User) -> Select[int]:
    return select(Notification.id).where(
        Notification.user_id == user.id, Notification.read_at.is_(None)
    )
