"""The interface's words: French sentences are the source, English a catalogue."""

from __future__ import annotations

from typing import Any

from flask import Flask, request
from flask_babel import Babel, get_locale, gettext, lazy_gettext, ngettext
from flask_login import current_user

LANGUAGES = {"fr": "Français", "en": "English"}

Sentence = Any
"""A str, or a lazy one that is translated when it is shown."""


def lazy(sentence: str, /, **values: Any) -> Sentence:
    """A sentence that is translated when it is shown."""
    return lazy_gettext(sentence, **values)


def N_(sentence: str) -> str:  # noqa: N802  gettext's own name
    """Mark a sentence that is translated later, where it is said."""
    return sentence


def _(sentence: str, /, **values: Any) -> str:
    """The sentence in the reader's language, its blanks filled."""
    translated: str = gettext(sentence, **values)
    return translated


def plural(one: str, many: str, count: int, /, **values: Any) -> str:
    """The sentence for ``count`` things; in French, zero is singular."""
    if get_locale() is None or get_locale().language == "fr":
        sentence = one if abs(count) < 2 else many
        return sentence % values if values else sentence
    translated: str = ngettext(one, many, count, **values)
    return translated


def init_app(app: Flask) -> None:
    """Speak the member's language, else French."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "fr")
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "Europe/Paris")
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", "translations")
    Babel(app, locale_selector=_language)


def _language() -> str:
    if not request:
        return "fr"
    chosen = getattr(current_user, "language", None) or request.cookies.get("langue")
    return chosen if chosen in LANGUAGES else "fr"
