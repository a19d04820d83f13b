"""French typography and dates, as a printer would set them.

Sources: Imprimerie nationale's rules as summed up in the EU interinstitutional style guide, 6.4:
U+202F before ``; ! ?``, U+00A0 before ``:`` and inside « », typographic apostrophe.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from flask import g, has_request_context
from flask_babel import get_locale
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup, escape

from app.core import clock
from app.core.i18n import _, plural

THIN, WIDE = "\u202f", "\u00a0"

_TAG = re.compile(r"(<[^>]*>)")
_RULES = (
    (re.compile(r"(?<=[\w»)%’…]) ([;!?])"), rf"{THIN}\1"),
    (re.compile(r" :(?=\s|$)"), f"{WIDE}:"),
    (re.compile(r"« ?"), f"«{WIDE}"),
    (re.compile(r" ?»"), f"{WIDE}»"),
    (re.compile(r"(?<=\w)(?:'|&#39;)(?=\w)"), "’"),
    (re.compile(r"(?<=\d) (?=\d{3}\b)"), THIN),
    (re.compile(r"(?<=\d) (?=(?:h|min|hab|€|%|km|m²|Ko|Mo)\b)"), WIDE),
    (re.compile(r"(?<=\)s) (?=(?:h|min|hab)\b)"), WIDE),
    (re.compile(r"\b(n°|art\.|L\.|R\.|D\.) (?=\d)"), rf"\1{WIDE}"),
)

_MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
_DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
_ENGLISH_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_ENGLISH_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def typeset(text: object) -> Markup:
    """``text`` with French spaces and apostrophes; leaves tags of Markup alone."""
    escaped = escape(text)
    return set_french(escaped) if _language() == "fr" else escaped


@lru_cache(maxsize=16_384)  # the same names and titles come back on every page
def set_french(marked: Markup) -> Markup:
    """The text between the tags of ``marked`` with French spaces and apostrophes."""
    pieces = _TAG.split(str(marked))
    pieces[::2] = [_set(piece) for piece in pieces[::2]]
    return Markup("".join(pieces))  # noqa: S704  escaped by the caller, tags untouched


def sentence(words: str) -> str:
    """A sentence of the interface in the reader's language; its blanks are filled afterwards."""
    return _typeset_source(words) if _language() == "fr" else _(words)


@pass_eval_context
def filled(context: EvalContext, words: str, /, **values: object) -> str:
    """What templates call ``_``: the sentence, its blanks filled; escaped where the page is HTML.

    Jinja's own passes through three calls and makes a Markup each time: a quarter of a page's work.
    """
    known = _known(_language(), words)
    return (known if context.autoescape else str(known)) % values


@lru_cache(maxsize=4_096)
def _known(language: str, words: str) -> Markup:
    return Markup(sentence(words))  # noqa: S704  our own catalogue


def sentences(one: str, many: str, count: int) -> str:
    """The sentence for ``count`` things; its blanks are filled afterwards."""
    return _typeset_source(plural(one, many, count))


@lru_cache(maxsize=4_096)
def _typeset_source(words: str) -> str:
    return str(set_french(Markup(words)))  # noqa: S704  our own catalogue


def number(value: int) -> str:
    """``3500`` → ``3 500``, with a thin space that does not break."""
    separator = THIN if _language() == "fr" else ","
    return f"{value:,}".replace(",", separator)


def moment(at: datetime, *, now: datetime | None = None) -> str:
    """How long ago, in words: « il y a 25 min », « hier à 9 h 12 », « 17 novembre 2026 »."""
    now = now or clock.now()
    ago = now - at
    if ago < timedelta(minutes=1):
        return _("à l’instant")
    if ago < timedelta(hours=1):
        return _("il y a %(count)s min", count=ago // timedelta(minutes=1))
    here, today = clock.local(at), clock.local(now).date()
    if here.date() == today:
        return _("il y a %(count)s h", count=ago // timedelta(hours=1))
    if here.date() == today - timedelta(days=1):
        return _("hier à %(time)s", time=hour(at))
    if here.date() > today - timedelta(days=7):
        return day(at, with_year=False)
    return day(at, with_weekday=False)


def day(at: datetime, *, with_weekday: bool = True, with_year: bool = True) -> str:
    """« jeudi 19 novembre 2026 », on the reader's clock."""
    here = clock.local(at)
    if _language() == "fr":
        number_ = "1er" if here.day == 1 else str(here.day)
        words = [_DAYS[here.weekday()]] if with_weekday else []
        words += [number_, _MONTHS[here.month - 1]]
    else:
        words = [_ENGLISH_DAYS[here.weekday()]] if with_weekday else []
        words += [str(here.day), _ENGLISH_MONTHS[here.month - 1]]
    if with_year:
        words.append(str(here.year))
    return WIDE.join(words[-3:-1] + words[-1:]) if len(words) == 2 else " ".join(words)


def calendar(on: date) -> str:
    """« 19 novembre 2026 », for a day that has no hour."""
    return day(datetime.combine(on, time(12), tzinfo=clock.PARIS), with_weekday=False)


def hour(at: datetime) -> str:
    """« 9 h 12 », on the reader's clock."""
    here = clock.local(at)
    if _language() != "fr":
        return f"{here:%H:%M}"
    return f"{here.hour}{WIDE}h{WIDE}{here.minute:02d}"


def exact(at: datetime) -> str:
    """« jeudi 19 novembre 2026 à 9 h 12 », for titles and print."""
    return _("%(day)s à %(time)s", day=day(at), time=hour(at))


def inhabitants(count: int) -> str:
    """« 430 hab. »"""
    return _("%(count)s hab.", count=number(count))


def weight(count: int) -> str:
    """« 18 Ko », « 2,4 Mo »"""
    if count < 1_000_000:
        return _("%(count)s Ko", count=number(max(1, round(count / 1_000))))
    millions = f"{count / 1_000_000:.1f}"
    return _("%(count)s Mo", count=millions.replace(".", ",") if _language() == "fr" else millions)


def _set(text: str) -> str:
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def _language() -> str:
    if not has_request_context():
        return _locale_language()
    language: str | None = g.get("language")  # asked hundreds of times for a page
    if language is None:
        g.language = language = _locale_language()
    return language


def _locale_language() -> str:
    locale = get_locale()
    return locale.language if locale else "fr"
