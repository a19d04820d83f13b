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


@dataclass(frozen=True)
class InvitationReminded(Event):
    """An invitation waits for its reminder."""

    invitation_id: int
    nonce_hash: str


@dataclass(frozen=True)
class InvitationLapsed(Event):
    """Nobody came within thirty days."""

    invitation_id: int


@dataclass(frozen=True)
class InvitationAskedAgain(Event):
    """Somebody with a dead link would like a new one."""

    invitation_id: int


@dataclass(frozen=True)
class MemberAdded(Event):
    """An invitation reached somebody who had an account: the clubs were added at once."""

    invitation_id: int


@dataclass(frozen=True)
class BatchConfirmed(Event):
    """A list of invitations is to be sent."""

    batch_id: int


@dataclass(frozen=True)
class JoinRequested(Event):
    """A member would like to enter a club."""

    request_id: int


@dataclass(frozen=True)
class JoinRequestDecided(Event):
    """A moderator granted or refused."""

    request_id: int


@dataclass(frozen=True)
class MemberProposed(Event):
    """A member suggests a colleague."""

    proposal_id: int


@dataclass(frozen=True)
class ProposalAccepted(Event):
    """The suggested colleague was invited."""

    proposal_id: int


@dataclass(frozen=True)
class MemberRoleChanged(Event):
    """A member looks after the club now, or no longer."""

    user_id: int
    club_id: int


@dataclass(frozen=True)
class ClubArchived(Event):
    """The club is read, and written in no more."""

    club_id: int
