"""What readers say of a procedure: comments, and that they work that way."""

from __future__ import annotations

from sqlalchemy import delete, select

from app.accounts.models import User
from app.clubs.mentions import with_mentions
from app.core import clock
from app.core.database import db, insert
from app.core.events import record
from app.core.rich_text import RichText
from app.core.text import one_line
from app.core.transaction import atomic, once
from app.files.operations import bind, release_files, with_own_files
from app.knowledge.errors import IsRetired, NotPublished
from app.knowledge.events import CommentAdded, CommentDeleted
from app.knowledge.models import Adoption, Comment, Procedure, Stage

LONGEST_VARIANT = 400


def comment(
    procedure: Procedure, *, author: User, body: RichText, client_id: str | None = None
) -> tuple[Comment, bool]:
    """Say something under it; and whether it is new. Raises Invalid."""
    body = with_mentions(with_own_files(body, author=author), club_id=procedure.club_id)

    def make() -> Comment:
        said = Comment(
            procedure_id=procedure.id,
            author_id=author.id,
            body_html=body.html,
            body_text=body.text,
            client_id=client_id,
            created_at=clock.now(),
        )
        db.session.add(said)
        db.session.flush()
        bind(said.key, html=body.html, club_id=procedure.club_id)
        record(CommentAdded(said.id, procedure.id))
        return said

    return once(lambda: _said(author, client_id), make)


def delete_comment(said: Comment) -> None:
    """Take a comment away."""
    with atomic():
        release_files(said.key)
        db.session.execute(delete(Comment).where(Comment.id == said.id))
        record(CommentDeleted(said.id, said.procedure_id))


def adopt(procedure: Procedure, *, user: User, variant: str) -> None:
    """« Adopté chez nous », as it is or with a variant. Raises Invalid, NotPublished, IsRetired."""
    variant = one_line(variant, "variant", longest=LONGEST_VARIANT, required=False)
    if not procedure.is_published:
        raise NotPublished
    if procedure.stage == Stage.RETIRED:
        raise IsRetired
    values = {
        "variant": variant,
        "version_number": procedure.version_number,
        "adopted_at": clock.now(),
    }
    row = insert(Adoption).values(procedure_id=procedure.id, user_id=user.id, **values)
    with atomic():
        db.session.execute(
            row.on_conflict_do_update(index_elements=["procedure_id", "user_id"], set_=values)
        )


def unadopt(procedure: Procedure, *, user: User) -> None:
    """Say that it is at work no longer."""
    own = Adoption.procedure_id == procedure.id, Adoption.user_id == user.id
    with atomic():
        db.session.execute(delete(Adoption).where(*own))


def _said(author: User, client_id: str | None) -> Comment | None:
    if client_id is None:
        return None
    sent = Comment.author_id == author.id, Comment.client_id == client_id
    return db.session.scalar(select(Comment).where(*sent))
