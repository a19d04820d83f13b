"""What a club chose."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import selectinload

from app.accounts.models import User
from app.core import clock
from app.core.database import db
from app.forum.models import Poll, PollOption, PollVote, Post, Topic


@dataclass(frozen=True)
class Tally:
    """One option, how many chose it, and who, where the poll says so."""

    option: PollOption
    count: int
    share: int
    """Of those who voted, in hundredths."""
    names: list[str]
    is_mine: bool


@dataclass(frozen=True)
class PollShown:
    """A poll as one member sees it."""

    poll: Poll
    tallies: list[Tally]
    voters: int
    is_closed: bool

    @property
    def has_voted(self) -> bool:
        """Whether the reader has chosen."""
        return any(tally.is_mine for tally in self.tallies)


def poll_of(topic: Topic, *, reader: User) -> PollShown | None:
    """The poll under a topic, with its results."""
    poll = db.session.scalar(
        select(Poll).options(selectinload(Poll.options)).where(Poll.topic_id == topic.id)
    )
    if poll is None:
        return None
    ids = [option.id for option in poll.options]
    counted = (
        select(PollVote.option_id, func.count())
        .where(PollVote.option_id.in_(ids))
        .group_by(PollVote.option_id)
    )
    counts = {row[0]: row[1] for row in db.session.execute(counted)}
    voters = (
        db.session.scalar(
            select(func.count(PollVote.user_id.distinct())).where(PollVote.option_id.in_(ids))
        )
        or 0
    )
    mine = select(PollVote.option_id).where(
        PollVote.option_id.in_(ids), PollVote.user_id == reader.id
    )
    chosen, names = set(db.session.scalars(mine)), _names(poll, ids)
    tallies = [
        Tally(
            option=option,
            count=(count := counts.get(option.id, 0)),
            share=round(100 * count / voters) if voters else 0,
            names=names.get(option.id, []),
            is_mine=option.id in chosen,
        )
        for option in poll.options
    ]
    ended = topic.closed_at or (poll.closes_at and poll.closes_at <= clock.now())
    return PollShown(poll, tallies, voters, is_closed=bool(ended))


def _names(poll: Poll, option_ids: list[int]) -> dict[int, list[str]]:
    if poll.is_anonymous:
        return {}
    # Who writes there behind a label is counted, not named.
    is_hidden = exists().where(
        Post.topic_id == poll.topic_id, Post.author_id == PollVote.user_id, Post.mask.is_not(None)
    )
    rows = (
        select(PollVote.option_id, User.name)
        .join(PollVote.user)
        .where(PollVote.option_id.in_(option_ids), ~is_hidden)
        .order_by(User.name)
    )
    named: dict[int, list[str]] = {}
    for option_id, name in db.session.execute(rows):
        named.setdefault(option_id, []).append(name)
    return named
