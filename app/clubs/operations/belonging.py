"""Who is in a club, in which role, and how that ends."""

from __future__ import annotations

from sqlalchemy import delete, func, select, update

from app.accounts.models import User
from app.clubs.errors import LastModerator
from app.clubs.events import MemberJoined, MemberRoleChanged, MembershipEnded
from app.clubs.models import Club, JoinRequest, Membership, Role
from app.clubs.queries import membership_of
from app.core import clock
from app.core.database import db
from app.core.events import record
from app.core.journal import write_down
from app.core.transaction import atomic


def add_member(
    club: Club, *, user: User, role: Role = Role.MEMBER, by: User | None = None
) -> Membership:
    """Put a person in a club, or change the role of a member."""
    with atomic():
        membership = membership_of(user, club.id)
        if membership is None:
            membership = Membership(user=user, club=club, role=role, joined_at=clock.now())
            db.session.add(membership)
            db.session.flush()
            _settle_request(user, club)
            record(MemberJoined(user.id, club.id))
            if by is not None:
                _note("member-added", membership, by, role)
        elif membership.role != role:
            change_role(membership, role=role, by=by)
    return membership


def change_role(membership: Membership, *, role: Role, by: User | None) -> None:
    """Make a member look after the club, or no longer. Raises LastModerator."""
    with atomic():
        if membership.role == role:
            return
        if role is not Role.MODERATOR:
            keep_a_moderator(membership)
        membership.role = role
        _note("role-changed", membership, by, role)
        record(MemberRoleChanged(membership.user_id, membership.club_id))


def leave_club(membership: Membership) -> None:
    """Leave a club of one's own accord. Raises LastModerator."""
    with atomic():
        if membership.is_moderator:
            keep_a_moderator(membership)
        _end(membership)
        _note("member-left", membership, membership.user)


def remove_member(membership: Membership, *, by: User, reason: str) -> None:
    """Take a person out of a club; access ends everywhere at once. Raises LastModerator."""
    with atomic():
        if membership.is_moderator:
            keep_a_moderator(membership)
        _end(membership)
        _note("member-removed", membership, by, reason)


def end_membership(membership: Membership) -> None:
    """Take a person out of a club, whatever the role: the account is closed."""
    with atomic():
        _end(membership)


def put_welcome_away(membership: Membership) -> None:
    """The member has read the club's welcome."""
    with atomic():
        membership.welcomed_at = membership.welcomed_at or clock.now()


def _end(membership: Membership) -> None:
    record(MembershipEnded(membership.user_id, membership.club_id))
    db.session.execute(delete(Membership).where(Membership.id == membership.id))


def keep_a_moderator(membership: Membership) -> None:
    """Raise LastModerator unless somebody else looks after the club; belongs in atomic()."""
    # The club's row is the lock: two moderators who leave at once do not leave it to nobody.
    db.session.execute(select(Club.id).where(Club.id == membership.club_id).with_for_update())
    others = (
        select(func.count(Membership.id))
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.club_id == membership.club_id,
            Membership.role == Role.MODERATOR,
            Membership.id != membership.id,
            User.suspended_at.is_(None),
        )
    )
    if not db.session.scalar(others):
        raise LastModerator


def _note(act: str, membership: Membership, by: User | None, saying: str = "") -> None:
    write_down(
        act,
        actor_id=by.id if by else None,
        club_id=membership.club_id,
        user_id=membership.user_id,
        saying=saying,
    )


def _settle_request(user: User, club: Club) -> None:
    """Whoever comes in, by whatever way, has no request waiting."""
    db.session.execute(
        update(JoinRequest)
        .where(
            JoinRequest.user_id == user.id,
            JoinRequest.club_id == club.id,
            JoinRequest.decided_at.is_(None),
        )
        .values(decided_at=clock.now(), is_granted=True)
        .execution_options(synchronize_session=False)
    )
