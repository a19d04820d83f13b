"""Answers as things that may be true no more: how they are called, and who cares for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.database import db
from app.core.i18n import _
from app.forum.models import Answer, Post, Topic, Watch, WatchLevel
from app.validity.owners import Owned, finds


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


def _owned(answer: Answer, watchers: Mapping[int, set[int]]) -> Owned:
    post, topic = answer.post, answer.post.topic
    return Owned(
        owner=post.key,
        club_id=topic.club_id,
        title=topic.title,
        path=f"/clubs/{topic.club.slug}/questions/{topic.id}?message={post.number}",
        word=_("Réponse"),
        written_at=post.edited_at or post.created_at,
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
