"""Where the bytes of files are kept: a folder of the data directory."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from flask import Flask, current_app

from app.core.tokens import new_token


class Storage:
    """Files by key. What put() returned from survives a power cut; a key is written once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, key: str, content: bytes) -> None:
        """Keep ``content`` under ``key``. Raises OSError when the disk is full or read-only."""
        with self.writing(key) as file:
            file.write(content)

    @contextmanager
    def writing(self, key: str) -> Iterator[BinaryIO]:
        """A file to write piece by piece; kept under ``key`` once the block has ended well."""
        place = self.path_of(key)
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = place.with_suffix(f".{new_token()[:8]}.part")  # two may write the same
        try:
            with open(draft, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            draft.rename(place)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        _sync_folder(place.parent)

    def path_of(self, key: str) -> Path:
        """Where the bytes under ``key`` are."""
        return self.folder / key[:2] / key

    def drop(self, key: str) -> None:
        """Forget what is kept under ``key``, if anything."""
        self.path_of(key).unlink(missing_ok=True)

    def keys_before(self, moment: datetime) -> Iterator[str]:
        """The keys of what was put before ``moment``, half-written drafts included."""
        for file in self.folder.glob("??/*"):
            with suppress(FileNotFoundError):  # it has just got its name, or gone
                if datetime.fromtimestamp(file.stat().st_mtime, UTC) < moment:
                    yield file.name


def init_app(app: Flask, folder: Path) -> None:
    """Keep the files of ``app`` below ``folder``: what texts show, photographs, exports, prints."""
    app.extensions["storage"] = Storage(folder / "files")
    app.extensions["photos"] = Storage(folder / "photos")
    app.extensions["exports"] = Storage(folder / "exports")
    app.extensions["printed"] = Storage(folder / "printed")


def storage() -> Storage:
    """The storage of the application that runs."""
    kept: Storage = current_app.extensions["storage"]
    return kept


def photos() -> Storage:
    """Where the photographs of people are kept."""
    kept: Storage = current_app.extensions["photos"]
    return kept


def exports() -> Storage:
    """Where the copies that people asked of their own data wait for them."""
    kept: Storage = current_app.extensions["exports"]
    return kept


def printed() -> Storage:
    """Where pages that were printed stay a day, so that the next reader does not wait."""
    kept: Storage = current_app.extensions["printed"]
    return kept


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)  # the name, too, survives a power cut
    finally:
        os.close(descriptor)
