"""The directory: the people with whom the asker shares a club, and nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from app.accounts.models import Expertise, User
from app.clubs.models import Club, Membership, Role
from app.clubs.queries.reach import scope_of
from app.core.database import db
from app.core.text import fold
from app.organizations.brackets import CEILINGS, Bracket
from app.organizations.models import Organization

MOST_CHOICES = 60


@dataclass(frozen=True)
class Sought:
    """What somebody looks for in the directory; empty means anything."""

    words: str = ""
    expertise: str = ""
    bracket: str = ""
    department: str = ""
    epci: str = ""


def people_in_reach(user: User, *, club: Club | None = None) -> Select[User]:
    """Those with whom the person shares a club, or that one club; by name."""
    clubs = (
        scope_of(user)
        if club is None
        else select(Membership.club_id).where(
            Membership.club_id == club.id, Membership.club_id.in_(scope_of(user))
        )
    )
    together = select(Membership.user_id).where(Membership.club_id.in_(clubs))
    return (
        select(User)
        .options(joinedload(User.organization), selectinload(User.expertises))
        .where(User.id.in_(together), User.suspended_at.is_(None))
        .order_by(User.folded_name, User.id)
    )


def person_in_reach(user: User, person_id: int) -> User | None:
    """One of those people."""
    return db.session.scalar(people_in_reach(user).where(User.id == person_id))


def sought_among(people: Select[User], sought: Sought) -> Select[User]:
    """Those of ``people`` who fit; words are those of a name, accents and case aside."""
    for word in fold(sought.words).split():
        begins = User.folded_name.startswith(word, autoescape=True)
        people = people.where(or_(begins, User.folded_name.contains(f" {word}", autoescape=True)))
    if sought.expertise:
        knows = User.expertises.any(Expertise.folded_name == fold(sought.expertise))
        people = people.where(knows)
    places = _places(sought)
    return people.where(User.organization.has(and_(*places))) if places else people


def choices_among(people: Select[User]) -> dict[str, list[tuple[str, int]]]:
    """What the directory can be narrowed to, each with the number of people."""
    ids = people.with_only_columns(User.id).order_by(None).subquery()
    chosen = select(ids.c.id)
    return {
        "expertise": _counted(Expertise.name, Expertise.user_id.in_(chosen)),
        "bracket": _brackets(chosen),
        "department": _of_places(Organization.department, chosen),
        "epci": _of_places(Organization.epci, chosen),
    }


def shared_clubs(user: User, person: User) -> list[Membership]:
    """The other person's places in the clubs that both are in."""
    return list(
        db.session.scalars(
            select(Membership)
            .join(Membership.club)
            .options(joinedload(Membership.club))
            .where(Membership.user_id == person.id, Membership.club_id.in_(scope_of(user)))
            .order_by(Club.name)
        )
    )


def moderates_one_of(user: User, person: User) -> bool:
    """Whether the first looks after a club that the second is in."""
    looked_after = select(Membership.club_id).where(
        Membership.user_id == user.id, Membership.role == Role.MODERATOR
    )
    there = select(Membership.id).where(
        Membership.user_id == person.id, Membership.club_id.in_(looked_after)
    )
    return db.session.scalar(there.limit(1)) is not None


def roles_in(club: Club, people: Sequence[User]) -> dict[int, str]:
    """The role of each of ``people`` in a club."""
    rows = select(Membership.user_id, Membership.role).where(
        Membership.club_id == club.id, Membership.user_id.in_([person.id for person in people])
    )
    return {row[0]: row[1] for row in db.session.execute(rows)}


def _places(sought: Sought) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if sought.bracket in set(Bracket):
        found.append(_bracket() == sought.bracket)
    if sought.department:
        found.append(Organization.department == sought.department)
    if sought.epci:
        found.append(Organization.epci == sought.epci)
    return found


def _bracket() -> ColumnElement[str]:
    known = [(Organization.population < ceiling, bracket) for ceiling, bracket in CEILINGS]
    return case((Organization.population.is_(None), ""), *known, else_="")


def _counted(
    column: InstrumentedAttribute[str], *where: ColumnElement[bool]
) -> list[tuple[str, int]]:
    count = func.count()
    rows = select(column, count).where(*where).group_by(column).order_by(count.desc(), column)
    return [(name, number) for name, number in db.session.execute(rows.limit(MOST_CHOICES)) if name]


def _of_places(
    column: InstrumentedAttribute[str | None], chosen: Select[int]
) -> list[tuple[str, int]]:
    rows = (
        select(column, func.count())
        .join(User, User.organization_id == Organization.id)
        .where(User.id.in_(chosen), column.is_not(None))
        .group_by(column)
        .order_by(column)
    )
    return [(name, count) for name, count in db.session.execute(rows.limit(200)) if name]


def _brackets(chosen: Select[int]) -> list[tuple[str, int]]:
    bracket = _bracket()
    rows = (
        select(bracket, func.count())
        .select_from(User)
        .join(Organization, User.organization_id == Organization.id)
        .where(User.id.in_(chosen))
        .group_by(bracket)
    )
    counts = {row[0]: row[1] for row in db.session.execute(rows)}
    return [(one.value, counts[one]) for one in Bracket if one in counts]
