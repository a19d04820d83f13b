"""The end of an account, in the clubs: its places, and every paper that names it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import delete, func, or_, select, update

from app.accounts.models import User
from app.accounts.operations import FORMER
from app.clubs.errors import LastModerator, LastModeratorOf
from app.clubs.models import (
    Batch,
    BatchLine,
    Invitation,
    JoinRequest,
    Membership,
    Outcome,
    Proposal,
)
from app.clubs.operations.belonging import end_membership, keep_a_moderator
from app.clubs.queries import memberships_of
from app.core import clock
from app.core.database import db
from app.core.transaction import atomic


@dataclass(frozen=True)
class Traces:
    """What named a person, for those who told others of it."""

    invitation_ids: list[int]
    proposal_ids: list[int]


def end_memberships(user: User) -> None:
    """Take a person out of every club; access ends everywhere at once. Raises LastModeratorOf."""
    with atomic():
        for membership in sorted(memberships_of(user), key=lambda one: one.club_id):
            if membership.is_moderator:
                _keep_a_moderator_of(membership)
            end_membership(membership)


def forget_person(user: User) -> Traces:
    """Erase a person's requests and proposals, and her name from what others wrote of her.

    To be called while the account still has its address; belongs in atomic().
    """
    _forget_lists(user)
    db.session.execute(delete(JoinRequest).where(JoinRequest.user_id == user.id))
    proposals = _forget_proposals(user)
    return Traces(_forget_invitations(user), proposals)


def _keep_a_moderator_of(membership: Membership) -> None:
    try:
        keep_a_moderator(membership)
    except LastModerator:
        raise LastModeratorOf(membership.club.name) from None


def _forget_lists(user: User) -> None:
    """Her lists that wait are dropped, those that left lose her words; lines that name her, all."""
    hers = Batch.inviter_id == user.id
    db.session.execute(delete(Batch).where(hers, Batch.finished_at.is_(None)))
    db.session.execute(update(Batch).where(hers).values(message=""))
    db.session.execute(
        update(BatchLine)
        .where(BatchLine.id.in_(_lines_naming(user.email)))
        .values(
            typed=FORMER,
            email="",
            name="",
            reason="",
            outcome=func.coalesce(BatchLine.outcome, Outcome.SKIPPED),
        )
        .execution_options(synchronize_session=False)
    )


def _lines_naming(email: str) -> list[int]:
    """The lines with an address, read as one or not: « marianne@… » holds another than « anne@… »."""
    whole = re.compile(rf"(?<![\w.+-]){re.escape(email)}(?![\w-])", re.I)
    rows = select(BatchLine.id, BatchLine.typed, BatchLine.email).where(
        or_(BatchLine.email == email, func.lower(BatchLine.typed).contains(email, autoescape=True))
    )
    return [
        row.id for row in db.session.execute(rows) if row.email == email or whole.search(row.typed)
    ]


def _forget_proposals(user: User) -> list[int]:
    """Delete those she made and those that name her; the words she gave for one die with it."""
    hers = or_(Proposal.proposer_id == user.id, Proposal.email == user.email)
    sent = select(Proposal.invitation_id).where(hers, Proposal.invitation_id.is_not(None))
    db.session.execute(
        update(Invitation)
        .where(Invitation.id.in_(sent))
        .values(message="")
        .execution_options(synchronize_session=False)
    )
    gone = delete(Proposal).where(hers).returning(Proposal.id)
    return list(db.session.scalars(gone.execution_options(synchronize_session=False)))


def _forget_invitations(user: User) -> list[int]:
    """What she sent is revoked and loses her words; what named her names nobody."""
    now = clock.now()
    hers = update(Invitation).where(Invitation.inviter_id == user.id)
    waiting = Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None)
    quietly = {"synchronize_session": False}
    db.session.execute(hers.values(message=""), execution_options=quietly)
    db.session.execute(hers.where(*waiting).values(revoked_at=now), execution_options=quietly)
    naming = or_(Invitation.email == user.email, Invitation.user_id == user.id)
    named = list(db.session.scalars(select(Invitation.id).where(naming)))
    these = update(Invitation).where(Invitation.id.in_(named))
    db.session.execute(these.where(*waiting).values(revoked_at=now), execution_options=quietly)
    db.session.execute(these.values(email="", name=FORMER, message=""), execution_options=quietly)
    db.session.flush()
    db.session.expire_all()  # what was changed above is read anew
    return named
