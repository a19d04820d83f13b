"""Inviting by the hundred: a list is read, judged line by line, confirmed, then sent by a worker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from app.accounts.models import User
from app.clubs.errors import BatchIsOver, EmptyList, ListTooLong
from app.clubs.events import BatchConfirmed
from app.clubs.models import Batch, BatchLine, Outcome, Verdict
from app.clubs.operations.inviting import Welcome, check_quota, lock_clubs, write_invitation
from app.clubs.operations.judging import Judgement, judge
from app.clubs.operations.reading import Line, read_lines
from app.clubs.queries import moderates
from app.core import clock
from app.core.database import db
from app.core.events import record
from app.core.jobs import every, slow
from app.core.text import paragraph
from app.core.transaction import atomic

MOST_LINES = 2_000
CHUNK = 100
BATCHES_KEPT = timedelta(days=365)
UNCONFIRMED_KEPT = timedelta(days=2)

_SENDS = (Verdict.NEW, Verdict.KNOWN, Verdict.REQUESTED)


def draw_up_batch(welcome: Welcome, *, content: str) -> Batch:
    """Read a pasted list or a CSV file and judge each line; nothing is sent before confirm_batch().

    Raises Invalid, ClubMissing, EmptyList, ListTooLong.
    """
    message = paragraph(welcome.message, "message", longest=1_000)
    lines = list(islice(read_lines(content), MOST_LINES + 1))
    if not lines:
        raise EmptyList
    if len(lines) > MOST_LINES:
        raise ListTooLong
    with atomic():
        batch = Batch(
            inviter_id=welcome.inviter.id,
            role=welcome.role,
            message=message,
            made_at=clock.now(),
            clubs=list(welcome.clubs),
        )
        db.session.add(batch)
        db.session.flush()
        db.session.execute(insert(BatchLine), list(_judged(batch, lines)))
    return batch


def confirm_batch(batch: Batch) -> None:
    """Let a worker send what the preview showed. Raises BatchIsOver, QuotaReached."""
    with atomic():
        db.session.execute(select(User.id).where(User.id == batch.inviter_id).with_for_update())
        check_quota(batch.inviter, _leaving(BatchLine.batch_id == batch.id) + _under_way(batch))
        won = db.session.execute(
            update(Batch)
            .where(Batch.id == batch.id, Batch.confirmed_at.is_(None))
            .values(confirmed_at=clock.now())
            .returning(Batch.id)
        ).scalar()
        if won is None:
            raise BatchIsOver
        record(BatchConfirmed(batch.id))


@slow
def send_batch(event: BatchConfirmed) -> None:
    """Send a confirmed list."""
    finish_batch(event.batch_id)


def finish_batch(batch_id: int) -> None:
    """Send line after line, some at a time; begun again after a crash, it goes on where it was."""
    while _send_some(batch_id):
        pass


@every(timedelta(days=1))
def forget_old_batches() -> None:
    """Lists are addresses of strangers: kept a year when sent, two days when not."""
    now = clock.now()
    old = Batch.made_at < now - BATCHES_KEPT
    left = Batch.confirmed_at.is_(None) & (Batch.made_at < now - UNCONFIRMED_KEPT)
    with atomic():
        db.session.execute(
            delete(Batch).where(old | left).execution_options(synchronize_session=False)
        )


def _leaving(*where: ColumnElement[bool]) -> int:
    """How many lines are still to send a letter."""
    waiting = select(func.count(BatchLine.id)).where(
        BatchLine.verdict.in_(_SENDS), BatchLine.outcome.is_(None), *where
    )
    return db.session.scalar(waiting) or 0


def _under_way(batch: Batch) -> int:
    """How many letters the same person's other confirmed lists will still send."""
    others = select(Batch.id).where(
        Batch.inviter_id == batch.inviter_id,
        Batch.confirmed_at.is_not(None),
        Batch.finished_at.is_(None),
    )
    return _leaving(BatchLine.batch_id.in_(others))


def _judged(batch: Batch, lines: Sequence[Line]) -> Iterator[dict[str, object]]:
    emails = [line.email for line in lines if line.email]
    judgements: dict[str, Judgement] = {}
    for start in range(0, len(emails), 500):
        judgements |= judge(emails[start : start + 500], batch.clubs)
    seen: set[str] = set()
    for line in lines:
        if not line.email:
            verdict = Verdict.WRONG
        elif line.email in seen:
            verdict = Verdict.REPEATED
        else:
            verdict = judgements[line.email].verdict
        seen.add(line.email)
        yield {
            "batch_id": batch.id,
            "number": line.number,
            "typed": line.typed,
            "email": line.email,
            "name": line.name,
            "verdict": verdict,
            "reason": line.reason,
        }


def _send_some(batch_id: int) -> bool:
    """Send the next lines in one transaction; whether some are left."""
    with atomic():
        batch = db.session.scalars(
            select(Batch).where(Batch.id == batch_id).with_for_update()
        ).one_or_none()
        if batch is None or batch.finished_at:
            return False
        waiting = select(BatchLine).where(
            BatchLine.batch_id == batch.id, BatchLine.outcome.is_(None)
        )
        lines = db.session.scalars(waiting.order_by(BatchLine.number).limit(CHUNK)).all()
        if not lines:
            batch.finished_at = clock.now()
            return False
        lock_clubs(batch.clubs)
        if not _may_still_send(batch):
            _give_up(batch)
            return False
        judgements = judge([line.email for line in lines if line.email], batch.clubs)
        welcome = Welcome(batch.clubs, batch.inviter, batch.role, batch.message)
        for line in lines:
            line.outcome = _send(line, judgements, welcome)
    return True


def _may_still_send(batch: Batch) -> bool:
    """Whether who drew the list up still looks after each of its clubs, and they live."""
    return batch.inviter.is_active and all(
        club.archived_at is None and moderates(batch.inviter, club.id) for club in batch.clubs
    )


def _give_up(batch: Batch) -> None:
    batch.finished_at = clock.now()
    db.session.execute(
        update(BatchLine)
        .where(BatchLine.batch_id == batch.id, BatchLine.outcome.is_(None))
        .values(outcome=Outcome.SKIPPED)
    )


def _send(line: BatchLine, judgements: dict[str, Judgement], welcome: Welcome) -> Outcome:
    if line.verdict == Verdict.WRONG:
        return Outcome.REFUSED
    judgement = judgements[line.email]
    # What the preview said may be old: the same is asked again, and a repeated line stays silent.
    if line.verdict == Verdict.REPEATED or judgement.verdict not in _SENDS:
        return Outcome.SKIPPED
    write_invitation(line.email, judgement, welcome, name=line.name, message=welcome.message)
    return Outcome.ADDED if judgement.user else Outcome.SENT
