"""Who is well placed to answer: what one knows, the size of one's town hall, one's recent load."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import Select, func, select

from app.accounts.models import Expertise, User
from app.clubs.models import Club, Membership, Role
from app.core import clock
from app.core.database import db
from app.core.text import fold
from app.forum.models import Answer, Post, Topic, Watch, WatchLevel, topic_tag
from app.organizations.brackets import Bracket
from app.organizations.models import Organization
from app.silence.models import HelpRequest

MOST_A_WEEK = 3
"""Requests to one person in seven days, all clubs together (product.md)."""
WEEK = timedelta(days=7)
AROUND = timedelta(days=60)
"""Who was not seen for longer is not asked."""
KNOWS, ANSWERED_LIKE_IT, SAME_SIZE, NEAR_SIZE = 4.0, 1.5, 2.0, 1.0
A_REQUEST, A_POST = 1.5, 0.25
MOST_LIKE_IT, MOST_POSTS = 3, 8

_SIZES = list(Bracket)


@dataclass
class Candidate:
    """A member who might be asked."""

    user_id: int
    size: Bracket | None
    knows: set[str] = field(default_factory=set)
    like_it: int = 0
    requests: int = 0
    posts: int = 0

    def score(self, wanted: set[str], size: Bracket | None) -> float:
        """How well placed she is; more is better."""
        known = sum(1 for one in self.knows if _speaks_of(one, wanted))
        near = 0.0
        if size and self.size:
            apart = abs(_SIZES.index(size) - _SIZES.index(self.size))
            near = SAME_SIZE if apart == 0 else NEAR_SIZE if apart == 1 else 0.0
        load = A_REQUEST * self.requests + A_POST * min(self.posts, MOST_POSTS)
        return KNOWS * min(known, 2) + ANSWERED_LIKE_IT * self.like_it + near - load


def well_placed(
    topic: Topic, club: Club, *, most: int, unwilling: Collection[int] = ()
) -> list[int]:
    """The ids of those of ``club`` to ask about a question, the best placed first.

    Never who wrote there, wants to hear nothing of it, is away, moderates (their turn comes next)
    or was asked three times this week. The size of the asker's town hall counts where she signs.
    """
    candidates = {one.user_id: one for one in _members(topic, club)}
    for user_id in unwilling:
        candidates.pop(user_id, None)
    _learn(topic, club, candidates)
    free = [one for one in candidates.values() if one.requests < MOST_A_WEEK]
    place = topic.author.organization
    size = place.bracket if place and topic.mask is None else None
    wanted = {fold(tag.name) for tag in topic.tags} | set(fold(topic.title).split())
    free.sort(key=lambda one: (-one.score(wanted, size), one.requests, one.user_id))
    return [one.user_id for one in free[:most]]


def _members(topic: Topic, club: Club) -> Iterable[Candidate]:
    wrote = select(Post.author_id).where(Post.topic_id == topic.id)
    deaf = select(Watch.user_id).where(Watch.topic_id == topic.id, Watch.level == WatchLevel.MUTED)
    rows = (
        select(User.id, Organization.population)
        .join(Membership, Membership.user_id == User.id)
        .outerjoin(Organization, Organization.id == User.organization_id)
        .where(
            Membership.club_id == club.id,
            Membership.role != Role.MODERATOR,
            User.suspended_at.is_(None),
            User.closed_at.is_(None),
            func.coalesce(User.seen_at, User.created_at) > clock.now() - AROUND,
            User.id.not_in(wrote),
            User.id.not_in(deaf),
        )
    )
    for user_id, population in db.session.execute(rows):
        yield Candidate(user_id, None if population is None else Bracket.of(population))


def _learn(topic: Topic, club: Club, candidates: dict[int, Candidate]) -> None:
    """What each knows, answered before and was asked: one query each, however many members."""
    of_club = select(Membership.user_id).where(Membership.club_id == club.id)
    known = select(Expertise.user_id, Expertise.folded_name)
    for user_id, name in db.session.execute(known.where(Expertise.user_id.in_(of_club))):
        if user_id in candidates:
            candidates[user_id].knows.add(name)
    since = clock.now() - WEEK
    asked = select(HelpRequest.user_id, func.count()).where(
        HelpRequest.asked_at > since, HelpRequest.user_id.in_(of_club)
    )
    written = select(Post.author_id, func.count()).where(
        Post.created_at > since, Post.author_id.in_(of_club)
    )
    for user_id, count in _counted(asked.group_by(HelpRequest.user_id), candidates):
        candidates[user_id].requests = count
    for user_id, count in _counted(written.group_by(Post.author_id), candidates):
        candidates[user_id].posts = count
    for user_id, count in _who_answered_like_it(topic, club).items():
        if user_id in candidates:
            candidates[user_id].like_it = min(count, MOST_LIKE_IT)


def _who_answered_like_it(topic: Topic, club: Club) -> Counter[int]:
    """Whose replies were accepted under the same tags, signed ones alone."""
    if topic.club_id != club.id or not topic.tags:
        return Counter()
    alike = select(topic_tag.c.topic_id).where(
        topic_tag.c.tag_id.in_([tag.id for tag in topic.tags])
    )
    rows = (
        select(Post.author_id, func.count())
        .join(Answer, Answer.post_id == Post.id)
        .where(Answer.topic_id.in_(alike), Post.mask.is_(None))
        .group_by(Post.author_id)
    )
    return Counter({row[0]: row[1] for row in db.session.execute(rows)})


def _counted(rows: Select[int, int], candidates: dict[int, Candidate]) -> Iterable[tuple[int, int]]:
    return [(row[0], row[1]) for row in db.session.execute(rows) if row[0] in candidates]


def _speaks_of(knows: str, wanted: set[str]) -> bool:
    return knows in wanted or any(
        len(word) > 3 and (word in wanted or word.rstrip("s") in wanted) for word in knows.split()
    )
