"""Founding clubs, saying for whom they are, choosing who looks after them, archiving them."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.identity import current_member
from app.accounts.operations import clean_email
from app.accounts.queries import administered_operators, user_with_email
from app.administration import queries
from app.administration.forms import FoundForm, PlaceForm
from app.administration.views import blueprint
from app.administration.views.overview import administered
from app.clubs import operations
from app.clubs.models import Club, Role
from app.clubs.operations import Welcome
from app.clubs.queries import membership_of, moderators_of, size_of, sizes_of
from app.clubs.views.settings import words_of
from app.core.database import db
from app.core.errors import Refusal
from app.core.forms import choices
from app.core.i18n import lazy
from app.core.transaction import atomic
from app.core.web import all_in_reach, authorize, in_reach


@blueprint.get("/clubs")
def clubs() -> str:
    """The clubs I administer: names and numbers, nothing of what they say."""
    administered()
    found = all_in_reach(db.session.scalars(queries.clubs_in_reach(current_member())))
    sizes = sizes_of([club.id for club in found])
    return render_template("administration/clubs.html", clubs=found, sizes=sizes)


@blueprint.route("/clubs/nouveau", methods=["GET", "POST"])
def found_club() -> ResponseReturnValue:
    """Found a club, for the members of whom, with somebody to look after it."""
    mine = administered()
    for one in mine[:1]:
        authorize("appoint for", one)  # whoever will look after the club is named here
    form = FoundForm()
    form.operators.choices = choices((str(one.id), one.name) for one in mine)
    if not form.is_submitted() and len(mine) == 1:
        form.operators.data = [mine[0].id]
    if form.is_submitted():
        try:
            club = _founded(form)
            flash(str(lazy("Le club %(name)s est fondé.", name=club.name)))
            return redirect(url_for("administration.club", club_id=club.id))
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("administration/found_club.html", form=form), form.status


@blueprint.get("/clubs/<int:club_id>")
def club(club_id: int) -> ResponseReturnValue:
    """A club as its administrators see it."""
    return _shown(_club_in_reach(club_id), PlaceForm(formdata=None))


@blueprint.post("/clubs/<int:club_id>/structures")
def open_club_to(club_id: int) -> ResponseReturnValue:
    """Choose whose members the club is for; operators of others stay as they are."""
    found = _club_in_reach(club_id)
    mine = administered_operators(current_member())
    chosen = set(request.form.getlist("operators", type=int))
    kept = [one for one in found.operators if one not in mine]
    wanted = [*kept, *(one for one in mine if one.id in chosen)]
    operations.open_to_operators(found, wanted, by=current_member())
    flash(str(lazy("C’est enregistré.")))
    return redirect(url_for("administration.club", club_id=club_id))


@blueprint.post("/clubs/<int:club_id>/personnes")
def place_person(club_id: int) -> ResponseReturnValue:
    """Put somebody in the club; oneself too, which its moderators are told."""
    found = _club_in_reach(club_id)
    authorize("change who looks after", found)
    form = PlaceForm()
    role = Role.MODERATOR if form.role.data == Role.MODERATOR else Role.MEMBER
    try:
        flash(_placed(found, form.email.data or "", role))
    except Refusal as refusal:
        form.refuse(refusal)
        return _shown(found, form)
    return redirect(url_for("administration.club", club_id=club_id))


@blueprint.post("/clubs/<int:club_id>/moderation/<int:person_id>")
def dismiss_moderator(club_id: int, person_id: int) -> ResponseReturnValue:
    """Somebody no longer looks after the club."""
    found = _club_in_reach(club_id)
    authorize("change who looks after", found)
    person = next((one for one in moderators_of(found.id) if one.id == person_id), None)
    membership = in_reach(membership_of(person, found.id) if person else None)
    operations.change_role(membership, role=Role.MEMBER, by=current_member())
    flash(str(lazy("%(name)s n’anime plus le club.", name=membership.user.name)))
    return redirect(url_for("administration.club", club_id=club_id))


@blueprint.post("/clubs/<int:club_id>/archive")
def archive_club(club_id: int) -> ResponseReturnValue:
    """Archive the club, or open it again."""
    found = _club_in_reach(club_id)
    authorize("archive", found)
    if "reopen" in request.form:
        operations.reopen_club(found, by=current_member())
        flash(str(lazy("Le club est rouvert.")))
    else:
        operations.archive_club(found, by=current_member())
        flash(str(lazy("Le club est archivé : on peut le lire, plus y écrire.")))
    return redirect(url_for("administration.club", club_id=club_id))


def _founded(form: FoundForm) -> Club:
    mine = {one.id: one for one in administered_operators(current_member())}
    words = words_of(form)
    if form.moderator.data:
        clean_email(form.moderator.data, "moderator")
    with atomic():
        club = operations.found_club(
            form.slug.data or "", name=words.name, profession=words.profession
        )
        operations.edit_club(club, words, by=current_member())
        chosen = [mine[one] for one in form.operators.data or [] if one in mine]
        operations.open_to_operators(club, chosen, by=current_member())
    if form.moderator.data:
        _placed(club, form.moderator.data, Role.MODERATOR)
    return club


def _placed(club: Club, email: str, role: Role) -> str:
    """Put a member of the network in the club, or invite a stranger; what was done, in words."""
    person = user_with_email(email)
    if person is not None:
        operations.add_member(club, user=person, role=role, by=current_member())
        return str(lazy("%(name)s est dans le club.", name=person.name))
    operations.invite(email, Welcome([club], current_member(), role=role))
    return str(lazy("Invitation envoyée à %(email)s.", email=email))


def _club_in_reach(club_id: int) -> Club:
    rows = queries.clubs_in_reach(current_member()).where(Club.id == club_id)
    found = in_reach(db.session.scalar(rows))
    authorize("administer", found)
    return found


def _shown(found: Club, form: PlaceForm) -> ResponseReturnValue:
    page = render_template(
        "administration/club.html",
        club=found,
        form=form,
        moderators=moderators_of(found.id),
        size=size_of(found),
        mine=administered_operators(current_member()),
    )
    return page, form.status
