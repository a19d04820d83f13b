"""What members said of posts without words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Select, case, exists, func, select
from sqlalchemy.orm import aliased, contains_eager

from app.accounts.models import User
from app.clubs.queries import scope_of
from app.core.database import db
from app.forum.models import Bookmark, Post, Reaction, ReactionKind, Topic, Watch, WatchLevel
from app.organizations.brackets import Bracket
from app.organizations.models import Organization


@dataclass
class Marks:
    """What was said of one post, and what of it is the reader's."""

    thanks: int = 0
    used: int = 0
    has_thanked: bool = False
    has_used: bool = False
    is_kept: bool = False
    places: dict[Bracket | None, list[str]] = field(default_factory=dict)
    """Where it served: the names of town halls by bracket, smallest first."""


def marks_of(user: User, posts: Sequence[Post]) -> dict[int, Marks]:
    """The marks of each of these posts, for one reader; three queries, however many posts."""
    marks = {post.id: Marks() for post in posts}
    _count_reactions(user, marks)
    used = [post_id for post_id, mark in marks.items() if mark.used]
    if used:
        _name_places(used, marks)
    kept = select(Bookmark.post_id).where(Bookmark.user_id == user.id, Bookmark.post_id.in_(marks))
    for post_id in db.session.scalars(kept):
        marks[post_id].is_kept = True
    return marks


def bookmarks_of(user: User) -> Select[Bookmark]:
    """What the member keeps, of the clubs she is still in."""
    return (
        select(Bookmark)
        .join(Bookmark.post)
        .join(Post.topic)
        .options(
            contains_eager(Bookmark.post).contains_eager(Post.topic).joinedload(Topic.club),
            contains_eager(Bookmark.post).joinedload(Post.author).joinedload(User.organization),
        )
        .where(Bookmark.user_id == user.id, Topic.club_id.in_(scope_of(user)))
    )


def watching(topic_id: int, level: WatchLevel) -> set[int]:
    """The ids of those who watch a topic at this level."""
    rows = select(Watch.user_id).where(Watch.topic_id == topic_id, Watch.level == level)
    return set(db.session.scalars(rows))


def _count_reactions(user: User, marks: dict[int, Marks]) -> None:
    is_mine = func.max(case((Reaction.user_id == user.id, 1), else_=0))
    counted = (
        select(Reaction.post_id, Reaction.kind, func.count(), is_mine)
        .where(Reaction.post_id.in_(marks))
        .group_by(Reaction.post_id, Reaction.kind)
    )
    for post_id, kind, count, mine in db.session.execute(counted):
        if kind == ReactionKind.THANKS:
            marks[post_id].thanks, marks[post_id].has_thanked = count, bool(mine)
        else:
            marks[post_id].used, marks[post_id].has_used = count, bool(mine)


def _name_places(post_ids: list[int], marks: dict[int, Marks]) -> None:
    hidden = aliased(Post)
    rows = (
        select(Reaction.post_id, Organization)
        .join(Reaction.user)
        .join(User.organization)
        .join(Post, Post.id == Reaction.post_id)
        .where(
            Reaction.post_id.in_(post_ids),
            Reaction.kind == ReactionKind.USED,
            # Who writes there behind a label would say where she is by saying that it served there.
            ~exists().where(
                hidden.topic_id == Post.topic_id,
                hidden.author_id == Reaction.user_id,
                hidden.mask.is_not(None),
            ),
        )
        .order_by(Organization.population, Organization.name)
    )
    for post_id, place in db.session.execute(rows):
        named = marks[post_id].places.setdefault(place.bracket, [])
        if place.name not in named:
            named.append(place.name)
