"""Reading clubs, and what a member may reach."""

from __future__ import annotations

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.clubs.models import Club, Membership, Role
from app.core.database import db
from app.core.text import fold


def scope_of(user: User) -> Select[int]:
    """The ids of the clubs whose content ``user`` may read: the one source of every reach."""
    return select(Membership.club_id).where(Membership.user_id == user.id)


def memberships_of(user: User) -> list[Membership]:
    """The member's clubs, by name, each with the role."""
    return list(
        db.session.scalars(
            select(Membership)
            .join(Membership.club)
            .options(joinedload(Membership.club))
            .where(Membership.user_id == user.id)
            .order_by(Club.name)
        )
    )


def membership_in_reach(user: User, slug: str) -> Membership | None:
    """The member's place in the club called ``slug``, with the club."""
    return db.session.scalar(
        select(Membership)
        .join(Membership.club)
        .options(joinedload(Membership.club))
        .where(Membership.user_id == user.id, Club.slug == slug)
    )


def membership_of(user: User, club_id: int) -> Membership | None:
    """The person's place in a club."""
    return db.session.scalar(
        select(Membership).where(Membership.user_id == user.id, Membership.club_id == club_id)
    )


def moderates(user: User, club_id: int) -> bool:
    """Whether the person is a moderator of the club."""
    membership = membership_of(user, club_id)
    return membership is not None and membership.is_moderator


def moderated_clubs(user: User, *, living: bool = False) -> list[Club]:
    """The clubs the person looks after, by name; those not archived if ``living``."""
    clubs = [place.club for place in memberships_of(user) if place.is_moderator]
    return [club for club in clubs if not (living and club.archived_at)]


def club_with_slug(slug: str) -> Club | None:
    """Any club; for the command line."""
    return db.session.scalar(select(Club).where(Club.slug == slug))


def members_of(club: Club) -> Select[Membership]:
    """The people of a club with their organizations, moderators first, then by name."""
    return (
        select(Membership)
        .join(Membership.user)
        .options(joinedload(Membership.user).joinedload(User.organization))
        .where(Membership.club_id == club.id, User.suspended_at.is_(None))
        .order_by(Membership.role.desc(), User.name, Membership.id)
    )


def people_named(club: Club, words: str, *, most: int) -> list[User]:
    """The members of a club with a name that holds ``words``, accents and case aside, by name."""
    wanted = fold(words)
    names = (
        select(User.id, User.name)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.club_id == club.id, User.suspended_at.is_(None))
        .order_by(User.name, User.id)
    )
    ids = [row.id for row in db.session.execute(names) if f" {wanted}" in f" {fold(row.name)}"]
    found = select(User).options(joinedload(User.organization)).where(User.id.in_(ids[:most]))
    return list(db.session.scalars(found.order_by(User.name, User.id)))


def size_of(club: Club) -> int:
    """How many members a club has."""
    return sizes_of([club.id]).get(club.id, 0)


def sizes_of(club_ids: list[int]) -> dict[int, int]:
    """How many members each club has."""
    counted = (
        select(Membership.club_id, func.count())
        .join(User, User.id == Membership.user_id)
        .where(Membership.club_id.in_(club_ids), User.suspended_at.is_(None))
        .group_by(Membership.club_id)
    )
    return {row[0]: row[1] for row in db.session.execute(counted)}


def moderators_of(club_id: int) -> list[User]:
    """Who looks after a club."""
    return list(
        db.session.scalars(
            select(User)
            .join(Membership, Membership.user_id == User.id)
            .where(
                Membership.club_id == club_id,
                Membership.role == Role.MODERATOR,
                User.suspended_at.is_(None),
            )
            .order_by(User.name)
        )
    )
