"""Pages to sign in and to choose a password."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts import operations, queries
from app.accounts.errors import PasswordLinkIsDead, WrongCredentials
from app.accounts.forms import ForgottenForm, PasswordForm, SignInForm
from app.accounts.identity import sign_in as begin_session
from app.accounts.identity import sign_out as end_session
from app.accounts.models import User
from app.accounts.openid import place_to_sign_out
from app.accounts.passwords import verify_password
from app.accounts.views import TRIES_PER_ACCOUNT, TRIES_PER_ADDRESS, blueprint
from app.core import throttle
from app.core.errors import Refusal
from app.core.transaction import release
from app.core.web import own_affairs, public, safe_next


@blueprint.route("/connexion", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Sign in with e-mail and password."""
    if current_user.is_authenticated:
        return redirect(url_for("clubs.home"))
    form = SignInForm()
    if form.is_submitted():
        try:
            user = verified(form.email.data, form.password.data)
            begin_session(
                user,
                device=request.user_agent.string,
                is_own_device=form.is_own_device.data,
            )
            return redirect(safe_next(request.args.get("suite")) or url_for("clubs.home"))
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("accounts/sign_in.html", form=form), form.status


@blueprint.post("/deconnexion")
def sign_out() -> ResponseReturnValue:
    """Sign out."""
    own_affairs()
    elsewhere = place_to_sign_out(end_session())
    response = redirect(elsewhere or url_for("accounts.sign_in"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@blueprint.route("/mot-de-passe/oublie", methods=["GET", "POST"])
@public
def forgotten_password() -> ResponseReturnValue:
    """Ask for a link; the answer is the same for a stranger's address."""
    form = ForgottenForm()
    if form.is_submitted():
        try:
            email = operations.clean_email(form.email.data)
            keys = (f"reset:{email}", f"reset-from:{request.remote_addr}")
            throttle.check((keys[0], 5), (keys[1], TRIES_PER_ADDRESS))
            throttle.count(*keys)
            operations.ask_password_link(email)
            return render_template("accounts/link_sent.html", email=email)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("accounts/forgotten.html", form=form), form.status


@blueprint.route("/mot-de-passe/<token>", methods=["GET", "POST"])
@public
def choose_password(token: str) -> ResponseReturnValue:
    """Choose a password by a one-time link; opening the link uses nothing up."""
    link = queries.living_password_link(token)
    if link is None:
        return render_template("accounts/dead_link.html", sentence=PasswordLinkIsDead.sentence), 410
    form = PasswordForm()
    if form.is_submitted():
        try:
            user = operations.choose_password_by_link(link, password=form.password.data or "")
            begin_session(user, device=request.user_agent.string, is_own_device=False)
            return redirect(url_for("clubs.home"))
        except Refusal as refusal:
            form.refuse(refusal)
    status = form.status
    return render_template("accounts/choose_password.html", form=form, user=link.user), status


def verified(typed_email: str | None, password: str | None) -> User:
    """The member who has this address and password. Raises WrongCredentials, TooManyAttempts."""
    email = (typed_email or "").strip().lower()
    account, address = f"sign-in:{email}", f"sign-in-from:{request.remote_addr}"
    throttle.check((account, TRIES_PER_ACCOUNT), (address, TRIES_PER_ADDRESS))
    user = queries.user_with_email(email)
    release()
    is_right = verify_password(user.password_hash if user else None, password or "")
    if user is None or not is_right or not user.is_active:
        throttle.count(account, address)
        raise WrongCredentials
    throttle.forgive(account)
    return user
