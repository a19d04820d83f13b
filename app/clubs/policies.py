"""Who may do what in clubs. Reaching a club already took a membership."""

from app.accounts.models import User
from app.accounts.queries import administers_person
from app.clubs.models import Batch, Club, Invitation, JoinRequest, Membership, Proposal
from app.clubs.queries import moderates, moderates_one_of
from app.core.policies import allows


@allows("invite to", Club, privileged=True)
def moderators_may_invite(user: User, club: Club) -> bool:
    """Moderators bring people in, while the club lives."""
    return club.archived_at is None and moderates(user, club.id)


@allows("name moderators of", Club, grave=True)
def moderators_may_name_moderators(user: User, club: Club) -> bool:
    """By an invitation as by a change of role: whoever looks after the club, proven anew."""
    return moderators_may_invite(user, club)


@allows("see invitations of", Club, privileged=True)
def moderators_may_see_invitations(user: User, club: Club) -> bool:
    """Addresses of strangers are for moderators."""
    return moderates(user, club.id)


@allows("propose to", Club)
def members_may_propose(user: User, club: Club) -> bool:
    """Every member may suggest a colleague; a moderator confirms."""
    return club.archived_at is None


@allows("ask in", Club)
def members_may_ask(user: User, club: Club) -> bool:
    """Every member may ask, while the club lives."""
    return club.archived_at is None


@allows("announce in", Club)
def moderators_may_announce(user: User, club: Club) -> bool:
    """Announcements are the moderators'."""
    return club.archived_at is None and moderates(user, club.id)


@allows("join", Club)
def those_who_see_a_listed_club_may_ask(user: User, club: Club) -> bool:
    """Being shown a listed club is being free to ask."""
    return club.is_listed and club.archived_at is None


@allows("decide on", JoinRequest, privileged=True)
def moderators_may_decide_on_requests(user: User, request: JoinRequest) -> bool:
    """The moderators of the club, while it lives."""
    return moderators_may_invite(user, request.club)


@allows("decide on", Proposal, privileged=True)
def moderators_may_decide_on_proposals(user: User, proposal: Proposal) -> bool:
    """The moderators of the club, while it lives."""
    return moderators_may_invite(user, proposal.club)


@allows("resend", Invitation, privileged=True)
def moderators_may_resend(user: User, invitation: Invitation) -> bool:
    """Any moderator of every club the invitation leads to, while they live."""
    return all(moderators_may_invite(user, club) for club in invitation.clubs)


@allows("revoke", Invitation, privileged=True)
def moderators_may_revoke(user: User, invitation: Invitation) -> bool:
    """Any moderator of every club the invitation leads to."""
    return all(moderates(user, club.id) for club in invitation.clubs)


@allows("print", Invitation, privileged=True)
def moderators_may_print(user: User, invitation: Invitation) -> bool:
    """Any moderator of every club the invitation leads to: the letter carries its code."""
    return moderators_may_resend(user, invitation)


@allows("send", Batch, privileged=True)
def own_batch(user: User, batch: Batch) -> bool:
    """Who drew up the list, while still a moderator of each of its clubs."""
    return batch.inviter_id == user.id and all(moderates(user, club.id) for club in batch.clubs)


@allows("see the journal of", Club, privileged=True)
def moderators_may_see_the_journal(user: User, club: Club) -> bool:
    """What was done to the club and its members, and by whom."""
    return moderates(user, club.id)


@allows("edit", Club, privileged=True)
def moderators_may_edit_a_club(user: User, club: Club) -> bool:
    """Its words, its colour, whether it is announced."""
    return moderates(user, club.id)


@allows("leave", Membership)
def members_may_leave(user: User, membership: Membership) -> bool:
    """One's own membership."""
    return membership.user_id == user.id


@allows("remove", Membership, grave=True)
def moderators_may_remove(user: User, membership: Membership) -> bool:
    """Somebody else of the club that one looks after."""
    return membership.user_id != user.id and moderates(user, membership.club_id)


@allows("change the role of", Membership, grave=True)
def moderators_may_change_roles(user: User, membership: Membership) -> bool:
    """Moderators name, and un-name, moderators."""
    return moderates(user, membership.club_id)


@allows("see the address of", User)
def those_who_look_after_may_see_an_address(user: User, person: User) -> bool:
    """Oneself, the moderators of one's clubs, the administrators of one's operator."""
    return (
        user.id == person.id or moderates_one_of(user, person) or administers_person(user, person)
    )


@allows("put away the welcome of", Membership)
def own_welcome(user: User, membership: Membership) -> bool:
    """One's own."""
    return membership.user_id == user.id
