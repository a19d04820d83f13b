"""What was done to people, clubs and settings, by whom: written once, never changed.

Each entry carries the keyed digest of the one before, and a trigger of the database refuses every
change (ASVS 5.0 16.4.2): ``flask journal verify`` names the first entry that somebody touched. What
people typed (a reason) is kept beside the chain, which holds its digest only: it may be erased.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import ForeignKey, Select, String, Text, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.database import Base, db, insert, reading
from app.core.jobs import every
from app.core.transaction import atomic, release

logger = logging.getLogger(__name__)

SAYINGS_KEPT = timedelta(days=365)

_BEGINNING = "0" * 64
_HEAD = 1


class JournalEntry(Base):
    """One act. Ids are plain numbers: the entry outlives what it is about."""

    __tablename__ = "journal_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    act: Mapped[str] = mapped_column(String(40))
    actor_id: Mapped[int | None]
    """Nobody, when the command line did it."""
    club_id: Mapped[int | None] = mapped_column(index=True)
    user_id: Mapped[int | None] = mapped_column(index=True)
    """Whom it was done to."""
    said_digest: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))


class JournalSaying(Base):
    """The words that went with an act; erased after a year."""

    __tablename__ = "journal_saying"

    entry_id: Mapped[int] = mapped_column(ForeignKey("journal_entry.id"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class JournalHead(Base):
    """The digest of the last entry: the row that two writers take in turn."""

    __tablename__ = "journal_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))


def write_down(
    act: str,
    *,
    actor_id: int | None,
    club_id: int | None = None,
    user_id: int | None = None,
    saying: str = "",
) -> JournalEntry:
    """Add an entry, in the transaction of the act itself."""
    with atomic():
        before = _lock_head()
        entry = JournalEntry(
            at=clock.now(),
            act=act,
            actor_id=actor_id,
            club_id=club_id,
            user_id=user_id,
            said_digest=hashlib.sha256(saying.encode()).hexdigest(),
        )
        entry.digest = _digest(before, entry)
        db.session.add(entry)
        db.session.flush()
        if saying:
            db.session.add(JournalSaying(entry_id=entry.id, text=saying))
        db.session.execute(
            update(JournalHead).where(JournalHead.id == _HEAD).values(digest=entry.digest)
        )
    return entry


def entries_of_club(club_id: int) -> Select[JournalEntry]:
    """What was done to a club and in it."""
    return select(JournalEntry).where(JournalEntry.club_id == club_id)


def said(entries: Sequence[JournalEntry]) -> dict[int, str]:
    """The words that went with each entry, while they are kept."""
    ids = [entry.id for entry in entries]
    rows = select(JournalSaying).where(JournalSaying.entry_id.in_(ids))
    return {row.entry_id: row.text for row in db.session.scalars(rows)}


def forget_sayings_about(user_id: int) -> None:
    """Erase the words that went with what was done to a person; belongs in atomic()."""
    about = select(JournalEntry.id).where(JournalEntry.user_id == user_id)
    db.session.execute(
        delete(JournalSaying)
        .where(JournalSaying.entry_id.in_(about))
        .execution_options(synchronize_session=False)
    )


@every(timedelta(days=1))
def forget_old_sayings() -> None:
    """Erase the words of last year: the chain stays, without them (CNIL, délibération 2021-122)."""
    old = select(JournalEntry.id).where(JournalEntry.at < clock.now() - SAYINGS_KEPT)
    with atomic():
        db.session.execute(
            delete(JournalSaying)
            .where(JournalSaying.entry_id.in_(old))
            .execution_options(synchronize_session=False)
        )


@every(timedelta(days=1))
def vouch_for_the_journal() -> None:
    """Write the day's head into the log, which is kept elsewhere: whoever rewrites all is seen."""
    with reading():
        head = head_digest()
        release()
    logger.warning("journal head %s", head)


def first_wrong_entry() -> int | None:
    """The id of the first entry that was changed, or that follows a gap; none when all is well."""
    before = _BEGINNING
    for entry in db.session.scalars(select(JournalEntry).order_by(JournalEntry.id)):
        if not hmac.compare_digest(entry.digest, _digest(before, entry)):
            return entry.id
        before = entry.digest
    head = db.session.get(JournalHead, _HEAD)
    is_whole = hmac.compare_digest(head.digest if head else _BEGINNING, before)
    return None if is_whole else 0


def head_digest() -> str:
    """The digest of the last entry, to be kept elsewhere: it vouches for all before it."""
    head = db.session.get(JournalHead, _HEAD)
    return head.digest if head else _BEGINNING


def _lock_head() -> str:
    row = insert(JournalHead).values(id=_HEAD, digest=_BEGINNING)
    db.session.execute(row.on_conflict_do_nothing())
    locked = select(JournalHead.digest).where(JournalHead.id == _HEAD).with_for_update()
    return db.session.scalars(locked).one()


def _digest(before: str, entry: JournalEntry) -> str:
    key: bytes = current_app.config["JOURNAL_KEY"]
    parts = (
        before,
        entry.at.isoformat(),
        entry.act,
        entry.actor_id,
        entry.club_id,
        entry.user_id,
        entry.said_digest,
    )
    return hmac.new(key, "|".join(map(str, parts)).encode(), hashlib.sha256).hexdigest()
