"""What follows from what. Read this first.

``within``: in the same transaction. ``now``: in this process, best effort, quick. ``later``: by a
worker, at least once.
"""

from app.accounts.events import PasswordChanged, PasswordLinkAsked, SessionEnded, UserSuspended
from app.accounts.letters import send_password_link
from app.clubs.events import (
    ClubFounded,
    InvitationAccepted,
    InvitationSent,
    MemberJoined,
    MembershipEnded,
)
from app.clubs.letters import send_invitation
from app.core.events import Event, Reactions
from app.forum.events import (
    AnswerAccepted,
    AnswerValidated,
    AnswerWithdrawn,
    PostAdded,
    PostDeleted,
    PostEdited,
    TopicOpened,
    TopicRenamed,
)

NOTHING = Reactions()

REACTIONS: dict[type[Event], Reactions] = {
    PasswordLinkAsked: Reactions(later=(send_password_link,)),
    PasswordChanged: NOTHING,
    SessionEnded: NOTHING,
    UserSuspended: NOTHING,
    ClubFounded: NOTHING,
    MemberJoined: NOTHING,
    MembershipEnded: NOTHING,
    InvitationSent: Reactions(later=(send_invitation,)),
    InvitationAccepted: NOTHING,
    TopicOpened: NOTHING,
    TopicRenamed: NOTHING,
    PostAdded: NOTHING,
    PostEdited: NOTHING,
    PostDeleted: NOTHING,
    AnswerAccepted: NOTHING,
    AnswerValidated: NOTHING,
    AnswerWithdrawn: NOTHING,
}
