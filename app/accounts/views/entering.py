"""The last step of every way in: a second factor for whoever has one, then the session."""

from __future__ import annotations

from typing import Any

from flask import current_app, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts import operations, queries
from app.accounts.errors import KeyRefused
from app.accounts.forms import CodeForm
from app.accounts.identity import sign_in as begin_session
from app.accounts.models import User
from app.accounts.operations import Place
from app.accounts.strangers import HERE, Provenance
from app.accounts.views import TRIES_PER_ACCOUNT, TRIES_PER_ADDRESS, blueprint
from app.config import Settings
from app.core import clock, throttle
from app.core.database import db
from app.core.errors import Refusal
from app.core.web import public, safe_next

PENDING = "pending"
CHALLENGE = "challenge"
PATIENCE_SECONDS = 600
CHALLENGE_SECONDS = 300


def enter(
    user: User,
    *,
    is_own_device: bool = False,
    provenance: Provenance = HERE,
    follow: str | None = None,
) -> ResponseReturnValue:
    """Begin the session of somebody who proved one thing, or ask for the second factor first."""
    if not user.is_active:
        return redirect(url_for("accounts.sign_in"))
    if provenance.has_second_factor or not queries.has_second_factor(user):
        return _begin(user, is_own_device, provenance, follow)
    session[PENDING] = {
        "user_id": user.id,
        "is_own_device": is_own_device,
        "id_token": provenance.id_token,
        "way": provenance.way,
        "follow": follow,
        "at": clock.now().timestamp(),
    }
    return redirect(url_for("accounts.verify"))


@blueprint.route("/connexion/verification", methods=["GET", "POST"])
@public
def verify() -> ResponseReturnValue:
    """The second factor of somebody who typed the right password a moment ago."""
    pending, user = _pending()
    if user is None:
        return redirect(url_for("accounts.sign_in"))
    form = CodeForm()
    if form.is_submitted():
        try:
            way = proven_code(user, form)
            return _begin_pending(user, pending, f"{pending['way']}+{way}")
        except Refusal as refusal:
            form.refuse(refusal)
    page = render_template(
        "accounts/verify.html",
        form=form,
        has_codes=queries.authenticator_of(user) is not None,
        has_keys=bool(queries.passkeys_of(user)) and place() is not None,
    )
    return page, form.status


@blueprint.post("/connexion/cle/demande")
@public
def ask_for_key() -> ResponseReturnValue:
    """What the browser needs to prove a passkey: the pending person's, or any for this site."""
    here = place()
    if here is None:
        raise KeyRefused
    user = _pending()[1] or (current_user if current_user.is_authenticated else None)
    options = operations.ask_for_passkey(here, user=user)
    keep_challenge(options)
    return jsonify(options)


@blueprint.post("/connexion/cle")
@public
def enter_with_key() -> ResponseReturnValue:
    """Come in by a passkey: it is both factors in one, since the device asked who holds it."""
    address = f"sign-in-from:{request.remote_addr}"
    throttle.check((address, TRIES_PER_ADDRESS))
    pending, waiting = _pending()
    try:
        user = proven_key()
    except KeyRefused:
        throttle.count(address)
        raise
    if not user.is_active or (waiting is not None and waiting.id != user.id):
        raise KeyRefused
    _begin_pending(user, pending or {"way": "", "is_own_device": False}, "passkey")
    follow = pending.get("follow") or request.args.get("suite")
    return jsonify(location=safe_next(follow) or url_for("clubs.home"))


def proven_code(user: User, form: CodeForm) -> str:
    """Use the code typed. Raises WrongCode, TooManyAttempts."""
    key = f"code:{user.id}"
    throttle.check((key, TRIES_PER_ACCOUNT))
    try:
        way = operations.prove_code(user, code=form.code.data or "")
    except Refusal:
        throttle.count(key)
        raise
    throttle.forgive(key)
    return way


def proven_key() -> User:
    """Whose passkey signed the challenge of this browser, once. Raises KeyRefused."""
    here, challenge = place(), taken_challenge()
    if here is None or challenge is None:
        raise KeyRefused
    answer = request.get_json(silent=True)
    proof = answer if isinstance(answer, dict) else {}
    key = operations.prove_passkey(here, answer=proof, challenge=challenge)
    return db.session.get_one(User, key.user_id)


def keep_challenge(options: dict[str, Any]) -> None:
    """Remember, for five minutes, what the key is to sign."""
    session[CHALLENGE] = [options["challenge"], clock.now().timestamp()]


def taken_challenge() -> str | None:
    """What the key was to sign, once."""
    kept = session.pop(CHALLENGE, None)
    is_young = kept is not None and clock.now().timestamp() - kept[1] < CHALLENGE_SECONDS
    return str(kept[0]) if is_young else None


def place() -> Place | None:
    """Where passkeys count; nowhere under a bare IP address (WebAuthn level 3, § 5.1.3)."""
    settings: Settings = current_app.extensions["settings"]
    here = Place(settings.site_name, settings.base_url)
    is_address = here.host.replace(".", "").isdigit() or ":" in here.host
    return None if is_address else here


def _pending() -> tuple[dict[str, Any], User | None]:
    kept = session.get(PENDING)
    if kept is None or clock.now().timestamp() - kept["at"] > PATIENCE_SECONDS:
        return {}, None
    user = db.session.get(User, kept["user_id"])
    return kept, user if user is not None and user.is_active else None


def _begin_pending(user: User, pending: dict[str, Any], way: str) -> ResponseReturnValue:
    provenance = Provenance(pending.get("id_token"), has_second_factor=True, way=way)
    return _begin(user, pending["is_own_device"], provenance, pending.get("follow"))


def _begin(
    user: User, is_own_device: bool, provenance: Provenance, follow: str | None
) -> ResponseReturnValue:
    begin_session(
        user,
        device=request.user_agent.string,
        is_own_device=is_own_device,
        provenance=provenance,
    )
    return redirect(safe_next(follow) or url_for("clubs.home"))
