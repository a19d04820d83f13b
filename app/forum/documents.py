"""What search knows of the forum: one document for each topic, its replies included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import select

from app.core.database import db, reading
from app.core.jobs import in_batches
from app.core.transaction import release
from app.files.queries import texts_under
from app.forum.events import TagChanged, TopicMerged, TopicSplit
from app.forum.models import Answer, Kind, Post, State, Tag, Topic, topic_tag
from app.search.documents import TRUST, Document
from app.search.index import reindex
from app.validity.events import DoubtRaised, DoubtSettled, ReviewDue, ValidityChanged
from app.validity.models import State as Validity
from app.validity.queries import states_of

CHUNK = 200
LONGEST_TEXT = 300_000
ANSWERED, VALIDATED = 1.08, 1.15
"""Validated knowledge first, then answers: small enough for a better match to win."""


@in_batches
def index_topics(events: list[Any]) -> None:
    """Bring the topics of these events in line with the database."""
    reindex("topic", {event.topic_id for event in events})


@in_batches
def index_former_topics(events: list[TopicMerged | TopicSplit]) -> None:
    """Topics that gave their posts to others: gone, or shorter."""
    reindex("topic", {event.former_id for event in events})


@in_batches
def index_doubted(
    events: list[DoubtRaised | DoubtSettled | ReviewDue | ValidityChanged],
) -> None:
    """Answers are found where their truth of today puts them."""
    posts = {int(event.owner[5:]) for event in events if event.owner.startswith("post:")}
    with reading():
        ids = set(db.session.scalars(select(Post.topic_id).where(Post.id.in_(posts))))
        release()
    reindex("topic", ids)


def index_tagged_topics(event: TagChanged) -> None:
    """The topics under a tag are found under its name of today."""
    with reading():
        tagged = select(topic_tag.c.topic_id).where(topic_tag.c.tag_id == event.tag_id)
        ids = list(db.session.scalars(tagged))
        release()
    for start in range(0, len(ids), CHUNK):
        reindex("topic", ids[start : start + CHUNK])


def topic_documents(ids: Iterable[int] | None = None) -> Iterator[Document]:
    """The documents of these topics, or of all, a chunk of rows in memory at a time."""
    for chunk in _chunks(ids):
        with reading():
            rows = db.session.execute(
                select(Topic.id, Topic.club_id, Topic.kind, Topic.title, Topic.closed_at)
                .add_columns(Topic.reply_count, Answer.post_id, Answer.validated_at)
                .outerjoin(Answer, Answer.topic_id == Topic.id)
                .where(Topic.id.in_(chunk))
            ).all()
            tags = _tags_of(chunk)
            texts = texts_of({row.id: row.post_id for row in rows})
            states = states_of(f"post:{row.post_id}" for row in rows if row.post_id)
            release()
        for row in rows:
            state = states.get(f"post:{row.post_id}")
            yield _document(row, tags.get(row.id, ()), texts[row.id], state)


def texts_of(answers: Mapping[int, int | None]) -> dict[int, str]:
    """The words of each topic: its question, its answer, then the other replies; documents included.

    ``answers`` gives the post that answers each topic, if any.
    """
    rows = db.session.execute(
        select(Post.topic_id, Post.id, Post.number, Post.body_text)
        .where(Post.topic_id.in_(answers))
        .order_by(Post.topic_id, Post.number)
    )
    parts: dict[int, list[tuple[int, int, str]]] = {topic_id: [] for topic_id in answers}
    found = rows.all()
    linked = texts_under(f"post:{row.id}" for row in found)
    for row in found:
        place = 0 if row.number == 1 else 1 if answers[row.topic_id] == row.id else 2
        words = f"{row.body_text}{linked.get(f'post:{row.id}', '')}"
        parts[row.topic_id].append((place, row.number, words))
    return {
        topic_id: "\n".join(body for _, _, body in sorted(found))[:LONGEST_TEXT]
        for topic_id, found in parts.items()
    }


def _document(row: Any, tags: tuple[str, ...], text: str, validity: Validity | None) -> Document:
    boost = 1.0
    if row.post_id:
        boost = VALIDATED if row.validated_at else ANSWERED
    if validity:
        boost *= TRUST[validity]
    return Document(
        id=row.id,
        club_id=row.club_id,
        kind=str(row.kind),
        state=_state(row),
        tags=tags,
        title=row.title,
        text=text,
        boost=boost,
    )


def _state(row: Any) -> str:
    if row.closed_at:
        return str(State.CLOSED)
    if row.post_id:
        return str(State.ANSWERED)
    return "unanswered" if row.kind == Kind.QUESTION and not row.reply_count else str(State.OPEN)


def _tags_of(topic_ids: list[int]) -> dict[int, tuple[str, ...]]:
    rows = db.session.execute(
        select(topic_tag.c.topic_id, Tag.name)
        .join(Tag, Tag.id == topic_tag.c.tag_id)
        .where(topic_tag.c.topic_id.in_(topic_ids))
        .order_by(Tag.name)
    )
    found: dict[int, tuple[str, ...]] = {}
    for row in rows:
        found[row.topic_id] = (*found.get(row.topic_id, ()), row.name)
    return found


def _chunks(ids: Iterable[int] | None) -> Iterator[list[int]]:
    if ids is not None:
        wanted = sorted(ids)
        for start in range(0, len(wanted), CHUNK):
            yield wanted[start : start + CHUNK]
        return
    last = 0
    while True:
        with reading():
            following = select(Topic.id).where(Topic.id > last).order_by(Topic.id).limit(CHUNK)
            chunk = list(db.session.scalars(following))
            release()
        if not chunk:
            return
        yield chunk
        last = chunk[-1]
