"""Writing a procedure: its words, who keeps it, where it comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import delete, select

from app.accounts.models import User
from app.clubs.models import Club
from app.core import clock
from app.core.database import db
from app.core.errors import together
from app.core.events import record
from app.core.rich_text import RichText
from app.core.text import fold, one_line
from app.core.transaction import atomic, once
from app.files.operations import bind, release_files, with_own_files
from app.forum.models import Draft, Post
from app.forum.operations import end_draft
from app.knowledge.errors import CannotDiscard, ChangedMeanwhile, IsRetired, NobodyCalled
from app.knowledge.events import ProcedureDiscarded
from app.knowledge.models import Credit, Procedure, ProcedureVersion, Stage
from app.knowledge.queries import begun_as, members_called

LONGEST_TITLE = 200
LONGEST_SUMMARY = 400
LONGEST_THEME = 60


@dataclass(frozen=True)
class Words:
    """What a procedure says."""

    title: str
    theme: str
    summary: str
    body: RichText


def checked(words: Words) -> Words:
    """The same words, tidied. Raises Invalid, or Refusals."""
    title, theme, summary = together(
        lambda: one_line(words.title, "title", longest=LONGEST_TITLE),
        lambda: one_line(words.theme, "theme", longest=LONGEST_THEME),
        lambda: one_line(words.summary, "summary", longest=LONGEST_SUMMARY),
    )
    return Words(title, theme, summary, words.body)


def draft_procedure(
    club: Club,
    *,
    author: User,
    words: Words,
    source: Post | None = None,
    client_id: str | None = None,
    draft_version: int | None = None,
) -> tuple[Procedure, bool]:
    """Begin a procedure, from nothing or from an answer; and whether it is new. Raises Invalid."""
    words = checked(words)

    def make() -> Procedure:
        now = clock.now()
        procedure = Procedure(
            club=club,
            owner=author,
            created_by_id=author.id,
            client_id=client_id,
            created_at=now,
            changed_at=now,
            source_post_id=source.id if source else None,
            edition=1,
            stage=Stage.DRAFT,
            version_number=0,
            wish="",
            credits=[_credit(source)] if source else [],
        )
        _write(procedure, words, author)
        db.session.add(procedure)
        db.session.flush()
        bind_files(procedure)
        place = f"procedure-reponse-{source.id}" if source else "procedure"
        end_draft(author, club, place, draft_version, client_id)
        return procedure

    return once(lambda: begun_as(author, client_id), make)


def save_procedure(
    procedure: Procedure,
    *,
    editor: User,
    words: Words,
    seen: int,
) -> None:
    """Keep other words; what the club reads stays until they are published.

    Raises Invalid, ChangedMeanwhile, IsRetired.
    """
    words = checked(words)
    with atomic():
        locked(procedure)
        if procedure.stage == Stage.RETIRED:
            raise IsRetired
        if procedure.edition != seen:
            raise ChangedMeanwhile
        _end_drafts(procedure, editor)
        if not _write(procedure, words, editor):
            return
        procedure.edition += 1
        procedure.changed_at = clock.now()
        if procedure.stage == Stage.PUBLISHED:
            procedure.stage = Stage.DRAFT
        db.session.flush()
        bind_files(procedure)


def name_carers(procedure: Procedure, *, by: User, owner: str, referee: str) -> None:
    """Say, by name, who keeps a procedure and who may approve it. Raises NobodyCalled."""
    with atomic():
        procedure.owner = _called(procedure, "owner", owner, by) or procedure.owner
        procedure.referee = _called(procedure, "referee", referee, by)


def discard(procedure: Procedure) -> None:
    """Throw away what nobody has read. Raises CannotDiscard."""
    with atomic():
        locked(procedure)
        if procedure.is_published:
            raise CannotDiscard
        release_files(procedure.key)
        db.session.execute(delete(Procedure).where(Procedure.id == procedure.id))
        record(ProcedureDiscarded(procedure.id))


def key_of(theme: str) -> str:
    """The shelf of a theme."""
    return fold(theme)[:LONGEST_THEME]


def locked(procedure: Procedure) -> None:
    """Wait for one's turn, and see what it is now; belongs in atomic()."""
    row = select(Procedure).where(Procedure.id == procedure.id).with_for_update()
    db.session.scalars(row.execution_options(populate_existing=True)).one()


def bind_files(procedure: Procedure) -> None:
    """Keep the files of its words and of every version; belongs in atomic()."""
    versions = select(ProcedureVersion.body_html)
    versions = versions.where(ProcedureVersion.procedure_id == procedure.id)
    html = "".join([procedure.body_html, *db.session.scalars(versions)])
    bind(procedure.key, html=html, club_id=procedure.club_id)


def _write(procedure: Procedure, words: Words, editor: User) -> bool:
    body = with_own_files(words.body, author=editor)
    if procedure.body_text == body.text and _bare(procedure.body_html) == _bare(body.html):
        body = RichText(
            procedure.body_html, body.text
        )  # the editor wraps items, and changes nothing
    before = (procedure.title, procedure.theme, procedure.summary, procedure.body_html)
    procedure.title, procedure.theme = words.title, words.theme
    if not procedure.version_number:  # once read, it moves when a version says so
        procedure.theme_key = key_of(words.theme)
    procedure.summary = words.summary
    procedure.body_html, procedure.body_text = body.html, body.text
    return before != (words.title, words.theme, words.summary, body.html)


def _end_drafts(procedure: Procedure, editor: User) -> None:
    mine = Draft.user_id == editor.id, Draft.place.startswith(f"procedure-{procedure.id}.")
    db.session.execute(delete(Draft).where(*mine))


def _bare(html: str | None) -> str:
    return re.sub(r"</?p>", "", html or "")


def _credit(source: Post) -> Credit:
    """An author behind a label stays there: her credit is the label alone."""
    return Credit(
        position=1,
        user_id=None if source.mask else source.author_id,
        mask=source.mask,
    )


def _called(procedure: Procedure, field: str, name: str, by: User) -> User | None:
    name = one_line(name, field, longest=80, required=False)
    if not name:
        return None
    found = members_called(procedure.club, name, asker=by)
    if len(found) != 1:
        raise NobodyCalled(field)
    return found[0]
