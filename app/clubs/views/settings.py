"""Pages to look after a club: its words, and what was done in it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.identity import current_member
from app.accounts.queries import names_of
from app.clubs import operations
from app.clubs.acts import ACTS, ROLES
from app.clubs.forms import ClubForm
from app.clubs.models import Club, Color
from app.clubs.operations import ClubWords
from app.clubs.views import blueprint
from app.clubs.web import membership_in_reach
from app.core.errors import Refusal
from app.core.i18n import lazy
from app.core.journal import JournalEntry, entries_of_club, said
from app.core.pages import Page, page_of
from app.core.plain_text import from_plain
from app.core.plain_writer import to_plain
from app.core.web import authorize

ENTRIES_PER_PAGE = 50


@blueprint.route("/clubs/<slug>/reglages", methods=["GET", "POST"])
def settings(slug: str) -> ResponseReturnValue:
    """What the club says of itself."""
    club = membership_in_reach(slug).club
    authorize("edit", club)
    form = ClubForm(obj=club)
    if form.is_submitted():
        try:
            operations.edit_club(club, words_of(form), by=current_member())
            flash(str(lazy("Les réglages du club sont enregistrés.")))
            return redirect(url_for("clubs.settings", slug=slug))
        except Refusal as refusal:
            form.refuse(refusal)
    else:
        show_words(form, club)
    return render_template("clubs/settings.html", club=club, form=form), form.status


@blueprint.get("/clubs/<slug>/journal")
def journal(slug: str) -> str:
    """What was done to the club and its members, by whom."""
    club = membership_in_reach(slug).club
    authorize("see the journal of", club)
    page: Page[JournalEntry] = page_of(
        entries_of_club(club.id),
        newest_by=(JournalEntry.at, JournalEntry.id),
        key=lambda row: (row.at, row.id),
        after=request.args.get("apres"),
        size=ENTRIES_PER_PAGE,
    )
    ids = {one for row in page.items for one in (row.actor_id, row.user_id) if one}
    return render_template(
        "clubs/journal.html",
        club=club,
        page=page,
        said=said(page.items),
        names=names_of(ids),
        acts=ACTS,
        roles=ROLES,
    )


def words_of(form: ClubForm) -> ClubWords:
    """What the form says of a club. Raises Invalid."""
    known = {color.value for color in Color}
    return ClubWords(
        name=form.name.data or "",
        profession=form.profession.data or "",
        description=form.description.data or "",
        welcome=_html(form.welcome.data, "welcome"),
        rules=_html(form.rules.data, "rules"),
        color=Color(form.color.data) if form.color.data in known else Color.PETROL,
        is_listed=bool(form.is_listed.data),
    )


def show_words(form: ClubForm, club: Club) -> None:
    """Write a club's long texts into the form, as one types them."""
    form.welcome.data = to_plain(club.welcome_html, marks=True)
    form.rules.data = to_plain(club.rules_html, marks=True)


def _html(typed: str | None, field: str) -> str:
    return from_plain(typed, field, marks=True).html if typed and typed.strip() else ""
