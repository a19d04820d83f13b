"""Reading the forum, through the member's reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.accounts.models import User
from app.clubs.models import Club, Membership
from app.clubs.queries import scope_of
from app.core.database import db
from app.core.text import slugify
from app.forum.models import Answer, Draft, Kind, Post, ReadMark, Tag, TagWatch, Topic, topic_tag


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


def post_in_reach(user: User, post_id: int) -> Post | None:
    """A post of one of the member's clubs, with its topic."""
    return db.session.scalar(
        select(Post)
        .join(Post.topic)
        .options(
            contains_eager(Post.topic).joinedload(Topic.answer),
            contains_eager(Post.topic).joinedload(Topic.club),
            joinedload(Post.author).joinedload(User.organization),
        )
        .where(Post.id == post_id, Topic.club_id.in_(scope_of(user)))
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


def is_unanswered() -> ColumnElement[bool]:
    """Questions nobody has replied to."""
    return and_(Topic.kind == Kind.QUESTION, Topic.reply_count == 0)


def is_answered() -> ColumnElement[bool]:
    """Topics with a current answer."""
    return and_(Topic.closed_at.is_(None), exists().where(Answer.topic_id == Topic.id))


def is_open() -> ColumnElement[bool]:
    """Topics without a current answer that still take posts."""
    return and_(Topic.closed_at.is_(None), ~exists().where(Answer.topic_id == Topic.id))


def is_closed() -> ColumnElement[bool]:
    """Topics that take no more posts, whatever their answer."""
    return Topic.closed_at.is_not(None)


def concerning(user: User) -> ColumnElement[bool]:
    """Topics the member opened or replied to."""
    replied = exists().where(Post.topic_id == Topic.id, Post.author_id == user.id)
    return or_(Topic.author_id == user.id, replied)


def tagged(slug: str) -> ColumnElement[bool]:
    """Topics filed under a tag."""
    return exists().where(
        topic_tag.c.topic_id == Topic.id, topic_tag.c.tag_id == Tag.id, Tag.slug == slug
    )


def tagged_as(name: str) -> ColumnElement[bool]:
    """Topics filed under a tag, by its name."""
    return tagged(slugify(name))


def posts_of(topic: Topic) -> Select[Post]:
    """The posts of a topic, in the order they were written."""
    return (
        select(Post)
        .options(joinedload(Post.author).joinedload(User.organization))
        .where(Post.topic_id == topic.id)
        .order_by(Post.number)
    )


def place_of(topic: Topic, number: int) -> int:
    """How many posts of the topic stand before this one."""
    before = select(func.count()).where(Post.topic_id == topic.id, Post.number < number)
    return db.session.scalar(before) or 0


def opening_of(topic: Topic) -> Post:
    """The topic's own text."""
    return db.session.scalars(posts_of(topic).where(Post.number == 1)).one()


def answer_post(topic: Topic) -> Post | None:
    """The post that settled the topic."""
    if topic.answer is None:
        return None
    return db.session.scalar(posts_of(topic).where(Post.id == topic.answer.post_id))


def read_number(user: User, topic: Topic) -> int:
    """How far the member has read; 0 before the first visit."""
    mark = select(ReadMark.number).where(ReadMark.user_id == user.id, ReadMark.topic_id == topic.id)
    return db.session.scalar(mark) or 0


def tags_of(club: Club) -> list[Tag]:
    """A club's tags, the most used first."""
    uses = select(func.count()).where(topic_tag.c.tag_id == Tag.id).scalar_subquery()
    return list(
        db.session.scalars(
            select(Tag).where(Tag.club_id == club.id).order_by(uses.desc(), Tag.name)
        )
    )


def watched_tags(user: User, club: Club) -> set[int]:
    """The ids of the tags of a club that the member follows."""
    rows = (
        select(TagWatch.tag_id)
        .join(Tag, Tag.id == TagWatch.tag_id)
        .where(TagWatch.user_id == user.id, Tag.club_id == club.id)
    )
    return set(db.session.scalars(rows))


def watchers_of(topic_id: int) -> set[int]:
    """The ids of those who follow one of a topic's tags."""
    rows = (
        select(TagWatch.user_id)
        .join(topic_tag, topic_tag.c.tag_id == TagWatch.tag_id)
        .where(topic_tag.c.topic_id == topic_id)
    )
    return set(db.session.scalars(rows))


def draft_of(user: User, club: Club, place: str) -> Draft | None:
    """What the member had begun to write there."""
    return db.session.scalar(
        select(Draft).where(
            Draft.user_id == user.id, Draft.club_id == club.id, Draft.place == place
        )
    )


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
