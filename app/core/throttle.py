"""Counting attempts in the database: survives a restart, holds across processes.

After the allowed number in a quarter of an hour, each further period of blocking doubles, up to an
hour; never for ever (ASVS 5.0 6.3.1).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.database import Base, db
from app.core.errors import Refusal
from app.core.i18n import lazy
from app.core.jobs import every
from app.core.tokens import digest
from app.core.transaction import atomic

WINDOW = timedelta(minutes=15)
LONGEST_BLOCK = timedelta(hours=1)


class TooManyAttempts(Refusal):
    """Refused for now; waiting helps."""

    status = 429
    sentence = lazy("Trop d’essais en peu de temps. Patientez un quart d’heure, puis réessayez.")


class Attempt(Base):
    """One counted try; the key is hashed, since it may be an address."""

    __tablename__ = "attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(index=True)
    made_at: Mapped[datetime]


def check(*keys: tuple[str, int]) -> None:
    """Raise TooManyAttempts if one of the (key, allowed attempts) is used up."""
    for key, allowed in keys:
        if _is_blocked(digest(key), allowed):
            raise TooManyAttempts


def count(*keys: str) -> None:
    """Write down one attempt for each key."""
    now = clock.now()
    with atomic():
        db.session.add_all(Attempt(key=digest(key), made_at=now) for key in keys)


def forgive(key: str) -> None:
    """Forget the attempts of ``key``: it succeeded."""
    with atomic():
        db.session.execute(delete(Attempt).where(Attempt.key == digest(key)))


@every(timedelta(hours=1))
def forget_old_attempts() -> None:
    """Delete the attempts that no longer count."""
    with atomic():
        old = clock.now() - WINDOW - LONGEST_BLOCK
        db.session.execute(delete(Attempt).where(Attempt.made_at < old))


def _is_blocked(key: str, allowed: int) -> bool:
    since = clock.now() - WINDOW - LONGEST_BLOCK
    made, last = db.session.execute(
        select(func.count(), func.max(Attempt.made_at)).where(
            Attempt.key == key, Attempt.made_at >= since
        )
    ).one()
    if made < allowed or last is None:
        return False
    times_over = made // allowed - 1
    block = min(WINDOW * 2**times_over, LONGEST_BLOCK)
    return bool(last + block > clock.now())
