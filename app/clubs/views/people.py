"""The directory, a person's page, and how belonging to a club ends."""

from __future__ import annotations

from flask import Response, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from app.accounts.identity import current_member
from app.accounts.models import User
from app.clubs import operations, queries
from app.clubs.forms import RemovalForm
from app.clubs.models import Club, Membership, Role
from app.clubs.queries import Sought
from app.clubs.views import blueprint
from app.clubs.web import membership_in_reach
from app.core.database import db
from app.core.errors import Refusal
from app.core.i18n import lazy
from app.core.storage import photos
from app.core.web import all_in_reach, authorize, bounded, in_reach
from app.organizations.brackets import Bracket

PEOPLE_PER_PAGE = 48


@blueprint.get("/clubs/<slug>/membres")
def members(slug: str) -> str:
    """The people of the club, narrowed by what they know and where they work."""
    return _directory(membership_in_reach(slug).club)


@blueprint.get("/annuaire")
def directory() -> str:
    """Everybody with whom I share a club."""
    return _directory(None)


@blueprint.get("/membres/<int:person_id>")
def person(person_id: int) -> str:
    """Who somebody is, to those who share a club."""
    member = current_member()
    found = in_reach(queries.person_in_reach(member, person_id))
    return render_template(
        "clubs/people/person.html", person=found, shared=queries.shared_clubs(member, found)
    )


@blueprint.get("/membres/<int:person_id>/photo/<photo_key>")
def photo(person_id: int, photo_key: str) -> Response:
    """The photograph of somebody with whom I share a club, or mine."""
    member = current_member()
    is_me = member.id == person_id
    found = in_reach(member if is_me else queries.person_in_reach(member, person_id))
    if found.photo_key != photo_key or not photos().path_of(photo_key).exists():
        abort(404)
    return send_file(photos().path_of(photo_key), mimetype="image/jpeg", conditional=False)


@blueprint.route("/clubs/<slug>/quitter", methods=["GET", "POST"])
def leave(slug: str) -> ResponseReturnValue:
    """Leave the club, after a last look at what that means."""
    membership = membership_in_reach(slug)
    authorize("leave", membership)
    form = RemovalForm()
    if form.is_submitted():
        try:
            operations.leave_club(membership)
            flash(str(lazy("Vous avez quitté le club %(club)s.", club=membership.club.name)))
            return redirect(url_for("clubs.home"))
        except Refusal as refusal:
            form.refuse(refusal)
    page = render_template("clubs/people/leave.html", club=membership.club, form=form)
    return page, form.status


@blueprint.route("/clubs/<slug>/membres/<int:person_id>/retirer", methods=["GET", "POST"])
def remove(slug: str, person_id: int) -> ResponseReturnValue:
    """Take somebody out of the club, with a reason for the journal."""
    membership = _place_in_reach(slug, person_id)
    authorize("remove", membership)
    form = RemovalForm()
    if form.is_submitted():
        try:
            operations.remove_member(
                membership, by=current_member(), reason=(form.reason.data or "")[:1_000]
            )
            flash(str(lazy("%(name)s n’est plus dans le club.", name=membership.user.name)))
            return redirect(url_for("clubs.members", slug=slug))
        except Refusal as refusal:
            form.refuse(refusal)
    page = render_template("clubs/people/remove.html", membership=membership, form=form)
    return page, form.status


@blueprint.post("/clubs/<slug>/membres/<int:person_id>/role")
def change_role(slug: str, person_id: int) -> ResponseReturnValue:
    """Let a member look after the club, or no longer."""
    membership = _place_in_reach(slug, person_id)
    authorize("change the role of", membership)
    wanted = Role.MODERATOR if request.form.get("role") == Role.MODERATOR else Role.MEMBER
    operations.change_role(membership, role=wanted, by=current_member())
    if wanted is Role.MODERATOR:
        flash(str(lazy("%(name)s anime maintenant le club.", name=membership.user.name)))
    else:
        flash(str(lazy("%(name)s n’anime plus le club.", name=membership.user.name)))
    return redirect(url_for("clubs.person", person_id=person_id))


def _directory(club: Club | None) -> str:
    member, asked = current_member(), request.args
    sought = Sought(
        words=asked.get("q", "")[:80],
        expertise=asked.get("domaine", "")[:60],
        bracket=asked.get("taille", "")[:20],
        department=asked.get("departement", "")[:60],
        epci=asked.get("epci", "")[:160],
    )
    everybody = queries.people_in_reach(member, club=club)
    found = queries.sought_among(everybody, sought)
    number = max(1, bounded(asked.get("page", type=int)) or 1)
    rows = found.offset((number - 1) * PEOPLE_PER_PAGE).limit(PEOPLE_PER_PAGE + 1)
    people: list[User] = all_in_reach(db.session.scalars(rows))
    ids = found.with_only_columns(User.id).order_by(None).subquery()
    return render_template(
        "clubs/people/directory.html",
        club=club,
        sought=sought,
        choices=queries.choices_among(everybody),
        people=people[:PEOPLE_PER_PAGE],
        total=db.session.scalar(select(func.count()).select_from(ids)),
        roles=queries.roles_in(club, people) if club else {},
        brackets={one.value: str(one.label) for one in Bracket},
        number=number,
        has_more=len(people) > PEOPLE_PER_PAGE,
    )


def _place_in_reach(slug: str, person_id: int) -> Membership:
    club = membership_in_reach(slug).club
    person = in_reach(queries.person_in_reach(current_member(), person_id))
    return in_reach(queries.membership_of(person, club.id))
