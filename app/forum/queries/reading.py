"""How far a member has read, and what she has begun."""

from __future__ import annotations

from sqlalchemy import select

from app.accounts.models import User
from app.clubs.models import Club
from app.core.database import db
from app.forum.models import Draft, ReadMark, Topic


def read_number(user: User, topic: Topic) -> int:
    """How far the member has read; 0 before the first visit."""
    mark = select(ReadMark.number).where(ReadMark.user_id == user.id, ReadMark.topic_id == topic.id)
    return db.session.scalar(mark) or 0


def draft_of(user: User, club: Club, place: str) -> Draft | None:
    """What the member had begun to write there."""
    return db.session.scalar(
        select(Draft).where(
            Draft.user_id == user.id, Draft.club_id == club.id, Draft.place == place
        )
    )
