"""From hits to things: every one asked for again in the database, through the seeker's reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from markupsafe import Markup, escape

from app.accounts.models import User
from app.clubs.queries import scope_of
from app.core.database import db
from app.core.text import fold
from app.search.documents import Facets, Filters, Found, Scope
from app.search.excerpts import excerpt, highlighted
from app.search.french import words
from app.search.index import search_engine
from app.search.people import MEMBER, members_called
from app.search.sources import Thing, is_answering, things_in_reach


class StateFilter(StrEnum):
    """Where a topic stands; ``unanswered`` means without a reply."""

    OPEN = "open"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    CLOSED = "closed"


SIMILAR = 5
NAMED = 1.0
"""The score of a member: names are not ranked."""
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
    """A thing that was found, with the words that were looked for."""

    thing: Thing
    title: Markup
    excerpt: Markup
    score: float


@dataclass(frozen=True)
class Results:
    """A page of what was found."""

    items: list[Result]
    total: int
    facets: Facets
    suggestion: str


def find(user: User, query: str, filters: Filters, *, start: int = 0, size: int = 10) -> Results:
    """What the member may read that answers ``query``; members of that name come before texts."""
    members = members_called(user, query, filters)
    named = members[start : start + size]
    found = search_engine().find(
        query,
        _scope(user),
        filters,
        start=max(0, start - len(members)),
        size=size - len(named),
    )
    things = things_in_reach(user, [hit.id for hit in found.hits])
    items = [
        Result(
            thing,
            highlighted(thing.title, found.stems),
            excerpt(thing.text, found.stems),
            hit.score,
        )
        for hit in found.hits
        if (thing := things.get(hit.id))
    ]
    texts = [f"{thing.title}\n{thing.text}" for thing in things.values()]
    people = [
        Result(one, highlighted(one.title, found.stems), escape(one.text), NAMED) for one in named
    ]
    return Results(
        [*people, *items],
        found.total + len(members),
        _with_members(found.facets, members),
        _suggestion(query, found, texts) if not members else "",
    )


def similar(user: User, title: str, *, club_id: int | None = None) -> list[Thing]:
    """Up to five things that may already answer a question being typed."""
    if len(title.strip()) < SHORTEST_SIMILAR:
        return []
    scope = _scope(user)
    clubs = scope & {club_id} if club_id else scope
    hits = search_engine().similar(title, clubs, 2 * SIMILAR)
    things = things_in_reach(user, [hit.id for hit in hits if is_answering(hit.id)])
    return [things[hit.id] for hit in hits if hit.id in things][:SIMILAR]


def _with_members(facets: Facets, members: list[Thing]) -> Facets:
    if not members:
        return facets
    clubs = Counter(facets.club)
    clubs.update(one.club.id for one in members)
    return replace(facets, club=dict(clubs), kind={**facets.kind, MEMBER: len(members)})


def _scope(user: User) -> Scope:
    return frozenset(db.session.scalars(scope_of(user)))


def _suggestion(query: str, found: Found, texts: Iterable[str]) -> str:
    """The query with its typing errors mended, in words that stand in what was found."""
    asked, surface = query, dict[str, str]()
    for text in texts:
        for word in words(text):
            surface.setdefault(word.stem, text[word.start : word.end].lower())
    for repair in sorted(found.repairs, key=lambda one: -one.start):
        if repair.stem not in surface:
            return ""
        query = query[: repair.start] + surface[repair.stem] + query[repair.end :]
    return query if found.repairs and fold(query) != fold(asked) else ""
