"""Pages of a club's moderators: what to look at again, and what the law changed."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.identity import current_member
from app.clubs.models import Club
from app.clubs.queries import moderated_clubs
from app.clubs.web import membership_in_reach
from app.core.database import db
from app.core.errors import Refusal
from app.core.i18n import lazy
from app.core.web import authorize
from app.validity import operations, queries
from app.validity.forms import LawForm
from app.validity.models import LawChange
from app.validity.owners import owned

blueprint = Blueprint("validity", __name__, url_prefix="/clubs/<slug>")

MOST_SHOWN = 100


@blueprint.get("/a-revoir")
def in_doubt(slug: str) -> str:
    """What somebody should look at again."""
    club = _watched(slug)
    owners = list(db.session.scalars(queries.in_doubt(club).limit(MOST_SHOWN)))
    standings, things = queries.standings_of(owners), owned(owners)
    rows = [(things[one], standings[one]) for one in owners if one in things]
    return render_template("validity/in_doubt.html", club=club, rows=rows)


@blueprint.route("/droit", methods=["GET", "POST"])
def law(slug: str) -> ResponseReturnValue:
    """Declare that a text of law changed: what cites it is to be looked at again."""
    club, form = _watched(slug), LawForm()
    mine = moderated_clubs(current_member(), living=True)
    if form.is_submitted():
        chosen = request.form.getlist("clubs")
        clubs = [one for one in mine if str(one.id) in chosen or one.id == club.id]
        try:
            operations.declare_changed(
                clubs,
                text=form.text.data or "",
                changed_on=form.day(),
                note=form.note.data or "",
                by=current_member(),
            )
            flash(str(lazy("C’est noté : tout ce qui cite ce texte est maintenant à revoir.")))
            return redirect(url_for("validity.in_doubt", slug=slug))
        except Refusal as refusal:
            form.refuse(refusal)
    changes = queries.law_changes(club).order_by(LawChange.id.desc()).limit(MOST_SHOWN)
    words = {
        "club": club,
        "form": form,
        "others": [one for one in mine if one.id != club.id],
        "cited": queries.most_cited(club),
        "changes": list(db.session.scalars(changes)),
    }
    return render_template("validity/law.html", **words), form.status


def _watched(slug: str) -> Club:
    club = membership_in_reach(slug).club
    authorize("watch the law for", club)
    return club
