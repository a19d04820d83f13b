"""The printed fiche: A4, alone in its page, with the way back to the living version."""

from __future__ import annotations

import re

import segno
from flask import Response, current_app, render_template

from app.accounts.identity import current_member
from app.clubs.web import membership_in_reach
from app.config import Settings
from app.core.pages import qr_path
from app.core.printing import data_address, letters, pdf_of
from app.core.rich_text import FILES_PATH
from app.core.storage import storage
from app.core.text import slugify
from app.core.transaction import release
from app.core.web import in_reach
from app.files.queries import attachment_in_reach
from app.knowledge.views import blueprint
from app.knowledge.web import published_of
from app.validity.queries import standing_of

_PICTURE = re.compile(rf'(<img\b[^>]*\bsrc=")({FILES_PATH}([A-Za-z0-9_-]+)/[^"]*)(")')
_LINK = re.compile(r'(<a\b[^>]*\bhref=")(/[^"]*")')


@blueprint.get("/<int:procedure_id>/fiche.pdf")
def fiche(slug: str, procedure_id: int) -> Response:
    """What the club reads, on paper."""
    found = published_of(membership_in_reach(slug), procedure_id)
    version = in_reach(found.current)
    settings: Settings = current_app.extensions["settings"]
    address = f"{settings.base_url}/clubs/{slug}/procedures/{found.id}"
    standing = standing_of(found.key)
    side, dark = qr_path(segno.make(address, micro=False).matrix)
    page = render_template(
        "knowledge/fiche.html",
        club=found.club,
        procedure=found,
        version=version,
        standing=standing,
        body=_alone(version.body_html, settings.base_url),
        address=address,
        side=side,
        dark=dark,
        upright=letters("source-sans-3"),
        slanted=letters("source-sans-3-italic"),
        is_retired=found.stage == "retired",
    )
    release()  # printing takes a while: nobody waits for it
    response = Response(pdf_of(page), mimetype="application/pdf")
    name = f"{slugify(version.title)}-v{version.number}.pdf"
    response.headers.set("Content-Disposition", "inline", filename=name)
    return response


def _alone(html: str, base_url: str) -> str:
    """The text with its pictures in it, and links that lead back from anywhere."""
    return _LINK.sub(rf"\g<1>{base_url}\g<2>", _PICTURE.sub(_held, html))


def _held(picture: re.Match[str]) -> str:
    found = attachment_in_reach(current_member(), picture[3])
    path = storage().path_of(found.key) if found and not found.is_document else None
    if found is None or path is None or not path.exists():
        return f"{picture[1]}{picture[4]}"
    return f"{picture[1]}{data_address(path.read_bytes(), found.content_type)}{picture[4]}"
