"""What members say without words: thanks, used here, kept, followed, read."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, select

from app.accounts.models import User
from app.clubs.models import Club
from app.core import clock
from app.core.database import Base, db, insert
from app.core.events import record
from app.core.transaction import atomic
from app.forum.errors import OwnPost
from app.forum.events import ClubCaughtUp
from app.forum.models import (
    Bookmark,
    Post,
    Reaction,
    ReactionKind,
    ReadMark,
    Topic,
    Watch,
    WatchLevel,
)


def react(post: Post, *, user: User, kind: ReactionKind, is_on: bool) -> None:
    """Say, or unsay, that a post helped; twice says nothing more. Raises OwnPost."""
    if post.author_id == user.id:
        raise OwnPost
    key = {"post_id": post.id, "user_id": user.id, "kind": kind}
    _mark(Reaction, key, is_on=is_on, made_at=clock.now())


def keep_post(post: Post, *, user: User, is_on: bool) -> None:
    """Keep a post for later, or no longer."""
    key = {"user_id": user.id, "post_id": post.id}
    _mark(Bookmark, key, is_on=is_on, kept_at=clock.now())


def watch_topic(topic: Topic, *, user: User, level: WatchLevel) -> None:
    """Say how much one wants to hear of a topic."""
    key = {"user_id": user.id, "topic_id": topic.id}
    with atomic():
        if level is WatchLevel.NORMAL:
            db.session.execute(delete(Watch).filter_by(**key))
            return
        row = insert(Watch).values(**key, level=level)
        db.session.execute(
            row.on_conflict_do_update(index_elements=list(key), set_={"level": level})
        )


def catch_up(club: Club, *, user: User) -> None:
    """Every topic of a club is read as far as it goes."""
    ends = select(Topic.id, Topic.last_number).where(Topic.club_id == club.id).subquery()
    behind = (
        select(ends.c.id, ends.c.last_number)
        .outerjoin(ReadMark, (ReadMark.topic_id == ends.c.id) & (ReadMark.user_id == user.id))
        .where((ReadMark.number.is_(None)) | (ReadMark.number < ends.c.last_number))
    )
    with atomic():
        rows = [
            {"user_id": user.id, "topic_id": row.id, "number": row.last_number}
            for row in db.session.execute(behind)
        ]
        if not rows:
            return
        mark = insert(ReadMark)
        db.session.execute(
            mark.on_conflict_do_update(
                index_elements=["user_id", "topic_id"],
                set_={"number": mark.excluded.number},
                where=ReadMark.number < mark.excluded.number,
            ),
            rows,
        )
        record(ClubCaughtUp(club.id, user.id))


def _mark(table: type[Base], key: Mapping[str, object], *, is_on: bool, **rest: object) -> None:
    """One row where it is wanted, none where it is not; two who press at once agree."""
    with atomic():
        if is_on:
            row = insert(table).values(**key, **rest)
            db.session.execute(row.on_conflict_do_nothing(index_elements=list(key)))
        else:
            db.session.execute(delete(table).filter_by(**key))
