"""Uploading files, binding them to the texts that show them, forgetting the others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from hashlib import sha256
from pathlib import PurePath
from typing import Any

from sqlalchemy import case, delete, exists, select, update

from app.accounts.models import User
from app.config import current
from app.core import clock
from app.core.database import db, insert
from app.core.documents import SUFFIXES, check_kind, looks_like_document, read_document
from app.core.errors import Invalid
from app.core.events import record
from app.core.i18n import lazy
from app.core.jobs import every
from app.core.pictures import redrawn
from app.core.rich_text import EMPTY, FILES_PATH, RichText, is_empty, to_text
from app.core.storage import storage
from app.core.text import slugify
from app.core.tokens import new_token
from app.core.transaction import after_commit, atomic, once, release
from app.files import queries
from app.files.events import FilesPlaced
from app.files.models import Attachment, AttachmentText, AttachmentUse

MOST_WAITING = 200
"""How many files that no text shows a member may have."""

UNUSED_KEPT = timedelta(days=100)
"""Longer than a draft, which may show them."""

UNCLAIMED_KEPT = timedelta(days=1)
_SUFFIXES = {"image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp"}
_ANY_FILE = re.compile(
    rf'<img\b[^>]*>|<a\b[^>]*\bhref="{FILES_PATH}[^"]*"[^>]*>(?P<words>.*?)</a>', re.S
)


def upload(
    uploader: User, *, name: str, content: bytes, client_id: str | None = None, field: str = "file"
) -> tuple[Attachment, bool]:
    """Keep a picture, made anew, or a document; returns it and whether it is new.

    Takes up to 15 s, outside any transaction. Raises Invalid for ``field``.
    """
    known = _sent(uploader, client_id)
    if known is not None:
        return known, False
    _check_waiting(uploader, field)
    check_kind(content, field)
    release()
    kept = (
        _stored_document(content, field)
        if looks_like_document(content)
        else _redrawn(content, field)
    )
    return once(
        lambda: _sent(uploader, client_id),
        lambda: _written_down(uploader, kept, name=name, client_id=client_id),
    )


def with_own_files(text: RichText, *, author: User) -> RichText:
    """``text`` without the files its author may not read, or that are gone.

    Raises Invalid when nothing is left.
    """
    if "<img" not in text.html and FILES_PATH not in text.html:
        return text
    allowed = queries.in_reach_among(author, queries.shown_in(text.html))

    def judge(found: re.Match[str]) -> str:
        shown = queries.shown_in(found[0])
        if found["words"] is not None:
            return found[0] if shown and shown[0] in allowed else found["words"]
        return found[0] if shown and shown[0] in allowed else ""

    html = _ANY_FILE.sub(judge, text.html)
    left = RichText(html, to_text(html))
    if is_empty(left.html, left.text):
        raise Invalid("body", EMPTY)
    return left


def nameless(text: RichText) -> RichText:
    """``text`` whose files are called by no name of their sender's: « image.png ». Belongs in atomic().

    A file's name may say whose it is (mairie-de-kervalan.png), and a document keeps its author's
    inside: Raises Invalid where the text links to one.
    """
    tokens = queries.shown_in(text.html)
    if not tokens:
        return text
    html = text.html
    for file in db.session.scalars(select(Attachment).where(Attachment.token.in_(tokens))):
        if file.is_document:
            raise Invalid(
                "body",
                lazy(
                    "Un document garde le nom de son auteur : retirez-le pour rester anonyme, ou copiez-en le texte."
                ),
            )
        former = file.path
        file.name = f"image{_SUFFIXES[file.content_type]}"
        html = html.replace(former, file.path)
    return RichText(html, text.text)


def bind(owner: str, *, html: str, club_id: int, is_counted: bool = True) -> None:
    """Say that ``owner`` shows the files of its clean text, and no others any more.

    Raises Invalid past the quota of the club, unless they only pass through it (``is_counted``).
    """
    with atomic():
        shown = queries.ids_shown_in(html)
        bound = queries.files_of([owner])
        if is_counted and shown - bound:
            _check_quota(club_id, shown - bound)
        for attachment_id in sorted(shown - bound):
            row = {"attachment_id": attachment_id, "owner": owner, "club_id": club_id}
            db.session.execute(insert(AttachmentUse).values(row).on_conflict_do_nothing())
        _count_uses(shown | bound, owner, gone=bound - shown)
        if shown != bound:
            record(FilesPlaced(sorted(shown ^ bound)))


def keep_for_draft(owner: User, *, html: str) -> None:
    """Count the hundred days anew for the member's own files that a draft shows."""
    tokens = queries.shown_in(html)
    if tokens:
        own = Attachment.uploader_id == owner.id, Attachment.unused_since.is_not(None)
        with atomic():
            db.session.execute(
                update(Attachment)
                .where(Attachment.token.in_(tokens), *own)
                .values(unused_since=clock.now())
            )


def release_files(owner: str) -> None:
    """Say that ``owner`` shows nothing any more: it was deleted."""
    bind(owner, html="", club_id=0)


def move_uses(owners: list[str], *, club_id: int) -> None:
    """These texts are read in another club now, and with them what they show; belongs in atomic()."""
    moved = update(AttachmentUse).where(AttachmentUse.owner.in_(owners)).values(club_id=club_id)
    files = set(db.session.scalars(moved.returning(AttachmentUse.attachment_id)))
    if files:
        record(FilesPlaced(sorted(files)))


def forget_unshown_files(uploader: User) -> None:
    """Delete what a person sent and no text shows; belongs in atomic()."""
    has_use = exists().where(AttachmentUse.attachment_id == Attachment.id)
    gone = delete(Attachment).where(Attachment.uploader_id == uploader.id, ~has_use)
    for key in db.session.scalars(gone.returning(Attachment.key)).all():
        after_commit(partial(storage().drop, key))


@every(timedelta(days=1))
def forget_unused_files() -> None:
    """Delete the files that no text has shown for a hundred days, and bytes without a row."""
    has_use = exists().where(AttachmentUse.attachment_id == Attachment.id)
    with atomic():
        left = update(Attachment).where(Attachment.unused_since.is_(None), ~has_use)
        db.session.execute(left.values(unused_since=clock.now()))  # their club went
        db.session.execute(
            delete(Attachment).where(Attachment.unused_since < clock.now() - UNUSED_KEPT, ~has_use)
        )
    previews = select(AttachmentText.preview_key).where(AttachmentText.preview_key.is_not(None))
    kept = {*db.session.scalars(select(Attachment.key)), *db.session.scalars(previews)}
    release()  # the disk may be slow
    for key in list(storage().keys_before(clock.now() - UNCLAIMED_KEPT)):
        if key not in kept:
            storage().drop(key)


def _check_waiting(uploader: User, field: str) -> None:
    if queries.waiting_of(uploader) >= MOST_WAITING:
        raise Invalid(
            field,
            lazy(
                "Vous avez déjà envoyé %(count)s images qu’aucun texte ne montre. Publiez vos textes, puis réessayez.",
                count=MOST_WAITING,
            ),
        )


def _check_quota(club_id: int, added: set[int]) -> None:
    most = current().club_quota_mb * 1024 * 1024
    if queries.weight_of_club(club_id, and_of=added) > most:
        raise Invalid(
            "body",
            lazy(
                "Le club a utilisé toute sa place pour les fichiers. Prévenez son animation, ou publiez sans ce fichier."
            ),
        )


@dataclass(frozen=True)
class _Kept:
    """Bytes that are in the storage, before the row: no row is ever without its bytes."""

    key: str
    content_type: str
    size: int
    sha256: str
    width: int = 0
    height: int = 0
    text: str = ""
    preview_key: str | None = None


def _redrawn(content: bytes, field: str) -> _Kept:
    picture = redrawn(content, field)
    return _put(picture.content, picture.content_type, width=picture.width, height=picture.height)


def _stored_document(content: bytes, field: str) -> _Kept:
    read = read_document(content, field, allows_zip=current().allow_zip)
    preview_key = new_token() if read.preview else None
    if preview_key:
        storage().put(preview_key, read.preview)
    return _put(content, read.content_type, text=read.text, preview_key=preview_key)


def _put(content: bytes, content_type: str, **more: Any) -> _Kept:
    key = new_token()
    storage().put(key, content)
    return _Kept(key, content_type, len(content), sha256(content).hexdigest(), **more)


def _written_down(uploader: User, kept: _Kept, *, name: str, client_id: str | None) -> Attachment:
    now = clock.now()
    attachment = Attachment(
        token=new_token(),
        key=kept.key,
        uploader_id=uploader.id,
        client_id=client_id,
        name=_safe_name(name, kept.content_type),
        content_type=kept.content_type,
        size=kept.size,
        width=kept.width,
        height=kept.height,
        sha256=kept.sha256,
        uploaded_at=now,
        unused_since=now,
    )
    db.session.add(attachment)
    db.session.flush()
    if kept.text or kept.preview_key:
        row = AttachmentText(
            attachment_id=attachment.id, text=kept.text, preview_key=kept.preview_key
        )
        db.session.add(row)
        db.session.flush()
    return attachment


def _safe_name(name: str, content_type: str) -> str:
    stem = PurePath(name.replace("\\", "/")).stem
    suffix = _SUFFIXES.get(content_type) or SUFFIXES[content_type]
    plain = "image" if content_type in _SUFFIXES else "document"
    return f"{slugify(stem)[:80] if stem.strip() else plain}{suffix}"


def _sent(uploader: User, client_id: str | None) -> Attachment | None:
    if client_id is None:
        return None
    return db.session.scalar(
        select(Attachment).where(
            Attachment.uploader_id == uploader.id, Attachment.client_id == client_id
        )
    )


def _count_uses(attachment_ids: set[int], owner: str, *, gone: set[int]) -> None:
    """Take away the uses that ended; say since when each file is shown nowhere."""
    if gone:
        ended = AttachmentUse.owner == owner, AttachmentUse.attachment_id.in_(gone)
        db.session.execute(delete(AttachmentUse).where(*ended))
    if attachment_ids:
        has_use = exists().where(AttachmentUse.attachment_id == Attachment.id)
        since = case((has_use, None), else_=clock.now())
        these = update(Attachment).where(Attachment.id.in_(attachment_ids))
        db.session.execute(
            these.values(unused_since=since).execution_options(synchronize_session=False)
        )
