"""The end of an account, in procedures: what was hers alone goes, what she wrote stays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import delete, select, update

from app.accounts.models import User
from app.clubs.mentions import naming, without_mentions_of
from app.core.database import db
from app.core.events import record
from app.core.rich_text import to_text
from app.knowledge.events import ProcedureReworded
from app.knowledge.models import Adoption, Comment, Procedure, ProcedureVersion


def forget_member(user: User) -> None:
    """She works no way any more and approves nothing; belongs in atomic()."""
    db.session.execute(delete(Adoption).where(Adoption.user_id == user.id))
    db.session.execute(
        update(Procedure).where(Procedure.referee_id == user.id).values(referee_id=None)
    )


def call_in_procedures(user: User, called: str) -> Iterator[Comment]:
    """Name a person otherwise wherever procedures, their versions and comments name her.

    Yields the comments, whose notifications quote them; belongs in atomic().
    """
    tables: tuple[Any, ...] = (Procedure, ProcedureVersion, Comment)
    for table in tables:
        rows = select(table).where(naming(table.body_html, user.id)).order_by(table.id)
        for one in db.session.scalars(rows).all():
            one.body_html = without_mentions_of(user.id, one.body_html, called=called)
            one.body_text = to_text(one.body_html)
            if isinstance(one, Comment):
                yield one
            else:
                _index_anew(one)


def _index_anew(one: Procedure | ProcedureVersion) -> None:
    record(ProcedureReworded(one.id if isinstance(one, Procedure) else one.procedure_id))
