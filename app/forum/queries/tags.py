"""The tags of a club, and who follows them."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, func, select

from app.accounts.models import User
from app.clubs.models import Club
from app.core.database import db
from app.core.text import slugify
from app.forum.models import Tag, TagWatch, Topic, topic_tag


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
