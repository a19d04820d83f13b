"""Pages to sign in and to choose a password."""

from __future__ import annotations

from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts import operations, queries
from app.accounts.errors import PasswordLinkIsDead, SignInLinkIsDead, WrongCredentials
from app.accounts.forms import ForgottenForm, PasswordForm, SignInForm
from app.accounts.identity import sign_out as end_session
from app.accounts.models import User
from app.accounts.openid import place_to_sign_out
from app.accounts.passwords import verify_password
from app.accounts.strangers import Provenance
from app.accounts.views import TRIES_PER_ACCOUNT, TRIES_PER_ADDRESS, blueprint
from app.accounts.views.entering import enter, place
from app.core import throttle
from app.core.errors import Refusal
from app.core.transaction import atomic, release
from app.core.web import own_affairs, public


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
            return enter(
                user, is_own_device=form.is_own_device.data, follow=request.args.get("suite")
            )
        except Refusal as refusal:
            form.refuse(refusal)
    has_keys = place() is not None
    return render_template("accounts/sign_in.html", form=form, has_keys=has_keys), form.status


@blueprint.route("/connexion/lien", methods=["GET", "POST"])
@public
def ask_sign_in_link() -> ResponseReturnValue:
    """Ask for a link that opens a session; the answer is the same for a stranger's address."""
    return _ask_for_letter("accounts/ask_link.html", operations.ask_sign_in_link, minutes=15)


@blueprint.route("/connexion/lien/<token>", methods=["GET", "POST"])
@public
def use_sign_in_link(token: str) -> ResponseReturnValue:
    """Come in by a link; opening it uses nothing up: mail scanners open links."""
    link = queries.living_sign_in_link(token)
    if link is None or not link.user.is_active:
        dead = SignInLinkIsDead
        page = render_template("accounts/dead_link.html", sentence=dead.sentence, is_sign_in=True)
        return page, dead.status
    if request.method == "POST":
        user = operations.use_sign_in_link(link)
        return enter(user, provenance=Provenance(way="link"))
    return render_template("accounts/use_link.html", user=link.user)


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
    return _ask_for_letter("accounts/forgotten.html", operations.ask_password_link, minutes=30)


@blueprint.route("/mot-de-passe/<token>", methods=["GET", "POST"])
@public
def choose_password(token: str) -> ResponseReturnValue:
    """Choose a password by a one-time link; opening the link uses nothing up."""
    link = queries.living_password_link(token)
    if link is None or not link.user.is_active:
        return render_template("accounts/dead_link.html", sentence=PasswordLinkIsDead.sentence), 410
    form = PasswordForm()
    if form.is_submitted():
        try:
            user = operations.choose_password_by_link(link, password=form.password.data or "")
            return enter(user, provenance=Provenance(way="password-link"))
        except Refusal as refusal:
            form.refuse(refusal)
    status = form.status
    return render_template("accounts/choose_password.html", form=form, user=link.user), status


def verified(typed_email: str | None, password: str | None) -> User:
    """The member who has this address and password. Raises WrongCredentials, TooManyAttempts."""
    email = (typed_email or "").strip().lower()
    account, address = f"sign-in:{email}", f"sign-in-from:{request.remote_addr}"
    user = queries.user_with_email(email)
    # Somebody who came in from here before is not locked out by the failures of others at the same
    # address: a whole town hall shares one.
    is_known_here = queries.came_from(user.id if user else 0, request.remote_addr or "")
    throttle.check(
        (account, TRIES_PER_ACCOUNT), *([] if is_known_here else [(address, TRIES_PER_ADDRESS)])
    )
    release()
    is_right = verify_password(user.password_hash if user else None, password or "")
    if user is None or not is_right or not user.is_active:
        with atomic():  # one, whether the address is known or not: both take as long
            throttle.count(account, address)
            if user is not None and user.is_active:
                _note_refusal(user)
        raise WrongCredentials
    throttle.forgive(account)
    return user


def _note_refusal(user: User) -> None:
    operations.note_sign_in(
        user,
        way="password",
        device=request.user_agent.string,
        address=request.remote_addr or "",
        is_refused=True,
    )


def _ask_for_letter(page: str, ask: Callable[[str], None], *, minutes: int) -> ResponseReturnValue:
    """Have a link sent to the address typed; ``minutes`` is how long it lives."""
    form = ForgottenForm()
    if form.is_submitted():
        try:
            email = operations.clean_email(form.email.data)
            _count_letters(email)
            ask(email)
            return render_template("accounts/link_sent.html", email=email, minutes=minutes)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template(page, form=form), form.status


def _count_letters(email: str) -> None:
    """A few letters for each address. Raises TooManyAttempts."""
    keys = (f"reset:{email}", f"reset-from:{request.remote_addr}")
    throttle.check((keys[0], 5), (keys[1], TRIES_PER_ADDRESS))
    throttle.count(*keys)
