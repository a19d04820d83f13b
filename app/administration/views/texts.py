"""The texts that each installation writes for itself."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.accounts.identity import current_member
from app.administration import operations, queries
from app.administration.forms import TextForm
from app.administration.models import STATEMENT, Conformity, LegalText, Platform, TextName
from app.administration.views import blueprint
from app.administration.views.overview import administered
from app.core.errors import Refusal
from app.core.i18n import Sentence, lazy
from app.core.plain_text import from_plain
from app.core.plain_writer import to_plain
from app.core.rich_text import clean
from app.core.web import authorize

TEXTS: dict[TextName, Sentence] = {
    TextName.LEGAL: lazy("Mentions légales"),
    TextName.PERSONAL_DATA: lazy("Données personnelles et cookies"),
    TextName.ACCESSIBILITY: lazy("Accessibilité"),
    TextName.CHARTER: lazy("Charte"),
}


@blueprint.get("/textes")
def texts() -> str:
    """The legal texts, and which were rewritten."""
    administered()
    authorize("administer", Platform())
    written = {name: queries.legal_text(name) for name in TEXTS}
    return render_template("administration/texts.html", texts=TEXTS, written=written)


@blueprint.route("/textes/<text_name>", methods=["GET", "POST"])
def text(text_name: str) -> ResponseReturnValue:
    """Rewrite one; emptied, ours comes back."""
    administered()
    authorize("administer", Platform())
    if text_name not in set(TextName):
        raise NotFound
    which, form = TextName(text_name), TextForm()
    if form.is_submitted():
        try:
            operations.write_text(
                which, html=_html(form), by=current_member(), conformity=_conformity(form)
            )
            current_app.extensions.pop(STATEMENT, None)
            flash(str(lazy("Le texte est enregistré.")))
            return redirect(url_for("administration.texts"))
        except Refusal as refusal:
            form.refuse(refusal)
    else:
        _show(form, which, queries.legal_text(which))
    page = render_template("administration/text.html", form=form, title=TEXTS[which], name=which)
    return page, form.status


def _show(form: TextForm, name: TextName, known: LegalText | None) -> None:
    words = known.body_html if known and known.body_html else None
    ours = clean(render_template(f"site/texts/{name}.html"))
    form.body.data = to_plain(words or ours, marks=True)
    form.conformity.data = known.conformity if known else Conformity.NONE


def _html(form: TextForm) -> str:
    typed = form.body.data or ""
    return from_plain(typed, "body", marks=True).html if typed.strip() else ""


def _conformity(form: TextForm) -> Conformity:
    known = {one.value for one in Conformity}
    return Conformity(form.conformity.data) if form.conformity.data in known else Conformity.NONE
