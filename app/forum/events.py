"""What happens in the forum."""

from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True)
class TopicOpened(Event):
    """A member asked, or started a discussion."""

    topic_id: int
    is_split: bool = False
    """It was begun with replies of another one: those who wrote them were told already."""


@dataclass(frozen=True)
class TopicImported(Event):
    """A topic came in from a file; nobody is told."""

    topic_id: int


@dataclass(frozen=True)
class TopicRenamed(Event):
    """A topic has another title or other tags."""

    topic_id: int


@dataclass(frozen=True)
class TopicClosed(Event):
    """A topic takes no more posts."""

    topic_id: int


@dataclass(frozen=True)
class TopicReopened(Event):
    """A topic takes posts again."""

    topic_id: int


@dataclass(frozen=True)
class TopicMoved(Event):
    """A topic belongs to another club."""

    topic_id: int
    from_club_id: int
    to_club_id: int


@dataclass(frozen=True)
class TopicMerged(Event):
    """The posts of a topic stand in another one; it is no more."""

    topic_id: int
    former_id: int


@dataclass(frozen=True)
class TopicSplit(Event):
    """Some posts of a topic are a topic of their own."""

    topic_id: int
    former_id: int


@dataclass(frozen=True)
class TagChanged(Event):
    """A tag has another name, or took in another one."""

    tag_id: int


@dataclass(frozen=True)
class TopicRead(Event):
    """A member has read a topic up to a post."""

    topic_id: int
    user_id: int
    number: int


@dataclass(frozen=True)
class ClubCaughtUp(Event):
    """A member has nothing left to read in a club."""

    club_id: int
    user_id: int


@dataclass(frozen=True)
class PostAdded(Event):
    """A member replied."""

    post_id: int
    topic_id: int


@dataclass(frozen=True)
class PostEdited(Event):
    """A post says something else."""

    post_id: int
    topic_id: int


@dataclass(frozen=True)
class PostRevealed(Event):
    """The author of a post says who she is."""

    post_id: int
    topic_id: int


@dataclass(frozen=True)
class PostDeleted(Event):
    """A post is gone."""

    post_id: int
    topic_id: int


@dataclass(frozen=True)
class AnswerAccepted(Event):
    """A post settled its topic."""

    topic_id: int
    post_id: int
    accepted_by_id: int


@dataclass(frozen=True)
class AnswerValidated(Event):
    """A moderator confirmed the answer."""

    topic_id: int
    post_id: int
    validated_by_id: int


@dataclass(frozen=True)
class AnswerWithdrawn(Event):
    """The topic is open again."""

    topic_id: int
    post_id: int
