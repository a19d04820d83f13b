"""The tags of a club, and the texts it offers to begin a question with."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.identity import current_member
from app.clubs.models import Club
from app.clubs.web import membership_in_reach
from app.core.errors import Invalid, Refusal
from app.core.i18n import lazy
from app.core.web import authorize, in_reach
from app.forum import operations, queries
from app.forum.forms import TagForm, TemplateForm
from app.forum.models import Purpose, QuestionTemplate
from app.forum.views import blueprint
from app.forum.views.writing import written


@blueprint.get("/etiquettes")
def tags(slug: str) -> ResponseReturnValue:
    """The tags of a club, with what each is used for."""
    return _tags(_filed(slug), TagForm(formdata=None))


@blueprint.post("/etiquettes/<int:tag_id>")
def change_tag(slug: str, tag_id: int) -> ResponseReturnValue:
    """Give a tag another name, or make it one with another."""
    club, form = _filed(slug), TagForm()
    tag = in_reach(queries.tag_in_club(club, tag_id))
    try:
        if request.form.get("acte") == "fusionner":
            into = queries.tag_in_club(club, form.chosen())
            if into is None:
                raise Invalid("into", lazy("Choisissez une autre étiquette."))
            kept = operations.merge_tags(tag, into=into, by=current_member())
        else:
            kept = operations.rename_tag(tag, name=form.name.data or "", by=current_member())
    except Refusal as refusal:
        form.refuse(refusal)
        return _tags(club, form, changed=tag.id)
    flash(str(lazy("L’étiquette est maintenant « %(name)s ».", name=kept.name)))
    return redirect(url_for("forum.tags", slug=slug))


@blueprint.route("/modeles", methods=["GET", "POST"])
def templates(slug: str) -> ResponseReturnValue:
    """The texts a club offers; a new one."""
    return _template(_filed(slug), None)


@blueprint.route("/modeles/<int:template_id>", methods=["GET", "POST"])
def template(slug: str, template_id: int) -> ResponseReturnValue:
    """One of them."""
    club = _filed(slug)
    return _template(club, in_reach(queries.template_in_club(club, template_id)))


@blueprint.post("/modeles/<int:template_id>/retirer")
def remove_template(slug: str, template_id: int) -> ResponseReturnValue:
    """Offer it no longer."""
    club = _filed(slug)
    found = in_reach(queries.template_in_club(club, template_id))
    operations.remove_template(found, by=current_member())
    flash(str(lazy("Le modèle est retiré.")))
    return redirect(url_for("forum.templates", slug=slug))


def _filed(slug: str) -> Club:
    club = membership_in_reach(slug).club
    authorize("file for", club)
    return club


def _tags(club: Club, form: TagForm, *, changed: int = 0) -> ResponseReturnValue:
    rows = queries.tags_with_uses(club)
    words = {"club": club, "form": form, "rows": rows, "changed": changed}
    return render_template("forum/tags.html", **words), form.status


def _template(club: Club, found: QuestionTemplate | None) -> ResponseReturnValue:
    form = TemplateForm()
    if form.is_submitted():
        try:
            operations.save_template(
                club,
                name=form.name.data or "",
                body=written(form, club=club, former=found.body_html if found else ""),
                by=current_member(),
                template=found,
                purpose=Purpose(form.purpose.data)
                if form.purpose.data in set(Purpose)
                else Purpose.QUESTION,
            )
            flash(str(lazy("Le modèle est enregistré : il est proposé au-dessus du texte.")))
            return redirect(url_for("forum.templates", slug=club.slug))
        except Refusal as refusal:
            form.refuse(refusal)
    elif found:
        form.name.data, form.purpose.data = found.name, found.purpose
        form.bring(found.body_html)
    words = {"club": club, "form": form, "rows": queries.templates_of(club), "found": found}
    return render_template("forum/templates.html", **words), form.status
