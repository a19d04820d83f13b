"""Coming in: by an invitation, as a new person or as one who has an account."""

from __future__ import annotations

from sqlalchemy import update

from app.accounts.models import User
from app.accounts.operations import create_user
from app.accounts.passwords import accept_password, hash_password
from app.clubs.errors import InvitationUsed
from app.clubs.events import InvitationAccepted, MemberAdded
from app.clubs.models import Invitation, Role, Step, StepKind
from app.clubs.operations.belonging import add_member
from app.clubs.queries import membership_of
from app.core import clock
from app.core.database import db
from app.core.errors import Invalid
from app.core.events import record
from app.core.i18n import lazy
from app.core.text import one_line
from app.core.transaction import atomic, release
from app.organizations.models import Organization


def accept_invitation(
    invitation: Invitation,
    *,
    name: str,
    job_title: str,
    organization: Organization | None,
    password: str | None,
) -> User:
    """Come in as a new person. The address counts as confirmed: the link reached it.

    Without a password for whom a provider vouches: that is the way in from then on.

    Raises Invalid (name, job_title, organization, password), InvitationUsed.
    """
    name = one_line(name, "name", longest=80)
    job_title = one_line(job_title, "job_title", longest=120)
    if organization is None:
        raise Invalid("organization", lazy("Choisissez votre collectivité dans la liste."))
    hashed = None
    if password is not None:
        accept_password(
            password, about=(*name.split(), invitation.email, invitation.email.partition("@")[0])
        )
        release()
        hashed = hash_password(password)
    with atomic():
        _use_up(invitation)
        user = create_user(
            invitation.email,
            name=name,
            job_title=job_title,
            organization=organization,
            password_hash=hashed,
        )
        _join(invitation, user)
    return user


def join_by_invitation(invitation: Invitation, *, user: User) -> None:
    """Add the invitation's clubs to an existing member. Raises InvitationUsed."""
    with atomic():
        _use_up(invitation)
        _join(invitation, user)


def bring_in(invitation: Invitation, user: User) -> None:
    """Add the clubs to who has an account already, and tell that person; belongs in atomic()."""
    invitation.accepted_at = clock.now()
    _join(invitation, user)
    record(MemberAdded(invitation.id))


def _use_up(invitation: Invitation) -> None:
    # One UPDATE decides who wins: select-then-update let 3 to 16 threads in on PostgreSQL.
    won = db.session.execute(
        update(Invitation)
        .where(
            Invitation.id == invitation.id,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
            Invitation.expires_at > clock.now(),
        )
        .values(accepted_at=clock.now())
        .returning(Invitation.id)
    ).scalar()
    if won is None:
        raise InvitationUsed


def _join(invitation: Invitation, user: User) -> None:
    invitation.user_id = user.id
    for club in invitation.clubs:
        if membership_of(user, club.id) is None:
            add_member(club, user=user, role=Role(invitation.role), by=invitation.inviter)
    db.session.add(
        Step(invitation_id=invitation.id, kind=StepKind.ACCEPTED, at=clock.now(), actor_id=user.id)
    )
    record(InvitationAccepted(invitation.id))
