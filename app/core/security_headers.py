"""The headers every answer carries, and the nonce of the one script allowed inline."""

from __future__ import annotations

import secrets

from flask import Flask, Response, current_app, g, request


def init_app(app: Flask) -> None:
    """Add the headers to every answer of ``app``."""
    app.before_request(_make_nonce)
    app.after_request(_add_headers)
    app.jinja_env.globals["csp_nonce"] = lambda: g.csp_nonce


def _make_nonce() -> None:
    g.csp_nonce = secrets.token_urlsafe(18)


def _add_headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", _policy())
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["X-Robots-Tag"] = "noindex, nofollow"
    headers["Referrer-Policy"] = "no-referrer"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    if request.endpoint != "static":
        headers["Cache-Control"] = "no-store"
    if current_app.config["SESSION_COOKIE_SECURE"]:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return response


def _policy() -> str:
    host = request.host
    nonce = g.get("csp_nonce", "")
    return (
        f"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self'; "
        f"connect-src 'self' ws://{host} wss://{host}; object-src 'none'; base-uri 'none'; "
        # The browser holds a form to this list through its redirects too: ProConnect is in it when on.
        f"frame-ancestors 'none'; form-action {current_app.config['FORM_TARGETS']}"
    )
