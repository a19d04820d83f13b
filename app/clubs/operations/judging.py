"""What inviting each of some addresses would do: asked for one or for a thousand in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.models import User
from app.clubs.models import (
    Club,
    Invitation,
    JoinRequest,
    Membership,
    Verdict,
    invitation_club,
)
from app.core import clock
from app.core.database import db


@dataclass(frozen=True)
class Judgement:
    """What inviting one address would do, and into which clubs."""

    verdict: Verdict
    clubs: tuple[Club, ...] = ()
    user: User | None = None


def judge(emails: Sequence[str], clubs: Sequence[Club]) -> dict[str, Judgement]:
    """The judgement of each address: member of all the clubs, on the way to them, or free."""
    people = {
        user.email: user for user in db.session.scalars(select(User).where(User.email.in_(emails)))
    }
    user_ids, club_ids = [user.id for user in people.values()], [club.id for club in clubs]
    theirs = _pairs(Membership.user_id, Membership.club_id, user_ids, club_ids)
    asked = _pairs(
        JoinRequest.user_id,
        JoinRequest.club_id,
        user_ids,
        club_ids,
        JoinRequest.decided_at.is_(None),
    )
    invited = _invited(emails, club_ids)
    return {
        email: _judgement(people.get(email), clubs, theirs, asked, invited[email])
        for email in emails
    }


def _judgement(
    user: User | None,
    clubs: Sequence[Club],
    theirs: dict[int, set[int]],
    asked: dict[int, set[int]],
    invited: set[int],
) -> Judgement:
    missing = [club for club in clubs if user is None or club.id not in theirs[user.id]]
    if not missing:
        return Judgement(Verdict.MEMBER, user=user)
    if user is not None:
        wishes = asked[user.id] & {club.id for club in missing}
        verdict = Verdict.REQUESTED if wishes else Verdict.KNOWN
        return Judgement(verdict, tuple(missing), user)
    free = tuple(club for club in missing if club.id not in invited)
    return Judgement(Verdict.NEW, free) if free else Judgement(Verdict.INVITED)


def _pairs(
    user_column: object, club_column: object, users: list[int], clubs: list[int], *more: object
) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = select(user_column, club_column).where(  # type: ignore[call-overload]
        user_column.in_(users),  # type: ignore[attr-defined]
        club_column.in_(clubs),  # type: ignore[attr-defined]
        *more,
    )
    for user_id, club_id in db.session.execute(rows):
        found[user_id].add(club_id)
    return found


def _invited(emails: Sequence[str], clubs: list[int]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    rows = (
        select(Invitation.email, invitation_club.c.club_id)
        .join(invitation_club, invitation_club.c.invitation_id == Invitation.id)
        .where(
            Invitation.email.in_(emails),
            invitation_club.c.club_id.in_(clubs),
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
            Invitation.expires_at > clock.now(),
        )
    )
    for email, club_id in db.session.execute(rows):
        found[email].add(club_id)
    return found
