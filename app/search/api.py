"""The API of search."""

from __future__ import annotations

from pydantic import Field

from app.accounts.identity import current_member
from app.clubs.queries import memberships_of
from app.core.api import Input, Output, api
from app.core.web import all_in_reach
from app.search.documents import Filters
from app.search.finding import STATES, Result, StateFilter, find
from app.search.finding import similar as similar_things

LONGEST_OFFSET = 10_000


class SearchQuery(Input):
    """What is looked for, and what narrows it."""

    q: str = Field(max_length=200)
    club: str = Field(default="", max_length=60)
    kind: str = Field(default="", max_length=20)
    tag: str = Field(default="", max_length=60)
    state: StateFilter | None = None
    cursor: int = Field(default=0, ge=0, le=LONGEST_OFFSET)
    limit: int = Field(default=10, ge=1, le=100)


class SimilarQuery(Input):
    """A title being typed."""

    title: str = Field(max_length=400)
    club: str = Field(default="", max_length=60)


class FoundOut(Output):
    """Something found; an ``answer`` is a topic with its current answer."""

    type: str
    id: int
    topic_id: int | None
    title: str
    url: str
    excerpt_html: str
    club: str
    score: float
    validity: str | None

    @classmethod
    def of(cls, result: Result) -> FoundOut:
        """A thing that was found, with its score."""
        thing = result.thing
        return cls(
            type=thing.type,
            id=thing.id,
            topic_id=thing.topic_id,
            title=thing.title,
            url=thing.path,
            excerpt_html=result.excerpt,
            club=thing.club.slug,
            score=round(result.score, 4),
            validity=thing.validity,
        )


class FacetsOut(Output):
    """How many stand under each value, among what was found."""

    club: dict[str, int]
    kind: dict[str, int]
    tag: dict[str, int]
    state: dict[str, int]


class SearchOut(Output):
    """What was found."""

    total: int
    items: list[FoundOut]
    facets: FacetsOut
    suggestion: str | None
    next: str | None


class SimilarOut(Output):
    """Something that may already answer."""

    type: str
    id: int
    title: str
    url: str
    club: str
    replies: int
    answered: bool


class SimilarListOut(Output):
    """At most five."""

    items: list[SimilarOut]


@api.get("/search")
@api.input(SearchQuery, location="query", arg_name="query")
@api.output(SearchOut)
@api.doc(tags=["Search"])
def search(query: SearchQuery) -> SearchOut:
    """What I may read that answers a query."""
    clubs = _my_clubs()
    filters = Filters(
        clubs=frozenset({clubs.get(query.club, 0)}) if query.club else frozenset(),
        kind=query.kind,
        states=STATES[query.state] if query.state else frozenset(),
        tag=query.tag.replace("_", " "),
    )
    found = find(current_member(), query.q, filters, start=query.cursor, size=query.limit)
    slugs = {club_id: slug for slug, club_id in clubs.items()}
    after = query.cursor + query.limit
    return SearchOut(
        total=found.total,
        items=[FoundOut.of(result) for result in found.items],
        facets=FacetsOut(
            club={slugs[club_id]: count for club_id, count in found.facets.club.items()},
            kind=found.facets.kind,
            tag=found.facets.tag,
            state=found.facets.state,
        ),
        suggestion=found.suggestion or None,
        next=str(after) if after < min(found.total, LONGEST_OFFSET) else None,
    )


@api.get("/search/similar")
@api.input(SimilarQuery, location="query", arg_name="query")
@api.output(SimilarListOut)
@api.doc(tags=["Search"])
def similar(query: SimilarQuery) -> SimilarListOut:
    """Up to five questions that may already answer the one being typed."""
    clubs = _my_clubs()
    club_id = clubs.get(query.club, -1) if query.club else None
    things = similar_things(current_member(), query.title, club_id=club_id)
    return SimilarListOut(
        items=[
            SimilarOut(
                type=thing.type,
                id=thing.id,
                title=thing.title,
                url=thing.path,
                club=thing.club.slug,
                replies=thing.replies or 0,
                answered=thing.type != "topic",
            )
            for thing in things
        ]
    )


def _my_clubs() -> dict[str, int]:
    places = all_in_reach(memberships_of(current_member()))
    return {place.club.slug: place.club_id for place in places}
