"""The live bell."""

from __future__ import annotations

from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.core.api import rfc3339
from app.core.database import db
from app.core.sockets import broadcast, this_connection, when_connected
from app.notifications.events import NotificationRaised, NotificationsRead
from app.notifications.models import Notification
from app.notifications.queries import notifications_of, unread_count
from app.notifications.sentences import sentence


@when_connected
def tell_unread(user: User) -> None:
    """A page that comes back after a cut shows what it missed."""
    broadcast("notifications:read", {"unread": unread_count(user)}, to=this_connection())


def ring(event: NotificationRaised) -> None:
    """The member's pages show it at once, if it is to be shown on the site."""
    raised = db.session.get(
        Notification,
        event.notification_id,
        options=[joinedload(Notification.actor), joinedload(Notification.user)],
    )
    if raised is None:
        return
    shown = notifications_of(raised.user).where(Notification.id == raised.id)
    if db.session.scalar(shown) is None:
        return
    words = {
        "id": raised.id,
        "kind": raised.kind,
        "title": sentence(raised),
        "url": raised.path,
        "created_at": rfc3339(raised.created_at),
        "unread": unread_count(raised.user),
    }
    broadcast("notification", words, to=f"user:{raised.user_id}")


def quieten(event: NotificationsRead) -> None:
    """The bell shows what is left on every page of the member."""
    user = db.session.get_one(User, event.user_id)
    broadcast("notifications:read", {"unread": unread_count(user)}, to=f"user:{user.id}")
