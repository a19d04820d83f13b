"""Lists in pages: a cursor that holds while rows come and go, and the tools templates share."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Generic, TypeVar

from flask import Flask, current_app
from flask_babel import get_locale
from flask_login import current_user
from jinja2 import Environment
from jinja2.environment import TemplateModule
from sqlalchemy import ColumnElement, Select, literal, tuple_

from app.core import typography
from app.core.database import db
from app.core.devices import device
from app.core.errors import Invalid
from app.core.i18n import lazy
from app.core.policies import can
from app.core.rich_text import shown

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows and, if there are more, where the next page begins."""

    items: Sequence[T]
    next: str | None


def page_of(
    rows: Select[Any],
    *,
    newest_by: tuple[Any, Any],
    key: Callable[[T], tuple[datetime, int]],
    after: str | None,
    size: int,
    read: Callable[[Any], T] = lambda row: row[0],
) -> Page[T]:
    """The next ``size`` rows, newest first by (time, id). Raises Invalid on a wrong cursor."""
    moment, ident = newest_by
    if after:
        rows = rows.where(before(moment, ident, *read_cursor(after)))
    rows = rows.order_by(moment.desc(), ident.desc()).limit(size + 1)
    found = [read(row) for row in db.session.execute(rows).unique()]
    more = len(found) > size
    return Page(found[:size], make_cursor(*key(found[size - 1])) if more else None)


def before(moment: Any, ident: Any, at: datetime, last_id: int) -> ColumnElement[bool]:
    """The rows that come after (at, last_id) in a list that runs from new to old."""
    return tuple_(moment, ident) < tuple_(literal(at, type_=moment.type), last_id)


def make_cursor(at: datetime, last_id: int) -> str:
    """An opaque position in a list."""
    return base64.urlsafe_b64encode(json.dumps([at.isoformat(), last_id]).encode()).decode()


def read_cursor(cursor: str) -> tuple[datetime, int]:
    """The position written by make_cursor(); raises Invalid on anything else."""
    try:
        at, last_id = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        return datetime.fromisoformat(at), int(last_id)
    except (ValueError, TypeError, binascii.Error):
        raise Invalid("cursor", lazy("Ce curseur n’est pas valable.")) from None


def init_app(app: Flask) -> None:
    """Give templates their filters and globals."""
    env = app.jinja_env
    env.trim_blocks = env.lstrip_blocks = True
    env.add_extension("jinja2.ext.do")
    env.filters.update(
        typeset=typography.typeset,
        number=typography.number,
        moment=typography.moment,
        day=typography.day,
        calendar=typography.calendar,
        hour=typography.hour,
        exact=typography.exact,
        inhabitants=typography.inhabitants,
        weight=typography.weight,
        device=device,
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]
        typography.sentence,
        typography.sentences,
        newstyle=True,
    )
    env.globals.update(
        _=typography.filled,
        can=can_here,
        asset=asset,
        fixed=fixed,
        rich=shown,
        get_locale=get_locale,
    )


def can_here(action: str, subject: object) -> bool:
    """Whether the member who reads the page may do ``action``."""
    return can(current_user, action, subject)


def fixed(template: str) -> TemplateModule:
    """A part of a page that depends on nothing but the language: made once for each."""
    return _made(current_app.jinja_env, template, str(get_locale()))


@lru_cache(maxsize=64)
def _made(env: Environment, template: str, language: str) -> TemplateModule:
    return env.get_template(template).make_module()


def qr_path(matrix: Sequence[Sequence[int]]) -> tuple[int, str]:
    """The side of a QR code and its dark squares, as the path of an SVG."""
    dark = ((x, y) for y, row in enumerate(matrix) for x, dot in enumerate(row) if dot)
    return len(matrix), "".join(f"M{x} {y}h1v1h-1z" for x, y in dark)


def asset(path: str) -> str:
    """The address of a static file, under the hash of the whole tree: it never goes stale."""
    return f"{current_app.extensions['static_root']}/{path}"
