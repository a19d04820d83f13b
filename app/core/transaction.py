"""Where work becomes permanent: the only module that commits."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy.exc import IntegrityError

from app.core.database import db, is_reading, writing

T = TypeVar("T")

logger = logging.getLogger(__name__)

_DEPTH, _DOOMED, _CALLBACKS = "atomic.depth", "atomic.doomed", "atomic.callbacks"


@contextmanager
def atomic() -> Iterator[None]:
    """Commit the work done inside, then run what was put off until then.

    Nested blocks join the outermost one. If any block raises, the whole unit of work is undone and
    its callbacks are dropped, even when a caller swallows the exception on the way out.
    """
    session = db.session()
    depth: int = session.info.get(_DEPTH, 0)
    if depth == 0 and is_reading():
        session.commit()  # a transaction begun for reading cannot be turned into a writing one
    session.info[_DEPTH] = depth + 1
    try:
        with writing():
            yield
            if depth == 0:
                if session.info.get(_DOOMED):
                    raise RuntimeError("a nested atomic() block failed; nothing was saved")
                session.commit()
    except BaseException:
        session.info[_DOOMED] = True
        if depth == 0:
            session.rollback()
            session.info.pop(_CALLBACKS, None)
        raise
    finally:
        session.info[_DEPTH] = depth
        if depth == 0:
            session.info.pop(_DOOMED, None)
    if depth == 0:
        _run(session.info.pop(_CALLBACKS, []))


def after_commit(callback: Callable[[], object]) -> None:
    """Run ``callback`` once the surrounding work is permanent, or never."""
    session = db.session()
    if not session.info.get(_DEPTH):
        raise RuntimeError("after_commit() belongs inside an atomic() block")
    session.info.setdefault(_CALLBACKS, []).append(callback)


def once(find: Callable[[], T | None], make: Callable[[], T]) -> tuple[T, bool]:
    """What ``find`` finds, or else what ``make`` makes; and whether it is new.

    For work that a client may repeat under one ``client_id``: a unique constraint decides between
    two that arrive together, and the loser gets the winner's row.
    """
    try:
        with atomic():
            found = find()
            return (found, False) if found is not None else (make(), True)
    except IntegrityError:
        found = find()
        if found is None:
            raise
        return found, False


def release() -> None:
    """Let go of the database before slow work (a password hash, a mail server).

    Raises RuntimeError if something waits to be saved: that belongs in atomic().
    """
    session = db.session()
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("unsaved work: use atomic()")
    session.commit()


def _run(callbacks: list[Callable[[], object]]) -> None:
    # The work is saved: one failing side effect must not cancel the others.
    for callback in callbacks:
        try:
            callback()
        except Exception:
            logger.exception("side effect failed after commit: %r", callback)
            db.session.rollback()
