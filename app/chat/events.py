"""What happens in rooms."""

from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True)
class MessagePosted(Event):
    """A member said something."""

    message_id: int


@dataclass(frozen=True)
class MessageEdited(Event):
    """A message says something else."""

    message_id: int


@dataclass(frozen=True)
class MessageDeleted(Event):
    """A message is gone; its place stays."""

    message_id: int


@dataclass(frozen=True)
class RoomRead(Event):
    """A member has read up to a message."""

    room_id: int
    user_id: int
    seq: int
