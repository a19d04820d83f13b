"""Tying identities of an OpenID provider to members, and untying them."""

from __future__ import annotations

from sqlalchemy import delete, update

from app.accounts.errors import (
    IdentityIsTaken,
    NotInvited,
    OnlyWayIn,
    PasswordIsMissing,
    ProviderChanged,
)
from app.accounts.events import IdentityLinked, IdentityUnlinked
from app.accounts.models import ExternalIdentity, User
from app.accounts.queries import external_identity, identity_of, user_with_email
from app.accounts.strangers import ExternalPerson
from app.core import clock
from app.core.database import db
from app.core.events import record
from app.core.transaction import atomic, once


def member_behind(person: ExternalPerson) -> User | None:
    """The member this identity opens, noting its use. Raises NotInvited, ProviderChanged.

    A suspended member is refused in the words for somebody unknown.
    """
    known = external_identity(person.issuer, person.subject)
    if known is None:
        return None
    if not known.user.is_active:
        raise NotInvited
    if known.idp_id != person.idp_id:
        raise ProviderChanged
    with atomic():
        used = update(ExternalIdentity).where(ExternalIdentity.id == known.id)
        db.session.execute(used.values(last_used_at=clock.now()))
    return known.user


def member_to_link(person: ExternalPerson) -> User | None:
    """The member who has this address and may prove it by a password.

    Raises NotInvited (suspended), ProviderChanged (linked to another identity), PasswordIsMissing.
    """
    member = user_with_email(person.email)
    if member is None:
        return None
    if not member.is_active:
        raise NotInvited
    if identity_of(member, person.issuer):
        raise ProviderChanged
    if member.password_hash is None:
        raise PasswordIsMissing
    return member


def link_identity(user: User, person: ExternalPerson) -> ExternalIdentity:
    """From now on this identity opens the member's account; linking again changes nothing.

    Raises IdentityIsTaken (it opens somebody else's), ProviderChanged (this account has another).
    """
    identity, _ = once(
        lambda: external_identity(person.issuer, person.subject),
        lambda: _new_identity(user, person),
    )
    if identity.user_id != user.id:
        raise IdentityIsTaken
    return identity


def unlink_identity(user: User) -> None:
    """No identity of a provider opens the account any more. Raises OnlyWayIn without a password."""
    if user.password_hash is None:
        raise OnlyWayIn
    forget_identities(user)


def forget_identities(user: User) -> None:
    """Take every identity away, as an administrator: a link by e-mail stays as the way in."""
    with atomic():
        db.session.execute(delete(ExternalIdentity).where(ExternalIdentity.user_id == user.id))
        record(IdentityUnlinked(user.id))


def _new_identity(user: User, person: ExternalPerson) -> ExternalIdentity:
    if identity_of(user, person.issuer):
        raise ProviderChanged
    now = clock.now()
    identity = ExternalIdentity(
        issuer=person.issuer,
        subject=person.subject,
        user_id=user.id,
        idp_id=person.idp_id,
        linked_at=now,
        last_used_at=now,
    )
    db.session.add(identity)
    db.session.flush()
    record(IdentityLinked(identity.id, user.id))
    return identity
