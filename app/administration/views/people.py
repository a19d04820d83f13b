"""The people of one's operators: helped back in, suspended, given back their way in."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import linking
from app.accounts import operations as accounts
from app.accounts.identity import current_member
from app.accounts.models import User
from app.accounts.queries import has_second_factor
from app.administration import queries
from app.administration.forms import ReasonForm
from app.administration.models import Platform
from app.administration.views import blueprint
from app.administration.views.overview import administered
from app.core.database import db
from app.core.errors import Refusal
from app.core.i18n import lazy
from app.core.text import one_line
from app.core.web import all_in_reach, authorize, bounded, in_reach

PEOPLE_PER_PAGE = 50


@blueprint.get("/personnes")
def people() -> str:
    """The people of my operators, found by name, address or organization."""
    administered()
    words = request.args.get("q", "").strip()[:80]
    number = max(1, bounded(request.args.get("page", type=int)) or 1)
    rows = queries.people_in_reach(current_member(), words=words)
    rows = rows.offset((number - 1) * PEOPLE_PER_PAGE).limit(PEOPLE_PER_PAGE + 1)
    found = all_in_reach(db.session.scalars(rows))
    return render_template(
        "administration/people.html",
        people=found[:PEOPLE_PER_PAGE],
        words=words,
        number=number,
        has_more=len(found) > PEOPLE_PER_PAGE,
    )


@blueprint.get("/personnes/<int:person_id>")
def person(person_id: int) -> ResponseReturnValue:
    """Somebody, as the administrators of the operator see her."""
    return _shown(_person_in_reach(person_id), ReasonForm(formdata=None))


@blueprint.post("/personnes/<int:person_id>/suspendre")
def suspend(person_id: int) -> ResponseReturnValue:
    """Take away every access at once, with a reason."""
    found = _person_in_reach(person_id)
    authorize("suspend", found)
    form = ReasonForm()
    try:
        reason = one_line(form.reason.data, "reason", longest=1_000)
        accounts.suspend_user(found, by=current_member(), reason=reason)
    except Refusal as refusal:
        form.refuse(refusal)
        return _shown(found, form)
    flash(str(lazy("%(name)s n’a plus aucun accès.", name=found.name)))
    return redirect(url_for("administration.person", person_id=person_id))


@blueprint.post("/personnes/<int:person_id>/retablir")
def reactivate(person_id: int) -> ResponseReturnValue:
    """Give the way in back."""
    found = _person_in_reach(person_id)
    authorize("suspend", found)
    accounts.reactivate_user(found, by=current_member())
    flash(str(lazy("%(name)s peut se connecter à nouveau.", name=found.name)))
    return redirect(url_for("administration.person", person_id=person_id))


@blueprint.post("/personnes/<int:person_id>/lien")
def send_link(person_id: int) -> ResponseReturnValue:
    """Send a link to choose a new password."""
    found = _person_in_reach(person_id)
    accounts.ask_password_link(found.email)
    flash(str(lazy("Un lien part à %(email)s.", email=found.email)))
    return redirect(url_for("administration.person", person_id=person_id))


@blueprint.post("/personnes/<int:person_id>/seconds-facteurs")
def forget_factors(person_id: int) -> ResponseReturnValue:
    """Take the second factors away from somebody who lost them, and ProConnect with them."""
    found = _person_in_reach(person_id)
    authorize("suspend", found)
    accounts.reset_factors(found, by=current_member())
    linking.forget_identities(found)
    flash(str(lazy("%(name)s se connectera par son seul mot de passe.", name=found.name)))
    return redirect(url_for("administration.person", person_id=person_id))


@blueprint.post("/personnes/<int:person_id>/plateforme")
def change_platform_role(person_id: int) -> ResponseReturnValue:
    """Let somebody look after the whole platform, or no longer."""
    found = _person_in_reach(person_id)
    authorize("change roles of", Platform())
    if found.is_superadmin:
        accounts.unmake_superadministrator(found, by=current_member())
    else:
        accounts.make_superadministrator(found, by=current_member())
    flash(str(lazy("C’est enregistré.")))
    return redirect(url_for("administration.person", person_id=person_id))


def _shown(found: User, form: ReasonForm) -> ResponseReturnValue:
    page = render_template(
        "administration/person.html",
        person=found,
        places=queries.places_of(current_member(), found),
        form=form,
        has_factor=has_second_factor(found),
    )
    return page, form.status


def _person_in_reach(person_id: int) -> User:
    found = in_reach(queries.person_in_reach(current_member(), person_id))
    authorize("administer", found)
    return found
