"""Pages about the validity of one thing, whatever feature it is of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.identity import current_member
from app.clubs.models import Club
from app.core.errors import Refusal
from app.core.i18n import Sentence, lazy
from app.validity import operations
from app.validity.forms import DoubtForm, OutdateForm, TermForm
from app.validity.models import Validity
from app.validity.queries import Standing

Named = Callable[[OutdateForm], tuple[str, str] | None]
"""What holds instead: the path and title of an address that was typed, or None. Raises Invalid."""


@dataclass(frozen=True)
class Subject:
    """The thing that a page is about."""

    owner: str
    club: Club
    title: str
    path: str
    html: str
    active: str
    """Its entry in the navigation."""
    word: Sentence
    """« Validité de la réponse »"""
    standing: Standing


def doubt_page(subject: Subject) -> ResponseReturnValue:
    """Say that something may be true no more, and why."""
    form = DoubtForm()
    if form.is_submitted():
        try:
            operations.doubt(
                subject.owner,
                club_id=subject.club.id,
                by=current_member(),
                reason=form.reason.data or "",
            )
            flash(str(lazy("Merci. L’animation est prévenue, et ce texte est à revoir.")))
            return redirect(subject.path)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template(
        "validity/doubt.html", club=subject.club, subject=subject, form=form
    ), form.status


def vouch_for(subject: Subject) -> ResponseReturnValue:
    """Say that something is true today."""
    operations.vouch(subject.owner, club_id=subject.club.id, by=current_member(), html=subject.html)
    flash(str(lazy("C’est noté : ce texte est à jour.")))
    return redirect(subject.path)


def term_page(subject: Subject, named: Named) -> ResponseReturnValue:
    """Say between which days something holds, or that it holds no more."""
    act = request.form.get("acte")
    if act == "vrai":
        return vouch_for(subject)
    term, ending, is_ending = TermForm(), OutdateForm(), act == "perimer"
    validity = subject.standing.validity
    if term.is_submitted():
        try:
            _change(validity, term, named if is_ending else None, ending)
            return redirect(subject.path)
        except Refusal as refusal:
            (ending if is_ending else term).refuse(refusal)
    else:
        term.show(validity)
    words = {"club": subject.club, "subject": subject, "term": term, "ending": ending}
    return render_template("validity/term.html", **words), max(term.status, ending.status)


def _change(validity: Validity, term: TermForm, named: Named | None, ending: OutdateForm) -> None:
    if named is None:
        operations.set_term(validity, term.term())
        flash(str(lazy("La durée de validité est enregistrée.")))
        return
    operations.outdate(validity, by=current_member(), replaced_by=named(ending))
    flash(str(lazy("C’est marqué comme périmé : le texte reste lisible, en dernier.")))
