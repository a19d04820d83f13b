"""From hits to topics: every one asked for again in the database, through the seeker's reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import User
from app.clubs.queries import scope_of
from app.core.database import db
from app.core.text import fold
from app.forum.documents import texts_of
from app.forum.models import Topic
from app.search.documents import Facets, Filters, Found, Hit, Scope
from app.search.excerpts import excerpt, highlighted
from app.search.french import words
from app.search.index import search_engine
from app.validity.models import State
from app.validity.queries import states_of

SIMILAR = 5
SHORTEST_SIMILAR = 10

STATES = {
    "open": frozenset({"open", "unanswered"}),
    "answered": frozenset({"answered"}),
    "unanswered": frozenset({"unanswered"}),
    "closed": frozenset({"closed"}),
}
"""The states a search may narrow to, in the words of the API."""


@dataclass(frozen=True)
class Result:
    """A topic that was found."""

    topic: Topic
    title: Markup
    excerpt: Markup
    score: float
    validity: State | None
    """Whether its answer is still true; none where nobody relies on one."""


@dataclass(frozen=True)
class Results:
    """A page of what was found."""

    items: list[Result]
    total: int
    facets: Facets
    suggestion: str


def find_topics(
    user: User, query: str, filters: Filters, *, start: int = 0, size: int = 10
) -> Results:
    """What the member may read that answers ``query``."""
    found = search_engine().find(query, _scope(user), filters, start=start, size=size)
    topics = _in_reach(user, found.hits)
    texts = texts_of(
        {topic.id: topic.answer.post_id if topic.answer else None for topic in topics.values()}
    )
    states = states_of(f"post:{one.answer.post_id}" for one in topics.values() if one.answer)
    items = [
        Result(
            topics[hit.id],
            highlighted(topics[hit.id].title, found.stems),
            excerpt(texts[hit.id], found.stems),
            hit.score,
            _validity(topics[hit.id], states),
        )
        for hit in found.hits
        if hit.id in topics
    ]
    return Results(items, found.total, found.facets, _suggestion(query, found, texts))


def similar_topics(user: User, title: str, *, club_id: int | None = None) -> list[Topic]:
    """Up to five topics that may already answer a question being typed."""
    if len(title.strip()) < SHORTEST_SIMILAR:
        return []
    scope = _scope(user)
    hits = search_engine().similar(title, scope & {club_id} if club_id else scope, SIMILAR)
    topics = _in_reach(user, hits)
    return [topics[hit.id] for hit in hits if hit.id in topics]


def _validity(topic: Topic, states: Mapping[str, State]) -> State | None:
    return states.get(f"post:{topic.answer.post_id}") if topic.answer else None


def _scope(user: User) -> Scope:
    return frozenset(db.session.scalars(scope_of(user)))


def _in_reach(user: User, hits: list[Hit]) -> dict[int, Topic]:
    """The index may lag behind a move or a deletion: the database decides."""
    rows = db.session.scalars(
        select(Topic)
        .options(
            joinedload(Topic.club),
            joinedload(Topic.author).joinedload(User.organization),
            joinedload(Topic.answer),
            selectinload(Topic.tags),
        )
        .where(Topic.id.in_([hit.id for hit in hits]), Topic.club_id.in_(scope_of(user)))
    )
    return {topic.id: topic for topic in rows}


def _suggestion(query: str, found: Found, texts: dict[int, str]) -> str:
    """The query with its typing errors mended, in words that stand in what was found."""
    asked, surface = query, dict[str, str]()
    for text in texts.values():
        for word in words(text):
            surface.setdefault(word.stem, text[word.start : word.end].lower())
    for repair in sorted(found.repairs, key=lambda one: -one.start):
        if repair.stem not in surface:
            return ""
        query = query[: repair.start] + surface[repair.stem] + query[repair.end :]
    return query if found.repairs and fold(query) != fold(asked) else ""
