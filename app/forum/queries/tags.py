"""The tags of a club, and who follows them."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, func, select

from app.accounts.models import User
from app.clubs.models import Club
from app.core.database import db
from app.core.text import slugify
from app.forum.models import Purpose, QuestionTemplate, Tag, TagWatch, Topic, topic_tag


def tagged(slug: str) -> ColumnElement[bool]:
    """Topics filed under a tag."""
    return exists().where(
        topic_tag.c.topic_id == Topic.id, topic_tag.c.tag_id == Tag.id, Tag.slug == slug
    )


def tagged_as(name: str) -> ColumnElement[bool]:
    """Topics filed under a tag, by its name."""
    return tagged(slugify(name))


def tags_of(club: Club) -> list[Tag]:
    """A club's tags, the most used first."""
    uses = select(func.count()).where(topic_tag.c.tag_id == Tag.id).scalar_subquery()
    return list(
        db.session.scalars(
            select(Tag).where(Tag.club_id == club.id).order_by(uses.desc(), Tag.name)
        )
    )


def tags_with_uses(club: Club) -> list[tuple[Tag, int]]:
    """A club's tags by name, each with the number of its topics."""
    uses = func.count(topic_tag.c.topic_id)
    rows = (
        select(Tag, uses)
        .outerjoin(topic_tag, topic_tag.c.tag_id == Tag.id)
        .where(Tag.club_id == club.id)
        .group_by(Tag.id)
        .order_by(Tag.slug)
    )
    return [(row[0], row[1]) for row in db.session.execute(rows)]


def tag_in_club(club: Club, tag_id: int) -> Tag | None:
    """One of a club's tags."""
    return db.session.scalar(select(Tag).where(Tag.id == tag_id, Tag.club_id == club.id))


def templates_of(club: Club, purpose: Purpose | None = None) -> list[QuestionTemplate]:
    """The texts that a club offers to begin something with, by name."""
    rows = select(QuestionTemplate).where(QuestionTemplate.club_id == club.id)
    if purpose:
        rows = rows.where(QuestionTemplate.purpose == purpose)
    return list(db.session.scalars(rows.order_by(QuestionTemplate.name)))


def template_in_club(club: Club, template_id: int | None) -> QuestionTemplate | None:
    """One of them."""
    return db.session.scalar(
        select(QuestionTemplate).where(
            QuestionTemplate.id == template_id, QuestionTemplate.club_id == club.id
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
