"""Pages of clubs: coming in, members, invitations."""

from __future__ import annotations

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import Select

from app.accounts.arrivals import link_pending_identity
from app.accounts.identity import current_member, sign_in
from app.accounts.models import User
from app.accounts.queries import user_with_email
from app.clubs import operations, queries
from app.clubs.errors import InvitationIsDead
from app.clubs.forms import AcceptForm, InviteForm
from app.clubs.models import Club, Invitation
from app.clubs.web import membership_in_reach, where_to_begin
from app.core import throttle
from app.core.database import db
from app.core.errors import Refusal
from app.core.forms import choices
from app.core.i18n import lazy
from app.core.pages import Page, page_of
from app.core.web import all_in_reach, authorize, in_reach, own_affairs, public
from app.organizations.queries import organization, organizations_matching

blueprint = Blueprint("clubs", __name__)

WRONG_LINKS_PER_ADDRESS = 60
INVITATIONS_PER_PAGE = 50


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """Lead to the member's first club."""
    own_affairs()
    memberships = queries.memberships_of(current_member())
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


@blueprint.get("/clubs/<slug>/membres")
def members(slug: str) -> str:
    """The people of the club."""
    club = membership_in_reach(slug).club
    people = all_in_reach(db.session.scalars(queries.members_of(club)))
    return render_template("clubs/members.html", club=club, memberships=people)


@blueprint.get("/clubs/<slug>/membres/proposes")
def people(slug: str) -> ResponseReturnValue:
    """Members whose name holds the words typed after @: at most eight."""
    club = membership_in_reach(slug).club
    found = queries.people_named(club, request.args.get("q", "")[:80], most=8)
    return jsonify(items=[_proposed(user) for user in found])


@blueprint.get("/clubs/<slug>/regles")
def rules(slug: str) -> str:
    """What the club is, and its rules."""
    club = membership_in_reach(slug).club
    return render_template("clubs/rules.html", club=club, moderators=queries.moderators_of(club.id))


@blueprint.route("/clubs/<slug>/invitations", methods=["GET", "POST"])
def invitations(slug: str) -> ResponseReturnValue:
    """Invite, and follow what became of each invitation."""
    club = membership_in_reach(slug).club
    authorize("see invitations of", club)
    form = InviteForm()
    if form.is_submitted():
        authorize("invite to", club)
        try:
            sent = operations.invite(
                form.email.data or "",
                club=club,
                inviter=current_member(),
                message=form.message.data or "",
            )
            flash(str(lazy("Invitation envoyée à %(email)s.", email=sent.email)))
            return redirect(url_for("clubs.invitations", slug=slug))
        except Refusal as refusal:
            form.refuse(refusal)
    page: Page[Invitation] = page_of(
        queries.invitations_to(club),
        newest_by=(Invitation.sent_at, Invitation.id),
        key=lambda row: (row.sent_at, row.id),
        after=request.args.get("apres"),
        size=INVITATIONS_PER_PAGE,
    )
    status = 422 if form.is_refused else 200
    return render_template("clubs/invitations.html", club=club, form=form, page=page), status


@blueprint.post("/clubs/<slug>/invitations/<int:invitation_id>/renvoyer")
def resend_invitation(slug: str, invitation_id: int) -> ResponseReturnValue:
    """Send a new letter; the old link dies."""
    invitation = _invitation_in_reach(slug, invitation_id)
    authorize("resend", invitation)
    operations.resend_invitation(invitation)
    flash(str(lazy("Nouvelle invitation envoyée à %(email)s.", email=invitation.email)))
    return redirect(url_for("clubs.invitations", slug=slug))


@blueprint.post("/clubs/<slug>/invitations/<int:invitation_id>/annuler")
def revoke_invitation(slug: str, invitation_id: int) -> ResponseReturnValue:
    """Take an invitation back."""
    invitation = _invitation_in_reach(slug, invitation_id)
    authorize("revoke", invitation)
    operations.revoke_invitation(invitation)
    flash(str(lazy("L’invitation de %(email)s est annulée.", email=invitation.email)))
    return redirect(url_for("clubs.invitations", slug=slug))


@blueprint.route("/invitation/<token>", methods=["GET", "POST"])
@public
def accept_invitation(token: str) -> ResponseReturnValue:
    """Come in: who one is, then a password. Opening uses nothing up: mail scanners open links."""
    invitation = _living_invitation(token)
    if isinstance(invitation, InvitationIsDead):
        return render_template("clubs/dead_invitation.html", dead=invitation), invitation.status
    if current_user.is_authenticated or user_with_email(invitation.email):
        return _join_as_member(invitation)
    form = AcceptForm()
    suggestions = list(
        db.session.scalars(organizations_matching(form.organization_name.data or ""))
    )
    form.organization.choices = choices((str(found.id), found.name) for found in suggestions)
    chosen = organization(_number(form.organization.data))
    page = "clubs/accept.html"
    if form.is_submitted() and "search" not in request.form:
        try:
            user = operations.accept_invitation(
                invitation,
                name=form.name.data or "",
                job_title=form.job_title.data or "",
                organization=chosen,
                password=form.password.data or "",
            )
            link_pending_identity(user, email=invitation.email)
            sign_in(user, device=request.user_agent.string, is_own_device=False)
            return redirect(url_for("clubs.home"))
        except Refusal as refusal:
            if refusal.field == "password":
                page = "clubs/accept_password.html"
            if refusal.field != "password" or "password" in request.form:
                form.refuse(refusal)
    words = {"invitation": invitation, "form": form, "suggestions": suggestions, "chosen": chosen}
    return render_template(page, **words), 422 if form.is_refused else 200


def _number(typed: str | None) -> int | None:
    """The id that a choice carries, unless somebody made one up."""
    text = typed or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _join_as_member(invitation: Invitation) -> ResponseReturnValue:
    """An existing member gains the club; a signed-out one signs in first."""
    own_affairs()
    if not current_user.is_authenticated:
        return redirect(url_for("accounts.sign_in", suite=request.path))
    is_mine = current_member().email == invitation.email
    if request.method == "POST" and is_mine:
        operations.join_by_invitation(invitation, user=current_member())
        return redirect(url_for("forum.club_home", slug=invitation.clubs[0].slug))
    page = "clubs/join.html" if is_mine else "clubs/other_address.html"
    return render_template(page, invitation=invitation), 200 if is_mine else 409


def _living_invitation(token: str) -> Invitation | InvitationIsDead:
    address = f"invitation-from:{request.remote_addr}"
    throttle.check((address, WRONG_LINKS_PER_ADDRESS))
    try:
        return queries.living_invitation(token)
    except InvitationIsDead as dead:
        throttle.count(address)
        return dead


def _invitation_in_reach(slug: str, invitation_id: int) -> Invitation:
    club: Club = membership_in_reach(slug).club
    rows: Select[Invitation] = queries.invitations_to(club)
    return in_reach(db.session.scalar(rows.where(Invitation.id == invitation_id)))


def _proposed(user: User) -> dict[str, object]:
    organization = user.organization
    bracket = organization.bracket if organization else None
    words = [
        user.job_title,
        organization.name if organization else "",
        str(bracket.label) if bracket else "",
    ]
    return {"id": user.id, "name": user.name, "place": " · ".join(filter(None, words))}
