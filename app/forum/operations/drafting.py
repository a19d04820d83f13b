"""Unsent text: saved two seconds after the last key, kept ninety days."""

from __future__ import annotations

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
from app.forum.models import Draft, Post, Topic

KEPT = timedelta(days=90)


def save_draft(
    user: User,
    *,
    club: Club,
    place: str,
    title: str,
    body: str,
    tags: str,
    is_html: bool = False,
    client_id: str | None = None,
) -> Draft | None:
    """Keep what is typed; an emptied form leaves no draft, nor does one sent under ``client_id``.

    Raises Invalid when far too long.
    """
    body = within(body, "body", LONGEST_TEXT * MARKUP_ROOM)
    with atomic():
        if not (title.strip() or body.strip()) or _is_sent(user, client_id):
            discard_draft(user, club=club, place=place)
            return None
        keep_for_draft(user, html=body if is_html else "")
        words = {
            "title": title[:400],
            "body": body,
            "is_html": is_html,
            "tags": tags[:400],
            "saved_at": clock.now(),
        }
        kept = (
            insert(Draft)
            .values(user_id=user.id, club_id=club.id, place=place, **words)
            .on_conflict_do_update(index_elements=["user_id", "club_id", "place"], set_=words)
            .returning(Draft)
        )
        draft: Draft = db.session.scalars(kept, execution_options={"populate_existing": True}).one()
        return draft


def discard_draft(user: User, *, club: Club, place: str) -> None:
    """Throw away what was begun there."""
    with atomic():
        db.session.execute(
            delete(Draft).where(
                Draft.user_id == user.id, Draft.club_id == club.id, Draft.place == place
            )
        )


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
