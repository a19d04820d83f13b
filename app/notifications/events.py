"""What happens to notifications."""

from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True)
class NotificationRaised(Event):
    """A member should know something."""

    notification_id: int


@dataclass(frozen=True)
class DigestDue(Event):
    """What a member follows is to be told in one letter: what was raised in a window of time."""

    user_id: int
    since: str
    until: str


@dataclass(frozen=True)
class NotificationsRead(Event):
    """A member has seen what was new."""

    user_id: int
