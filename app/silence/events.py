"""What silence leads to."""

from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True)
class HelpAsked(Event):
    """Some members are asked to look at a question."""

    topic_id: int
    user_ids: list[int]


@dataclass(frozen=True)
class SilenceReported(Event):
    """The moderators should see to a question."""

    topic_id: int


@dataclass(frozen=True)
class TopicOffered(Event):
    """Another club of the profession may answer a question."""

    topic_id: int
    club_id: int
    user_ids: list[int]


@dataclass(frozen=True)
class OfferWithdrawn(Event):
    """No other club may answer a question any more."""

    topic_id: int
