"""Reading invitations."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import User
from app.clubs.errors import (
    CodeUnknown,
    InvitationExpired,
    InvitationReplaced,
    InvitationRevoked,
    InvitationUnknown,
    InvitationUsed,
)
from app.clubs.models import Batch, BatchLine, Club, DeadToken, Invitation, Step, StepKind
from app.core import clock
from app.core.database import db
from app.core.tokens import code_digest, digest

_DEAD = {
    "accepted": InvitationUsed,
    "expired": InvitationExpired,
    "revoked": InvitationRevoked,
}
_WHOLE = (
    selectinload(Invitation.clubs),
    joinedload(Invitation.inviter),
    joinedload(Invitation.user),
)


def invitations_to(club: Club, *, state: str = "", words: str = "") -> Select[Invitation]:
    """The invitations that lead to a club; those in one ``state``, whose address or name holds."""
    found = select(Invitation).options(*_WHOLE).where(Invitation.clubs.any(Club.id == club.id))
    if state:
        found = found.where(_is(state))
    if words:
        found = found.where(
            or_(
                Invitation.email.icontains(words, autoescape=True),
                Invitation.name.icontains(words, autoescape=True),
            )
        )
    return found


def living_invitation(token: str) -> Invitation:
    """The invitation this link opens. Raises an InvitationIsDead that says why it does not."""
    invitation = db.session.scalar(
        select(Invitation).options(*_WHOLE).where(Invitation.token_hash == digest(token))
    )
    if invitation is None:
        raise InvitationReplaced if _replaced_by(token) else InvitationUnknown
    if invitation.state in _DEAD:
        raise _DEAD[invitation.state]
    return invitation


def pending_invitation(email: str) -> Invitation | None:
    """The newest invitation to this address that can still be accepted."""
    found = select(Invitation).where(Invitation.email == email, _is("pending"))
    return db.session.scalar(found.order_by(Invitation.id.desc()).limit(1))


def known_invitation(token: str) -> Invitation | None:
    """The invitation that a link belongs or belonged to, alive or dead."""
    ids = [
        select(Invitation.id).where(Invitation.token_hash == digest(token)).scalar_subquery(),
        select(DeadToken.invitation_id)
        .where(DeadToken.token_hash == digest(token))
        .scalar_subquery(),
    ]
    return db.session.scalar(select(Invitation).options(*_WHOLE).where(Invitation.id.in_(ids)))


def invitation_with_code(code: str) -> Invitation:
    """The living invitation whose printed letter carries ``code``. Raises CodeUnknown."""
    invitation = db.session.scalar(
        select(Invitation).options(*_WHOLE).where(Invitation.code_hash == code_digest(code))
    )
    if invitation is None or invitation.state != "pending":
        raise CodeUnknown
    return invitation


def unanswered_invitations(*, before: int, age: timedelta) -> Select[Invitation]:
    """The living invitations sent at least ``age`` ago, without reminder number ``before``."""
    return select(Invitation).where(
        _is("pending"),
        Invitation.email != "",
        Invitation.reminders < before,
        Invitation.sent_at <= clock.now() - age,
    )


def invitations_sent_today(user: User) -> int:
    """How many letters a person caused in the last 24 hours."""
    sent = select(func.count(Step.id)).where(
        Step.actor_id == user.id,
        Step.kind.in_([StepKind.WRITTEN, StepKind.RESENT]),
        Step.at > clock.now() - timedelta(days=1),
    )
    return db.session.scalar(sent) or 0


def steps_of(invitation: Invitation) -> list[Step]:
    """What became of an invitation, from the first day on."""
    return list(
        db.session.scalars(
            select(Step)
            .options(joinedload(Step.actor))
            .where(Step.invitation_id == invitation.id)
            .order_by(Step.at, Step.id)
        )
    )


def batch_of(user: User, batch_id: int) -> Batch | None:
    """One of the person's own lists."""
    return db.session.scalar(
        select(Batch)
        .options(selectinload(Batch.clubs))
        .where(Batch.id == batch_id, Batch.inviter_id == user.id)
    )


def lines_of(batch: Batch) -> Select[BatchLine]:
    """The lines of a list, in order."""
    return select(BatchLine).where(BatchLine.batch_id == batch.id).order_by(BatchLine.number)


def tally(batch: Batch) -> tuple[dict[str, int], dict[str, int]]:
    """How many lines of a list have each verdict, and how many each outcome."""
    verdicts: dict[str, int] = {}
    outcomes: dict[str, int] = {}
    counted = select(BatchLine.verdict, BatchLine.outcome, func.count()).where(
        BatchLine.batch_id == batch.id
    )
    for verdict, outcome, count in db.session.execute(
        counted.group_by(BatchLine.verdict, BatchLine.outcome)
    ):
        verdicts[verdict] = verdicts.get(verdict, 0) + count
        if outcome:
            outcomes[outcome] = outcomes.get(outcome, 0) + count
    return verdicts, outcomes


def _is(state: str) -> ColumnElement[bool]:
    open_ = and_(Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None))
    return {
        "accepted": Invitation.accepted_at.is_not(None),
        "revoked": and_(Invitation.accepted_at.is_(None), Invitation.revoked_at.is_not(None)),
        "pending": and_(open_, Invitation.expires_at > clock.now()),
        "expired": and_(open_, Invitation.expires_at <= clock.now()),
    }[state]


def _replaced_by(token: str) -> bool:
    return db.session.get(DeadToken, digest(token)) is not None
