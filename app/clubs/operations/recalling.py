"""The schedule of invitations: two reminders, then the inviter is told."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.clubs.events import InvitationLapsed, InvitationReminded
from app.clubs.models import Invitation, StepKind
from app.clubs.operations.inviting import add_step
from app.clubs.queries import unanswered_invitations
from app.core import clock
from app.core.database import db
from app.core.events import record
from app.core.jobs import every
from app.core.transaction import atomic

REMINDERS = ((2, timedelta(days=10)), (1, timedelta(days=2)))
"""The last one first: after a long silence of the server, one letter and not two."""
AT_A_TIME = 200


@every(timedelta(hours=1))
def remind_the_invited() -> None:
    """Recall invitations that wait since two days, and since ten."""
    for number, age in REMINDERS:
        with atomic():
            waiting = unanswered_invitations(before=number, age=age)
            found = waiting.order_by(Invitation.id).limit(AT_A_TIME)
            for invitation in db.session.scalars(found.with_for_update(skip_locked=True)):
                invitation.reminders = number
                add_step(invitation, StepKind.REMINDED, None)
                record(InvitationReminded(invitation.id, invitation.token_hash))


@every(timedelta(hours=1))
def tell_of_lapsed_invitations() -> None:
    """Tell the inviters whom nobody answered within thirty days."""
    lapsed = select(Invitation).where(
        Invitation.accepted_at.is_(None),
        Invitation.revoked_at.is_(None),
        Invitation.lapsed_at.is_(None),
        Invitation.expires_at <= clock.now(),
    )
    with atomic():
        found = lapsed.order_by(Invitation.id).limit(AT_A_TIME)
        for invitation in db.session.scalars(found.with_for_update(skip_locked=True)):
            invitation.lapsed_at = clock.now()
            add_step(invitation, StepKind.LAPSED, None)
            record(InvitationLapsed(invitation.id))
