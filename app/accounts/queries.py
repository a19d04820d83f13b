"""Reading accounts."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import (
    ApiToken,
    Authenticator,
    ExternalIdentity,
    LinkKind,
    OperatorAdministrator,
    Passkey,
    PasswordLink,
    RecoveryCode,
    Session,
    SignInEntry,
    User,
)
from app.core import clock
from app.core.database import db
from app.core.tokens import digest
from app.organizations.models import Operator


def user_with_email(email: str) -> User | None:
    """The person with this address, case aside."""
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def session_with_token(token: str) -> Session | None:
    """The session this cookie token opens, with its person."""
    person = joinedload(Session.user).joinedload(User.organization)
    return db.session.scalar(
        select(Session).options(person).where(Session.token_hash == digest(token))
    )


def api_token(token: str) -> ApiToken | None:
    """The bearer token, while it is valid."""
    person = joinedload(ApiToken.user).joinedload(User.organization)
    found = db.session.scalar(
        select(ApiToken).options(person).where(ApiToken.token_hash == digest(token))
    )
    if found is None or (found.expires_at and found.expires_at <= clock.now()):
        return None
    return found


def living_password_link(token: str) -> PasswordLink | None:
    """The one-time link to choose a password, while it can be used."""
    return _living_link(token, LinkKind.PASSWORD)


def living_sign_in_link(token: str) -> PasswordLink | None:
    """The one-time link to come in, while it can be used."""
    return _living_link(token, LinkKind.SIGN_IN)


def _living_link(token: str, kind: LinkKind) -> PasswordLink | None:
    return db.session.scalar(
        select(PasswordLink)
        .options(joinedload(PasswordLink.user))
        .where(
            PasswordLink.token_hash == digest(token),
            PasswordLink.kind == kind,
            PasswordLink.used_at.is_(None),
            PasswordLink.expires_at > clock.now(),
        )
    )


def sessions_of(user: User) -> list[Session]:
    """Where the person is signed in, the latest first."""
    return list(
        db.session.scalars(
            select(Session).where(Session.user_id == user.id).order_by(Session.seen_at.desc())
        )
    )


def sign_ins_of(user: User, most: int) -> list[SignInEntry]:
    """The person's last sign-ins and refusals."""
    entries = select(SignInEntry).where(SignInEntry.user_id == user.id)
    return list(db.session.scalars(entries.order_by(SignInEntry.id.desc()).limit(most)))


def came_from(user_id: int, address: str) -> bool:
    """Whether the person came in from this address before."""
    there = select(SignInEntry.id).where(
        SignInEntry.user_id == user_id, SignInEntry.address == address, ~SignInEntry.is_refused
    )
    return db.session.scalar(there.limit(1)) is not None


def administered_operators(user: User) -> list[Operator]:
    """The operators the person looks after, by name; a superadministrator's are all of them."""
    found = select(Operator).order_by(Operator.name)
    if not user.is_superadmin:
        own = select(OperatorAdministrator.operator_id).where(
            OperatorAdministrator.user_id == user.id
        )
        found = found.where(Operator.id.in_(own))
    return list(db.session.scalars(found))


def administers_anything(user: User) -> bool:
    """Whether the person looks after an operator, or the platform."""
    own = select(OperatorAdministrator.user_id).where(OperatorAdministrator.user_id == user.id)
    return user.is_superadmin or db.session.scalar(own.limit(1)) is not None


def administers_person(user: User, person: User) -> bool:
    """Whether the first looks after the operator of the second's organization, or the platform."""
    if user.is_superadmin:
        return True
    operator_id = person.organization.operator_id if person.organization else None
    if operator_id is None:
        return False
    return db.session.get(OperatorAdministrator, (user.id, operator_id)) is not None


def names_of(ids: set[int]) -> dict[int, str]:
    """The names of people, for a journal that keeps numbers."""
    rows = select(User.id, User.name).where(User.id.in_(ids))
    return {row[0]: row[1] for row in db.session.execute(rows)}


def administrators_of(operator: Operator) -> list[User]:
    """Who looks after an operator, by name."""
    rows = select(User).join(OperatorAdministrator, OperatorAdministrator.user_id == User.id)
    found = rows.where(OperatorAdministrator.operator_id == operator.id)
    return list(db.session.scalars(found.order_by(User.folded_name)))


def authenticator_of(user: User) -> Authenticator | None:
    """The person's application of codes, once it was tried."""
    found = db.session.get(Authenticator, user.id)
    return found if found and found.confirmed_at else None


def passkeys_of(user: User) -> list[Passkey]:
    """The person's passkeys, the oldest first."""
    keys = select(Passkey).where(Passkey.user_id == user.id).order_by(Passkey.id)
    return list(db.session.scalars(keys))


def passkey_with_id(credential_id: bytes) -> Passkey | None:
    """The key a browser names."""
    return db.session.scalar(select(Passkey).where(Passkey.credential_id == credential_id))


def has_second_factor(user: User) -> bool:
    """Whether the person has something beside a password."""
    return authenticator_of(user) is not None or bool(passkeys_of(user))


def recovery_codes_left(user: User) -> int:
    """How many recovery codes still serve."""
    left = select(func.count(RecoveryCode.id)).where(
        RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None)
    )
    return db.session.scalar(left) or 0


def external_identity(issuer: str, subject: str) -> ExternalIdentity | None:
    """The identity the provider calls ``subject``, with its member."""
    return db.session.scalar(
        select(ExternalIdentity)
        .options(joinedload(ExternalIdentity.user))
        .where(ExternalIdentity.issuer == issuer, ExternalIdentity.subject == subject)
    )


def identity_of(user: User, issuer: str) -> ExternalIdentity | None:
    """The member's identity at this provider; the newest, should there be several."""
    return db.session.scalar(
        select(ExternalIdentity)
        .where(ExternalIdentity.user_id == user.id, ExternalIdentity.issuer == issuer)
        .order_by(ExternalIdentity.id.desc())
        .limit(1)
    )
