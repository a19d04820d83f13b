"""Pages to sign in with ProConnect, and to link it to one's account."""

from __future__ import annotations

import logging

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts import arrivals, linking
from app.accounts.arrivals import Arrival
from app.accounts.errors import (
    IdentityNotProven,
    NotInvited,
    ProConnectRefusal,
    RoleIsMissing,
    SignInInterrupted,
)
from app.accounts.forms import LinkForm
from app.accounts.identity import current_member
from app.accounts.models import User
from app.accounts.openid import OpenIdClient, Proof, openid_client, place_to_sign_out
from app.accounts.proconnect import admit, has_second_factor, roles_of
from app.accounts.strangers import Provenance, place_for
from app.accounts.views import blueprint
from app.accounts.views.door import verified
from app.accounts.views.entering import enter
from app.accounts.views.security import require_fresh_proof
from app.core.errors import Refusal
from app.core.i18n import lazy
from app.core.web import own_affairs, public, safe_next

logger = logging.getLogger(__name__)


@blueprint.post("/connexion/proconnect")
@public
def start_proconnect() -> ResponseReturnValue:
    """Leave for ProConnect."""
    client = _client()
    if current_user.is_authenticated:
        return redirect(url_for("clubs.home"))
    departure = arrivals.depart(safe_next(request.form.get("suite")))
    try:
        return redirect(
            client.authorization_address(state=departure.state, nonce=departure.nonce), 303
        )
    except ProConnectRefusal as refusal:
        return _refused(refusal)


@blueprint.get("/connexion/proconnect/retour")
@public
def return_from_proconnect() -> ResponseReturnValue:
    """Come back from ProConnect: into the network, towards one's invitation, or to a refusal."""
    client, proof = _client(), None
    try:
        departure = arrivals.consume_departure(request.args.get("state", ""))
        if current_user.is_authenticated:
            return redirect(url_for("clubs.home"))
        proof = client.prove(_code(client), nonce=departure.nonce)
        person = admit(proof, client.chosen)
        arrival = Arrival(person, departure.follow, has_second_factor(proof.claims))
        return _welcome(arrival, proof)
    except ProConnectRefusal as refusal:
        return _refused(refusal, proof)


@blueprint.route("/connexion/proconnect/relier", methods=["GET", "POST"])
@public
def link_proconnect() -> ResponseReturnValue:
    """Prove once, by the password, that the account of this address is one's own."""
    _client()
    arrival = arrivals.pending_arrival()
    if arrival is None or current_user.is_authenticated:
        return redirect(url_for("accounts.sign_in"))
    form = LinkForm()
    if form.is_submitted():
        try:
            member = verified(arrival.person.email, form.password.data)
            linking.link_identity(member, arrival.person)
            return _enter(member, arrival)
        except Refusal as refusal:
            form.refuse(refusal)
    page = render_template("accounts/link_proconnect.html", form=form, person=arrival.person)
    return page, form.status


@blueprint.post("/compte/proconnect/retirer")
def unlink_proconnect() -> ResponseReturnValue:
    """Come in by the password alone from now on."""
    own_affairs()
    require_fresh_proof()
    linking.unlink_identity(current_member())
    flash(str(lazy("Votre compte n’est plus relié à ProConnect.")))
    return redirect(url_for("accounts.profile"))


def _client() -> OpenIdClient:
    return openid_client() or abort(404)


def _code(client: OpenIdClient) -> str:
    """The code of a return that succeeded. Raises SignInInterrupted, IdentityNotProven."""
    if request.args.get("iss", client.chosen.issuer) != client.chosen.issuer:
        raise IdentityNotProven  # RFC 9207: the answer of another provider
    code = request.args.get("code")
    if not code:
        raise SignInInterrupted
    return code


def _welcome(arrival: Arrival, proof: Proof) -> ResponseReturnValue:
    """Somebody known comes in; a member proves the account; a stranger goes where expected."""
    member = linking.member_behind(arrival.person)
    if member:
        return _enter(member, arrival, id_token=proof.id_token)
    if linking.member_to_link(arrival.person):
        arrivals.keep(arrival)
        return redirect(url_for("accounts.link_proconnect"))
    place = place_for(arrival.person)
    if place is None:
        raise NotInvited
    arrivals.keep(arrival)
    return redirect(place)


def _enter(member: User, arrival: Arrival, *, id_token: str | None = None) -> ResponseReturnValue:
    """Begin the session: the one place that tells it what ProConnect vouched for."""
    provenance = Provenance(id_token, arrival.has_second_factor, "proconnect")
    return enter(member, provenance=provenance, follow=arrival.follow)


def _refused(refusal: ProConnectRefusal, proof: Proof | None = None) -> ResponseReturnValue:
    """The page that says why, with the ways out. The log hears the reason, and of nobody."""
    logger.warning("proconnect refused: %s", type(refusal).__name__)
    said = proof.person if proof else {}
    page = render_template(
        "accounts/proconnect_refused.html",
        refusal=refusal,
        person=said,
        roles=roles_of(said),
        wanted=sorted(_client().chosen.roles) if isinstance(refusal, RoleIsMissing) else [],
        leave=place_to_sign_out(proof.id_token if proof else None),
    )
    return page, refusal.status
