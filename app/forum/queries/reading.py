"""How far a member has read, and what she has begun."""

from __future__ import annotations

from sqlalchemy import and_, select

from app.accounts.models import User
from app.clubs.models import Club
from app.core.database import db
from app.forum.models import Draft, Post, ReadMark, Topic, Watch, WatchLevel


def read_number(user: User, topic: Topic) -> int:
    """How far the member has read; 0 before the first visit."""
    mark = select(ReadMark.number).where(ReadMark.user_id == user.id, ReadMark.topic_id == topic.id)
    return db.session.scalar(mark) or 0


def reading_of(user: User, topic: Topic) -> tuple[int, WatchLevel, str | None]:
    """How far the member has read, how much she wants to hear of it, which label she wears there."""
    mine = Post.topic_id == topic.id, Post.author_id == user.id, Post.mask.is_not(None)
    mask = select(Post.mask).where(*mine).order_by(Post.number).limit(1).scalar_subquery()
    here = Topic.id == topic.id
    mark = and_(ReadMark.topic_id == Topic.id, ReadMark.user_id == user.id)
    wish = and_(Watch.topic_id == Topic.id, Watch.user_id == user.id)
    number, level, worn = db.session.execute(
        select(ReadMark.number, Watch.level, mask)
        .select_from(Topic)
        .outerjoin(ReadMark, mark)
        .outerjoin(Watch, wish)
        .where(here)
    ).one()
    return number or 0, WatchLevel(level or WatchLevel.NORMAL), worn


def draft_of(user: User, club: Club, place: str) -> Draft | None:
    """What the member had begun to write there."""
    return db.session.scalar(
        select(Draft).where(
            Draft.user_id == user.id, Draft.club_id == club.id, Draft.place == place
        )
    )
