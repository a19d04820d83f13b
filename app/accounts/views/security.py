"""Pages of what proves who I am: second factors, sessions, a fresh proof for what is grave."""

from __future__ import annotations

import pyotp
import segno
from flask import (
    abort,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from app.accounts import operations, queries
from app.accounts.errors import ConfirmationNeeded, KeyRefused, SecondFactorMissingHere
from app.accounts.forms import CodeForm, ConfirmForm, FirstCodeForm
from app.accounts.identity import (
    current_member,
    current_session,
    must_have_second_factor,
    strengthen,
)
from app.accounts.views import blueprint
from app.accounts.views.entering import (
    keep_challenge,
    place,
    proven_code,
    proven_key,
    taken_challenge,
)
from app.accounts.views.own import check_password
from app.config import Settings
from app.core.errors import Refusal
from app.core.i18n import lazy
from app.core.pages import qr_path
from app.core.web import own_affairs, safe_next

SIGN_INS_SHOWN = 12


@blueprint.get("/compte/securite")
def security() -> str:
    """What proves who I am, where I am signed in, who tried to be me."""
    own_affairs()
    member, here = current_member(), current_session()
    return render_template(
        "accounts/security.html",
        sessions=queries.sessions_of(member),
        this_session=here,
        authenticator=queries.authenticator_of(member),
        passkeys=queries.passkeys_of(member),
        codes_left=queries.recovery_codes_left(member),
        can_have_keys=place() is not None,
        must_have=must_have_second_factor(member),
        sign_ins=queries.sign_ins_of(member, SIGN_INS_SHOWN),
    )


@blueprint.post("/compte/securite/sessions")
def end_sessions() -> ResponseReturnValue:
    """Sign out elsewhere: one device, or all the others."""
    own_affairs()
    member, here = current_member(), current_session()
    others = {one.id for one in queries.sessions_of(member)} - {here.id if here else 0}
    chosen = request.form.get("session", type=int)
    wanted = [chosen] if chosen in others else list(others) if "all" in request.form else []
    count = operations.end_sessions(member, session_ids=wanted)
    if count:
        flash(str(lazy("C’est déconnecté.")))
    return redirect(url_for("accounts.security"))


@blueprint.route("/compte/securite/application", methods=["GET", "POST"])
def set_up_authenticator() -> ResponseReturnValue:
    """Add an application of codes: read a square, type a first code, keep ten recovery codes."""
    own_affairs()
    member, form = current_member(), FirstCodeForm()
    require_fresh_proof()
    if queries.authenticator_of(member):
        return redirect(url_for("accounts.security"))
    if form.is_submitted():
        try:
            codes = operations.confirm_authenticator(member, code=form.code.data or "")
            _count_as_second_factor()
            _end_others()
            return render_template("accounts/recovery_codes.html", codes=codes)
        except Refusal as refusal:
            form.refuse(refusal)
    settings: Settings = current_app.extensions["settings"]
    seed = operations.begin_authenticator(member)
    address = pyotp.TOTP(seed).provisioning_uri(name=member.email, issuer_name=settings.site_name)
    side, path = qr_path(segno.make(address, micro=False).matrix)
    page = render_template(
        "accounts/set_up_authenticator.html", form=form, seed=seed, side=side, path=path
    )
    return page, form.status


@blueprint.post("/compte/securite/application/retirer")
def remove_authenticator() -> ResponseReturnValue:
    """Ask for no code any more."""
    own_affairs()
    require_fresh_proof()
    member = current_member()
    operations.remove_authenticator(member, must_keep_one=must_have_second_factor(member))
    flash(str(lazy("L’application de codes est retirée.")))
    return redirect(url_for("accounts.security"))


@blueprint.post("/compte/securite/codes")
def renew_recovery_codes() -> ResponseReturnValue:
    """Ten new recovery codes, shown once."""
    own_affairs()
    require_fresh_proof()
    codes = operations.renew_recovery_codes(current_member())
    return render_template("accounts/recovery_codes.html", codes=codes)


@blueprint.post("/compte/securite/cles/demande")
def offer_key() -> ResponseReturnValue:
    """What the browser needs to make a passkey."""
    own_affairs()
    require_fresh_proof()
    options = operations.offer_passkey(current_member(), place() or abort(404))
    keep_challenge(options)
    return jsonify(options)


@blueprint.post("/compte/securite/cles")
def keep_key() -> ResponseReturnValue:
    """Keep the passkey just made."""
    own_affairs()
    require_fresh_proof()
    sent, challenge = request.get_json(silent=True), taken_challenge()
    if not isinstance(sent, dict) or challenge is None or not isinstance(sent.get("answer"), dict):
        raise KeyRefused
    operations.keep_passkey(
        current_member(),
        place() or abort(404),
        answer=sent["answer"],
        challenge=challenge,
        name=str(sent.get("name") or lazy("Clé d’accès")),
    )
    _count_as_second_factor()
    _end_others()
    flash(str(lazy("Votre clé d’accès est enregistrée.")))
    return jsonify(location=url_for("accounts.security"))


@blueprint.post("/compte/securite/cles/<int:key_id>/retirer")
def remove_key(key_id: int) -> ResponseReturnValue:
    """Forget a passkey."""
    own_affairs()
    require_fresh_proof()
    member = current_member()
    operations.remove_passkey(member, key_id=key_id, must_keep_one=must_have_second_factor(member))
    flash(str(lazy("La clé d’accès est retirée.")))
    return redirect(url_for("accounts.security"))


@blueprint.route("/compte/second-facteur", methods=["GET", "POST"])
def second_factor() -> ResponseReturnValue:
    """Prove the second factor in this session, or learn how to have one."""
    own_affairs()
    member, form = current_member(), CodeForm()
    if not queries.has_second_factor(member):
        return render_template("accounts/no_second_factor.html")
    if form.is_submitted():
        try:
            proven_code(member, form)
            _count_as_second_factor()
            return _back()
        except Refusal as refusal:
            form.refuse(refusal)
    return _asking(form, lazy("Un second facteur pour cette page"))


@blueprint.route("/compte/confirmer", methods=["GET", "POST"])
def confirm() -> ResponseReturnValue:
    """Prove anew who I am, before what is grave."""
    own_affairs()
    member = current_member()
    has_factor = queries.has_second_factor(member)
    form = CodeForm() if has_factor else ConfirmForm()
    if form.is_submitted():
        try:
            if isinstance(form, CodeForm):
                proven_code(member, form)
                _count_as_second_factor()
            else:
                check_password(form.current_password.data)
                _confirm(has_second_factor=False)
            return _back()
        except Refusal as refusal:
            form.refuse(refusal)
    return _asking(form, lazy("Confirmez que c’est bien vous"))


@blueprint.post("/compte/confirmer/cle")
def confirm_with_key() -> ResponseReturnValue:
    """Prove anew who I am by a passkey."""
    own_affairs()
    if proven_key().id != current_member().id:
        raise KeyRefused
    _count_as_second_factor()
    return jsonify(location=safe_next(request.args.get("suite")) or url_for("clubs.home"))


def require_fresh_proof() -> None:
    """For what is grave in one’s own account: the second factor too, of whoever has one.

    Raises SecondFactorMissingHere, ConfirmationNeeded.
    """
    here = current_session()
    if here is None:
        raise ConfirmationNeeded
    if here.second_factor_at is None and queries.has_second_factor(current_member()):
        raise SecondFactorMissingHere
    if not operations.is_fresh(here):
        raise ConfirmationNeeded


def _end_others() -> None:
    """Sessions that a password alone opened do not outlive the second factor."""
    member, here = current_member(), current_session()
    others = [one.id for one in queries.sessions_of(member) if not here or one.id != here.id]
    operations.end_sessions(member, session_ids=others)


def _asking(form: CodeForm | ConfirmForm, title: object) -> ResponseReturnValue:
    has_keys = bool(queries.passkeys_of(current_member())) and place() is not None
    page = render_template("accounts/confirm.html", form=form, title=title, has_keys=has_keys)
    return page, form.status


def _back() -> ResponseReturnValue:
    return redirect(safe_next(request.args.get("suite")) or url_for("accounts.security"))


def _count_as_second_factor() -> None:
    _confirm(has_second_factor=True)


def _confirm(*, has_second_factor: bool) -> None:
    strengthen(has_second_factor=has_second_factor)
