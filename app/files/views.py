"""Serving files: each time, to whom may read what shows them."""

from __future__ import annotations

import logging

from flask import Blueprint, Response, abort, render_template, send_file

from app.accounts.identity import current_member
from app.core.storage import storage
from app.core.web import in_reach
from app.files import queries
from app.files.finding import places_in_reach

logger = logging.getLogger(__name__)

blueprint = Blueprint("files", __name__)

ISOLATED = "default-src 'none'; sandbox"
"""A file opened by its address runs nothing and reaches nothing (ASVS 5.0 3.2.1)."""


@blueprint.get("/fichiers/<file_token>/apercu")
def document(file_token: str) -> str:
    """What a document is, its first page and its first words, before it is downloaded."""
    found = in_reach(queries.attachment_in_reach(current_member(), file_token))
    if not found.is_document:
        abort(404)
    return render_template(
        "files/document.html",
        file=found,
        read=queries.text_of(found),
        places=places_in_reach(current_member(), found),
    )


@blueprint.get("/fichiers/<file_token>/premiere-page")
def first_page(file_token: str) -> Response:
    """The first page of a document, as a picture."""
    found = in_reach(queries.attachment_in_reach(current_member(), file_token))
    read = queries.text_of(found)
    if read is None or read.preview_key is None or not storage().path_of(read.preview_key).exists():
        abort(404)
    response = send_file(
        storage().path_of(read.preview_key), mimetype="image/png", conditional=False, etag=False
    )
    response.headers["Content-Security-Policy"] = ISOLATED
    return response


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
