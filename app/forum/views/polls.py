"""Choosing in a poll."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.identity import current_member
from app.clubs.web import membership_in_reach
from app.core.errors import Refusal
from app.core.i18n import lazy
from app.core.web import authorize
from app.forum import operations
from app.forum.queries import poll_of
from app.forum.views import blueprint
from app.forum.views.reaching import topic_address, topic_of


@blueprint.post("/questions/<int:topic_id>/sondage")
def vote(slug: str, topic_id: int) -> ResponseReturnValue:
    """Choose, choose otherwise, or take one's choice back."""
    topic = topic_of(membership_in_reach(slug), topic_id)
    authorize("vote in", topic)
    chosen = {int(one) for one in request.form.getlist("option") if one.isdecimal()}
    shown = poll_of(topic, reader=current_member())
    if not chosen and shown is not None and not shown.has_voted:
        flash(str(lazy("Choisissez d’abord une réponse.")))
        return redirect(topic_address(topic))
    try:
        operations.vote(topic, user=current_member(), option_ids=chosen)
    except Refusal as refusal:
        flash(str(refusal))
        return redirect(topic_address(topic))
    flash(str(lazy("Votre choix est enregistré.") if chosen else lazy("Votre choix est retiré.")))
    return redirect(topic_address(topic))
