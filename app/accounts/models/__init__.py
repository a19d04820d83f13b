"""The tables of people and of what proves who they are."""

from app.accounts.models.factors import Authenticator, Passkey, RecoveryCode
from app.accounts.models.people import Expertise, OperatorAdministrator, Theme, User
from app.accounts.models.sessions import (
    ApiToken,
    ExternalIdentity,
    LinkKind,
    PasswordLink,
    Session,
    SignInEntry,
)

__all__ = [
    "ApiToken",
    "Authenticator",
    "Expertise",
    "ExternalIdentity",
    "LinkKind",
    "OperatorAdministrator",
    "Passkey",
    "PasswordLink",
    "RecoveryCode",
    "Session",
    "SignInEntry",
    "Theme",
    "User",
]
