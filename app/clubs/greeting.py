"""Clubs greet the strangers they invited."""

from flask import url_for

from app.accounts.strangers import ExternalPerson, greets_strangers
from app.clubs.queries import pending_invitation
from app.core.tokens import derive


@greets_strangers
def lead_to_invitation(person: ExternalPerson) -> str | None:
    """The invitation sent to this address: the provider proves the address as the letter would."""
    invitation = pending_invitation(person.email)
    if invitation is None:
        return None
    return url_for("clubs.accept_invitation", token=derive("invitation", invitation.nonce))
