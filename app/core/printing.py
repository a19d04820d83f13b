"""Pages printed as PDF by a program of its own, so that a heavy text meets limits and no member."""

from __future__ import annotations

import base64
import logging
import subprocess
import sys
import tempfile
from contextlib import suppress
from datetime import timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import BoundedSemaphore

from app.config import PROJECT
from app.core import clock
from app.core.errors import Refusal
from app.core.events import Event
from app.core.i18n import lazy
from app.core.jobs import every
from app.core.storage import printed

logger = logging.getLogger(__name__)

SECONDS = 30
AT_ONCE = 2
PATIENCE = 20
KEPT = timedelta(days=1)

_PROGRAM = Path(__file__).with_name("print_page.py")
_FONTS = PROJECT / "static" / "vendor" / "fonts"
_turns = BoundedSemaphore(AT_ONCE)


class CannotPrint(Refusal):
    """The PDF could not be made here, or not in time."""

    status = 503
    sentence = lazy(
        "Le PDF n’a pas pu être fait. Ouvrez la page et imprimez-la : la mise en page est la même."
    )


def pdf_of(page: str) -> bytes:
    """The PDF of a page, made once a day: later readers get the first one's. Raises CannotPrint."""
    key = sha256(page.encode()).hexdigest()
    with suppress(FileNotFoundError):
        return printed().path_of(key).read_bytes()
    made = print_page(page)
    try:
        printed().put(key, made)
    except OSError:
        logger.exception("a print could not be kept")
    return made


@every(timedelta(days=1))
def forget_prints() -> None:
    """What was printed yesterday may have changed: nobody asks for it any more."""
    for key in list(printed().keys_before(clock.now() - KEPT)):
        printed().drop(key)


def drop_prints(_event: Event) -> None:
    """Somebody is gone: no print names her any more."""
    for key in list(printed().keys_before(clock.now())):
        printed().drop(key)


def print_page(page: str) -> bytes:
    """The PDF of a page that needs nothing but itself; about a second, so outside any transaction.

    Raises CannotPrint where the library of letters (pango) is missing, or past the limits.
    """
    if not _turns.acquire(timeout=PATIENCE):
        raise CannotPrint
    try:
        with tempfile.TemporaryDirectory() as home:  # fontconfig keeps its list of letters there
            done = subprocess.run(  # noqa: S603  our own program
                [sys.executable, "-I", str(_PROGRAM)],
                input=page.encode(),
                capture_output=True,
                timeout=SECONDS,
                check=False,
                env={"HOME": home},
            )
    except subprocess.TimeoutExpired:
        raise CannotPrint from None
    finally:
        _turns.release()
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        logger.error("no PDF: %s", done.stderr.decode(errors="replace")[-2000:])
        raise CannotPrint
    return done.stdout


@cache
def letters(name: str) -> str:
    """One of the site's fonts, as an address that needs no fetching."""
    return data_address((_FONTS / f"{name}.woff2").read_bytes(), "font/woff2")


def data_address(content: bytes, content_type: str) -> str:
    """Some bytes as a ``data:`` address."""
    return f"data:{content_type};base64,{base64.b64encode(content).decode()}"
