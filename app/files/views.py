"""Serving files: each time, to whom may read what shows them."""

from __future__ import annotations

import logging

from flask import Blueprint, Response, abort, send_file

from app.accounts.identity import current_member
from app.core.storage import storage
from app.core.web import in_reach
from app.files import queries

logger = logging.getLogger(__name__)

blueprint = Blueprint("files", __name__)

ISOLATED = "default-src 'none'; sandbox"
"""A file opened by its address runs nothing and reaches nothing (ASVS 5.0 3.2.1)."""


@blueprint.get("/fichiers/<file_token>/<size>/<name>")
def file(file_token: str, size: str, name: str) -> Response:
    """The bytes of a file. Its name and its size in the address are for people and browsers."""
    found = in_reach(queries.attachment_in_reach(current_member(), file_token))
    path = storage().path_of(found.key)
    if not path.exists():
        logger.error("the bytes of attachment %s are not in the storage", found.id)
        abort(404)
    response = send_file(
        path,
        mimetype=found.content_type,
        as_attachment=True,
        download_name=found.name,
        conditional=False,
        etag=False,
    )
    response.headers["Content-Security-Policy"] = ISOLATED
    return response
