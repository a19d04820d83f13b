"""What happens to accounts."""

from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True)
class PasswordLinkAsked(Event):
    """Somebody asked to choose a new password."""

    link_id: int


@dataclass(frozen=True)
class PasswordChanged(Event):
    """A member chose a new password; every other session has ended."""

    user_id: int


@dataclass(frozen=True)
class SessionEnded(Event):
    """A member signed out, or was signed out."""

    session_id: int
    user_id: int


@dataclass(frozen=True)
class UserSuspended(Event):
    """A person may no longer act; every session has ended."""

    user_id: int


@dataclass(frozen=True)
class UserReactivated(Event):
    """A suspended person may come in again."""

    user_id: int


@dataclass(frozen=True)
class SecondFactorChanged(Event):
    """A second factor was added, or taken away: the person is told by e-mail."""

    user_id: int


@dataclass(frozen=True)
class RoleChanged(Event):
    """A person looks after more, or less: every session ends, to begin anew."""

    user_id: int


@dataclass(frozen=True)
class IdentityLinked(Event):
    """An identity of an OpenID provider now opens a member's account."""

    identity_id: int
    user_id: int


@dataclass(frozen=True)
class IdentityUnlinked(Event):
    """It no longer does."""

    user_id: int
