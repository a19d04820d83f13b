"""Changing clubs: one verb, one transaction."""

from app.clubs.operations.belonging import (
    add_member,
    change_role,
    end_membership,
    leave_club,
    put_welcome_away,
    remove_member,
)
from app.clubs.operations.entering import accept_invitation, join_by_invitation
from app.clubs.operations.forgetting import Traces, end_memberships, forget_person
from app.clubs.operations.founding import (
    ClubWords,
    archive_club,
    describe_club,
    edit_club,
    found_club,
    open_to_operators,
    reopen_club,
)
from app.clubs.operations.inviting import (
    Welcome,
    ask_again,
    invite,
    lock_clubs,
    move_to_address,
    resend_invitation,
    resend_invitations,
    revoke_invitation,
    revoke_invitations_of,
    write_letter,
)
from app.clubs.operations.listing import confirm_batch, draw_up_batch, finish_batch, send_batch
from app.clubs.operations.reading import decode_list
from app.clubs.operations.recalling import remind_the_invited, tell_of_lapsed_invitations
from app.clubs.operations.requesting import (
    accept_proposal,
    ask_to_join,
    grant_request,
    propose_member,
    put_proposal_aside,
    refuse_request,
)

__all__ = [
    "ClubWords",
    "Traces",
    "Welcome",
    "accept_invitation",
    "accept_proposal",
    "add_member",
    "archive_club",
    "ask_again",
    "ask_to_join",
    "change_role",
    "confirm_batch",
    "decode_list",
    "describe_club",
    "draw_up_batch",
    "edit_club",
    "end_membership",
    "end_memberships",
    "finish_batch",
    "forget_person",
    "found_club",
    "grant_request",
    "invite",
    "join_by_invitation",
    "leave_club",
    "lock_clubs",
    "move_to_address",
    "open_to_operators",
    "propose_member",
    "put_proposal_aside",
    "put_welcome_away",
    "refuse_request",
    "remind_the_invited",
    "remove_member",
    "reopen_club",
    "resend_invitation",
    "resend_invitations",
    "revoke_invitation",
    "revoke_invitations_of",
    "send_batch",
    "tell_of_lapsed_invitations",
    "write_letter",
]
