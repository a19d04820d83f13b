"""Who is told of the ways into a club: handlers of the outbox, which bear being run twice."""

from __future__ import annotations

from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import User
from app.clubs.events import (
    InvitationAskedAgain,
    InvitationLapsed,
    JoinRequested,
    MemberProposed,
    ProposalAccepted,
)
from app.clubs.models import Club, Invitation, JoinRequest, Proposal
from app.clubs.queries import moderates, moderators_of
from app.core.database import db, reading
from app.core.transaction import release
from app.notifications.models import NotificationKind
from app.notifications.operations import About, raise_notification


def tell_of_request(event: JoinRequested) -> None:
    """The moderators hear that somebody would like to come in."""
    with reading():
        request = db.session.get(
            JoinRequest,
            event.request_id,
            options=[joinedload(JoinRequest.user), joinedload(JoinRequest.club)],
        )
        release()
    if request is None or request.decided_at:
        return
    about = _about(f"request.{request.id}", request.user, request.club, request.reason)
    _tell(_moderators(request.club_id), NotificationKind.REQUEST, about)


def tell_of_proposal(event: MemberProposed) -> None:
    """The moderators hear whom a member proposes."""
    proposal = _proposal(event.proposal_id)
    if proposal is None or proposal.decided_at:
        return
    key, subject = f"proposal.{proposal.id}", proposal.name
    about = _about(key, proposal.proposer, proposal.club, proposal.reason, subject)
    _tell(_moderators(proposal.club_id), NotificationKind.REQUEST, about)


def tell_of_accepted_proposal(event: ProposalAccepted) -> None:
    """Who proposed hears that the invitation left."""
    proposal = _proposal(event.proposal_id)
    if proposal is None or proposal.decided_by is None:
        return
    about = _about(
        f"invited.{proposal.id}", proposal.decided_by, proposal.club, "", proposal.name, "membres"
    )
    _tell([proposal.proposer], NotificationKind.FOLLOWUP, about)


def tell_of_lapsed(event: InvitationLapsed) -> None:
    """The inviter hears that nobody came."""
    _tell_inviter(event.invitation_id, "lapsed")


def tell_of_asking_again(event: InvitationAskedAgain) -> None:
    """The inviter hears that somebody has a dead link; without the inviter, the moderators."""
    _tell_inviter(event.invitation_id, "again")


def _tell_inviter(invitation_id: int, matter: str) -> None:
    with reading():
        invitation = db.session.get(
            Invitation,
            invitation_id,
            options=[selectinload(Invitation.clubs), joinedload(Invitation.inviter)],
        )
        release()
    if invitation is None:
        return
    club, inviter = invitation.clubs[0], invitation.inviter
    at = invitation.asked_again_at if matter == "again" else invitation.lapsed_at
    about = _about(
        f"{matter}.{invitation.id}.{at:%Y%m%d}" if at else f"{matter}.{invitation.id}",
        inviter,
        club,
        "",
        invitation.email or invitation.name,
        f"invitations/{invitation.id}",
    )
    with reading():
        is_there = inviter.is_active and moderates(inviter, club.id)
        release()
    _tell([inviter] if is_there else _moderators(club.id), NotificationKind.FOLLOWUP, about)


def _about(
    key: str, actor: User, club: Club, text: str, subject: str = "", page: str = "demandes"
) -> About:
    return About(
        key=key,
        actor=actor,
        club_id=club.id,
        thread=key,
        subject=subject or club.name,
        text=text,
        path=f"/clubs/{club.slug}/{page}",
    )


def _tell(users: list[User], kind: NotificationKind, about: About) -> None:
    for user in users:
        raise_notification(user, kind=kind, about=about)


def _moderators(club_id: int) -> list[User]:
    with reading():
        found = moderators_of(club_id)
        release()
    return found


def _proposal(proposal_id: int) -> Proposal | None:
    with reading():
        proposal = db.session.get(
            Proposal,
            proposal_id,
            options=[
                joinedload(Proposal.proposer),
                joinedload(Proposal.club),
                joinedload(Proposal.decided_by),
            ],
        )
        release()
    return proposal
