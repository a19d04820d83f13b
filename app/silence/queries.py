"""Reading silence: what waits, what was offered to whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import User
from app.clubs.models import Club
from app.clubs.queries import scope_of
from app.core.database import db
from app.core.text import fold
from app.forum.models import Answer, Kind, Post, Topic
from app.silence.models import Escalation, HelpRequest, Offer, Step

YOUNGEST, OLDEST = timedelta(hours=20), timedelta(days=45)
"""Between these ages, by the clock on the wall, a question is looked at."""


def is_silent() -> ColumnElement[bool]:
    """Open questions to which nobody but their asker has replied."""
    others = Post.topic_id == Topic.id, Post.author_id != Topic.author_id
    return (
        (Topic.kind == Kind.QUESTION)
        & Topic.closed_at.is_(None)
        & Topic.external_id.is_(None)
        & ~exists().where(Answer.topic_id == Topic.id)
        & ~exists().where(*others)
    )


def silent_questions(now: datetime) -> Select[Topic]:
    """Those that may be due for a step, the oldest first: who waits for nothing holds up nobody."""
    at_home = (Escalation.step == Step.MODERATORS) & ~Topic.may_travel
    done = exists().where(
        Escalation.topic_id == Topic.id, (Escalation.step == Step.NEIGHBOURS) | at_home
    )
    return (
        select(Topic)
        .join(Topic.club)
        .options(
            joinedload(Topic.club),
            joinedload(Topic.author).joinedload(User.organization),
            selectinload(Topic.tags),
        )
        .where(
            is_silent(),
            ~done,
            Club.archived_at.is_(None),
            Topic.created_at.between(now - OLDEST, now - YOUNGEST),
        )
        .order_by(Topic.created_at, Topic.id)
    )


def step_of(topic: Topic) -> Escalation | None:
    """How far the silence of a question went."""
    return db.session.get(Escalation, topic.id)


def asked_count(topic: Topic) -> int:
    """How many members were asked to look at it."""
    rows = select(func.count()).select_from(HelpRequest).where(HelpRequest.topic_id == topic.id)
    return db.session.scalar(rows) or 0


def offered_count(topic: Topic) -> int:
    """To how many clubs it is offered."""
    rows = select(func.count()).select_from(Offer).where(Offer.topic_id == topic.id)
    return db.session.scalar(rows) or 0


def sister_clubs(club: Club) -> list[Club]:
    """The other living clubs of the same profession, by name."""
    others = select(Club).where(Club.id != club.id, Club.archived_at.is_(None)).order_by(Club.name)
    trade = fold(club.profession)
    return [one for one in db.session.scalars(others) if fold(one.profession) == trade]


def offers_to(club: Club, *, reader: User) -> Select[Offer]:
    """The questions of neighbours that still wait, the newest first; their askers willing.

    Not the reader's own, which she may have asked behind a label.
    """
    return (
        select(Offer)
        .join(Offer.topic)
        .options(
            joinedload(Offer.topic).joinedload(Topic.club),
            joinedload(Offer.topic).joinedload(Topic.author).joinedload(User.organization),
            joinedload(Offer.topic).selectinload(Topic.tags),
        )
        .where(
            Offer.club_id == club.id,
            Topic.may_travel,
            Topic.author_id != reader.id,
            _waits(),
        )
        .order_by(Offer.offered_at.desc(), Offer.topic_id.desc())
    )


def offer_in_reach(user: User, club_id: int, topic_id: int) -> Offer | None:
    """One question of a neighbour, settled or not, to a member of the club it is offered to."""
    return db.session.scalar(
        select(Offer)
        .join(Offer.topic)
        .options(
            joinedload(Offer.topic).joinedload(Topic.club),
            joinedload(Offer.topic).joinedload(Topic.author).joinedload(User.organization),
            joinedload(Offer.topic).joinedload(Topic.answer),
            joinedload(Offer.topic).selectinload(Topic.tags),
            joinedload(Offer.club),
        )
        .where(
            Offer.topic_id == topic_id,
            Offer.club_id == club_id,
            Offer.club_id.in_(scope_of(user)),
            Topic.may_travel,
            Topic.author_id != user.id,
        )
    )


def replied_among(user: User, topic_ids: Iterable[int]) -> set[int]:
    """Those of these questions that the member herself has answered."""
    mine = Post.topic_id.in_(list(topic_ids)), Post.author_id == user.id, Post.number > 1
    return set(db.session.scalars(select(Post.topic_id).where(*mine)))


def own_replies(user: User, topic: Topic) -> list[Post]:
    """What the member herself wrote there."""
    mine = Post.topic_id == topic.id, Post.author_id == user.id, Post.number > 1
    return list(db.session.scalars(select(Post).where(*mine).order_by(Post.number)))


def _waits() -> ColumnElement[bool]:
    settled = exists().where(Answer.topic_id == Topic.id)
    return Topic.closed_at.is_(None) & ~settled
