"""How topics are found: what a hit is, asked for again through the seeker's reach."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import User
from app.clubs.models import Club
from app.clubs.queries import scope_of
from app.core.database import db
from app.core.i18n import lazy
from app.files.showing import Place, shows
from app.forum.documents import texts_of, topic_documents
from app.forum.models import Kind, Post, Topic
from app.search.sources import Source, Thing, offer
from app.validity.queries import states_of


def topics_found(user: User, ids: Iterable[int]) -> Mapping[int, Thing]:
    """The topics of these ids that a member may read."""
    rows = (
        select(Topic)
        .options(
            joinedload(Topic.club),
            joinedload(Topic.author).joinedload(User.organization),
            joinedload(Topic.answer),
            selectinload(Topic.tags),
        )
        .where(Topic.id.in_(list(ids)), Topic.club_id.in_(scope_of(user)))
    )
    topics = {topic.id: topic for topic in db.session.scalars(rows)}
    texts = texts_of(
        {topic.id: topic.answer.post_id if topic.answer else None for topic in topics.values()}
    )
    states = states_of(f"post:{one.answer.post_id}" for one in topics.values() if one.answer)
    return {ident: _thing(topic, texts[ident], states) for ident, topic in topics.items()}


@shows("post")
def posts_with_files(ids: Iterable[int]) -> Mapping[int, Place]:
    """Where posts are read that show files."""
    rows = (
        select(Post.id, Post.number, Topic.id, Topic.title, Topic.club_id, Club.slug)
        .join(Post.topic)
        .join(Topic.club)
        .where(Post.id.in_(list(ids)))
    )
    return {
        post_id: Place(
            club_id=club_id,
            title=title,
            path=f"/clubs/{slug}/questions/{topic_id}?message={number}",
            topic_id=topic_id,
        )
        for post_id, number, topic_id, title, club_id, slug in db.session.execute(rows)
    }


def _thing(topic: Topic, text: str, states: Mapping[str, str]) -> Thing:
    answer = topic.answer
    return Thing(
        type="answer" if answer else "topic",
        id=answer.post_id if answer else topic.id,
        topic_id=topic.id,
        club=topic.club,
        title=topic.title,
        text=text,
        path=f"/clubs/{topic.club.slug}/questions/{topic.id}-{topic.slug}",
        byline=topic.byline,
        at=topic.last_activity_at,
        validity=states.get(f"post:{answer.post_id}") if answer else None,
        is_validated=bool(answer and answer.validated_at),
        replies=topic.reply_count if topic.is_question else None,
        kind=topic.kind,
    )


offer(
    "topic",
    Source(
        kinds={
            Kind.QUESTION: lazy("Questions"),
            Kind.DISCUSSION: lazy("Discussions"),
            Kind.ANNOUNCEMENT: lazy("Annonces"),
        },
        documents=topic_documents,
        things=topics_found,
    ),
)
