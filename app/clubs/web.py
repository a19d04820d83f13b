"""The club of the page: found through the member's reach, shared by every feature's views."""

from __future__ import annotations

from flask import Flask, g, session
from flask_login import current_user

from app.accounts.identity import current_member, trusts
from app.accounts.models import User
from app.clubs import queries
from app.clubs.models import Membership
from app.core.web import in_reach

LAST_CLUB = "club"


def membership_in_reach(slug: str) -> Membership:
    """The asking member's place in the club called ``slug``, or 404."""
    membership = in_reach(queries.membership_in_reach(current_member(), slug))
    g.membership = membership
    if not g.get("bearer") and session.get(LAST_CLUB) != slug:
        session[LAST_CLUB] = slug
    return membership


@trusts
def moderates_something(user: User) -> bool:
    """Moderators look after others: they have a second factor."""
    return bool(queries.moderated_clubs(user))


def where_to_begin(memberships: list[Membership]) -> Membership:
    """The club the member was last in on this device, else one she looks after, else the first."""
    last = [place for place in memberships if place.club.slug == session.get(LAST_CLUB)]
    moderated = [place for place in memberships if place.is_moderator]
    return (last or moderated or memberships)[0]


def init_app(app: Flask) -> None:
    """Tell every template which clubs the member has and which one is open."""
    app.context_processor(_words)


def _words() -> dict[str, object]:
    if not current_user.is_authenticated:
        return {"my_memberships": [], "here": None, "waiting_requests": 0}
    memberships = queries.memberships_of(current_member())
    here = g.get("membership") or (where_to_begin(memberships) if memberships else None)
    waiting = queries.waiting_in([here]) if here else 0
    return {"my_memberships": memberships, "here": here, "waiting_requests": waiting}
