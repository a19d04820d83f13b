"""The door: closed unless a view says otherwise.

Every request is a member's, or its view is marked ``@public``. What the member cannot reach does
not exist (404); what the member may not do is refused by one named policy (403). In tests, a view
that answers without having asked fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.routing import IntegerConverter, Map

from app.core.database import expect_reads
from app.core.errors import SENTENCES, problem, wants_json
from app.core.policies import Entitlement, can, entitlement

T = TypeVar("T")
View = TypeVar("View", bound=Callable[..., Any])

LARGEST_ID = 2**31 - 1

_SAFE = {"GET", "HEAD", "OPTIONS"}
_FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
_csrf = CSRFProtect()
_PROOFS: list[Callable[[Entitlement], None]] = []


def public(view: View) -> View:
    """Let the view below answer without a session."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def answers_without_form(view: View) -> View:
    """Let the view below take changes without our form's token: it proves itself by its address."""
    view.takes_no_token = True  # type: ignore[attr-defined]
    return view


def authorize(action: str, subject: object) -> None:
    """Refuse with 403 unless the policy for ``action`` lets the member do it.

    What it demands besides (a second factor, a fresh proof) raises a Detour.
    """
    g.authorized = True
    if not can(current_user, action, subject):
        abort(403)
    for ask in _PROOFS:
        ask(entitlement(action, subject))


def asks_for_proof(ask: Callable[[Entitlement], None]) -> Callable[[Entitlement], None]:
    """Register the function below: it raises a Detour when the session proves too little."""
    _PROOFS.append(ask)
    return ask


def in_reach(found: T | None) -> T:
    """What was found, or 404: what the member cannot reach does not exist."""
    g.reached = True
    return found if found is not None else abort(404)


def all_in_reach(found: Iterable[T]) -> list[T]:
    """A list fetched through the member's reach; an empty one is an answer too."""
    g.reached = True
    return list(found)


def own_affairs() -> None:
    """Say that this view touches nothing but the member's own account."""
    g.reached = g.authorized = True


def after_page(callback: Callable[[], object]) -> None:
    """Run ``callback`` once the answer is made: the place for read marks, which GET may not write."""
    g.setdefault("after_page", []).append(callback)


def safe_next(target: str | None) -> str | None:
    """``target`` if it is a path of this site, else None (CVE-2019-19775 teaches why)."""
    if not target or any(ord(c) < 33 for c in target) or "\\" in target:
        return None
    parts = urlsplit(target)
    is_path = target.startswith("/") and not target.startswith("//")
    return target if is_path and not parts.scheme and not parts.netloc else None


class BoundedIntegerConverter(IntegerConverter):
    """A number that a database id can be: a longer one leads nowhere (404), not to an error."""

    def __init__(self, map: Map) -> None:  # noqa: A002  werkzeug's name
        super().__init__(map, max=LARGEST_ID)


def bounded(value: int | None) -> int | None:
    """A number of the query string that a database id can be, else none."""
    return value if value is not None and 0 <= value <= LARGEST_ID else None


def init_app(app: Flask) -> None:
    """Close the door of ``app``."""
    app.url_map.converters["int"] = BoundedIntegerConverter
    app.before_request(_refuse_nul)
    _csrf.init_app(app)
    public(app.view_functions["static"])
    app.before_request(_expect_reads_or_writes)
    app.before_request(_require_member)
    app.before_request(_require_own_origin)
    app.after_request(_require_decision)
    app.after_request(_run_after_page)
    app.teardown_request(lambda error: expect_reads(False))


def _refuse_nul() -> None:
    """PostgreSQL keeps no NUL; nobody types one."""
    if "\0" in request.path or any("\0" in value for value in request.args.values()):
        abort(404)
    if request.mimetype in _FORMS and any("\0" in value for value in request.form.values()):
        abort(400)


def _is_public() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "is_public", False)


def _expect_reads_or_writes() -> None:
    expect_reads(request.method in _SAFE)


def _require_member() -> ResponseReturnValue | None:
    if _is_public() or current_user.is_authenticated:
        return None
    if wants_json():
        response = problem(401, SENTENCES[401])
        response.headers["WWW-Authenticate"] = 'Bearer realm="api"'
        return response
    follow = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", suite=follow if follow != "/" else None))


def _require_own_origin() -> None:
    """Every change comes from our own pages, or from a bearer, whose cookies are ignored."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method in _SAFE or g.get("bearer") or getattr(view, "takes_no_token", False):
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        abort(400)
    try:
        _csrf.protect()
    except CSRFError:
        abort(400)


def _require_decision(response: Response) -> Response:
    """Looking needs reach; changing needs a policy."""
    decided = g.get("authorized") or (request.method in _SAFE and g.get("reached"))
    answers_member = response.status_code < 400 and current_user.is_authenticated
    if current_app.testing and answers_member and not (decided or _is_public()):
        raise AssertionError(f"{request.endpoint} answered without asking who may")
    return response


def _run_after_page(response: Response) -> Response:
    if response.status_code < 400:
        for callback in g.pop("after_page", []):
            callback()
    return response
