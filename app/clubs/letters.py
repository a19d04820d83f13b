"""The e-mails of clubs. Each is asked again, when it leaves, whether it still holds."""

from __future__ import annotations

from flask import current_app
from sqlalchemy.orm import joinedload, selectinload

from app.clubs.events import InvitationReminded, InvitationSent, JoinRequestDecided, MemberAdded
from app.clubs.models import Invitation, JoinRequest, StepKind
from app.clubs.operations.inviting import add_step
from app.clubs.queries import size_of
from app.config import Settings
from app.core.database import db, reading
from app.core.jobs import slow
from app.core.mail import Letter, send
from app.core.tokens import derive
from app.core.transaction import atomic, release


@slow
def send_invitation(event: InvitationSent) -> None:
    """Send the invitation's letter, unless it was used, revoked or sent anew meanwhile."""
    invitation, letter = _of_invitation(event, template="invitation")
    if invitation and letter:
        send(letter)
        with atomic():
            add_step(invitation, StepKind.SENT, None)


@slow
def send_reminder(event: InvitationReminded) -> None:
    """Recall the invitation, unless it was used, revoked or sent anew meanwhile."""
    _, letter = _of_invitation(event, template="reminder")
    if letter:
        send(letter)


@slow
def send_added(event: MemberAdded) -> None:
    """Tell a member of the network that a club was added."""
    with reading():
        invitation = _invitation(event.invitation_id)
        is_there = invitation and invitation.user and invitation.user.is_active
        letter = _added(invitation) if invitation and is_there else None
        release()
    if letter:
        send(letter)


@slow
def send_decision(event: JoinRequestDecided) -> None:
    """Tell who asked to join what was decided."""
    with reading():
        request = db.session.get(
            JoinRequest,
            event.request_id,
            options=[
                joinedload(JoinRequest.user),
                joinedload(JoinRequest.club),
                joinedload(JoinRequest.decided_by),
            ],
        )
        letter = _decision(request) if request and request.user.is_active else None
        release()
    if letter:
        send(letter)


def _of_invitation(
    event: InvitationSent | InvitationReminded, *, template: str
) -> tuple[Invitation | None, Letter | None]:
    with reading():
        invitation = _invitation(event.invitation_id)
        is_current = (
            invitation is not None
            and invitation.state == "pending"
            and invitation.token_hash == event.nonce_hash
        )
        letter = _letter(invitation, template) if invitation and is_current else None
        release()
    return invitation, letter


def _letter(invitation: Invitation, template: str) -> Letter:
    club = invitation.clubs[0]
    token = derive("invitation", invitation.nonce)
    again = f".{invitation.reminders}" if template == "reminder" else ""
    return Letter(
        template,
        to=invitation.email,
        to_name=invitation.name,
        key=f"invitation.{invitation.id}.{invitation.token_hash[:12]}{again}",
        thread=f"invitation.{invitation.id}.{invitation.token_hash[:12]}" if again else None,
        words={
            "inviter": invitation.inviter.name,
            "name": invitation.name,
            "club": club.name,
            "clubs": [club.name for club in invitation.clubs],
            "size": size_of(club),
            "message": invitation.message,
            "expires_at": invitation.expires_at,
            "address": f"{_base()}/invitation/{token}",
        },
    )


def _added(invitation: Invitation) -> Letter:
    user = invitation.user
    assert user is not None
    club = invitation.clubs[0]
    return Letter(
        "added",
        to=user.email,
        to_name=user.name,
        language=user.language,
        key=f"added.{invitation.id}",
        words={
            "name": user.first_name,
            "inviter": invitation.inviter.name,
            "clubs": [club.name for club in invitation.clubs],
            "message": invitation.message,
            "address": f"{_base()}/clubs/{club.slug}",
        },
    )


def _decision(request: JoinRequest) -> Letter:
    return Letter(
        "decision",
        to=request.user.email,
        to_name=request.user.name,
        language=request.user.language,
        key=f"decision.{request.id}",
        words={
            "name": request.user.first_name,
            "actor": request.decided_by.name if request.decided_by else "",
            "club": request.club.name,
            "is_granted": request.is_granted,
            "answer": request.answer,
            "address": f"{_base()}/clubs/{request.club.slug}" if request.is_granted else _base(),
        },
    )


def _invitation(invitation_id: int) -> Invitation | None:
    return db.session.get(
        Invitation,
        invitation_id,
        options=[
            selectinload(Invitation.clubs),
            joinedload(Invitation.inviter),
            joinedload(Invitation.user),
        ],
    )


def _base() -> str:
    settings: Settings = current_app.extensions["settings"]
    return settings.base_url
