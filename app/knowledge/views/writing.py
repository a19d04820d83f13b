"""Writing a procedure: from nothing, from a model of the club, from an answer."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.identity import current_member
from app.clubs.models import Club
from app.clubs.web import membership_in_reach
from app.core.comparison import compare
from app.core.errors import Refusal
from app.core.i18n import lazy
from app.core.web import authorize, bounded
from app.forum.models import Post, Purpose
from app.forum.queries import draft_of, template_in_club, templates_of
from app.forum.views.drafts import save_here
from app.forum.views.writing import written
from app.knowledge import operations, queries
from app.knowledge.errors import ChangedMeanwhile, IsRetired
from app.knowledge.forms import CarersForm, ProcedureForm
from app.knowledge.models import Procedure, Stage
from app.knowledge.skeleton import SKELETON
from app.knowledge.views import blueprint
from app.knowledge.web import procedure_of


@blueprint.route("/nouvelle", methods=["GET", "POST"])
def write(slug: str) -> ResponseReturnValue:
    """Begin a procedure."""
    club = membership_in_reach(slug).club
    authorize("write procedures in", club)
    form = ProcedureForm()
    answer = queries.answer_for(
        current_member(), bounded(request.args.get("reponse", type=int)) or 0
    )
    source = answer.post if answer and answer.topic.club_id == club.id else None
    if form.is_submitted():
        try:
            body = written(form, club=club)
            made, _ = operations.draft_procedure(
                club,
                author=current_member(),
                words=form.words(body),
                source=source,
                client_id=form.name(),
                draft_version=form.seen(),
            )
            flash(str(lazy("Le brouillon est enregistré. Le club ne le lit pas encore.")))
            return redirect(url_for("knowledge.draft", slug=slug, procedure_id=made.id))
        except Refusal as refusal:
            form.refuse(refusal)
    else:
        _begin(club, form, source)
    words = {"club": club, "form": form, "source": source, "shelves": queries.shelves_of(club)}
    is_begun = form.is_submitted() or form.draft_version.data != "0"
    models = [] if is_begun or source else templates_of(club, Purpose.PROCEDURE)
    return render_template("knowledge/write.html", **words, models=models), form.status


@blueprint.route("/<int:procedure_id>/modifier", methods=["GET", "POST"])
def edit(slug: str, procedure_id: int) -> ResponseReturnValue:
    """Change what it says; the club goes on reading the version of before."""
    found = procedure_of(membership_in_reach(slug), procedure_id)
    authorize("edit", found)
    if request.method == "GET" and found.stage == Stage.RETIRED:
        flash(str(IsRetired()))
        return redirect(found.path)
    form, changes = ProcedureForm(), None
    if form.is_submitted():
        try:
            former, title = found.body_html, found.title
            body = written(form, club=found.club, former=former, former_title=title)
            operations.save_procedure(
                found,
                editor=current_member(),
                words=form.words(body),
                seen=form.seen_edition(),
            )
            flash(str(lazy("Vos changements sont enregistrés.")))
            return redirect(url_for("knowledge.draft", slug=slug, procedure_id=found.id))
        except Refusal as refusal:
            form.refuse(refusal)
            if isinstance(refusal, ChangedMeanwhile):
                form.edition.data = str(found.edition)  # having read why, she may put hers instead
                changes = compare(found.body_html, form.rich)
    else:
        form.show(found)
        _resume(found, form)
    words = {"club": found.club, "procedure": found, "form": form, "changes": changes}
    shelves = queries.shelves_of(found.club)
    return render_template("knowledge/edit.html", **words, shelves=shelves), form.status


@blueprint.post("/brouillons/nouvelle")
def save_new(slug: str) -> ResponseReturnValue:
    """Keep a procedure that is being begun."""
    club = membership_in_reach(slug).club
    authorize("write procedures in", club)
    if queries.begun_as(current_member(), request.form.get("client_id")):
        return jsonify(said="", version=0)  # it was stored before its last draft came in
    return save_here(club, _place(bounded(request.args.get("reponse", type=int))))


@blueprint.post("/<int:procedure_id>/brouillons")
def save_edit(slug: str, procedure_id: int) -> ResponseReturnValue:
    """Keep what is being changed, for whoever changes it alone."""
    found = procedure_of(membership_in_reach(slug), procedure_id)
    authorize("edit", found)
    edition = ProcedureForm().seen_edition()
    return save_here(found.club, f"procedure-{found.id}.{edition}")


@blueprint.route("/<int:procedure_id>/responsables", methods=["GET", "POST"])
def carers(slug: str, procedure_id: int) -> ResponseReturnValue:
    """Say who keeps it and who may approve it."""
    found = procedure_of(membership_in_reach(slug), procedure_id)
    authorize("name carers of", found)
    form = CarersForm()
    if form.is_submitted():
        try:
            operations.name_carers(
                found,
                by=current_member(),
                owner=form.owner.data or "",
                referee=form.referee.data or "",
            )
            flash(str(lazy("C’est enregistré.")))
            return redirect(found.path)
        except Refusal as refusal:
            form.refuse(refusal)
    else:
        form.owner.data = found.owner.name
        form.referee.data = found.referee.name if found.referee else ""
    words = {"club": found.club, "procedure": found, "form": form}
    return render_template("knowledge/carers.html", **words), form.status


@blueprint.route("/<int:procedure_id>/effacer", methods=["GET", "POST"])
def discard(slug: str, procedure_id: int) -> ResponseReturnValue:
    """Throw away what nobody has read."""
    found = procedure_of(membership_in_reach(slug), procedure_id)
    authorize("edit", found)
    if found.is_published:
        return redirect(found.path)  # it is retired instead
    if request.method == "POST":
        operations.discard(found)
        flash(str(lazy("Le brouillon est effacé.")))
        return redirect(url_for("knowledge.index", slug=slug))
    return render_template("knowledge/discard.html", club=found.club, procedure=found)


def _place(post_id: int | None) -> str:
    """Where what is begun is kept: apart for each answer it is made from."""
    return f"procedure-reponse-{post_id}" if post_id else "procedure"


def _begin(club: Club, form: ProcedureForm, source: Post | None) -> None:
    draft = draft_of(current_member(), club, _place(source.id if source else None))
    form.resume(draft)
    if draft:
        return
    if source:
        form.title.data = source.topic.title[:200]
        form.bring(source.body_html)
        return
    offered = template_in_club(club, bounded(request.args.get("modele", type=int)))
    form.bring(offered.body_html if offered else SKELETON.html)


def _resume(found: Procedure, form: ProcedureForm) -> None:
    """Bring back what the member had begun, with the edition she began it from.

    If somebody saved since, she hears of it before hers takes its place.
    """
    draft = queries.edit_begun(current_member(), found)
    form.resume(draft)
    if draft:
        form.edition.data = draft.place.rpartition(".")[2]
