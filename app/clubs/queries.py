"""Reading clubs, and what a member may reach."""

from __future__ import annotations

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import User
from app.clubs.errors import (
    InvitationExpired,
    InvitationReplaced,
    InvitationRevoked,
    InvitationUnknown,
    InvitationUsed,
)
from app.clubs.models import Club, DeadToken, Invitation, Membership, Role
from app.core import clock
from app.core.database import db
from app.core.text import fold
from app.core.tokens import digest

_DEAD = {
    "accepted": InvitationUsed,
    "expired": InvitationExpired,
    "revoked": InvitationRevoked,
}


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


def invitations_to(club: Club) -> Select[Invitation]:
    """The invitations that lead to a club."""
    return (
        select(Invitation)
        .options(joinedload(Invitation.inviter), joinedload(Invitation.user))
        .where(Invitation.clubs.any(Club.id == club.id))
    )


def pending_invitation(email: str) -> Invitation | None:
    """The newest invitation to this address that can still be accepted."""
    return db.session.scalar(
        select(Invitation)
        .where(
            Invitation.email == email,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
            Invitation.expires_at > clock.now(),
        )
        .order_by(Invitation.id.desc())
        .limit(1)
    )


def living_invitation(token: str) -> Invitation:
    """The invitation this link opens. Raises an InvitationIsDead that says why it does not."""
    invitation = db.session.scalar(
        select(Invitation)
        .options(selectinload(Invitation.clubs), joinedload(Invitation.inviter))
        .where(Invitation.token_hash == digest(token))
    )
    if invitation is None:
        known = db.session.get(DeadToken, digest(token))
        raise InvitationReplaced if known else InvitationUnknown
    if invitation.state in _DEAD:
        raise _DEAD[invitation.state]
    return invitation
