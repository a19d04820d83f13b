"""What an administrator reaches: numbers and names, never what a club says."""

from __future__ import annotations

from sqlalchemy import Select, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import User
from app.accounts.queries import administered_operators
from app.administration.models import LegalText, TextName
from app.clubs.models import Club, Invitation, Membership, club_operator
from app.core.database import db
from app.core.journal import JournalEntry
from app.core.text import fold
from app.organizations.models import Operator, Organization


def legal_text(name: TextName) -> LegalText | None:
    """The installation's own words, if it wrote some."""
    return db.session.get(LegalText, name)


def operator_in_reach(user: User, operator_id: int) -> Operator | None:
    """One of the operators the person looks after."""
    found = (one for one in administered_operators(user) if one.id == operator_id)
    return next(found, None)


def clubs_in_reach(user: User) -> Select[Club]:
    """The clubs open to an operator the person looks after; all of them for the platform's."""
    clubs = select(Club).options(selectinload(Club.operators)).order_by(Club.name)
    if user.is_superadmin:
        return clubs
    mine = select(club_operator.c.club_id).where(club_operator.c.operator_id.in_(_own(user)))
    return clubs.where(Club.id.in_(mine))


def people_in_reach(user: User, *, words: str = "") -> Select[User]:
    """The people whose organization belongs to such an operator; by name."""
    people = (
        select(User)
        .options(joinedload(User.organization))
        .outerjoin(User.organization)
        .where(true() if user.is_superadmin else Organization.operator_id.in_(_own(user)))
        .where(User.closed_at.is_(None))
        .order_by(User.folded_name, User.id)
    )
    for word in fold(words).split():
        people = people.where(
            or_(
                User.folded_name.contains(word, autoescape=True),
                User.email.contains(word, autoescape=True),
                Organization.folded_name.contains(word, autoescape=True),
            )
        )
    return people


def person_in_reach(user: User, person_id: int) -> User | None:
    """One of those people."""
    return db.session.scalar(people_in_reach(user).where(User.id == person_id))


def places_of(user: User, person: User) -> list[Membership]:
    """The person's places in the clubs that the administrator reaches."""
    reached = clubs_in_reach(user).with_only_columns(Club.id).order_by(None)
    return list(
        db.session.scalars(
            select(Membership)
            .join(Membership.club)
            .options(joinedload(Membership.club))
            .where(Membership.user_id == person.id, Membership.club_id.in_(reached))
            .order_by(Club.name)
        )
    )


def invitations_in_reach(user: User) -> Select[Invitation]:
    """The invitations to the clubs the administrator reaches."""
    reached = clubs_in_reach(user).with_only_columns(Club.id).order_by(None)
    return (
        select(Invitation)
        .options(joinedload(Invitation.inviter), selectinload(Invitation.clubs))
        .where(Invitation.clubs.any(Club.id.in_(reached)))
    )


def entries_in_reach(user: User) -> Select[JournalEntry]:
    """What was done to those clubs and people, and what the person did.

    Whoever closed an account finds that she did, though nobody is behind it any more.
    """
    if user.is_superadmin:
        return select(JournalEntry)
    clubs = clubs_in_reach(user).with_only_columns(Club.id).order_by(None)
    people = people_in_reach(user).with_only_columns(User.id).order_by(None)
    return select(JournalEntry).where(
        or_(
            JournalEntry.actor_id == user.id,
            JournalEntry.club_id.in_(clubs),
            JournalEntry.user_id.in_(people),
        )
    )


def sizes(operators: list[Operator]) -> dict[int, tuple[int, int, int]]:
    """For each operator: its organizations, the people of these, its clubs."""
    ids = [operator.id for operator in operators]
    organizations = _counts(
        select(Organization.operator_id, func.count()).where(Organization.operator_id.in_(ids))
    )
    people = _counts(
        select(Organization.operator_id, func.count(User.id))
        .join(User, User.organization_id == Organization.id)
        .where(Organization.operator_id.in_(ids), User.suspended_at.is_(None))
    )
    clubs = _counts(
        select(club_operator.c.operator_id, func.count()).where(
            club_operator.c.operator_id.in_(ids)
        ),
        club_operator.c.operator_id,
    )
    return {one: (organizations.get(one, 0), people.get(one, 0), clubs.get(one, 0)) for one in ids}


def _own(user: User) -> list[int]:
    return [operator.id for operator in administered_operators(user)]


def _counts(rows: Select[int | None, int], by: object = None) -> dict[int, int]:
    grouped = rows.group_by(Organization.operator_id if by is None else by)  # type: ignore[arg-type]
    return {key: count for key, count in db.session.execute(grouped) if key is not None}
