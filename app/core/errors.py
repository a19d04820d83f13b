"""Refusals, turned into words once: a page for people, RFC 9457 for programs."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from flask import (
    Flask,
    Response,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, InternalServerError

from app.core.i18n import Sentence, lazy

logger = logging.getLogger(__name__)

TITLES = {
    400: lazy("Cette demande est incomplète"),
    401: lazy("Connectez-vous pour continuer"),
    403: lazy("Vous n’avez pas le droit de faire cela"),
    404: lazy("Cette page n’existe pas"),
    405: lazy("Cette adresse ne s’ouvre pas ainsi"),
    409: lazy("Ce n’est plus possible"),
    413: lazy("Cet envoi est trop lourd"),
    422: lazy("Il reste quelque chose à corriger"),
    429: lazy("Trop d’essais en peu de temps"),
    500: lazy("Une erreur est survenue de notre côté"),
    503: lazy("Le réseau est momentanément indisponible"),
}

SENTENCES = {
    400: lazy(
        "La page est peut-être restée ouverte trop longtemps. Revenez en arrière, rechargez-la et recommencez."
    ),
    401: lazy("Cette page est réservée aux membres."),
    403: lazy(
        "Si vous pensez que c’est une erreur, écrivez à l’animatrice ou à l’animateur de votre club."
    ),
    404: lazy(
        "Elle a peut-être été déplacée, ou elle appartient à un club dont vous n’êtes pas membre."
    ),
    405: lazy("Revenez à la page précédente et réessayez."),
    409: lazy("Quelque chose a changé entre-temps. Rechargez la page."),
    413: lazy(
        "La limite est de 25 Mo. Revenez à la page précédente, votre texte y est encore : réduisez le fichier, puis recommencez."
    ),
    422: lazy("Corrigez ce qui est signalé, puis recommencez."),
    429: lazy("Patientez quelques minutes, puis réessayez."),
    500: lazy("Vos textes enregistrés ne sont pas perdus. Réessayez dans un instant."),
    503: lazy("Réessayez dans un instant."),
}


WAIT_SECONDS = 900
"""How long to wait after too many tries (RFC 9110, Retry-After): core/throttle.py."""


class Refusal(Exception):
    """Something that cannot be done, with the sentence that says so."""

    status = 409
    sentence: Sentence = ""
    field: str | None = None
    """The name of the form field the sentence belongs beside, if any."""

    @property
    def each(self) -> Sequence[Refusal]:
        """Itself, or what several are made of."""
        return (self,)

    def __str__(self) -> str:
        return str(self.sentence)


class Detour(Refusal):
    """Something must be done first; ``endpoint`` is where, and leads back."""

    status = 403
    endpoint = ""


class Invalid(Refusal):
    """A value that cannot be accepted, with its field."""

    status = 422

    def __init__(self, field: str, sentence: Sentence) -> None:
        super().__init__(field)
        self.field = field
        self.sentence = sentence


class Refusals(Refusal):
    """Several at once: whoever corrects a form sees them together."""

    def __init__(self, each: Sequence[Refusal]) -> None:
        super().__init__(*each)
        self._each = each
        self.status, self.sentence, self.field = each[0].status, each[0].sentence, each[0].field

    @property
    def each(self) -> Sequence[Refusal]:
        """What was refused, in the order it was looked at."""
        return self._each


def together(*checks: Callable[[], Any]) -> list[Any]:
    """What each check returns, once all were made. Raises what one refused, or Refusals."""
    found: list[Any] = []
    refused: list[Refusal] = []
    for check in checks:
        try:
            found.append(check())
        except Refusal as refusal:
            refused += refusal.each
    if refused:
        raise Refusals(refused) if len(refused) > 1 else refused[0]
    return found


FOR_PROGRAMS = {
    400: lazy("La requête n’est pas comprise : vérifiez le JSON, son type de contenu et le jeton."),
}


def init_app(app: Flask) -> None:
    """Answer every refusal and every HTTP error in words."""
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(Refusal, _answer_refusal)
    app.register_error_handler(Exception, _answer_unexpected)


def wants_json() -> bool:
    """Whether a program is asking."""
    return request.path.startswith("/api/")


def problem(status: int, detail: Sentence, **more: object) -> Response:
    """An RFC 9457 problem document."""
    title = TITLES.get(status, "")
    response = jsonify(
        type="about:blank", title=str(title), status=status, detail=str(detail), **more
    )
    response.status_code = status
    response.mimetype = "application/problem+json"
    return response


def page(
    status: int, sentence: Sentence, *, code: str | None = None, way: str | None = None
) -> ResponseReturnValue:
    """An error page with a way out."""
    words = {"title": TITLES.get(status, TITLES[500]), "sentence": sentence}
    return render_template("errors/error.html", **words, code=code, way=way), status


def _answer_http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error.response
    status = error.code or 500
    words = {**SENTENCES, **FOR_PROGRAMS} if wants_json() else SENTENCES
    sentence = words.get(status, words[500])
    more = {"errors": error.detail} if hasattr(error, "detail") else {}
    answer = problem(status, sentence, **more) if wants_json() else page(status, sentence)
    response = make_response(answer)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After", "WWW-Authenticate"}:
            response.headers[name] = value
    return response


def _answer_refusal(refusal: Refusal) -> ResponseReturnValue:
    if wants_json():
        more = {"field": refusal.field} if refusal.field else {}
        return problem(refusal.status, refusal.sentence, **more)
    if isinstance(refusal, Detour):
        is_looking = request.method == "GET"
        place = url_for(
            refusal.endpoint, suite=request.full_path.rstrip("?") if is_looking else None
        )
        return redirect(place) if is_looking else page(403, refusal.sentence, way=place)
    answer = make_response(page(refusal.status, refusal.sentence))
    if refusal.status == 429:
        answer.headers["Retry-After"] = str(WAIT_SECONDS)
    return answer


def _answer_unexpected(error: Exception) -> ResponseReturnValue:
    # The reader gets a number, the log gets the trace: neither gets what was typed.
    code = uuid.uuid4().hex[:8]
    logger.exception("unexpected error %s on %s", code, request.endpoint)
    original = InternalServerError.code or 500
    if wants_json():
        return problem(original, SENTENCES[500], code=code)
    return page(original, SENTENCES[500], code=code)
