"""What readers say of a procedure."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.identity import current_member
from app.clubs.web import membership_in_reach
from app.core.errors import Refusal
from app.core.i18n import lazy
from app.core.web import authorize, in_reach
from app.forum.views.writing import written
from app.knowledge import operations, queries
from app.knowledge.forms import AdoptForm, CommentForm
from app.knowledge.views import blueprint
from app.knowledge.views.reading import show_procedure
from app.knowledge.web import published_of


@blueprint.route("/<int:procedure_id>/commentaires", methods=["GET", "POST"])
def comment(slug: str, procedure_id: int) -> ResponseReturnValue:
    """Say something under it; the address of a refused comment, opened again, leads to it."""
    found = published_of(membership_in_reach(slug), procedure_id)
    if request.method == "GET":
        return redirect(found.path)
    authorize("comment on", found)
    form = CommentForm()
    try:
        said, _ = operations.comment(
            found,
            author=current_member(),
            body=written(form, club=found.club),
            client_id=form.name(),
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return show_procedure(found, commenting=form)
    return redirect(f"{found.path}#commentaire-{said.id}")


@blueprint.route("/commentaires/<int:comment_id>/supprimer", methods=["GET", "POST"])
def delete_comment(slug: str, comment_id: int) -> ResponseReturnValue:
    """Take a comment away."""
    membership = membership_in_reach(slug)
    said = in_reach(queries.comment_in_reach(current_member(), comment_id))
    found = published_of(membership, said.procedure_id)
    authorize("delete", said)
    if request.method == "POST":
        operations.delete_comment(said)
        flash(str(lazy("Le commentaire est supprimé.")))
        return redirect(found.path)
    words = {"club": found.club, "procedure": found, "comment": said}
    return render_template("knowledge/delete_comment.html", **words)


@blueprint.route("/<int:procedure_id>/adopter", methods=["GET", "POST"])
def adopt(slug: str, procedure_id: int) -> ResponseReturnValue:
    """Say that one's town hall works that way, or does so no longer."""
    found = published_of(membership_in_reach(slug), procedure_id)
    if request.method == "GET":
        return redirect(found.path)
    authorize("adopt", found)
    form = AdoptForm()
    member = current_member()
    if request.form.get("acte") == "retirer":
        operations.unadopt(found, user=member)
        flash(str(lazy("Votre adoption est retirée.")))
        return redirect(url_for("knowledge.procedure", slug=slug, procedure_id=found.id))
    try:
        operations.adopt(found, user=member, variant=form.variant.data or "")
    except Refusal as refusal:
        form.refuse(refusal)
        return show_procedure(found, adopting=form)
    flash(str(lazy("C’est noté : vous serez prévenu des nouvelles versions.")))
    return redirect(found.path)
