"""Who may do what in clubs. Reaching a club already took a membership."""

from app.accounts.models import User
from app.clubs.models import Batch, Club, Invitation, JoinRequest, Membership, Proposal
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


@allows("propose to", Club)
def members_may_propose(user: User, club: Club) -> bool:
    """Every member may suggest a colleague; a moderator confirms."""
    return True


@allows("ask in", Club)
def members_may_ask(user: User, club: Club) -> bool:
    """Every member may ask."""
    return True


@allows("announce in", Club)
def moderators_may_announce(user: User, club: Club) -> bool:
    """Announcements are the moderators'."""
    return moderates(user, club.id)


@allows("join", Club)
def those_who_see_a_listed_club_may_ask(user: User, club: Club) -> bool:
    """Being shown a listed club is being free to ask."""
    return club.is_listed


@allows("decide on", JoinRequest)
def moderators_may_decide_on_requests(user: User, request: JoinRequest) -> bool:
    """The moderators of the club."""
    return moderates(user, request.club_id)


@allows("decide on", Proposal)
def moderators_may_decide_on_proposals(user: User, proposal: Proposal) -> bool:
    """The moderators of the club."""
    return moderates(user, proposal.club_id)


@allows("resend", Invitation)
def moderators_may_resend(user: User, invitation: Invitation) -> bool:
    """Any moderator of every club the invitation leads to."""
    return all(moderates(user, club.id) for club in invitation.clubs)


@allows("revoke", Invitation)
def moderators_may_revoke(user: User, invitation: Invitation) -> bool:
    """Any moderator of every club the invitation leads to."""
    return moderators_may_resend(user, invitation)


@allows("print", Invitation)
def moderators_may_print(user: User, invitation: Invitation) -> bool:
    """Any moderator of every club the invitation leads to: the letter carries its code."""
    return moderators_may_resend(user, invitation)


@allows("send", Batch)
def own_batch(user: User, batch: Batch) -> bool:
    """Who drew up the list, while still a moderator of each of its clubs."""
    return batch.inviter_id == user.id and all(moderates(user, club.id) for club in batch.clubs)


@allows("put away the welcome of", Membership)
def own_welcome(user: User, membership: Membership) -> bool:
    """One's own."""
    return membership.user_id == user.id
