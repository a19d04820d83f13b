"""Topics coming in from a file: idempotent on (club, external_id), silent, a line at a time."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import select

from app.accounts.models import User
from app.clubs.mentions import with_mentions
from app.clubs.models import Club
from app.core import clock
from app.core.database import db
from app.core.errors import Refusal
from app.core.events import record
from app.core.plain_text import from_plain
from app.core.rich_text import FILES_PATH, RichText, from_html
from app.core.text import one_line, slugify
from app.core.transaction import atomic, release
from app.files.operations import bind, with_own_files
from app.forum.events import TopicImported
from app.forum.models import Answer, Kind, Post, Topic, TopicTrace
from app.forum.operations.tagging import tags_named
from app.validity.operations import begin

BATCH = 200
LONGEST_IMPORTED = 500_000
"""Official fiches are longer than what members write."""


class ImportedPost(BaseModel):
    """A reply of a line; unknown keys are ignored."""

    model_config = ConfigDict(extra="ignore")

    body_html: str | None = None
    body_text: str | None = None
    accepted: bool = False
    created_at: datetime | None = None

    def written(self) -> RichText:
        """The clean text. Raises Invalid."""
        if self.body_html:
            return from_html(self.body_html, longest=LONGEST_IMPORTED)
        return from_plain(self.body_text or "", longest=LONGEST_IMPORTED)


class ImportedTopic(ImportedPost):
    """One line of the file."""

    external_id: str = Field(min_length=1, max_length=120)
    kind: Kind = Kind.QUESTION
    title: str
    tags: list[str] = Field(default_factory=list)
    posts: list[ImportedPost] = Field(default_factory=list)


@dataclass(frozen=True)
class Line:
    """What became of a line: new, known already, or refused with the reason."""

    number: int
    is_new: bool = False
    error: str = ""


def import_topics(file: Path, *, club: Club, author: User) -> Iterator[Line]:
    """Bring the topics of ``file`` (JSON lines, plain or gzipped) into a club, batch by batch."""
    pending: list[tuple[int, str]] = []
    with _open(file) as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                pending.append((number, line))
            if len(pending) == BATCH:
                yield from _import_batch(pending, club, author)
                pending.clear()
    yield from _import_batch(pending, club, author)


def _import_batch(lines: list[tuple[int, str]], club: Club, author: User) -> list[Line]:
    rows = [_read(number, line) for number, line in lines]
    names = [row.external_id for row in rows if isinstance(row, ImportedTopic)]
    known = _known_among(club, names)
    release()
    cleaned: list[Line | _Clean] = []
    for (number, _), row in zip(lines, rows, strict=True):
        if isinstance(row, Line):
            cleaned.append(row)
        elif row.external_id in known:
            cleaned.append(Line(number))
        else:
            clean = _clean(number, row, author)  # slow, and so outside the transaction
            cleaned.append(clean)
            if isinstance(clean, _Clean):
                known.add(row.external_id)
    with atomic():
        for one in cleaned:
            if isinstance(one, _Clean):
                _store(one, club, author)
    return [one if isinstance(one, Line) else Line(one.number, is_new=True) for one in cleaned]


def _known_among(club: Club, names: list[str]) -> set[str | None]:
    """Those that the club imported before, wherever they are now."""
    here, gone = (
        select(model.external_id).where(model.club_id == club.id, model.external_id.in_(names))
        for model in (Topic, TopicTrace)
    )
    return {*db.session.scalars(here), *db.session.scalars(gone)}


@dataclass(frozen=True)
class _Clean:
    number: int
    row: ImportedTopic
    title: str
    body: RichText
    replies: list[RichText]


def _read(number: int, line: str) -> Line | ImportedTopic:
    try:
        row = ImportedTopic.model_validate(json.loads(line))
    except json.JSONDecodeError as error:
        return Line(number, error=f"not JSON: {error.msg}")
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "line"
        return Line(number, error=f"{name}: {first['msg']}")
    if sum(post.accepted for post in row.posts) > 1:
        return Line(number, error="posts: at most one is accepted")
    return row


def _clean(number: int, row: ImportedTopic, author: User) -> Line | _Clean:
    try:
        title = one_line(row.title, "title", longest=200)
        texts = [with_own_files(one.written(), author=author) for one in (row, *row.posts)]
        release()
        return _Clean(number, row, title, texts[0], texts[1:])
    except Refusal as refusal:
        return Line(number, error=f"{refusal.field}: {refusal.sentence}")


def _store(clean: _Clean, club: Club, author: User) -> None:
    row = clean.row
    created_at = _aware(row.created_at) or clock.now()
    topic = Topic(
        club_id=club.id,
        author_id=author.id,
        kind=row.kind,
        title=clean.title,
        slug=slugify(clean.title),
        external_id=row.external_id,
        created_at=created_at,
        last_activity_at=created_at,
        last_number=len(clean.replies) + 1,
        reply_count=len(clean.replies),
        tags=tags_named(club, row.tags[:5]),
    )
    db.session.add(topic)
    db.session.flush()
    times = [created_at, *((_aware(post.created_at) or created_at) for post in row.posts)]
    for number, body in enumerate([clean.body, *clean.replies], start=1):
        marked = with_mentions(body, club_id=club.id)
        post = Post(
            topic_id=topic.id,
            number=number,
            author_id=author.id,
            body_html=marked.html,
            body_text=marked.text,
            created_at=times[number - 1],
        )
        db.session.add(post)
        if FILES_PATH in marked.html:
            db.session.flush()
            bind(post.key, html=marked.html, club_id=club.id)
        if number > 1 and row.posts[number - 2].accepted and topic.is_question:
            db.session.flush()
            _accept(topic, post, author, times[number - 1])
    topic.last_activity_at = max(times)
    db.session.flush()
    record(TopicImported(topic.id))


def _accept(topic: Topic, post: Post, author: User, at: datetime) -> None:
    db.session.add(
        Answer(topic_id=topic.id, post_id=post.id, accepted_by_id=author.id, accepted_at=at)
    )
    begin(post.key, club_id=topic.club_id, by=author, html=post.body_html, at=at)


def _aware(at: datetime | None) -> datetime | None:
    if at is None:
        return None
    return at if at.tzinfo else at.replace(tzinfo=clock.now().tzinfo)


def _open(file: Path) -> Any:
    if file.suffix == ".gz":
        return gzip.open(file, "rt", encoding="utf-8")
    return file.open(encoding="utf-8")
