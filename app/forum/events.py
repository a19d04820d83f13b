"""What happens in the forum."""

from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True)
class TopicOpened(Event):
    """A member asked, or started a discussion."""

    topic_id: int


@dataclass(frozen=True)
class TopicImported(Event):
    """A topic came in from a file; nobody is told."""

    topic_id: int


@dataclass(frozen=True)
class TopicRenamed(Event):
    """A topic has another title or other tags."""

    topic_id: int


@dataclass(frozen=True)
class TopicRead(Event):
    """A member has read a topic up to a post."""

    topic_id: int
    user_id: int
    number: int


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
