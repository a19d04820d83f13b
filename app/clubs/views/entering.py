"""Coming in: by the link of an e-mail, or by the code of a printed letter."""

from __future__ import annotations

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts import places
from app.accounts.arrivals import link_pending_identity, pending_identity
from app.accounts.identity import current_member, sign_in
from app.accounts.queries import user_with_email
from app.accounts.strangers import ExternalPerson
from app.clubs import operations, queries
from app.clubs.errors import CodeUnknown, InvitationIsDead
from app.clubs.forms import AcceptForm, CodeForm
from app.clubs.models import Invitation
from app.clubs.views import blueprint
from app.core import throttle
from app.core.errors import Refusal
from app.core.web import own_affairs, public

WRONG_LINKS_PER_ADDRESS = 60
LINKS_PER_CODE = 5


@blueprint.route("/invitation/<token>", methods=["GET", "POST"])
@public
def accept_invitation(token: str) -> ResponseReturnValue:
    """Come in: who one is, then a password. Opening uses nothing up: mail scanners open links."""
    invitation = _living_invitation(token)
    if isinstance(invitation, InvitationIsDead):
        return _explain(invitation, token)
    if current_user.is_authenticated or user_with_email(invitation.email):
        return _join_as_member(invitation)
    vouched = pending_identity()
    is_vouched = vouched is not None and vouched.email == invitation.email
    form = AcceptForm(name=_name(vouched) if is_vouched else invitation.name)
    page = "clubs/accept.html"
    if form.is_submitted() and "search" not in request.form:
        try:
            user = operations.accept_invitation(
                invitation,
                name=form.name.data or "",
                job_title=form.job_title.data or "",
                organization=places.chosen(form),
                password=None if is_vouched else form.password.data or "",
            )
            link_pending_identity(user, email=invitation.email)
            sign_in(user, device=request.user_agent.string, is_own_device=False)
            return redirect(url_for("clubs.home"))
        except Refusal as refusal:
            if refusal.field == "password":
                page = "clubs/accept_password.html"
            if refusal.field != "password" or "password" in request.form:
                form.refuse(refusal)
    words = {
        "invitation": invitation,
        "form": form,
        "suggestions": places.suggestions(form.organization_name.data or ""),
        "places_address": url_for("clubs.places_for_invited", token=token),
        "chosen": places.listed(form),
    }
    return render_template(page, **words), form.status


@blueprint.get("/invitation/<token>/collectivites")
@public
def places_for_invited(token: str) -> ResponseReturnValue:
    """Local authorities whose name holds what an invited person types."""
    invitation = _living_invitation(token)
    if isinstance(invitation, InvitationIsDead):
        return jsonify(items=[]), invitation.status
    typed = request.args.get("q", "")[:80]
    return jsonify(items=[places.described(found) for found in places.suggestions(typed)])


@blueprint.route("/rejoindre", methods=["GET", "POST"])
@public
def enter_code() -> ResponseReturnValue:
    """Type the code of a printed letter, and where the link is to be sent."""
    form = CodeForm(code=request.args.get("code", "")[:20])
    if form.is_submitted():
        try:
            email = _claim(form)
            return render_template("clubs/link_on_its_way.html", email=email)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("clubs/enter_code.html", form=form), form.status


def _claim(form: CodeForm) -> str:
    address = f"code-from:{request.remote_addr}"
    throttle.check((address, WRONG_LINKS_PER_ADDRESS))
    try:
        invitation = queries.invitation_with_code(form.code.data or "")
    except CodeUnknown:
        throttle.count(address)
        raise
    letters = f"code:{invitation.id}"
    throttle.check((letters, LINKS_PER_CODE))
    operations.move_to_address(invitation, email=form.email.data or "")
    throttle.count(letters)
    return invitation.email


def _name(person: ExternalPerson | None) -> str:
    return f"{person.given_name} {person.usual_name}".strip() if person else ""


def _explain(dead: InvitationIsDead, token: str) -> ResponseReturnValue:
    """Why a link is dead, and how to ask for a new one."""
    known = queries.known_invitation(token)
    may_ask = known is not None and known.accepted_at is None
    asked = False
    if request.method == "POST" and known and may_ask:
        operations.ask_again(known)
        asked = True
    page = render_template(
        "clubs/dead_invitation.html", dead=dead, invitation=known, may_ask=may_ask, asked=asked
    )
    return page, 200 if asked else dead.status


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
    """The right link opens whatever others tried from the same address: nobody guesses 256 bits."""
    try:
        return queries.living_invitation(token)
    except InvitationIsDead as dead:
        address = f"invitation-from:{request.remote_addr}"
        throttle.check((address, WRONG_LINKS_PER_ADDRESS))
        throttle.count(address)
        return dead
