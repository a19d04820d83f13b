"""The search page, and what is near while a title is typed."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, render_template, request

from app.accounts.identity import current_member
from app.clubs.models import Club
from app.clubs.queries import memberships_of
from app.clubs.web import membership_in_reach
from app.core.i18n import Sentence, lazy
from app.core.web import all_in_reach
from app.search.documents import Filters
from app.search.finding import STATES, Results, find
from app.search.finding import similar as similar_things
from app.search.people import MEMBER
from app.search.planning import LONGEST_QUERY
from app.search.sources import kind_names

blueprint = Blueprint("search", __name__)

RESULTS_PER_PAGE = 10
MOST_TAGS = 8

Choice = tuple[str, Sentence, int]
"""A value, its name, how many stand under it."""

STATE_NAMES = {
    "answered": lazy("Résolues"),
    "open": lazy("Ouvertes"),
    "unanswered": lazy("Sans réponse"),
    "closed": lazy("Fermées"),
}


@blueprint.get("/recherche")
def results() -> str:
    """What answers a query, in all my clubs or in one."""
    member = current_member()
    memberships = all_in_reach(memberships_of(member))
    query = request.args.get("q", "").strip()[:LONGEST_QUERY]
    page = max(1, request.args.get("page", 1, type=int))
    chosen = {name: request.args.get(name, "") for name in ("club", "kind", "state", "tag")}
    clubs = {place.club.slug: place.club for place in memberships}
    filters = Filters(
        # A club that is not mine narrows to nothing, exactly as one that does not exist.
        clubs=frozenset({clubs[chosen["club"]].id if chosen["club"] in clubs else 0})
        if chosen["club"]
        else frozenset(),
        kind=chosen["kind"] if chosen["kind"] in _kinds() else "",
        states=STATES.get(chosen["state"], frozenset()),
        tag=chosen["tag"],
    )
    start = (page - 1) * RESULTS_PER_PAGE
    found = find(member, query, filters, start=start, size=RESULTS_PER_PAGE) if query else None
    return render_template(
        "search/results.html",
        query=query,
        found=found,
        page=page,
        pages=-(-found.total // RESULTS_PER_PAGE) if found else 0,
        chosen=chosen,
        facets=_facets(found, list(clubs.values()), chosen) if found else [],
    )


def _facets(
    found: Results, clubs: list[Club], chosen: dict[str, str]
) -> list[tuple[object, str, list[Choice]]]:
    """What narrows this search: a title, the parameter's name, the choices with their counts."""
    counts = found.facets
    by_club = {club.slug: counts.club.get(club.id, 0) for club in clubs}
    tags = sorted(counts.tag.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_TAGS]
    facets = [
        (lazy("Club"), "club", _choices(by_club, {club.slug: club.name for club in clubs})),
        (lazy("État"), "state", _choices(counts.state, STATE_NAMES)),
        (lazy("Nature"), "kind", _choices(counts.kind, _kinds())),
        (lazy("Étiquette"), "tag", [(name, name, count) for name, count in tags]),
    ]
    return [facet for facet in facets if len(facet[2]) > 1 or (facet[2] and chosen[facet[1]])]


def _kinds() -> dict[str, Sentence]:
    return {**kind_names(), MEMBER: lazy("Membres")}


def _choices(counts: Mapping[str, int], names: Mapping[str, Sentence]) -> list[Choice]:
    return [(value, names[value], counts[value]) for value in names if counts.get(value)]


@blueprint.get("/clubs/<slug>/questions/proches")
def similar(slug: str) -> str:
    """What of my clubs may already answer the question being typed."""
    membership = membership_in_reach(slug)
    title = request.args.get("title", "")[:LONGEST_QUERY]
    return render_template("search/_similar.html", similar=similar_things(membership.user, title))
