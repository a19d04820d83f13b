"""How a notification is said in one line."""

from __future__ import annotations

from app.core.i18n import _
from app.notifications.models import Notification, NotificationKind


def sentence(notification: Notification) -> str:
    """« Sylvie Cariou a répondu à votre question « Quorum… » »"""
    words = {"name": notification.actor.name, "subject": notification.subject}
    if notification.kind == NotificationKind.REPLY:
        return _("%(name)s a répondu à « %(subject)s »", **words)
    if notification.kind == NotificationKind.ACCEPTED:
        return _("%(name)s a retenu votre réponse à « %(subject)s »", **words)
    return _("%(name)s vous cite dans « %(subject)s »", **words)
