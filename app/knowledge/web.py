"""The procedures of pages: found through the member's reach, and shown with what belongs to them."""

from __future__ import annotations

from flask import Flask, abort

from app.accounts.identity import current_member
from app.clubs.models import Membership
from app.core.web import in_reach
from app.knowledge.models import Procedure
from app.knowledge.queries import made_from, procedure_in_reach


def procedure_of(membership: Membership, procedure_id: int) -> Procedure:
    """The procedure with this id, in this club, or 404."""
    found = in_reach(procedure_in_reach(current_member(), procedure_id))
    return found if found.club_id == membership.club_id else abort(404)


def published_of(membership: Membership, procedure_id: int) -> Procedure:
    """The same, where the club reads it, or 404."""
    found = procedure_of(membership, procedure_id)
    return found if found.is_published else abort(404)


def init_app(app: Flask) -> None:
    """Let the page of an answer say what it became."""
    app.jinja_env.globals["procedure_made_from"] = made_from
