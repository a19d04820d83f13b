"""Inviting: one address at a time; sending anew, recalling, taking back."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select, update

from app.accounts.events import UserSuspended
from app.accounts.models import User
from app.accounts.operations import clean_email
from app.clubs.errors import (
    AlreadyInvited,
    AlreadyMember,
    ClubMissing,
    CodeUnknown,
    InvitationUsed,
    QuotaReached,
)
from app.clubs.events import (
    InvitationAskedAgain,
    InvitationSent,
    MemberRoleChanged,
    MembershipEnded,
)
from app.clubs.models import Club, DeadToken, Invitation, Role, Step, StepKind, Verdict
from app.clubs.operations.entering import bring_in
from app.clubs.operations.judging import Judgement, judge
from app.clubs.queries import invitations_sent_today, moderates
from app.core import clock
from app.core.database import db
from app.core.events import record
from app.core.text import one_line, paragraph
from app.core.tokens import code_digest, code_for, derive, digest
from app.core.transaction import atomic

INVITATION_LIFE = timedelta(days=30)
INVITATIONS_A_DAY = 1_500
MOST_CLAIMS = 10
ASK_AGAIN_EVERY = timedelta(days=1)


@dataclass(frozen=True)
class Welcome:
    """What an inviter offers: which clubs, in which role, with which words."""

    clubs: Sequence[Club]
    inviter: User
    role: Role = Role.MEMBER
    message: str = ""


def invite(email: str, welcome: Welcome, *, name: str = "") -> Invitation:
    """Invite an address; its letter leaves after the commit.

    Who has an account gains the clubs at once (then the invitation is accepted already), and a
    request to join them is granted. Raises Invalid, ClubMissing, AlreadyMember, AlreadyInvited,
    QuotaReached.
    """
    email = clean_email(email)
    name = one_line(name, "name", longest=80, required=False)
    message = paragraph(welcome.message, "message", longest=1_000)
    with atomic():
        lock_clubs(welcome.clubs)
        check_quota(welcome.inviter, 1)
        judgement = judge([email], welcome.clubs)[email]
        if judgement.verdict is Verdict.MEMBER:
            raise AlreadyMember
        if judgement.verdict is Verdict.INVITED:
            raise AlreadyInvited
        return write_invitation(email, judgement, welcome, name=name, message=message)


def write_letter(welcome: Welcome, *, name: str) -> Invitation:
    """An invitation on paper for somebody whose address is not known; its code opens it.

    Raises Invalid, ClubMissing, QuotaReached.
    """
    name = one_line(name, "name", longest=80)
    message = paragraph(welcome.message, "message", longest=1_000)
    with atomic():
        lock_clubs(welcome.clubs)
        check_quota(welcome.inviter, 1)
        invitation = _new(welcome, email="", name=name, message=message, clubs=welcome.clubs)
        _renew(invitation)
        add_step(invitation, StepKind.WRITTEN, welcome.inviter)
    return invitation


def write_invitation(
    email: str, judgement: Judgement, welcome: Welcome, *, name: str, message: str
) -> Invitation:
    """The invitation of an address found free by judge(); belongs in atomic(), under lock_clubs()."""
    invitation = _new(welcome, email=email, name=name, message=message, clubs=judgement.clubs)
    _renew(invitation)
    add_step(invitation, StepKind.WRITTEN, welcome.inviter)
    if judgement.user:
        bring_in(invitation, judgement.user)
    else:
        record(InvitationSent(invitation.id, invitation.token_hash))
    return invitation


def lock_clubs(clubs: Sequence[Club]) -> None:
    """One at a time: two moderators who invite the same address at once send one letter.

    Raises ClubMissing without a club. Belongs in atomic().
    """
    if not clubs:
        raise ClubMissing
    ids = sorted(club.id for club in clubs)
    db.session.execute(select(Club.id).where(Club.id.in_(ids)).order_by(Club.id).with_for_update())


def check_quota(inviter: User, more: int) -> None:
    """Raise QuotaReached when ``more`` letters would pass what a person may cause in a day."""
    if invitations_sent_today(inviter) + more > INVITATIONS_A_DAY:
        raise QuotaReached


def resend_invitation(invitation: Invitation, *, actor: User) -> None:
    """Send a new letter with a new token; the old link dies. Raises InvitationUsed, QuotaReached."""
    with atomic():
        check_quota(actor, 1)
        _resend(invitation, actor)


def resend_invitations(invitations: Sequence[Invitation], *, actor: User) -> int:
    """Send several anew, those without an address left aside; how many. Raises QuotaReached."""
    sendable = [one for one in invitations if one.email and not one.accepted_at]
    with atomic():
        check_quota(actor, len(sendable))
        for invitation in sendable:
            _resend(invitation, actor)
    return len(sendable)


def revoke_invitation(invitation: Invitation, *, actor: User) -> None:
    """Take an invitation back. Raises InvitationUsed."""
    with atomic():
        if invitation.accepted_at:
            raise InvitationUsed
        if invitation.revoked_at is None:
            invitation.revoked_at = clock.now()
            add_step(invitation, StepKind.REVOKED, actor)


def revoke_invitations_of(event: UserSuspended | MembershipEnded | MemberRoleChanged) -> None:
    """What a person sent dies when that person goes, or looks after the club no more (I9)."""
    if isinstance(event, MemberRoleChanged) and _still_moderates(event):
        return
    sent = update(Invitation).where(
        Invitation.inviter_id == event.user_id,
        Invitation.accepted_at.is_(None),
        Invitation.revoked_at.is_(None),
    )
    if not isinstance(event, UserSuspended):
        sent = sent.where(Invitation.clubs.any(Club.id == event.club_id))
    db.session.execute(
        sent.values(revoked_at=clock.now()).execution_options(synchronize_session=False)
    )


def _still_moderates(event: MemberRoleChanged) -> bool:
    return moderates(db.session.get_one(User, event.user_id), event.club_id)


def ask_again(invitation: Invitation) -> None:
    """Somebody with a dead link asks the inviter for a new one; once a day, more says nothing."""
    with atomic():
        now = clock.now()
        last = invitation.asked_again_at
        if invitation.accepted_at or (last and last > now - ASK_AGAIN_EVERY):
            return
        invitation.asked_again_at = now
        add_step(invitation, StepKind.ASKED_AGAIN, None)
        record(InvitationAskedAgain(invitation.id))


def move_to_address(invitation: Invitation, *, email: str) -> None:
    """Whoever typed the code of a letter says where the link goes; the code lives on until used.

    The address counts as confirmed only once that link is opened (security.md I9).
    Raises Invalid, CodeUnknown (it died meanwhile, or sent ten links already).
    """
    email = clean_email(email)
    with atomic():
        locked = select(Invitation).where(Invitation.id == invitation.id).with_for_update()
        db.session.scalars(locked.execution_options(populate_existing=True)).one()
        if invitation.state != "pending" or _claims(invitation) >= MOST_CLAIMS:
            raise CodeUnknown
        kept = invitation.code_hash, invitation.code_nonce, invitation.expires_at
        invitation.email = email
        _renew(invitation)
        invitation.code_hash, invitation.code_nonce, invitation.expires_at = kept
        add_step(invitation, StepKind.CLAIMED, None)
        record(InvitationSent(invitation.id, invitation.token_hash))


def _claims(invitation: Invitation) -> int:
    made = select(func.count(Step.id)).where(
        Step.invitation_id == invitation.id, Step.kind == StepKind.CLAIMED
    )
    return db.session.scalar(made) or 0


def add_step(invitation: Invitation, kind: StepKind, actor: User | None) -> None:
    """Write down one moment in the life of an invitation; belongs in atomic()."""
    db.session.flush()
    db.session.add(
        Step(
            invitation_id=invitation.id,
            kind=kind,
            at=clock.now(),
            actor_id=actor.id if actor else None,
        )
    )


def _new(
    welcome: Welcome, *, email: str, name: str, message: str, clubs: Sequence[Club]
) -> Invitation:
    return Invitation(
        email=email,
        name=name,
        role=welcome.role,
        message=message,
        inviter=welcome.inviter,
        clubs=list(clubs),
    )


def _resend(invitation: Invitation, actor: User) -> None:
    locked = select(Invitation.accepted_at, Invitation.token_hash).where(
        Invitation.id == invitation.id
    )
    accepted_at, _ = db.session.execute(locked.with_for_update()).one()
    if accepted_at:
        raise InvitationUsed
    _renew(invitation)
    add_step(invitation, StepKind.RESENT, actor)
    if invitation.email:
        record(InvitationSent(invitation.id, invitation.token_hash))


def _renew(invitation: Invitation) -> None:
    """A new link, a new code, thirty days more; the old link dies and knows why."""
    now = clock.now()
    if invitation.id is not None:
        current = db.session.scalars(
            select(Invitation.token_hash).where(Invitation.id == invitation.id)
        ).one()
        db.session.add(DeadToken(token_hash=current, invitation_id=invitation.id))
    invitation.nonce, invitation.code_nonce = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    invitation.token_hash = digest(derive("invitation", invitation.nonce))
    invitation.code_hash = code_digest(code_for("invitation", invitation.code_nonce))
    invitation.sent_at, invitation.expires_at = now, now + INVITATION_LIFE
    invitation.revoked_at = invitation.lapsed_at = None
    invitation.reminders = 0
    db.session.add(invitation)
    db.session.flush()
