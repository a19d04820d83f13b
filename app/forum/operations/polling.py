"""Polls: asked with a topic, answered until they close."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from app.accounts.models import User
from app.core import clock
from app.core.database import db, insert
from app.core.errors import Invalid
from app.core.i18n import lazy
from app.core.text import fold, one_line
from app.core.transaction import atomic
from app.forum.errors import NoSuchOption, OneOptionOnly, PollIsClosed
from app.forum.models import Poll, PollOption, PollVote, Topic

FEWEST_OPTIONS, MOST_OPTIONS = 2, 12
LONGEST_OPTION = 160


@dataclass(frozen=True)
class PollWords:
    """What a poll offers, and how."""

    options: Sequence[str]
    is_multiple: bool = False
    is_anonymous: bool = True
    closes_at: datetime | None = None


def read_options(typed: str) -> list[str]:
    """The options of a field that takes one a line. Raises Invalid."""
    options: dict[str, str] = {}
    for line in typed.splitlines():
        if line.strip():
            option = one_line(line, "poll_options", longest=LONGEST_OPTION)
            options.setdefault(fold(option) or option, option)
    if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
        raise Invalid(
            "poll_options", lazy("Un sondage offre de deux à douze choix différents, un par ligne.")
        )
    return list(options.values())


def add_poll(topic: Topic, words: PollWords) -> None:
    """Put a poll under a topic's text; belongs in atomic(). Raises Invalid."""
    if words.closes_at and words.closes_at <= clock.now():
        raise Invalid("poll_closes", lazy("Choisissez un jour à venir."))
    poll = Poll(
        topic_id=topic.id,
        is_multiple=words.is_multiple,
        is_anonymous=words.is_anonymous,
        closes_at=words.closes_at,
        options=[PollOption(position=place, text=text) for place, text in enumerate(words.options)],
    )
    db.session.add(poll)
    db.session.flush()


def vote(topic: Topic, *, user: User, option_ids: set[int]) -> None:
    """Choose among the options, in the place of any former choice; none takes it back.

    Raises PollIsClosed, OneOptionOnly, NoSuchOption.
    """
    with atomic():
        # The poll's row is the lock: who presses twice, or on two screens, has one choice.
        poll = db.session.scalars(
            select(Poll).where(Poll.topic_id == topic.id).with_for_update()
        ).one_or_none()
        if poll is None or option_ids - {option.id for option in poll.options}:
            raise NoSuchOption
        if topic.closed_at or (poll.closes_at and poll.closes_at <= clock.now()):
            raise PollIsClosed
        if len(option_ids) > 1 and not poll.is_multiple:
            raise OneOptionOnly
        all_options = select(PollOption.id).where(PollOption.topic_id == topic.id)
        db.session.execute(
            delete(PollVote).where(PollVote.user_id == user.id, PollVote.option_id.in_(all_options))
        )
        for option_id in sorted(option_ids):
            row = insert(PollVote).values(option_id=option_id, user_id=user.id)
            db.session.execute(row.on_conflict_do_nothing())
