"""Members found by their name: before what was written, and never ranked."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.clubs.models import Club, Membership
from app.clubs.queries import Sought, people_in_reach, scope_of, sought_among
from app.core.database import db
from app.core.text import fold
from app.search.documents import Filters
from app.search.sources import Thing

MEMBER = "member"
SHORTEST = 2
BESIDE_TEXTS, ALONE = 3, 50
"""How many are shown before other results, and where only members are asked for."""


def members_called(user: User, query: str, filters: Filters) -> list[Thing]:
    """Those of the seeker's clubs whose names begin with the words of ``query``, by name.

    None where something else is asked for: a tag, a state, another kind.
    """
    is_for_texts = filters.states or filters.tag or filters.kind not in {"", MEMBER}
    if is_for_texts or len(fold(query)) < SHORTEST:
        return []
    shared: ColumnElement[bool] = Membership.club_id.in_(scope_of(user))
    if filters.clubs:
        shared = shared & Membership.club_id.in_(filters.clubs)
    named = sought_among(people_in_reach(user), Sought(words=query))
    there = named.where(User.id.in_(select(Membership.user_id).where(shared)))
    most = ALONE if filters.kind else BESIDE_TEXTS
    people = list(db.session.scalars(there.limit(most)))
    places = _places([person.id for person in people], shared) if people else {}
    return [_thing(person, places[person.id]) for person in people if person.id in places]


def _places(ids: list[int], shared: ColumnElement[bool]) -> dict[int, Membership]:
    """A club where the seeker meets each person, the first by name."""
    rows = (
        select(Membership)
        .join(Membership.club)
        .options(joinedload(Membership.club))
        .where(Membership.user_id.in_(ids), shared)
        .order_by(Club.name.desc(), Club.id)
    )
    return {place.user_id: place for place in db.session.scalars(rows)}


def _thing(person: User, place: Membership) -> Thing:
    where = person.organization.name if person.organization else ""
    return Thing(
        type=MEMBER,
        id=person.id,
        club=place.club,
        title=person.name,
        text=", ".join(part for part in (person.job_title, where) if part),
        path=f"/membres/{person.id}",
        byline=None,
        at=place.joined_at,
        kind=MEMBER,
    )
