"""Changing clubs: one verb, one transaction."""

from app.clubs.operations.entering import accept_invitation, join_by_invitation
from app.clubs.operations.founding import (
    add_member,
    describe_club,
    end_membership,
    found_club,
    put_welcome_away,
)
from app.clubs.operations.inviting import (
    Welcome,
    ask_again,
    invite,
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
    "Welcome",
    "accept_invitation",
    "accept_proposal",
    "add_member",
    "ask_again",
    "ask_to_join",
    "confirm_batch",
    "decode_list",
    "describe_club",
    "draw_up_batch",
    "end_membership",
    "finish_batch",
    "found_club",
    "grant_request",
    "invite",
    "join_by_invitation",
    "move_to_address",
    "propose_member",
    "put_proposal_aside",
    "put_welcome_away",
    "refuse_request",
    "remind_the_invited",
    "resend_invitation",
    "resend_invitations",
    "revoke_invitation",
    "revoke_invitations_of",
    "send_batch",
    "tell_of_lapsed_invitations",
    "write_letter",
]
