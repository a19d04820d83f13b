"""Answers as things that may be true no more: how they are called, and who cares for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.database import db
from app.core.i18n import _
from app.core.jobs import every
from app.core.transaction import atomic
from app.forum.models import Answer, Post, Topic, Watch, WatchLevel
from app.validity.operations import cite
from app.validity.owners import Owned, finds

AT_A_TIME = 200


@finds("post")
def answers(ids: Iterable[int]) -> Mapping[int, Owned]:
    """The current answers among these posts."""
    rows = (
        select(Answer)
        .options(joinedload(Answer.post).joinedload(Post.topic).joinedload(Topic.club))
        .where(Answer.post_id.in_(list(ids)))
    )
    found = {answer.post_id: answer for answer in db.session.scalars(rows)}
    watchers = _watchers({answer.topic_id for answer in found.values()})
    return {post_id: _owned(answer, watchers) for post_id, answer in found.items()}


@every(timedelta(days=1))
def cite_anew() -> None:
    """What answers cite, as the recogniser reads them today: those of before it, too."""
    last = 0
    while True:
        with atomic():
            rows = (
                select(Answer)
                .options(joinedload(Answer.post).joinedload(Post.topic))
                .where(Answer.post_id > last)
                .order_by(Answer.post_id)
                .limit(AT_A_TIME)
            )
            found = db.session.scalars(rows).all()
            for answer in found:
                topic = answer.post.topic
                cite(answer.post.key, club_id=topic.club_id, html=answer.post.body_html)
        if not found:
            return
        last = found[-1].post_id


def _owned(answer: Answer, watchers: Mapping[int, set[int]]) -> Owned:
    post, topic = answer.post, answer.post.topic
    return Owned(
        owner=post.key,
        club_id=topic.club_id,
        title=topic.title,
        path=f"/clubs/{topic.club.slug}/questions/{topic.id}?message={post.number}",
        word=_("Réponse"),
        carers=frozenset({post.author_id, topic.author_id, *watchers.get(topic.id, ())}),
    )


def _watchers(topic_ids: set[int]) -> dict[int, set[int]]:
    rows = select(Watch.topic_id, Watch.user_id).where(
        Watch.topic_id.in_(topic_ids), Watch.level == WatchLevel.WATCHING
    )
    found: dict[int, set[int]] = {}
    for topic_id, user_id in db.session.execute(rows):
        found.setdefault(topic_id, set()).add(user_id)
    return found
