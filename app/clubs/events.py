"""What happens in clubs."""

from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True)
class ClubFounded(Event):
    """A club exists."""

    club_id: int


@dataclass(frozen=True)
class MemberJoined(Event):
    """A person is now in a club."""

    user_id: int
    club_id: int


@dataclass(frozen=True)
class MembershipEnded(Event):
    """A person is no longer in a club."""

    user_id: int
    club_id: int


@dataclass(frozen=True)
class InvitationSent(Event):
    """An invitation waits for its letter; ``nonce`` tells a letter sent anew from the one before."""

    invitation_id: int
    nonce_hash: str


@dataclass(frozen=True)
class InvitationAccepted(Event):
    """Somebody came in."""

    invitation_id: int
