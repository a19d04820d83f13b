"""The index of a club, the page of a procedure, its versions."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import escape

from app.accounts.identity import current_member
from app.clubs.models import Club
from app.clubs.web import membership_in_reach
from app.core.comparison import Comparison, compare
from app.core.database import db
from app.core.web import authorize, bounded, in_reach
from app.knowledge import queries
from app.knowledge.forms import AdoptForm, CommentForm
from app.knowledge.models import Procedure, ProcedureVersion
from app.knowledge.queries import Shelf
from app.knowledge.views import blueprint
from app.knowledge.web import procedure_of, published_of
from app.validity.queries import standing_of, standings_of

PER_SHELF = 8
PER_PAGE = 40
MOST_COMMENTS = 1_000


@dataclass(frozen=True)
class Row:
    """A theme with the first of its procedures."""

    shelf: Shelf
    procedures: list[Procedure]


@blueprint.get("")
def index(slug: str) -> str:
    """The procedures of a club by theme, and those in hand."""
    club = membership_in_reach(slug).club
    shelves = queries.shelves_of(club)
    chosen = next((one for one in shelves if one.key == request.args.get("theme")), None)
    is_retired = "retirees" in request.args and not chosen
    count = chosen.count if chosen else queries.retired_count(club) if is_retired else 1
    pages = -(-count // PER_PAGE) or 1
    page = min(max(1, bounded(request.args.get("page", 1, type=int)) or 1), pages)
    if chosen:
        rows = [_one_shelf(club, chosen, page)]
    elif is_retired:
        retired = queries.retired_in(club).offset((page - 1) * PER_PAGE).limit(PER_PAGE)
        rows = [Row(Shelf("", "", count), list(db.session.scalars(retired)))] if count else []
    else:
        rows = _all_shelves(club, shelves)
    shown = [one for row in rows for one in row.procedures]
    return render_template(
        "knowledge/index.html",
        club=club,
        shelves=shelves,
        chosen=chosen,
        is_unknown="theme" in request.args and not chosen,
        total=sum(one.count for one in shelves),
        rows=rows,
        retired=is_retired,
        page=page,
        pages=pages,
        per_shelf=PER_SHELF,
        in_hand=list(db.session.scalars(queries.in_hand(current_member(), club).limit(PER_PAGE))),
        standings=standings_of(one.key for one in shown),
        uses=queries.use_counts(one.id for one in shown),
    )


@blueprint.get("/<int:procedure_id>")
@blueprint.get("/<int:procedure_id>-<path:name>")
def procedure(slug: str, procedure_id: int, name: str = "") -> ResponseReturnValue:
    """A procedure: what the club reads, else what is being written."""
    found = procedure_of(membership_in_reach(slug), procedure_id)
    if not found.is_published:
        return redirect(url_for("knowledge.draft", slug=slug, procedure_id=found.id))
    if request.path != found.path:
        return redirect(found.path)
    return show_procedure(found)


@blueprint.get("/<int:procedure_id>/brouillon")
def draft(slug: str, procedure_id: int) -> ResponseReturnValue:
    """What is being written, for those who may write it; what changes is marked."""
    found = procedure_of(membership_in_reach(slug), procedure_id)
    authorize("edit", found)
    changes = compare(found.current.body_html, found.body_html) if found.current else None
    return render_template(
        "knowledge/draft.html", club=found.club, procedure=found, changes=changes
    )


@blueprint.get("/<int:procedure_id>/versions")
def versions(slug: str, procedure_id: int) -> str:
    """Every version, with its note."""
    found = published_of(membership_in_reach(slug), procedure_id)
    every = queries.versions_of(found)
    return render_template(
        "knowledge/versions.html", club=found.club, procedure=found, versions=every
    )


@blueprint.get("/<int:procedure_id>/versions/<int:number>")
def version(slug: str, procedure_id: int, number: int) -> str:
    """What it said."""
    found = published_of(membership_in_reach(slug), procedure_id)
    one = in_reach(queries.version_of(found, number))
    return render_template("knowledge/version.html", club=found.club, procedure=found, version=one)


@blueprint.get("/<int:procedure_id>/comparer")
def comparison(slug: str, procedure_id: int) -> str:
    """Two versions beside each other."""
    found = published_of(membership_in_reach(slug), procedure_id)
    after = _version(found, "a", found.version_number)
    before = _version(found, "de", after.number - 1 or 1)
    if before.number > after.number:
        before, after = after, before
    return render_template(
        "knowledge/comparison.html",
        club=found.club,
        procedure=found,
        versions=queries.versions_of(found),
        before=before,
        after=after,
        changes=_changes(before, after),
    )


def show_procedure(
    found: Procedure, *, commenting: CommentForm | None = None, adopting: AdoptForm | None = None
) -> ResponseReturnValue:
    """The page of a procedure, with what is being said under it."""
    member = current_member()
    uses = queries.uses_of(found, member)
    if adopting is None:
        adopting = AdoptForm(formdata=None)
        adopting.variant.data = uses.own.variant if uses.own else ""
    commenting = commenting or CommentForm(formdata=None)
    return render_template(
        "knowledge/procedure.html",
        club=found.club,
        procedure=found,
        standing=standing_of(found.key) if found.is_published else None,
        source=queries.source_of(found, member) if found.source_post_id else None,
        comments=list(db.session.scalars(queries.comments_on(found).limit(MOST_COMMENTS))),
        comment_count=queries.comment_count(found),
        uses=uses,
        form=commenting,
        adopting=adopting,
    ), max(commenting.status, adopting.status)


def _one_shelf(club: Club, shelf: Shelf, page: int) -> Row:
    rows = queries.published_in(club).where(Procedure.theme_key == shelf.key)
    rows = rows.offset((page - 1) * PER_PAGE).limit(PER_PAGE)
    return Row(shelf, list(db.session.scalars(rows)))


def _all_shelves(club: Club, shelves: list[Shelf]) -> list[Row]:
    """The first procedures of each theme: one query, however many themes."""
    found = queries.first_of_each_shelf(club, PER_SHELF)
    return [Row(one, found.get(one.key, [])) for one in shelves]


def _version(found: Procedure, argument: str, default: int) -> ProcedureVersion:
    number = bounded(request.args.get(argument, type=int)) or default
    return in_reach(queries.version_of(found, number))


def _changes(before: ProcedureVersion, after: ProcedureVersion) -> Comparison:
    def whole(version: ProcedureVersion) -> str:
        return (
            f"<h2>{escape(version.title)}</h2><p>{escape(version.summary)}</p>{version.body_html}"
        )

    return compare(whole(before), whole(after))
