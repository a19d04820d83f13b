"""The e-mails of clubs."""

from __future__ import annotations

from flask import current_app
from sqlalchemy.orm import joinedload, selectinload

from app.clubs.events import InvitationSent
from app.clubs.models import Invitation
from app.clubs.queries import size_of
from app.config import Settings
from app.core.database import db, reading
from app.core.jobs import slow
from app.core.mail import Letter, send
from app.core.tokens import derive
from app.core.transaction import release


@slow
def send_invitation(event: InvitationSent) -> None:
    """Send the invitation's letter, unless it was used, revoked or sent anew meanwhile."""
    with reading():
        invitation = db.session.get(
            Invitation,
            event.invitation_id,
            options=[selectinload(Invitation.clubs), joinedload(Invitation.inviter)],
        )
        is_current = (
            invitation is not None
            and invitation.state == "pending"
            and invitation.token_hash == event.nonce_hash
        )
        letter = _letter(invitation) if invitation and is_current else None
        release()
    if letter:
        send(letter)


def _letter(invitation: Invitation) -> Letter:
    settings: Settings = current_app.extensions["settings"]
    club = invitation.clubs[0]
    token = derive("invitation", invitation.nonce)
    return Letter(
        "invitation",
        to=invitation.email,
        key=f"invitation.{invitation.id}.{invitation.token_hash[:12]}",
        words={
            "inviter": invitation.inviter.name,
            "club": club.name,
            "size": size_of(club),
            "message": invitation.message,
            "expires_at": invitation.expires_at,
            "address": f"{settings.base_url}/invitation/{token}",
        },
    )
