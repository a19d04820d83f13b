"""Who is asking: the session cookie, or a bearer token; nobody else."""

from __future__ import annotations

from typing import cast

from flask import Flask, Request, g, session
from flask_login import AnonymousUserMixin, LoginManager, current_user

from app.accounts import operations, queries
from app.accounts.models import User
from app.accounts.strangers import HERE, Provenance
from app.core import clock
from app.core.web import after_page

TOKEN = "token"  # noqa: S105  the cookie's key, not its value

_login = LoginManager()


class Stranger(AnonymousUserMixin):  # type: ignore[misc]  # the library has no types
    """Somebody who has not signed in."""

    language: str | None = None


def init_app(app: Flask) -> None:
    """Let ``current_user`` be the member who asks."""
    _login.session_protection = None  # our own session table decides
    _login.anonymous_user = Stranger
    _login.request_loader(_who_asks)
    _login.init_app(app)


def current_member() -> User:
    """The member who asks; only behind the closed door."""
    return cast(User, current_user._get_current_object())


def sign_in(user: User, *, device: str, is_own_device: bool, provenance: Provenance = HERE) -> None:
    """Begin a new session, under a new id (no fixation); ``provenance`` says who vouched for it."""
    session.clear()
    session[TOKEN] = operations.open_session(
        user, device=device, is_own_device=is_own_device, id_token=provenance.id_token
    )
    session.permanent = is_own_device


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
