"""Unsent text: saved two seconds after the last key, kept ninety days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, exists, or_, select

from app.accounts.models import User
from app.clubs.models import Club
from app.core import clock
from app.core.database import db, insert
from app.core.jobs import every
from app.core.rich_text import LONGEST_TEXT, MARKUP_ROOM
from app.core.text import within
from app.core.transaction import atomic
from app.files.operations import keep_for_draft
from app.forum.errors import DraftIsNewer
from app.forum.models import Draft, Post, Topic

KEPT = timedelta(days=90)


@dataclass(frozen=True)
class DraftWords:
    """What is typed in a form, and which form it is."""

    title: str = ""
    body: str = ""
    tags: str = ""
    summary: str = ""
    is_html: bool = False
    is_anonymous: bool = False
    client_id: str | None = None
    seen: int | None = None
    """The version of the draft that the form was opened with, or saved last; none: whatever it is."""


def save_draft(user: User, words: DraftWords, *, club: Club, place: str) -> Draft | None:
    """Keep what is typed; an emptied form leaves no draft, nor does one that was sent.

    Raises Invalid when far too long, DraftIsNewer where another screen saved it since.
    """
    body = within(words.body, "body", LONGEST_TEXT * MARKUP_ROOM)
    with atomic():
        _check_version(_locked(user, club, place), words)
        if not (words.title.strip() or body.strip()) or _is_sent(user, words.client_id):
            discard_draft(user, club=club, place=place)
            return None
        keep_for_draft(user, html=body if words.is_html else "")
        values = {
            "title": words.title[:400],
            "body": body,
            "is_html": words.is_html,
            "tags": words.tags[:400],
            "summary": words.summary[:400],
            "is_anonymous": words.is_anonymous,
            "writer": words.client_id,
            "saved_at": clock.now(),
        }
        first = (words.seen or 0) + 1
        row = insert(Draft).values(
            user_id=user.id, club_id=club.id, place=place, version=first, **values
        )
        kept = row.on_conflict_do_update(
            index_elements=["user_id", "club_id", "place"],
            set_={**values, "version": Draft.version + 1},
            # Two screens may both begin: the second sees the first one's row here only.
            where=True
            if words.seen is None
            else or_(Draft.version == words.seen, Draft.writer == words.client_id),
        ).returning(Draft)
        again = {"populate_existing": True}
        draft: Draft | None = db.session.scalars(kept, execution_options=again).one_or_none()
        if draft is None:
            raise DraftIsNewer
        return draft


def end_draft(user: User, club: Club, place: str, seen: int | None, client_id: str | None) -> None:
    """The form was sent: its draft goes, unless another screen wrote a later one."""
    with atomic():
        draft = _locked(user, club, place)
        is_later = draft and seen is not None and draft.version != seen
        if draft and not (is_later and draft.writer != client_id):
            db.session.delete(draft)
            db.session.flush()


def discard_draft(user: User, *, club: Club, place: str) -> None:
    """Throw away what was begun there."""
    with atomic():
        db.session.execute(
            delete(Draft).where(
                Draft.user_id == user.id, Draft.club_id == club.id, Draft.place == place
            )
        )


def _locked(user: User, club: Club, place: str) -> Draft | None:
    here = Draft.user_id == user.id, Draft.club_id == club.id, Draft.place == place
    return db.session.scalar(
        select(Draft).where(*here).with_for_update().execution_options(populate_existing=True)
    )


def _check_version(draft: Draft | None, words: DraftWords) -> None:
    """One form never stands in its own way: the word it says on leaving may pass another."""
    if draft is None or words.seen is None:
        return
    if draft.version != words.seen and (draft.writer is None or draft.writer != words.client_id):
        raise DraftIsNewer


def _is_sent(user: User, client_id: str | None) -> bool:
    """Whether the form was published before its last draft came in."""
    if not client_id:
        return False
    found = [
        exists().where(kind.author_id == user.id, kind.client_id == client_id)
        for kind in (Topic, Post)
    ]
    return bool(db.session.scalar(select(or_(*found))))


@every(timedelta(days=1))
def forget_old_drafts() -> None:
    """Delete drafts nobody came back to."""
    with atomic():
        db.session.execute(delete(Draft).where(Draft.saved_at < clock.now() - KEPT))
