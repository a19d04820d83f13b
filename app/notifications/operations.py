"""Changing notifications."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import SelectBase, delete, func, or_, select, update

from app.accounts.models import User
from app.core import clock
from app.core.database import db, insert
from app.core.events import record
from app.core.transaction import atomic
from app.notifications.events import NotificationRaised, NotificationsRead
from app.notifications.models import (
    DigestPreference,
    Notification,
    NotificationKind,
    Preference,
    Rhythm,
)

LONGEST_EXCERPT = 280


@dataclass(frozen=True)
class About:
    """What a notification is about, who did it, and where it leads; ``key`` makes it one."""

    key: str
    actor: User
    club_id: int
    thread: str
    subject: str
    text: str
    path: str
    mask: str | None = None
    """What is read in the place of the actor's name."""


def raise_notification(user: User, *, kind: NotificationKind, about: About) -> None:
    """Tell a member something, once: a second time under the same key says nothing."""
    row = insert(Notification).values(
        user_id=user.id,
        club_id=about.club_id,
        kind=kind,
        key=about.key,
        thread=about.thread,
        actor_id=about.actor.id,
        mask=about.mask,
        subject=about.subject[:200],
        excerpt=_excerpt(about.text),
        path=about.path,
        created_at=clock.now(),
    )
    with atomic():
        made = db.session.execute(
            row.on_conflict_do_nothing(index_elements=["user_id", "key"]).returning(Notification.id)
        ).scalar()
        if made is not None:
            record(NotificationRaised(made))


def read_notifications(
    user_id: int,
    *,
    ids: list[int] | None = None,
    thread: str = "",
    but: SelectBase | None = None,
    club_id: int | None = None,
    within: str = "",
) -> None:
    """Mark as read: all, those with ``ids``, or those of one conversation ``but`` some keys.

    Those of one club too, ``within`` conversations of one sort (``topic.``).
    """
    unread = update(Notification).where(
        Notification.user_id == user_id, Notification.read_at.is_(None)
    )
    if ids is not None:
        unread = unread.where(Notification.id.in_(ids))
    if thread:
        unread = unread.where(Notification.thread == thread)
    if club_id is not None:
        unread = unread.where(Notification.club_id == club_id)
    if within:
        unread = unread.where(Notification.thread.startswith(within, autoescape=True))
    if but is not None:
        unread = unread.where(Notification.key.not_in(but))
    with atomic():
        changed = db.session.execute(unread.values(read_at=clock.now()).returning(Notification.id))
        if changed.all():
            record(NotificationsRead(user_id))


def forget_notifications(keys: list[str]) -> None:
    """What was deleted stands in no bell and leaves in no letter."""
    with atomic():
        db.session.execute(delete(Notification).where(Notification.key.in_(keys)))


def forget_thread(thread: str) -> None:
    """A conversation is gone with all that was told of it."""
    with atomic():
        db.session.execute(delete(Notification).where(Notification.thread == thread))


def move_notifications(thread: str, *, club_id: int, path: tuple[str, str]) -> None:
    """A conversation is held in another club; addresses begin with the second ``path`` now."""
    moved = update(Notification).where(Notification.thread == thread)
    with atomic():
        db.session.execute(
            moved.values(club_id=club_id, path=func.replace(Notification.path, *path))
        )


def rename_thread(former: str, thread: str) -> None:
    """A conversation is part of another one."""
    told = update(Notification).where(Notification.thread == former)
    with atomic():
        db.session.execute(told.values(thread=thread))


def readdress(keys: list[str], *, thread: str, path: str) -> None:
    """What was told under these keys belongs to another conversation, and leads there."""
    told = update(Notification).where(Notification.key.in_(keys))
    with atomic():
        db.session.execute(told.values(thread=thread, path=path))


def unmask(keys: list[str], *, mask: str | None = None) -> None:
    """What was told under these keys names who did it, or carries another label."""
    hidden = Notification.key.in_(keys), Notification.mask.is_not(None)
    with atomic():
        db.session.execute(update(Notification).where(*hidden).values(mask=mask))


def forget_person(user: User, *, threads: list[str]) -> None:
    """Nothing is left of what a person was told, nor of what others were told of her.

    ``threads`` are the conversations about her alone. Belongs in atomic().
    """
    about = [Notification.thread == thread for thread in threads]
    about += [Notification.thread.startswith(f"{thread}.") for thread in threads]
    gone = or_(Notification.user_id == user.id, Notification.actor_id == user.id, *about)
    db.session.execute(delete(Notification).where(gone))
    db.session.execute(delete(Preference).where(Preference.user_id == user.id))
    db.session.execute(delete(DigestPreference).where(DigestPreference.user_id == user.id))


def quote_anew(texts: Mapping[str, str]) -> None:
    """What was told under these keys quotes texts that name somebody otherwise now.

    One look at those that name anybody: they are not found by key. Belongs in atomic().
    """
    naming = select(Notification.id, Notification.key).where(Notification.excerpt.contains("@"))
    for row in db.session.execute(naming).all() if texts else []:
        if row.key in texts:
            told = update(Notification).where(Notification.id == row.id)
            db.session.execute(told.values(excerpt=_excerpt(texts[row.key])))


def choose_preference(user: User, *, kind: NotificationKind, on_site: bool, by_email: bool) -> None:
    """Say how one wants to be told of one kind."""
    row = insert(Preference).values(user_id=user.id, kind=kind, on_site=on_site, by_email=by_email)
    with atomic():
        db.session.execute(
            row.on_conflict_do_update(
                index_elements=["user_id", "kind"],
                set_={"on_site": on_site, "by_email": by_email},
            )
        )


def choose_rhythm(user: User, *, rhythm: str) -> None:
    """Say how often e-mails of what is not urgent may come; anything made up changes nothing."""
    if rhythm not in set(Rhythm):
        return
    row = insert(DigestPreference).values(user_id=user.id, rhythm=rhythm)
    with atomic():
        db.session.execute(
            row.on_conflict_do_update(index_elements=["user_id"], set_={"rhythm": rhythm})
        )


def _excerpt(text: str) -> str:
    words = " ".join(text.split())
    if len(words) <= LONGEST_EXCERPT:
        return words
    return words[:LONGEST_EXCERPT].rsplit(" ", 1)[0] + "…"
