"""What happens to notifications."""

from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True)
class NotificationRaised(Event):
    """A member should know something."""

    notification_id: int


@dataclass(frozen=True)
class NotificationsRead(Event):
    """A member has seen what was new."""

    user_id: int
