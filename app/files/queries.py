"""Reading files, through the member's reach."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, exists, func, or_, select

from app.accounts.models import User
from app.clubs.queries import scope_of
from app.core.database import db
from app.core.rich_text import FILES_PATH
from app.files.models import Attachment, AttachmentText, AttachmentUse

_SHOWN = re.compile(rf'<(?:img\b[^>]*\bsrc|a\b[^>]*\bhref)="{FILES_PATH}([A-Za-z0-9_-]+)/')


def attachment_in_reach(user: User, token: str) -> Attachment | None:
    """The file at this address: shown in one of the member's clubs, or the member's own and unused."""
    return db.session.scalar(
        select(Attachment).where(Attachment.token == token, _is_in_reach(user))
    )


def shown_in(html: str) -> list[str]:
    """The tokens of the files that a clean text shows or links to, each once, in order."""
    return list(dict.fromkeys(_SHOWN.findall(html)))


def in_reach_among(user: User, tokens: list[str]) -> set[str]:
    """The tokens among these of files that the member may read."""
    found = select(Attachment.token).where(Attachment.token.in_(tokens), _is_in_reach(user))
    return set(db.session.scalars(found))


def ids_shown_in(html: str) -> set[int]:
    """The files that a clean text shows."""
    tokens = shown_in(html)
    found = select(Attachment.id).where(Attachment.token.in_(tokens))
    return set(db.session.scalars(found)) if tokens else set()


def files_of(owners: Iterable[str]) -> set[int]:
    """The files that these texts were said to show."""
    found = select(AttachmentUse.attachment_id).where(AttachmentUse.owner.in_(list(owners)))
    return set(db.session.scalars(found))


def text_of(attachment: Attachment) -> AttachmentText | None:
    """What a document says, where it could be read."""
    return db.session.get(AttachmentText, attachment.id)


def texts_under(owners: Iterable[str]) -> dict[str, str]:
    """The words of the documents that each of these texts links to."""
    rows = (
        select(AttachmentUse.owner, AttachmentText.text)
        .join(AttachmentText, AttachmentText.attachment_id == AttachmentUse.attachment_id)
        .where(AttachmentUse.owner.in_(list(owners)))
        .order_by(AttachmentUse.owner, AttachmentUse.attachment_id)
    )
    found: dict[str, str] = {}
    for owner, text in db.session.execute(rows):
        found[owner] = f"{found.get(owner, '')}\n{text}"
    return found


def texts_in(htmls: Mapping[int, str]) -> dict[int, str]:
    """The words of the documents that each of these clean texts links to."""
    tokens = {ident: shown_in(html) for ident, html in htmls.items()}
    rows = (
        select(Attachment.token, AttachmentText.text)
        .join(AttachmentText, AttachmentText.attachment_id == Attachment.id)
        .where(Attachment.token.in_({one for every in tokens.values() for one in every}))
    )
    said = {row[0]: row[1] for row in db.session.execute(rows)}
    return {
        ident: "".join(f"\n{said[one]}" for one in every if one in said)
        for ident, every in tokens.items()
    }


def weight_of_club(club_id: int, *, and_of: Iterable[int] = ()) -> int:
    """How many bytes the files of a club weigh, each counted once; and those with these ids."""
    used = select(AttachmentUse.attachment_id).where(AttachmentUse.club_id == club_id)
    weighed = select(func.sum(Attachment.size)).where(
        or_(Attachment.id.in_(used), Attachment.id.in_(list(and_of)))
    )
    return db.session.scalar(weighed) or 0


def waiting_of(user: User) -> int:
    """How many files of the member no text shows yet."""
    unused = Attachment.uploader_id == user.id, Attachment.unused_since.is_not(None)
    return db.session.scalar(select(func.count()).select_from(Attachment).where(*unused)) or 0


def _is_in_reach(user: User) -> ColumnElement[bool]:
    use = exists().where(AttachmentUse.attachment_id == Attachment.id)
    is_shown_to = use.where(AttachmentUse.club_id.in_(scope_of(user)))
    is_own = (Attachment.uploader_id == user.id) & ~use
    return or_(is_shown_to, is_own)
