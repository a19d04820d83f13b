"""The copy of a person's own data, as one zip: built on the disk, piece by piece."""

from __future__ import annotations

import json
import logging
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import PurePath
from typing import IO, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from flask import current_app

from app.accounts.models import User
from app.config import Settings
from app.core import clock
from app.core.database import db, reading
from app.core.jobs import slow
from app.core.storage import Storage, exports, photos, storage
from app.core.tokens import new_token
from app.core.transaction import release
from app.privacy.documents import Row, files_of, lists_of, profile_of
from app.privacy.events import DataExportAsked
from app.privacy.models import DataExport
from app.privacy.operations import finish_export

logger = logging.getLogger(__name__)

PIECE = 1024 * 1024
_UNSAFE = re.compile(r"[^\w.-]+")


@slow
def make_export(event: DataExportAsked) -> None:
    """Make the copy, unless it is made or no longer wanted.

    Killed in the middle, it is begun again under another key; the pieces left behind are swept.
    """
    user = _who_waits(event.export_id)
    if user is None:
        return
    key = new_token()
    with exports().writing(key) as file:
        _write(file, user)
    size = exports().path_of(key).stat().st_size
    if not finish_export(event.export_id, key=key, size=size):
        exports().drop(key)


def _who_waits(export_id: int) -> User | None:
    with reading():
        export = db.session.get(DataExport, export_id, populate_existing=True)
        is_waited = export is not None and export.ready_at is None
        user = db.session.get(User, export.user_id) if export and is_waited else None
        release()
    return user if user is not None and user.is_active else None


def _write(file: BinaryIO, user: User) -> None:
    with ZipFile(file, "w") as archive:
        with _entry(archive, "LISEZ-MOI.txt") as entry:
            entry.write(_read_me().encode())
        with reading():
            with _entry(archive, "donnees.json") as entry:
                _write_rows(entry, user)
            files = files_of(user)
            photo = [("photo.jpg", user.photo_key)] if user.photo_key else []
            release()  # the disk may be slow
        taken: set[str] = set()
        _copy(archive, files, storage(), taken)
        _copy(archive, photo, photos(), taken)


def _write_rows(entry: IO[bytes], user: User) -> None:
    entry.write(b'{"profil": ' + _json(profile_of(user)))
    for name, rows in lists_of(user):
        entry.write(b",\n" + _json(name) + b": [")
        for index, row in enumerate(rows):
            entry.write((b",\n  " if index else b"\n  ") + _json(row))
        entry.write(b"]")
    entry.write(b"}\n")


def _copy(archive: ZipFile, files: list[tuple[str, str]], kept: Storage, taken: set[str]) -> None:
    for name, key in files:
        path = kept.path_of(key)
        if not path.exists():
            logger.error("the bytes of a file of an export are not in the storage")
            continue
        inside = f"fichiers/{_unique(name, taken)}"
        with path.open("rb") as source, _entry(archive, inside, ZIP_STORED) as entry:
            shutil.copyfileobj(source, entry, PIECE)


@contextmanager
def _entry(archive: ZipFile, name: str, compression: int = ZIP_DEFLATED) -> Iterator[IO[bytes]]:
    year, month, day, hour, minute, second = clock.local(clock.now()).timetuple()[:6]
    info = ZipInfo(name, (year, month, day, hour, minute, second))
    info.compress_type = compression
    with archive.open(info, "w", force_zip64=True) as entry:
        yield entry


def _unique(name: str, taken: set[str]) -> str:
    """The name made harmless, and told from the others by a number."""
    safe = _UNSAFE.sub("-", PurePath(name.replace("\\", "/")).name).strip(".-") or "fichier"
    stem, suffix = PurePath(safe).stem, PurePath(safe).suffix
    number, unique = 1, safe
    while unique.lower() in taken:  # some systems do not tell case apart
        number += 1
        unique = f"{stem}-{number}{suffix}"
    taken.add(unique.lower())
    return unique


def _read_me() -> str:
    settings: Settings = current_app.extensions["settings"]
    words = {"site_name": settings.site_name, "at": clock.now()}
    return current_app.jinja_env.get_template("privacy/read-me.txt").render(words)


def _json(value: Row | str) -> bytes:
    return json.dumps(value, ensure_ascii=False, default=_said).encode()


def _said(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
