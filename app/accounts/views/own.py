"""Pages to tend one's own account."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import operations, places, queries
from app.accounts.errors import SecondFactorMissingHere, WrongPassword
from app.accounts.forms import ChangePasswordForm, DisplayForm, OrganizationForm, ProfileForm
from app.accounts.identity import current_member, current_session
from app.accounts.identity import sign_in as begin_session
from app.accounts.openid import openid_client
from app.accounts.operations import Profile
from app.accounts.passwords import verify_password
from app.accounts.strangers import Provenance
from app.accounts.views import TRIES_PER_ACCOUNT, blueprint
from app.core import throttle
from app.core.errors import Refusal
from app.core.i18n import lazy
from app.core.pictures import LARGEST_PICTURE
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
                Profile(
                    name=form.name.data or "",
                    job_title=form.job_title.data or "",
                    expertise=form.expertise.data or "",
                    presence=form.presence.data or "",
                    ask_about=form.ask_about.data or "",
                ),
            )
            flash(str(lazy("Votre profil est à jour.")))
            return redirect(url_for("accounts.profile"))
        except Refusal as refusal:
            form.refuse(refusal)
    return _profile_page(form)


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
            check_password(form.current_password.data)
            here = current_session()
            if queries.has_second_factor(member) and not (here and here.second_factor_at):
                raise SecondFactorMissingHere
            operations.change_password(member, password=form.password.data or "")
            begin_session(
                member,
                device=request.user_agent.string,
                is_own_device=False,
                provenance=Provenance(
                    has_second_factor=bool(here and here.second_factor_at), way="new-password"
                ),
            )
            flash(
                str(lazy("Votre mot de passe est changé. Vos autres appareils sont déconnectés."))
            )
            return redirect(url_for("accounts.profile"))
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("accounts/change_password.html", form=form), form.status


@blueprint.route("/compte/collectivite", methods=["GET", "POST"])
def organization() -> ResponseReturnValue:
    """Where I work now."""
    own_affairs()
    form = OrganizationForm()
    if form.is_submitted() and "search" not in request.form:
        try:
            operations.choose_organization(current_member(), organization=places.chosen(form))
            flash(str(lazy("Votre profil est à jour.")))
            return redirect(url_for("accounts.profile"))
        except Refusal as refusal:
            form.refuse(refusal)
    page = render_template(
        "accounts/organization.html",
        form=form,
        suggestions=places.suggestions(form.organization_name.data or ""),
        places_address=url_for("accounts.organizations"),
    )
    return page, form.status


@blueprint.get("/compte/collectivites")
def organizations() -> ResponseReturnValue:
    """Local authorities whose name holds what I type."""
    own_affairs()
    found = places.suggestions(request.args.get("q", "")[:80])
    return jsonify(items=[places.described(one) for one in found])


@blueprint.post("/compte/photo")
def photo() -> ResponseReturnValue:
    """Show a photograph, or none."""
    own_affairs()
    member, sent = current_member(), request.files.get("photo")
    if "remove" in request.form:
        operations.remove_photo(member)
        flash(str(lazy("Votre photo est retirée.")))
        return redirect(url_for("accounts.profile"))
    try:
        operations.set_photo(member, content=sent.read(LARGEST_PICTURE + 1) if sent else b"")
    except Refusal as refusal:
        form = ProfileForm(formdata=None, obj=member)
        form.refuse(refusal)
        return _profile_page(form)
    flash(str(lazy("Votre photo est en place.")))
    return redirect(url_for("accounts.profile"))


def check_password(typed: str | None) -> None:
    """Raise WrongPassword, or TooManyAttempts, unless it is the member's password."""
    member = current_member()
    key = f"confirm:{member.id}"  # its own: a stranger's failures at the door do not count here
    throttle.check((key, TRIES_PER_ACCOUNT))
    release()
    if not verify_password(member.password_hash, typed or ""):
        throttle.count(key)
        raise WrongPassword


def _profile_page(form: ProfileForm) -> ResponseReturnValue:
    client = openid_client()
    identity = queries.identity_of(current_member(), client.chosen.issuer) if client else None
    return render_template("accounts/profile.html", form=form, identity=identity), form.status
