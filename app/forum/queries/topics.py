"""Topics and their lists, through the member's reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.accounts.models import User
from app.clubs.models import Club, Membership
from app.clubs.queries import scope_of
from app.core.database import db
from app.forum.models import (
    Answer,
    Kind,
    Post,
    PostTrace,
    ReadMark,
    Topic,
    TopicTrace,
    Watch,
    WatchLevel,
)
from app.forum.queries.posts import post_in_reach


@dataclass(frozen=True)
class TopicLine:
    """A topic as lists show it."""

    topic: Topic
    is_unread: bool


def topic_in_reach(user: User, topic_id: int) -> Topic | None:
    """A topic of one of the member's clubs, with all its page says of it."""
    return db.session.scalar(
        select(Topic)
        .options(
            joinedload(Topic.club),
            joinedload(Topic.author).joinedload(User.organization),
            joinedload(Topic.answer).joinedload(Answer.accepted_by),
            joinedload(Topic.answer).joinedload(Answer.validated_by),
            selectinload(Topic.tags),
        )
        .where(Topic.id == topic_id, Topic.club_id.in_(scope_of(user)))
    )


def topics_of(club: Club) -> Select[Topic]:
    """The topics of a club the member has already reached."""
    return (
        select(Topic)
        .options(
            joinedload(Topic.author).joinedload(User.organization),
            joinedload(Topic.answer),
            selectinload(Topic.tags),
        )
        .where(Topic.club_id == club.id)
    )


def topic_lines(membership: Membership) -> Select[Any]:
    """The topics of the member's club, each with whether it has something new."""
    mark = and_(ReadMark.topic_id == Topic.id, ReadMark.user_id == membership.user_id)
    # What happened before the member came is not news.
    is_unread = func.coalesce(
        ReadMark.number < Topic.last_number, Topic.last_activity_at > membership.joined_at
    )
    return topics_of(membership.club).outerjoin(ReadMark, mark).add_columns(is_unread)


def pinned_lines(membership: Membership) -> list[TopicLine]:
    """The topics that stand above the others, the last pinned first."""
    rows = topic_lines(membership).where(Topic.pinned_at.is_not(None))
    latest = rows.order_by(Topic.pinned_at.desc(), Topic.id.desc())
    return [TopicLine(*row) for row in db.session.execute(latest).unique()]


def trace_of(user: User, club: Club, former_id: int) -> tuple[Topic, int] | None:
    """Where a topic that left this address is read now, and what to add to its numbers."""
    trace = db.session.get(TopicTrace, (club.id, former_id))
    topic = topic_in_reach(user, trace.topic_id) if trace else None
    return (topic, trace.offset) if trace and topic else None


def split_off(user: User, topic: Topic, number: int) -> Post | None:
    """The post that had this number in the topic and is part of another one now."""
    trace = db.session.get(PostTrace, (topic.id, number))
    return post_in_reach(user, trace.post_id) if trace else None


def is_unanswered() -> ColumnElement[bool]:
    """Questions nobody has replied to."""
    return and_(Topic.kind == Kind.QUESTION, Topic.reply_count == 0)


def has_answer() -> ColumnElement[bool]:
    """Topics with a current answer, closed ones too."""
    return exists().where(Answer.topic_id == Topic.id)


def is_answered() -> ColumnElement[bool]:
    """Topics with a current answer that still take posts: a state of the API."""
    return and_(Topic.closed_at.is_(None), has_answer())


def is_open() -> ColumnElement[bool]:
    """Topics without a current answer that still take posts."""
    return and_(Topic.closed_at.is_(None), ~has_answer())


def is_closed() -> ColumnElement[bool]:
    """Topics that take no more posts, whatever their answer."""
    return Topic.closed_at.is_not(None)


def concerning(user: User) -> ColumnElement[bool]:
    """Topics the member opened or replied to."""
    replied = exists().where(Post.topic_id == Topic.id, Post.author_id == user.id)
    return or_(Topic.author_id == user.id, replied)


def questions_awaiting_choice(membership: Membership) -> list[Topic]:
    """The member's own questions that others have replied to and that have no answer yet."""
    is_others = Post.topic_id == Topic.id, Post.author_id != membership.user_id
    return list(
        db.session.scalars(
            select(Topic)
            .where(
                Topic.club_id == membership.club_id,
                Topic.author_id == membership.user_id,
                Topic.kind == Kind.QUESTION,
                exists().where(*is_others),
                is_open(),
            )
            .order_by(Topic.last_activity_at.desc())
            .limit(3)
        )
    )


def left_open(*, quiet_since: datetime, at_oldest: datetime) -> Select[Topic]:
    """Questions that others answered and whose asker chose nothing, quiet between these moments.

    Not those she mutes, nor those that came from a file.
    """
    is_others = Post.topic_id == Topic.id, Post.author_id != Topic.author_id
    is_muted = Watch.topic_id == Topic.id, Watch.user_id == Topic.author_id
    return (
        select(Topic)
        .join(Topic.club)
        .options(contains_eager(Topic.club), joinedload(Topic.author))
        .where(
            Topic.kind == Kind.QUESTION,
            Topic.external_id.is_(None),
            Club.archived_at.is_(None),
            Topic.last_activity_at.between(at_oldest, quiet_since),
            exists().where(*is_others),
            ~exists().where(*is_muted, Watch.level == WatchLevel.MUTED),
            is_open(),
        )
        .order_by(Topic.last_activity_at, Topic.id)
    )


def settled_count(club: Club) -> int:
    """How many questions of the club have an answer."""
    return (
        db.session.scalar(
            select(func.count()).select_from(Answer).join(Topic).where(Topic.club_id == club.id)
        )
        or 0
    )


def waiting_questions(membership: Membership) -> list[Topic]:
    """Others' questions that nobody has replied to yet, oldest first."""
    return list(
        db.session.scalars(
            topics_of(membership.club)
            .where(is_unanswered(), Topic.author_id != membership.user_id)
            .order_by(Topic.created_at, Topic.id)
            .limit(3)
        )
    )
