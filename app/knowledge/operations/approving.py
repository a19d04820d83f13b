"""From a draft to what the club reads: asked for, sent back, published, retired."""

from __future__ import annotations

from datetime import date

from sqlalchemy import update

from app.accounts.models import User
from app.core import clock
from app.core.database import db
from app.core.errors import Invalid
from app.core.events import record
from app.core.i18n import lazy
from app.core.journal import write_down
from app.core.text import one_line
from app.core.transaction import atomic
from app.knowledge.errors import AlreadyPublished, ChangedMeanwhile, IsRetired, NotPublished
from app.knowledge.events import (
    ApprovalAsked,
    ProcedurePublished,
    ProcedureRetired,
    ProcedureSentBack,
)
from app.knowledge.models import Procedure, ProcedureVersion, Stage
from app.knowledge.operations.writing import bind_files, key_of, locked
from app.validity.models import Validity
from app.validity.operations import Term, set_term, vouch
from app.validity.queries import today

LONGEST_NOTE = 300


def ask_for_approval(procedure: Procedure, *, by: User) -> None:
    """Say that it can be published. Raises AlreadyPublished, IsRetired."""
    with atomic():
        _in_work(procedure)
        if procedure.stage == Stage.DRAFT:
            procedure.stage = Stage.REVIEW
            procedure.wish, procedure.wished_by_id = "", None
            record(ApprovalAsked(procedure.id, by.id, _turn()))


def send_back(procedure: Procedure, *, by: User, reason: str) -> None:
    """Ask for something else first, and say what. Raises Invalid, AlreadyPublished, IsRetired."""
    reason = one_line(reason, "note", longest=LONGEST_NOTE)
    with atomic():
        _in_work(procedure)
        procedure.stage = Stage.DRAFT
        procedure.wish, procedure.wished_by_id = reason, by.id
        record(ProcedureSentBack(procedure.id, by.id, reason, _turn()))


def publish(
    procedure: Procedure, *, by: User, note: str, seen: int, review_on: date | None = None
) -> ProcedureVersion:
    """Let the club read these words, as a new version; whoever publishes says that they are true today.

    Raises Invalid, AlreadyPublished (somebody was quicker), ChangedMeanwhile, IsRetired.
    """
    with atomic():
        _in_work(procedure)
        if procedure.edition != seen:
            raise ChangedMeanwhile
        is_first = not procedure.is_published
        note = one_line(note, "note", longest=LONGEST_NOTE, required=not is_first)
        if review_on and review_on <= today():
            raise Invalid("review_on", lazy("Choisissez un jour à venir."))
        procedure.version_number += 1
        procedure.stage = Stage.PUBLISHED
        procedure.theme_key = key_of(procedure.theme)
        procedure.wish, procedure.wished_by_id = "", None
        version = ProcedureVersion(
            procedure_id=procedure.id,
            number=procedure.version_number,
            title=procedure.title,
            theme=procedure.theme,
            summary=procedure.summary,
            body_html=procedure.body_html,
            body_text=procedure.body_text,
            note=note or str(lazy("Première version")),
            published_at=clock.now(),
            published_by_id=by.id,
        )
        db.session.add(version)
        db.session.flush()
        bind_files(procedure)
        vouch(procedure.key, club_id=procedure.club_id, by=by, html=version.body_html)
        if review_on:
            validity = db.session.get_one(Validity, procedure.key, populate_existing=True)
            set_term(validity, Term(validity.valid_from, validity.valid_until, review_on))
        record(ProcedurePublished(procedure.id, version.number, by.id))
        return version


def retire(procedure: Procedure, *, by: User) -> None:
    """Keep it for the record: nobody should use it any more. Raises NotPublished, IsRetired."""
    with atomic():
        locked(procedure)
        if not procedure.is_published:
            raise NotPublished
        if procedure.stage == Stage.RETIRED:
            raise IsRetired
        procedure.stage = Stage.RETIRED
        _note("procedure-retired", procedure, by)
        record(ProcedureRetired(procedure.id))


def reopen(procedure: Procedure, *, by: User) -> None:
    """Use it again, as it was; what was being written goes on. Raises NotPublished."""
    with atomic():
        locked(procedure)
        if procedure.stage != Stage.RETIRED:
            raise NotPublished
        db.session.refresh(procedure, ["current"])
        read = procedure.current
        is_as_read = read is not None and all(
            getattr(procedure, name) == getattr(read, name)
            for name in ("title", "theme", "summary", "body_html")
        )
        procedure.stage = Stage.PUBLISHED if is_as_read else Stage.DRAFT
        told = update(Validity).where(Validity.owner == procedure.key)
        db.session.execute(told.values(lapse_told_on=None))  # a day that came meanwhile comes now
        _note("procedure-reopened", procedure, by)
        record(ProcedureRetired(procedure.id))


def _turn() -> int:
    """What tells one asking from the next."""
    return int(clock.now().timestamp() * 1000)


def _in_work(procedure: Procedure) -> None:
    locked(procedure)
    if procedure.stage == Stage.PUBLISHED:
        raise AlreadyPublished
    if procedure.stage == Stage.RETIRED:
        raise IsRetired


def _note(act: str, procedure: Procedure, by: User) -> None:
    saying = f"« {procedure.shown_title} »"
    write_down(act, actor_id=by.id, club_id=procedure.club_id, saying=saying)
