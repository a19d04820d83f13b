"""What a page costs as a club grows: the same pages over twenty posts or topics, and over thousands."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import insert, select, text, update

from app import create_app
from app.accounts.models import User
from app.clubs.models import Club
from app.core import clock
from app.core.database import db
from app.core.transaction import atomic
from app.forum.models import Answer, Kind, Post, Topic

WORDS = "Trois jours au moins doivent séparer les deux séances. " * 8
ROWS = 2_000
"""How many go into the database at once."""
MOST_REPLIES = 3


def add_posts(topic: Topic, count: int, *, authors: list[int]) -> None:
    """Have ``authors`` reply in turn, ``count`` times, a minute apart; nobody is told, nothing indexed."""
    begun = topic.last_activity_at
    rows = [
        _post(topic.id, topic.last_number + n, authors[n % len(authors)], begun, after=n)
        for n in range(1, count + 1)
    ]
    changes = {
        "last_number": topic.last_number + count,
        "reply_count": topic.reply_count + count,
        "last_activity_at": rows[-1]["created_at"],
    }
    with atomic():
        _store(Post, rows)
        db.session.execute(update(Topic).where(Topic.id == topic.id).values(changes))


def add_topics(club_id: int, count: int, *, authors: list[int]) -> None:
    """Have ``authors`` ask ``count`` questions, with 0 to 3 replies each, one in four settled."""
    begun = clock.now() - timedelta(minutes=10 * count)
    topics = [
        _topic(n, club_id, authors[n % len(authors)], begun + timedelta(minutes=10 * n))
        for n in range(count)
    ]
    with atomic():
        ids = _store(Topic, topics)
        posts = [
            _post(ids[n], number, authors[(n + number) % len(authors)], topic["created_at"])
            for n, topic in enumerate(topics)
            for number in range(1, topic["last_number"] + 1)
        ]
        post_ids = _store(Post, posts)
        answers = [
            {
                "topic_id": post["topic_id"],
                "post_id": post_id,
                "accepted_by_id": authors[0],
                "accepted_at": post["created_at"],
            }
            for post, post_id in zip(posts, post_ids, strict=True)
            if post["number"] == MOST_REPLIES + 1
        ]
        _store(Answer, answers)


def interleaved(asks: dict[str, Callable[[], object]], *, rounds: int) -> dict[str, float]:
    """Ask each in turn, ``rounds`` times; the median seconds of each.

    In turn, so that a machine which slows down slows all of them.
    """
    times: dict[str, list[float]] = {name: [] for name in asks}
    for ask in asks.values():
        ask()  # the first time fills what is kept
    for _ in range(rounds):
        for name, ask in asks.items():
            begun = time.perf_counter()
            ask()
            times[name].append(time.perf_counter() - begun)
    return {name: median(taken) for name, taken in times.items()}


def grow(data_dir: Path, *, club: str, member: str, topics: int, posts: int) -> dict[int, str]:
    """Fill the club ``club`` of a server that runs beside; the addresses of topics, by their length.

    ``member`` is the e-mail address of who asks.
    """
    with create_app(app_env="demo", data_dir=data_dir).app_context():
        club_id = db.session.scalars(select(Club.id).where(Club.slug == club)).one()
        asker = db.session.scalars(select(User.id).where(User.email == member)).one()
        others = [*db.session.scalars(select(User.id).where(User.id != asker).limit(20))]
        add_topics(club_id, topics, authors=others)
        paths: dict[int, str] = {}
        for length in (20, posts):
            row = _topic(0, club_id, asker, clock.now())
            with atomic():
                [topic_id] = _store(Topic, [row])
                _store(Post, [_post(topic_id, 1, asker, clock.now())])
            add_posts(db.session.get_one(Topic, topic_id), length - 1, authors=others)
            paths[length] = f"/clubs/{club}/questions/{topic_id}-{row['slug']}"
        with db.engine.begin() as connection:
            connection.execute(text("analyze"))
        db.engine.dispose()
    return paths


def _store(model: Any, rows: list[dict[str, Any]]) -> list[int]:
    """Put rows in, in their order; their ids."""
    key = model.__mapper__.primary_key[0]
    one = insert(model).returning(key, sort_by_parameter_order=True)
    return [
        ident
        for start in range(0, len(rows), ROWS)
        for ident in db.session.scalars(one, rows[start : start + ROWS])
    ]


def _topic(n: int, club_id: int, author_id: int, at: datetime) -> dict[str, Any]:
    replies = n % (MOST_REPLIES + 1)
    return {
        "club_id": club_id,
        "kind": Kind.QUESTION,
        "title": f"Quel délai pour la pièce numéro {n} ?",
        "slug": f"quel-delai-pour-la-piece-numero-{n}",
        "author_id": author_id,
        "created_at": at,
        "last_activity_at": at + timedelta(minutes=replies),
        "last_number": replies + 1,
        "reply_count": replies,
    }


def _post(
    topic_id: int, number: int, author_id: int, begun: datetime, *, after: int = 0
) -> dict[str, Any]:
    return {
        "topic_id": topic_id,
        "number": number,
        "author_id": author_id,
        "body_html": f"<p>{WORDS}</p>",
        "body_text": WORDS,
        "created_at": begun + timedelta(minutes=after or number),
    }
