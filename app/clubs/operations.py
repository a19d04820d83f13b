"""Changing clubs: founding, joining, inviting."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

from sqlalchemy import delete, select, update

from app.accounts.events import UserSuspended
from app.accounts.models import User
from app.accounts.operations import clean_email, create_user
from app.accounts.passwords import accept_password, hash_password
from app.accounts.queries import user_with_email
from app.clubs.errors import AlreadyInvited, AlreadyMember, InvitationUsed, SlugIsTaken
from app.clubs.events import (
    ClubFounded,
    InvitationAccepted,
    InvitationSent,
    MemberJoined,
    MembershipEnded,
)
from app.clubs.models import Club, Color, DeadToken, Invitation, Membership, Role
from app.clubs.queries import club_with_slug, membership_of
from app.core import clock
from app.core.database import db
from app.core.errors import Invalid
from app.core.events import record
from app.core.i18n import lazy
from app.core.rich_text import from_html
from app.core.text import one_line, paragraph
from app.core.tokens import derive, digest
from app.core.transaction import atomic, release
from app.organizations.models import Operator, Organization

INVITATION_LIFE = timedelta(days=30)

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def found_club(
    slug: str,
    *,
    name: str,
    profession: str,
    description: str = "",
    color: Color = Color.PETROL,
    operators: list[Operator] | None = None,
) -> Club:
    """A new club. Raises Invalid, SlugIsTaken."""
    if not _SLUG.fullmatch(slug) or len(slug) > 60:
        raise Invalid(
            "slug", lazy("Écrivez l’adresse en minuscules, sans accent, avec des tirets.")
        )
    with atomic():
        if club_with_slug(slug):
            raise SlugIsTaken
        club = Club(
            slug=slug,
            name=one_line(name, "name", longest=80),
            profession=one_line(profession, "profession", longest=80),
            description=one_line(description, "description", longest=300, required=False),
            color=color,
            founded_at=clock.now(),
            operators=operators or [],
        )
        db.session.add(club)
        db.session.flush()
        record(ClubFounded(club.id))
    return club


def describe_club(club: Club, *, welcome: str, rules: str) -> None:
    """Set the welcome shown on a first visit, and the rules. Raises Invalid."""
    with atomic():
        club.welcome_html = from_html(welcome, "welcome").html
        club.rules_html = from_html(rules, "rules").html


def add_member(club: Club, *, user: User, role: Role = Role.MEMBER) -> Membership:
    """Put a person in a club, or change the role of a member."""
    with atomic():
        membership = membership_of(user, club.id)
        if membership is None:
            membership = Membership(user=user, club=club, role=role, joined_at=clock.now())
            db.session.add(membership)
            db.session.flush()
            record(MemberJoined(user.id, club.id))
        else:
            membership.role = role
    return membership


def end_membership(membership: Membership) -> None:
    """Take a person out of a club; access ends everywhere at once."""
    with atomic():
        record(MembershipEnded(membership.user_id, membership.club_id))
        db.session.execute(delete(Membership).where(Membership.id == membership.id))


def revoke_invitations_of(event: UserSuspended | MembershipEnded) -> None:
    """What a person sent dies when that person goes (security.md I9)."""
    sent = update(Invitation).where(
        Invitation.inviter_id == event.user_id,
        Invitation.accepted_at.is_(None),
        Invitation.revoked_at.is_(None),
    )
    if isinstance(event, MembershipEnded):
        sent = sent.where(Invitation.clubs.any(Club.id == event.club_id))
    db.session.execute(
        sent.values(revoked_at=clock.now()).execution_options(synchronize_session=False)
    )


def put_welcome_away(membership: Membership) -> None:
    """The member has read the club's welcome."""
    with atomic():
        membership.welcomed_at = membership.welcomed_at or clock.now()


def invite(
    email: str, *, club: Club, inviter: User, role: Role = Role.MEMBER, message: str = ""
) -> Invitation:
    """Invite an address into a club; its letter leaves after the commit.

    Raises Invalid, AlreadyMember, AlreadyInvited.
    """
    email = clean_email(email)
    with atomic():
        # The club's row is the lock: two moderators who invite the same address send one letter.
        db.session.execute(select(Club.id).where(Club.id == club.id).with_for_update())
        person = user_with_email(email)
        if person and membership_of(person, club.id):
            raise AlreadyMember
        if _pending(email, club):
            raise AlreadyInvited
        invitation = Invitation(
            email=email,
            role=role,
            message=paragraph(message, "message", longest=1_000),
            inviter=inviter,
            clubs=[club],
        )
        db.session.add(invitation)
        _send(invitation)
    return invitation


def resend_invitation(invitation: Invitation) -> None:
    """Send a new letter with a new token; the old link dies. Raises InvitationUsed."""
    with atomic():
        if invitation.accepted_at:
            raise InvitationUsed
        locked = select(Invitation.token_hash).where(Invitation.id == invitation.id)
        current = db.session.scalars(locked.with_for_update()).one()
        db.session.add(DeadToken(token_hash=current, invitation_id=invitation.id))
        _send(invitation)


def revoke_invitation(invitation: Invitation) -> None:
    """Take an invitation back. Raises InvitationUsed."""
    with atomic():
        if invitation.accepted_at:
            raise InvitationUsed
        invitation.revoked_at = invitation.revoked_at or clock.now()


def accept_invitation(
    invitation: Invitation,
    *,
    name: str,
    job_title: str,
    organization: Organization | None,
    password: str,
) -> User:
    """Come in as a new person. The address counts as confirmed: the link reached it.

    Raises Invalid (name, job_title, organization, password), InvitationUsed.
    """
    name = one_line(name, "name", longest=80)
    job_title = one_line(job_title, "job_title", longest=120)
    if organization is None:
        raise Invalid("organization", lazy("Choisissez votre collectivité dans la liste."))
    accept_password(password, about=(*name.split(), invitation.email.partition("@")[0]))
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


def _send(invitation: Invitation) -> None:
    invitation.nonce = secrets.token_urlsafe(32)
    invitation.token_hash = digest(derive("invitation", invitation.nonce))
    invitation.sent_at = clock.now()
    invitation.expires_at = clock.now() + INVITATION_LIFE
    invitation.revoked_at = None
    db.session.flush()
    record(InvitationSent(invitation.id, invitation.token_hash))


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
            add_member(club, user=user, role=invitation.role)
    record(InvitationAccepted(invitation.id))


def _pending(email: str, club: Club) -> bool:
    living = select(Invitation.id).where(
        Invitation.email == email,
        Invitation.accepted_at.is_(None),
        Invitation.revoked_at.is_(None),
        Invitation.expires_at > clock.now(),
        Invitation.clubs.any(Club.id == club.id),
    )
    return db.session.scalar(living.limit(1)) is not None
