"""From a draft to what the club reads."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.identity import current_member
from app.clubs.web import membership_in_reach
from app.core.errors import Refusal
from app.core.i18n import lazy
from app.core.web import authorize
from app.knowledge import operations
from app.knowledge.errors import AlreadyPublished, ChangedMeanwhile, IsRetired
from app.knowledge.forms import PublishForm
from app.knowledge.models import Procedure, Stage
from app.knowledge.views import blueprint
from app.knowledge.web import procedure_of
from app.validity.operations import REVIEWED_AFTER
from app.validity.queries import today


@blueprint.post("/<int:procedure_id>/relecture")
def ask_for_approval(slug: str, procedure_id: int) -> ResponseReturnValue:
    """Say that it can be published."""
    found = procedure_of(membership_in_reach(slug), procedure_id)
    authorize("edit", found)
    operations.ask_for_approval(found, by=current_member())
    told = (
        lazy("C’est envoyé : l’animation et le référent sont prévenus.")
        if found.referee_id
        else lazy("C’est envoyé : l’animation du club est prévenue.")
    )
    flash(str(told))
    return redirect(url_for("knowledge.draft", slug=slug, procedure_id=found.id))


@blueprint.route("/<int:procedure_id>/publier", methods=["GET", "POST"])
def publish(slug: str, procedure_id: int) -> ResponseReturnValue:
    """Let the club read these words, or ask for something else first."""
    found = procedure_of(membership_in_reach(slug), procedure_id)
    authorize("approve", found)
    if request.method == "GET" and found.stage in {Stage.PUBLISHED, Stage.RETIRED}:
        flash(str(AlreadyPublished() if found.stage == Stage.PUBLISHED else IsRetired()))
        return redirect(found.path)
    form = PublishForm()
    if form.is_submitted():
        try:
            return redirect(_decided(found, form))
        except Refusal as refusal:
            form.refuse(refusal)
            if isinstance(refusal, ChangedMeanwhile):
                form.edition.data = str(
                    found.edition
                )  # what stands above is what she publishes now
    else:
        form.review_on.data = today() + REVIEWED_AFTER
        form.edition.data = str(found.edition)
    words = {"club": found.club, "procedure": found, "form": form}
    tomorrow = today() + timedelta(days=1)
    return render_template("knowledge/publish.html", **words, tomorrow=tomorrow), form.status


@blueprint.route("/<int:procedure_id>/retirer", methods=["GET", "POST"])
def retire(slug: str, procedure_id: int) -> ResponseReturnValue:
    """Keep it for the record."""
    found = procedure_of(membership_in_reach(slug), procedure_id)
    authorize("approve", found)
    if request.method == "POST":
        operations.retire(found, by=current_member())
        flash(str(lazy("La procédure est retirée : elle reste lisible à son adresse.")))
        return redirect(found.path)
    return render_template("knowledge/retire.html", club=found.club, procedure=found)


@blueprint.post("/<int:procedure_id>/retablir")
def reopen(slug: str, procedure_id: int) -> ResponseReturnValue:
    """Use it again."""
    found = procedure_of(membership_in_reach(slug), procedure_id)
    authorize("approve", found)
    operations.reopen(found, by=current_member())
    flash(str(lazy("La procédure est rétablie.")))
    return redirect(found.path)


def _decided(found: Procedure, form: PublishForm) -> str:
    member = current_member()
    if request.form.get("acte") == "renvoyer":
        operations.send_back(found, by=member, reason=form.note.data or "")
        flash(str(lazy("C’est renvoyé, avec votre demande.")))
        return url_for("knowledge.draft", slug=found.club.slug, procedure_id=found.id)
    version = operations.publish(
        found,
        by=member,
        note=form.note.data or "",
        seen=form.seen_edition(),
        review_on=form.day(),
    )
    flash(str(lazy("La version %(number)s est publiée.", number=version.number)))
    return found.path
