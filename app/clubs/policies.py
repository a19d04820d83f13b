"""Who may do what in clubs. Reaching a club already took a membership."""

from app.accounts.models import User
from app.clubs.models import Club, Invitation, Membership
from app.clubs.queries import moderates
from app.core.policies import allows


@allows("invite to", Club)
def moderators_may_invite(user: User, club: Club) -> bool:
    """Moderators bring people in."""
    return moderates(user, club.id)


@allows("see invitations of", Club)
def moderators_may_see_invitations(user: User, club: Club) -> bool:
    """Addresses of strangers are for moderators."""
    return moderates(user, club.id)


@allows("ask in", Club)
def members_may_ask(user: User, club: Club) -> bool:
    """Every member may ask."""
    return True


@allows("announce in", Club)
def moderators_may_announce(user: User, club: Club) -> bool:
    """Announcements are the moderators'."""
    return moderates(user, club.id)


@allows("resend", Invitation)
def moderators_may_resend(user: User, invitation: Invitation) -> bool:
    """Any moderator of every club the invitation leads to."""
    return all(moderates(user, club.id) for club in invitation.clubs)


@allows("revoke", Invitation)
def moderators_may_revoke(user: User, invitation: Invitation) -> bool:
    """Any moderator of every club the invitation leads to."""
    return moderators_may_resend(user, invitation)


@allows("put away the welcome of", Membership)
def own_welcome(user: User, membership: Membership) -> bool:
    """One's own."""
    return membership.user_id == user.id
