"""How procedures are found: their latest version, the documents it links to, what readers said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.core.database import db, reading
from app.core.i18n import lazy
from app.core.jobs import in_batches
from app.core.transaction import release
from app.files.queries import files_of, shown_in, texts_in
from app.files.showing import Place, shows
from app.knowledge.models import Comment, Procedure
from app.knowledge.queries import in_use, procedures, reach
from app.search.documents import TRUST, Document
from app.search.index import reindex
from app.search.sources import Source, Thing, offer
from app.validity.queries import states_of

CHUNK = 100
LONGEST_TEXT = 300_000
MAINTAINED = 1.2
"""Maintained knowledge comes before a confirmed answer, by as much as that before an answer."""
KIND = "procedure"


@in_batches
def index_procedures(events: list[Any]) -> None:
    """Bring the procedures of these events in line with the database."""
    ids = {event.procedure_id for event in events}
    reindex("procedure", ids)
    with reading():
        said = select(Comment.id).where(Comment.procedure_id.in_(ids))
        owners = [f"procedure:{ident}" for ident in ids]
        files = files_of([*owners, *(f"comment:{ident}" for ident in db.session.scalars(said))])
        release()
    reindex("file", files)


@in_batches
def index_doubted_procedures(events: list[Any]) -> None:
    """Procedures are found where their truth of today puts them."""
    owners = [event.owner.partition(":") for event in events]
    reindex("procedure", {int(number) for kind, _, number in owners if kind == "procedure"})


def procedure_documents(ids: Iterable[int] | None = None) -> Iterator[Document]:
    """The documents of these procedures, or of all: those that are read and used."""
    for chunk in _chunks(ids):
        with reading():
            rows = list(db.session.scalars(procedures().where(Procedure.id.in_(chunk), in_use())))
            linked = _linked(rows)
            states = states_of(one.key for one in rows)
            documents = [
                Document(
                    id=one.id,
                    club_id=one.club_id,
                    kind=KIND,
                    state="published",
                    tags=(one.current.theme,) if one.current else (),
                    title=one.shown_title,
                    text=_text(one, linked.get(one.id, "")),
                    boost=MAINTAINED * TRUST[states.get(one.key, "current")],
                )
                for one in rows
            ]
            release()
        yield from documents


def procedures_found(user: User, ids: Iterable[int]) -> Mapping[int, Thing]:
    """The procedures of these ids that a member may read."""
    rows = procedures().where(Procedure.id.in_(list(ids)), reach(user), in_use())
    found = list(db.session.scalars(rows))
    linked = _linked(found)
    states = states_of(one.key for one in found)
    return {
        one.id: Thing(
            type="procedure",
            id=one.id,
            club=one.club,
            title=one.shown_title,
            text=_text(one, linked.get(one.id, "")),
            path=one.path,
            byline=one.owner,
            at=one.current.published_at if one.current else one.changed_at,
            validity=states.get(one.key),
            is_validated=True,
            kind=KIND,
        )
        for one in found
    }


@shows("procedure")
def procedures_with_files(ids: Iterable[int]) -> Mapping[int, Place]:
    """Where procedures are read that show files; those of a draft are the writers' own."""
    rows = procedures().where(Procedure.id.in_(list(ids)), in_use())
    return {
        one.id: Place(
            club_id=one.club_id,
            title=one.shown_title,
            path=one.path,
            tokens=frozenset(shown_in(one.current.body_html) if one.current else ()),
        )
        for one in db.session.scalars(rows)
    }


@shows("comment")
def comments_with_files(ids: Iterable[int]) -> Mapping[int, Place]:
    """Where comments are read that show files: under their procedure."""
    above = joinedload(Comment.procedure)
    rows = select(Comment).options(
        above.joinedload(Procedure.club), above.joinedload(Procedure.current)
    )
    said = rows.join(Comment.procedure).where(Comment.id.in_(list(ids)), in_use())
    return {
        one.id: Place(one.procedure.club_id, one.procedure.shown_title, one.procedure.path)
        for one in db.session.scalars(said)
    }


def _linked(rows: list[Procedure]) -> dict[int, str]:
    """The words of the documents of what is read: those of a draft are the writers' own."""
    return texts_in({one.id: one.current.body_html for one in rows if one.current})


def _text(procedure: Procedure, linked: str) -> str:
    version = procedure.current
    return f"{version.summary}\n{version.body_text}{linked}"[:LONGEST_TEXT] if version else ""


def _chunks(ids: Iterable[int] | None) -> Iterator[list[int]]:
    with reading():
        wanted = sorted(ids) if ids is not None else list(db.session.scalars(select(Procedure.id)))
        release()
    for start in range(0, len(wanted), CHUNK):
        yield wanted[start : start + CHUNK]


offer(
    "procedure",
    Source(
        kinds={KIND: lazy("Procédures")},
        documents=procedure_documents,
        things=procedures_found,
    ),
)
