"""Pages to tend one's own account."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import operations, queries
from app.accounts.errors import WrongPassword
from app.accounts.forms import ChangePasswordForm, DisplayForm, ProfileForm
from app.accounts.identity import current_member
from app.accounts.identity import sign_in as begin_session
from app.accounts.openid import openid_client
from app.accounts.passwords import verify_password
from app.accounts.views import TRIES_PER_ACCOUNT, blueprint
from app.core import throttle
from app.core.errors import Refusal
from app.core.i18n import lazy
from app.core.transaction import release
from app.core.web import own_affairs


@blueprint.route("/compte", methods=["GET", "POST"])
def profile() -> ResponseReturnValue:
    """Who I am, as others see it."""
    own_affairs()
    member = current_member()
    form = ProfileForm(obj=member)
    if form.is_submitted():
        try:
            operations.edit_profile(
                member,
                name=form.name.data,
                job_title=form.job_title.data,
                expertise=form.expertise.data,
                presence=form.presence.data,
            )
            flash(str(lazy("Votre profil est à jour.")))
            return redirect(url_for("accounts.profile"))
        except Refusal as refusal:
            form.refuse(refusal)
    client = openid_client()
    identity = queries.identity_of(member, client.chosen.issuer) if client else None
    return render_template("accounts/profile.html", form=form, identity=identity), form.status


@blueprint.route("/compte/affichage", methods=["GET", "POST"])
def display() -> ResponseReturnValue:
    """How pages look for me."""
    own_affairs()
    member = current_member()
    form = DisplayForm(obj=member)
    if form.is_submitted():
        try:
            operations.choose_display(
                member,
                theme=form.theme.data or "",
                language=form.language.data or "",
                is_compact=form.is_compact.data,
                prefers_plain_field=form.prefers_plain_field.data,
            )
            flash(str(lazy("Vos préférences sont enregistrées.")))
            return redirect(url_for("accounts.display"))
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("accounts/display.html", form=form), form.status


@blueprint.route("/compte/mot-de-passe", methods=["GET", "POST"])
def change_password() -> ResponseReturnValue:
    """Replace my password; other devices are signed out."""
    own_affairs()
    member = current_member()
    form = ChangePasswordForm()
    if form.is_submitted():
        try:
            _check_current(form)
            operations.change_password(member, password=form.password.data or "")
            begin_session(member, device=request.user_agent.string, is_own_device=False)
            flash(
                str(lazy("Votre mot de passe est changé. Vos autres appareils sont déconnectés."))
            )
            return redirect(url_for("accounts.profile"))
        except Refusal as refusal:
            form.refuse(refusal)
    status = form.status
    return render_template("accounts/change_password.html", form=form), status


def _check_current(form: ChangePasswordForm) -> None:
    member = current_member()
    throttle.check((f"sign-in:{member.email}", TRIES_PER_ACCOUNT))
    release()
    if not verify_password(member.password_hash, form.current_password.data or ""):
        throttle.count(f"sign-in:{member.email}")
        raise WrongPassword
