"""What the forum's API takes and gives."""

from __future__ import annotations

from enum import StrEnum

from flask import url_for
from pydantic import Field, model_validator

from app.accounts.models import User
from app.clubs.api import AuthorOut
from app.core.api import Id, Input, Instant, ListQuery, Output
from app.core.plain_text import from_plain
from app.core.rich_text import RichText, from_html
from app.core.transaction import release
from app.forum.models import Kind, Mask, Post, Topic
from app.search.finding import StateFilter


class Sort(StrEnum):
    """Newest first by what."""

    ACTIVITY = "activity"
    CREATED = "created"


class TopicQuery(ListQuery):
    """Which topics of a club."""

    kind: Kind | None = None
    tag: str | None = Field(default=None, max_length=60)
    state: StateFilter | None = None
    sort: Sort = Sort.ACTIVITY


class BodyIn(Input):
    """A text, as HTML or plain."""

    body_html: str | None = None
    body_text: str | None = None

    @model_validator(mode="after")
    def _one_body(self) -> BodyIn:
        if (self.body_html is None) == (self.body_text is None):
            raise ValueError("give body_html or body_text, one of the two")
        return self

    def written(self) -> RichText:
        """The clean text. Raises Invalid."""
        release()  # reading a text takes a while: nobody waits for it
        if self.body_html is not None:
            return from_html(self.body_html, "body_html")
        return from_plain(self.body_text or "", "body_text")


class TopicIn(BodyIn):
    """A new topic."""

    kind: Kind = Kind.QUESTION
    title: str
    tags: list[str] = Field(default_factory=list, max_length=20)
    anonymous: bool = False
    client_id: str | None = Field(default=None, min_length=1, max_length=64)


class PostIn(BodyIn):
    """A new reply; without ``anonymous``, behind the label that I wear in the topic, if any."""

    anonymous: bool | None = None

    client_id: str | None = Field(default=None, min_length=1, max_length=64)


class AnswerIn(Input):
    """Which post settles the topic; ``validated`` is for moderators."""

    post_id: Id
    validated: bool = False


class AnswerOut(Output):
    """The current answer of a question."""

    post_id: int
    accepted_at: Instant
    validated: bool


def signature(byline: User | Mask) -> AuthorOut:
    """Who signs a text: a member, or the label she is hidden behind."""
    return (
        AuthorOut(id=None, name=byline.name) if isinstance(byline, Mask) else AuthorOut.of(byline)
    )


class TopicOut(Output):
    """A topic."""

    id: int
    url: str
    club: str
    kind: Kind
    title: str
    author: AuthorOut
    tags: list[str]
    state: str
    replies: int
    created_at: Instant
    last_activity_at: Instant
    answer: AnswerOut | None

    @classmethod
    def of(cls, topic: Topic) -> TopicOut:
        """A topic, as every member of its club sees it."""
        answer = topic.answer
        return cls(
            id=topic.id,
            url=url_for("forum.topic", slug=topic.club.slug, topic_id=topic.id, name=topic.slug),
            club=topic.club.slug,
            kind=topic.kind,
            title=topic.title,
            author=signature(topic.byline),
            tags=[tag.name for tag in topic.tags],
            state=topic.state,
            replies=topic.reply_count,
            created_at=topic.created_at,
            last_activity_at=topic.last_activity_at,
            answer=AnswerOut(
                post_id=answer.post_id,
                accepted_at=answer.accepted_at,
                validated=answer.validated_at is not None,
            )
            if answer
            else None,
        )


class PostOut(Output):
    """A post."""

    id: int
    number: int
    author: AuthorOut
    body_html: str
    created_at: Instant
    edited_at: Instant | None
    accepted: bool
    validated: bool

    @classmethod
    def of(cls, post: Post, topic: Topic) -> PostOut:
        """A post of ``topic``."""
        answer = topic.answer if topic.answer and topic.answer.post_id == post.id else None
        return cls(
            id=post.id,
            number=post.number,
            author=signature(post.byline),
            body_html=post.body_html,
            created_at=post.created_at,
            edited_at=post.edited_at,
            accepted=answer is not None,
            validated=answer is not None and answer.validated_at is not None,
        )
