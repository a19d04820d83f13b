"""Asking to join a club, proposing a colleague; deciding on both."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.accounts.operations import clean_email
from app.clubs.errors import (
    AlreadyAsked,
    AlreadyDecided,
    AlreadyKnown,
    ProposalQuotaReached,
)
from app.clubs.events import JoinRequestDecided, JoinRequested, MemberProposed, ProposalAccepted
from app.clubs.models import Club, Invitation, JoinRequest, Membership, Proposal, Role, Verdict
from app.clubs.operations.belonging import add_member
from app.clubs.operations.inviting import Welcome, invite
from app.clubs.operations.judging import judge
from app.core import clock
from app.core.database import db
from app.core.errors import Invalid
from app.core.events import record
from app.core.i18n import lazy
from app.core.text import one_line, paragraph
from app.core.transaction import atomic

PROPOSALS_A_DAY = 10


def ask_to_join(club: Club, *, user: User, reason: str) -> JoinRequest:
    """Ask the moderators of a club to be let in. Raises Invalid, AlreadyAsked."""
    reason = paragraph(reason, "reason", longest=1_000)
    if not reason:
        raise Invalid(
            "reason",
            lazy("Dites en une phrase pourquoi ce club vous concerne : c’est ce qui sera lu."),
        )
    request = JoinRequest(
        user_id=user.id, club_id=club.id, reason=reason, asked_at=clock.now(), is_granted=False
    )
    try:
        with atomic():
            db.session.add(request)
            db.session.flush()
            record(JoinRequested(request.id))
    except IntegrityError:
        raise AlreadyAsked from None
    return request


def grant_request(request: JoinRequest, *, decided_by: User) -> Membership:
    """Let somebody in. Raises AlreadyDecided."""
    with atomic():
        _decide(request, decided_by, is_granted=True, answer="")
        return add_member(request.club, user=request.user, role=Role.MEMBER)


def refuse_request(request: JoinRequest, *, decided_by: User, answer: str) -> None:
    """Say no, with a sentence the person will read. Raises Invalid, AlreadyDecided."""
    answer = paragraph(answer, "answer", longest=1_000)
    if not answer:
        raise Invalid(
            "answer", lazy("Écrivez une phrase : la personne la recevra avec votre refus.")
        )
    with atomic():
        _decide(request, decided_by, is_granted=False, answer=answer)


def propose_member(
    club: Club, *, proposer: User, email: str, name: str, reason: str = ""
) -> Proposal:
    """Suggest a colleague to the moderators.

    Raises Invalid, AlreadyKnown (the same words for each reason), ProposalQuotaReached.
    """
    email = clean_email(email)
    name = one_line(name, "name", longest=80)
    reason = paragraph(reason, "reason", longest=1_000)
    with atomic():
        db.session.execute(select(Club.id).where(Club.id == club.id).with_for_update())
        if _proposed_today(proposer) >= PROPOSALS_A_DAY:
            raise ProposalQuotaReached
        verdict = judge([email], [club])[email].verdict
        if verdict in {Verdict.MEMBER, Verdict.INVITED} or _is_proposed(club, email):
            raise AlreadyKnown
        proposal = Proposal(
            club_id=club.id,
            proposer_id=proposer.id,
            email=email,
            name=name,
            reason=reason,
            proposed_at=clock.now(),
        )
        db.session.add(proposal)
        db.session.flush()
        record(MemberProposed(proposal.id))
    return proposal


def accept_proposal(proposal: Proposal, *, decided_by: User) -> Invitation:
    """Send the invitation that a member proposed.

    Raises AlreadyDecided, and what invite() raises.
    """
    with atomic():
        _close(proposal, decided_by)
        welcome = Welcome([proposal.club], decided_by, message=proposal.reason)
        invitation = invite(proposal.email, welcome, name=proposal.name)
        proposal.invitation_id = invitation.id
        record(ProposalAccepted(proposal.id))
    return invitation


def put_proposal_aside(proposal: Proposal, *, decided_by: User) -> None:
    """Do nothing with a proposal. Raises AlreadyDecided."""
    with atomic():
        _close(proposal, decided_by)


def _decide(request: JoinRequest, decided_by: User, *, is_granted: bool, answer: str) -> None:
    won = db.session.execute(
        update(JoinRequest)
        .where(JoinRequest.id == request.id, JoinRequest.decided_at.is_(None))
        .values(
            decided_at=clock.now(),
            decided_by_id=decided_by.id,
            is_granted=is_granted,
            answer=answer,
        )
        .returning(JoinRequest.id)
    ).scalar()
    if won is None:
        raise AlreadyDecided
    record(JoinRequestDecided(request.id))


def _close(proposal: Proposal, decided_by: User) -> None:
    won = db.session.execute(
        update(Proposal)
        .where(Proposal.id == proposal.id, Proposal.decided_at.is_(None))
        .values(decided_at=clock.now(), decided_by_id=decided_by.id)
        .returning(Proposal.id)
    ).scalar()
    if won is None:
        raise AlreadyDecided


def _proposed_today(proposer: User) -> int:
    made = select(func.count(Proposal.id)).where(
        Proposal.proposer_id == proposer.id,
        Proposal.proposed_at > clock.now() - timedelta(days=1),
    )
    return db.session.scalar(made) or 0


def _is_proposed(club: Club, email: str) -> bool:
    waiting = select(Proposal.id).where(
        Proposal.club_id == club.id, Proposal.email == email, Proposal.decided_at.is_(None)
    )
    return db.session.scalar(waiting.limit(1)) is not None
