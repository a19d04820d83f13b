"""The interface's words: French sentences are the source, English a catalogue."""

from __future__ import annotations

from typing import Any

from flask import Flask, request
from flask_babel import Babel, gettext, lazy_gettext, ngettext
from flask_babel.speaklater import LazyString
from flask_login import current_user

LANGUAGES = {"fr": "Français", "en": "English"}

_ = gettext
plural = ngettext
Sentence = LazyString | str


def lazy(sentence: str, **values: Any) -> LazyString:
    """A sentence that is translated when it is shown."""
    translated: LazyString = lazy_gettext(sentence, **values)
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
