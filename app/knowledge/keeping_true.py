"""Procedures as things that may be true no more: how they are called, and who cares for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from app.core.database import db
from app.core.i18n import _
from app.knowledge.models import Adoption, Procedure
from app.knowledge.queries import in_use, procedures
from app.validity.owners import Owned, finds


@finds("procedure")
def procedures_in_use(ids: Iterable[int]) -> Mapping[int, Owned]:
    """Those of these procedures that a club reads and uses."""
    rows = procedures().where(Procedure.id.in_(list(ids)), in_use())
    found = list(db.session.scalars(rows))
    users = _users([one.id for one in found])
    return {one.id: _owned(one, users.get(one.id, set())) for one in found}


def _owned(procedure: Procedure, users: set[int]) -> Owned:
    keeping = {procedure.owner_id, procedure.referee_id} - {None}
    return Owned(
        owner=procedure.key,
        club_id=procedure.club_id,
        title=procedure.shown_title,
        path=procedure.path,
        word=_("Procédure"),
        carers=frozenset(one for one in {*keeping, *users} if one is not None),
    )


def _users(ids: list[int]) -> dict[int, set[int]]:
    rows = select(Adoption.procedure_id, Adoption.user_id).where(Adoption.procedure_id.in_(ids))
    found: dict[int, set[int]] = {}
    for procedure_id, user_id in db.session.execute(rows):
        found.setdefault(procedure_id, set()).add(user_id)
    return found
