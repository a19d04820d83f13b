"""Reading requests to join, proposals, and the clubs one may ask for."""

from __future__ import annotations

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.clubs.models import Club, JoinRequest, Membership, Proposal, club_operator
from app.clubs.queries.reach import scope_of
from app.core.database import db


def listed_clubs(user: User) -> Select[Club]:
    """The listed clubs of the person's operator that the person is not in, by name."""
    operator_id = user.organization.operator_id if user.organization else None
    theirs = select(club_operator.c.club_id).where(club_operator.c.operator_id == operator_id)
    return (
        select(Club)
        .where(Club.is_listed, Club.id.in_(theirs), Club.id.not_in(scope_of(user)))
        .order_by(Club.name)
    )


def listed_club_in_reach(user: User, slug: str) -> Club | None:
    """One of those clubs."""
    return db.session.scalar(listed_clubs(user).where(Club.slug == slug))


def requests_of(user: User) -> dict[int, JoinRequest]:
    """The person's latest request to each club."""
    asked = select(JoinRequest).where(JoinRequest.user_id == user.id).order_by(JoinRequest.id)
    return {request.club_id: request for request in db.session.scalars(asked)}


def requests_to(club: Club, *, undecided: bool = True) -> Select[JoinRequest]:
    """Who asks, or asked, to join a club; the oldest first."""
    found = (
        select(JoinRequest)
        .options(
            joinedload(JoinRequest.user).joinedload(User.organization),
            joinedload(JoinRequest.decided_by),
        )
        .where(JoinRequest.club_id == club.id)
    )
    if undecided:
        return found.where(JoinRequest.decided_at.is_(None)).order_by(JoinRequest.id)
    return found.where(JoinRequest.decided_at.is_not(None)).order_by(JoinRequest.id.desc())


def proposals_to(club: Club) -> Select[Proposal]:
    """The colleagues whom members would like to see in a club; the oldest first."""
    return (
        select(Proposal)
        .options(joinedload(Proposal.proposer))
        .where(Proposal.club_id == club.id, Proposal.decided_at.is_(None))
        .order_by(Proposal.id)
    )


def waiting_in(memberships: list[Membership]) -> int:
    """How many requests and proposals wait for a decision in the clubs the person looks after."""
    ids = [place.club_id for place in memberships if place.is_moderator]
    if not ids:
        return 0
    asked = select(func.count(JoinRequest.id)).where(
        JoinRequest.club_id.in_(ids), JoinRequest.decided_at.is_(None)
    )
    proposed = select(func.count(Proposal.id)).where(
        Proposal.club_id.in_(ids), Proposal.decided_at.is_(None)
    )
    return db.session.scalar(select(asked.scalar_subquery() + proposed.scalar_subquery())) or 0
