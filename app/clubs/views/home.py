"""Pages of a club's people and rules."""

from __future__ import annotations

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.identity import current_member
from app.accounts.models import User
from app.clubs import operations, queries
from app.clubs.views import blueprint
from app.clubs.web import membership_in_reach, where_to_begin
from app.core.web import authorize, own_affairs


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """Lead to the member's first club."""
    own_affairs()
    member = current_member()
    if member.charter_accepted_at is None:
        return redirect(url_for("onboarding.charter"))
    memberships = queries.memberships_of(member)
    if member.introduced_at is None and memberships:
        return redirect(url_for("onboarding.introduction"))
    if not memberships:
        return render_template("clubs/none.html")
    return redirect(url_for("forum.club_home", slug=where_to_begin(memberships).club.slug))


@blueprint.post("/clubs/<slug>/accueil")
def put_welcome_away(slug: str) -> ResponseReturnValue:
    """The member has read the welcome."""
    membership = membership_in_reach(slug)
    authorize("put away the welcome of", membership)
    operations.put_welcome_away(membership)
    return redirect(url_for("forum.club_home", slug=slug))


@blueprint.get("/clubs/<slug>/membres/proposes")
def people(slug: str) -> ResponseReturnValue:
    """Members whose name holds the words typed after @: at most eight."""
    club = membership_in_reach(slug).club
    found = queries.people_named(club, request.args.get("q", "")[:80], most=8)
    return jsonify(items=[_proposed(user) for user in found])


@blueprint.get("/clubs/<slug>/regles")
def rules(slug: str) -> str:
    """What the club is, and its rules."""
    membership = membership_in_reach(slug)
    moderators = queries.moderators_of(membership.club_id)
    return render_template(
        "clubs/rules.html", club=membership.club, membership=membership, moderators=moderators
    )


def _proposed(user: User) -> dict[str, object]:
    organization = user.organization
    bracket = organization.bracket if organization else None
    words = [
        user.job_title,
        organization.name if organization else "",
        str(bracket.label) if bracket else "",
    ]
    return {"id": user.id, "name": user.name, "place": " · ".join(filter(None, words))}
