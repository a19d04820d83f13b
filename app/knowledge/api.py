"""The API of procedures."""

from __future__ import annotations

from sqlalchemy.orm import selectinload

from app.accounts.identity import current_member
from app.accounts.models import User
from app.clubs.web import membership_in_reach
from app.core.api import ListOut, api
from app.core.pages import Page, page_of
from app.core.text import fold
from app.core.web import authorize, in_reach
from app.knowledge import operations, queries
from app.knowledge.models import Credit, Procedure
from app.knowledge.operations import Words
from app.knowledge.schemas import (
    ProcedureIn,
    ProcedureOut,
    ProcedureQuery,
    VersionOut,
    VersionsOut,
    Which,
)
from app.validity.queries import states_of


@api.get("/clubs/<slug>/procedures")
@api.input(ProcedureQuery, location="query", arg_name="query")
@api.output(ListOut[ProcedureOut])
@api.doc(tags=["Procedures"])
def list_procedures(slug: str, query: ProcedureQuery) -> ListOut[ProcedureOut]:
    """The procedures of one of my clubs, the last changed first."""
    club = membership_in_reach(slug).club
    rows = {
        Which.PUBLISHED: lambda: queries.published_in(club),
        Which.IN_HAND: lambda: queries.in_hand(current_member(), club),
        Which.RETIRED: lambda: queries.retired_in(club),
    }[query.state]()
    rows = rows.order_by(None).options(
        selectinload(Procedure.credits).joinedload(Credit.user).joinedload(User.organization)
    )
    if query.theme:
        rows = rows.where(Procedure.theme_key == fold(query.theme))
    page: Page[Procedure] = page_of(
        rows,
        newest_by=(Procedure.changed_at, Procedure.id),
        key=lambda one: (one.changed_at, one.id),
        after=query.cursor,
        size=query.limit,
    )
    states = states_of(one.key for one in page.items)
    items = [ProcedureOut.of(one, states.get(one.key)) for one in page.items]
    return ListOut[ProcedureOut](items=items, next=page.next)


@api.post("/clubs/<slug>/procedures")
@api.input(ProcedureIn, arg_name="body")
@api.output(ProcedureOut, status_code=201)
@api.doc(tags=["Procedures"], responses={200: "Already stored under this client_id"})
def create_procedure(slug: str, body: ProcedureIn) -> tuple[ProcedureOut, int]:
    """Begin a procedure, from nothing or from an answer."""
    club = membership_in_reach(slug).club
    authorize("write procedures in", club)
    answer = None
    if body.source_post_id is not None:
        answer = in_reach(queries.answer_for(current_member(), body.source_post_id))
        in_reach(answer if answer.topic.club_id == club.id else None)
    made, is_new = operations.draft_procedure(
        club,
        author=current_member(),
        words=Words(body.title, body.theme, body.summary, body.written()),
        source=answer.post if answer else None,
        client_id=body.client_id,
    )
    return ProcedureOut.of(made, None), 201 if is_new else 200


@api.get("/procedures/<int:procedure_id>")
@api.output(ProcedureOut)
@api.doc(tags=["Procedures"])
def show_procedure(procedure_id: int) -> ProcedureOut:
    """One procedure."""
    found = _procedure(procedure_id)
    return ProcedureOut.of(found, states_of([found.key]).get(found.key))


@api.get("/procedures/<int:procedure_id>/versions")
@api.output(VersionsOut)
@api.doc(tags=["Procedures"])
def list_versions(procedure_id: int) -> VersionsOut:
    """Every version of a procedure, the newest first."""
    found = _procedure(procedure_id)
    return VersionsOut(items=[VersionOut.of(one) for one in queries.versions_of(found)])


def _procedure(procedure_id: int) -> Procedure:
    return in_reach(queries.procedure_in_reach(current_member(), procedure_id))
