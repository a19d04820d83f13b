"""How documents are found by themselves: their words, in the club of the first text that links to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import select

from app.accounts.models import User
from app.clubs.models import Club
from app.clubs.queries import scope_of
from app.core.database import db, reading
from app.core.i18n import lazy
from app.core.jobs import in_batches
from app.core.transaction import release
from app.files.events import FilesPlaced
from app.files.models import Attachment, AttachmentText, AttachmentUse
from app.files.showing import Place, places_of
from app.search.documents import Document
from app.search.index import reindex
from app.search.sources import Source, Thing, offer

CHUNK = 100
LONGEST_TEXT = 300_000
KIND = "document"
BESIDE_ITS_TEXT = 0.75
"""A document comes after the text that explains it, unless it answers better."""


@in_batches
def index_files(events: list[FilesPlaced]) -> None:
    """Bring the documents of these events in line with the database."""
    reindex("file", {ident for event in events for ident in event.attachment_ids})


def file_documents(ids: Iterable[int] | None = None) -> Iterator[Document]:
    """The documents of these files, or of all: those that a club reads, pictures apart."""
    for chunk in _chunks(ids):
        with reading():
            found = _readable(chunk)
            release()
        for file, text, places in found:
            yield Document(
                id=file.id,
                club_id=places[0].club_id,
                kind=KIND,
                state="published",
                tags=(),
                title=_words(file.name),
                text=text,
                boost=BESIDE_ITS_TEXT,
            )


def files_found(user: User, ids: Iterable[int]) -> Mapping[int, Thing]:
    """Those of these documents that a member may read, with the text of her clubs that links to each."""
    scope = set(db.session.scalars(scope_of(user)))
    clubs = {one.id: one for one in db.session.scalars(select(Club).where(Club.id.in_(scope)))}
    found = {}
    for file, text, places in _readable(list(ids)):
        place = next((one for one in places if one.club_id in clubs), None)
        if place:
            found[file.id] = Thing(
                type="file",
                id=file.id,
                topic_id=place.topic_id,
                club=clubs[place.club_id],
                title=file.name,
                text=text,
                path=f"{file.address}/apercu",
                byline=None,
                at=file.uploaded_at,
                kind=KIND,
                within=(place.title, place.path),
            )
    return found


def places_in_reach(user: User, file: Attachment) -> list[Place]:
    """The texts of the member's clubs that link to a document, the oldest first."""
    scope = set(db.session.scalars(scope_of(user)))
    known = _readable([file.id])
    return [place for _, _, places in known for place in places if place.club_id in scope]


def _readable(ids: list[int]) -> list[tuple[Attachment, str, list[Place]]]:
    """Documents with their words and what links to them, the oldest text first."""
    rows = (
        select(Attachment, AttachmentText.text)
        .outerjoin(AttachmentText, AttachmentText.attachment_id == Attachment.id)
        .where(Attachment.id.in_(ids), Attachment.content_type.not_like("image/%"))
    )
    files = db.session.execute(rows).all()
    uses = select(AttachmentUse.attachment_id, AttachmentUse.owner).where(
        AttachmentUse.attachment_id.in_([file.id for file, _ in files])
    )
    owners: dict[int, set[str]] = {}
    for ident, owner in db.session.execute(uses):
        owners.setdefault(ident, set()).add(owner)
    known = places_of(set().union(*owners.values()))
    found = []
    for file, text in files:
        mine = owners.get(file.id, set())
        places = [one for owner, one in known.items() if owner in mine and one.shows(file.token)]
        if places:
            found.append((file, (text or "")[:LONGEST_TEXT], places))
    return found


def _words(name: str) -> str:
    """The words of a file's name: « modele-d-arrete.odt » is found by « modèle d’arrêté »."""
    return name.replace("-", " ").replace("_", " ").rpartition(".")[0]


def _chunks(ids: Iterable[int] | None) -> Iterator[list[int]]:
    with reading():
        every = select(Attachment.id).where(Attachment.unused_since.is_(None))
        wanted = sorted(ids if ids is not None else db.session.scalars(every))
        release()
    for start in range(0, len(wanted), CHUNK):
        yield wanted[start : start + CHUNK]


offer(
    "file",
    Source(kinds={KIND: lazy("Documents")}, documents=file_documents, things=files_found),
)
