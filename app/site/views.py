"""Pages that answer without a session, and the demonstration's outbox."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from pathlib import Path

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    jsonify,
    render_template,
    send_from_directory,
)
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from app.administration.models import STATEMENT, Conformity, TextName
from app.administration.queries import legal_text
from app.config import Settings
from app.core import clock
from app.core.database import db
from app.core.i18n import Sentence, lazy
from app.core.mail import outbox
from app.core.web import public
from app.search.documents import Filters
from app.search.index import search_engine

blueprint = Blueprint("site", __name__)

LETTERS_SHOWN = 50
TEXTS: dict[str, tuple[TextName, Sentence]] = {
    "accessibilite": (TextName.ACCESSIBILITY, ""),
    "mentions-legales": (TextName.LEGAL, lazy("Mentions légales")),
    "donnees-personnelles": (TextName.PERSONAL_DATA, lazy("Données personnelles et cookies")),
    "charte": (TextName.CHARTER, lazy("Charte")),
}
STATEMENTS: dict[Conformity, Sentence] = {
    Conformity.NONE: lazy("Accessibilité : non conforme"),
    Conformity.PARTIAL: lazy("Accessibilité : partiellement conforme"),
    Conformity.FULL: lazy("Accessibilité : totalement conforme"),
}
STATEMENT_KEPT = timedelta(minutes=1)


def init_app(app: Flask) -> None:
    """Say at the foot of every page how accessible it is: the law's exact words (RGAA 4.1)."""
    app.context_processor(_words)


@blueprint.get("/<any(accessibilite, 'mentions-legales', 'donnees-personnelles', charte):name>")
@public
def legal(name: str) -> str:
    """The pages the law asks for: the administrator's words, or ours."""
    which, title = TEXTS[name]
    text = legal_text(which)
    if which is TextName.ACCESSIBILITY:
        title = STATEMENTS[Conformity(text.conformity) if text else Conformity.NONE]
    return render_template("site/text.html", name=which, text=text, title=title)


@blueprint.get("/aide")
@public
def help_page() -> str:
    """How things are done here."""
    return render_template("site/help.html")


@blueprint.get("/healthz")
@public
def healthz() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """The database and the index answer."""
    state = {"database": _is_well(lambda: db.session.execute(text("select 1")))}
    state["index"] = _is_well(lambda: search_engine().find("bonjour", frozenset({0}), Filters()))
    is_ready = set(state.values()) == {"ok"}
    status = "ok" if is_ready else "unavailable"
    return jsonify(status=status, **state), 200 if is_ready else 503


@blueprint.get("/robots.txt")
@public
def robots() -> Response:
    """Nothing here is for search engines."""
    return Response("User-agent: *\nDisallow: /\n", mimetype="text/plain")


@blueprint.get("/favicon.ico")
@public
def favicon() -> Response:
    """The icon, for browsers that ask at the root."""
    return send_from_directory(current_app.static_folder or "", "favicon.svg")


@blueprint.get("/dev/outbox")
@public
def letters() -> str:
    """The letters the demonstration would have sent."""
    found = [(file.name, _read(file)) for file in _files()[:LETTERS_SHOWN]]
    return render_template("site/outbox.html", letters=found)


@blueprint.get("/dev/outbox/<name>")
@public
def letter(name: str) -> ResponseReturnValue:
    """One letter, as a mail program shows it."""
    file = next((file for file in _files() if file.name == name), None) or abort(404)
    message = _read(file)
    return render_template(
        "site/letter.html", message=message, name=name, text=_part(message, "plain")
    )


@blueprint.get("/dev/outbox/<name>/html")
@public
def letter_html(name: str) -> Response:
    """The HTML part of a letter, in a frame of its own that can run nothing."""
    file = next((file for file in _files() if file.name == name), None) or abort(404)
    response = Response(_part(_read(file), "html"), mimetype="text/html")
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-popups allow-top-navigation-by-user-activation"
    )
    return response


def _is_well(try_it: Callable[[], object]) -> str:
    try:
        try_it()
    except Exception:
        current_app.logger.exception("not ready")
        return "unavailable"
    return "ok"


def _files() -> list[Path]:
    settings: Settings = current_app.extensions["settings"]
    if not settings.is_demo:
        abort(404)
    return sorted(outbox(settings).glob("*.eml"), reverse=True)


def _read(file: Path) -> EmailMessage:
    message = message_from_bytes(file.read_bytes(), policy=modern)
    assert isinstance(message, EmailMessage)
    return message


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part else ""


def _words() -> dict[str, object]:
    return {"accessibility_statement": _statement()}


def _statement() -> Sentence:
    """Asked of the database once a minute: it stands on every page."""
    kept: tuple[datetime, Conformity] | None = current_app.extensions.get(STATEMENT)
    now = clock.now()
    if kept is None or kept[0] + STATEMENT_KEPT < now:
        text = legal_text(TextName.ACCESSIBILITY)
        kept = (now, Conformity(text.conformity) if text else Conformity.NONE)
        current_app.extensions[STATEMENT] = kept
    return STATEMENTS[kept[1]]
