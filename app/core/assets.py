"""Static files under one address for the whole tree: ``/static/v-<hash>/…``, cached for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, Response, request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class VersionedPath:
    """WSGI middleware that reads ``/static/v-…/x`` as ``/static/x``."""

    def __init__(self, wsgi_app: WSGIApplication) -> None:
        self.wsgi_app = wsgi_app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path = str(environ.get("PATH_INFO", ""))
        if path.startswith("/static/v-"):
            _, _, rest = path.removeprefix("/static/v-").partition("/")
            environ["PATH_INFO"] = f"/static/{rest}"
            environ["preau.versioned"] = True
        return self.wsgi_app(environ, start_response)


def init_app(app: Flask) -> None:
    """Serve the static tree of ``app`` under its hash."""
    app.extensions["static_root"] = f"/static/v-{_hash_of(Path(app.static_folder or ''))}"
    app.wsgi_app = VersionedPath(app.wsgi_app)  # type: ignore[method-assign]
    app.after_request(_cache_for_ever)


def _hash_of(folder: Path) -> str:
    """A fingerprint of names, sizes and times: quick, and it changes when a file does."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            seen = file.stat()
            digest.update(f"{file.relative_to(folder)} {seen.st_size} {seen.st_mtime_ns};".encode())
    return digest.hexdigest()[:12]


def _cache_for_ever(response: Response) -> Response:
    if request.environ.get("preau.versioned") and response.status_code == 200:
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
