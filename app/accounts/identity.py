"""Who is asking: the session cookie, or a bearer token; nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from flask import Flask, Request, current_app, g, request, session
from flask_login import AnonymousUserMixin, LoginManager, current_user

from app.accounts import operations, queries
from app.accounts.errors import ConfirmationNeeded, SecondFactorMissingHere
from app.accounts.models import Session, User
from app.accounts.strangers import HERE, Provenance
from app.config import Settings
from app.core import clock
from app.core.policies import Entitlement
from app.core.web import after_page, asks_for_proof

TOKEN = "token"  # noqa: S105  the cookie's key, not its value

_login = LoginManager()
_TRUSTED: list[Callable[[User], bool]] = [queries.administers_anything]


class Stranger(AnonymousUserMixin):  # type: ignore[misc]  # the library has no types
    """Somebody who has not signed in."""

    language: str | None = None


def init_app(app: Flask) -> None:
    """Let ``current_user`` be the member who asks."""
    _login.session_protection = None  # our own session table decides
    _login.anonymous_user = Stranger
    _login.request_loader(_who_asks)
    _login.init_app(app)
    app.context_processor(_words)


def current_member() -> User:
    """The member who asks; only behind the closed door."""
    return cast(User, current_user._get_current_object())


def sign_in(user: User, *, device: str, is_own_device: bool, provenance: Provenance = HERE) -> None:
    """Begin a new session, under a new id (no fixation); ``provenance`` says who vouched for it."""
    session.clear()
    session[TOKEN] = operations.open_session(
        user,
        device=device,
        is_own_device=is_own_device,
        id_token=provenance.id_token,
        has_second_factor=provenance.has_second_factor,
    )
    session.permanent = is_own_device
    operations.note_sign_in(
        user, way=provenance.way, device=device, address=request.remote_addr or ""
    )


def strengthen(*, has_second_factor: bool) -> None:
    """The person proved anew who she is: the session goes on under a new token (I11)."""
    here = current_session()
    if here is not None:
        session[TOKEN] = operations.confirm_session(here, has_second_factor=has_second_factor)


def current_session() -> Session | None:
    """The session of the browser that asks; none for a program."""
    current_user.is_authenticated  # noqa: B018  asks who it is, once for each request
    found: Session | None = g.get("session_row")
    return found


def must_have_second_factor(user: User) -> bool:
    """Whether the person looks after others, so that a password alone is too little."""
    return any(is_trusted(user) for is_trusted in _TRUSTED)


def trusts(is_trusted: Callable[[User], bool]) -> Callable[[User], bool]:
    """Register the function below: it says whether a person looks after others."""
    _TRUSTED.append(is_trusted)
    return is_trusted


@asks_for_proof
def prove_enough(wanted: Entitlement) -> None:
    """Refuse what is privileged to a session without a second factor, what is grave to an old proof.

    A program's token was made by somebody who had proven both (docs/administration.md).
    Raises SecondFactorMissingHere, ConfirmationNeeded.
    """
    settings: Settings = current_app.extensions["settings"]
    here = current_session()
    if g.get("bearer") or here is None:
        return
    if wanted.is_privileged and here.second_factor_at is None and not settings.is_demo:
        raise SecondFactorMissingHere
    if wanted.is_grave and not operations.is_fresh(here):
        raise ConfirmationNeeded


def sign_out() -> str | None:
    """End this session here and in the database; returns the provider's id_token, if it had one."""
    token = session.get(TOKEN)
    session.clear()
    return operations.end_session(token) if token else None


def _who_asks(request: Request) -> User | None:
    header = request.headers.get("Authorization")
    if header is not None:
        return _bearer(header)
    token = session.get(TOKEN)
    found = queries.session_with_token(token) if token else None
    if found is None or operations.is_over(found) or not found.user.is_active:
        return None
    g.session_row = found
    if clock.now() - found.seen_at > operations.SEEN_EVERY:
        after_page(lambda: operations.note_presence(found))
    return found.user


def _bearer(header: str) -> User | None:
    scheme, _, token = header.partition(" ")
    found = queries.api_token(token.strip()) if scheme.lower() == "bearer" else None
    if found is None or not found.user.is_active:
        return None
    g.bearer = found.id
    return found.user


def _words() -> dict[str, object]:
    here = current_session()
    return {"is_administrator": here is not None and here.is_administrators}
