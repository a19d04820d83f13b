"""What happens to what was thought true."""

from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True)
class ValidityChanged(Event):
    """Something is said to hold until another day, or to hold no more."""

    owner: str


@dataclass(frozen=True)
class DoubtRaised(Event):
    """Somebody says that something may be true no more."""

    doubt_id: int
    owner: str


@dataclass(frozen=True)
class DoubtSettled(Event):
    """Somebody looked again: it holds."""

    owner: str


@dataclass(frozen=True)
class ReviewDue(Event):
    """The day has come on which something should be looked at again."""

    owner: str
    day: str
