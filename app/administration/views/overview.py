"""The operators, their organizations and administrators; invitations; the journal."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.accounts import operations as accounts
from app.accounts.errors import NoSuchUser
from app.accounts.identity import current_member
from app.accounts.models import User
from app.accounts.queries import (
    administered_operators,
    administrators_of,
    names_of,
    user_with_email,
)
from app.administration import queries
from app.administration.forms import AttachForm, EmailForm, OperatorForm, OrganizationForm
from app.administration.models import Platform
from app.administration.views import blueprint
from app.clubs.acts import ACTS, ROLES
from app.clubs.models import Invitation
from app.core.errors import Refusal
from app.core.i18n import lazy, plural
from app.core.journal import JournalEntry, said
from app.core.pages import Page, page_of
from app.core.web import all_in_reach, authorize, in_reach
from app.organizations import operations as organizations
from app.organizations.models import Operator

ROWS_PER_PAGE = 50


@blueprint.get("")
def overview() -> str:
    """The operators I look after, with their numbers."""
    operators = administered()
    return render_template(
        "administration/overview.html", operators=operators, sizes=queries.sizes(operators)
    )


@blueprint.route("/structures/nouvelle", methods=["GET", "POST"])
def open_operator() -> ResponseReturnValue:
    """A new operator."""
    administered()
    authorize("administer", Platform())
    form = OperatorForm()
    if form.is_submitted():
        try:
            made = organizations.open_operator(form.slug.data or "", name=form.name.data or "")
            return redirect(url_for("administration.operator", operator_id=made.id))
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("administration/new_operator.html", form=form), form.status


@blueprint.get("/structures/<int:operator_id>")
def operator(operator_id: int) -> ResponseReturnValue:
    """An operator: who looks after it, which organizations belong to it."""
    return _shown(_operator_in_reach(operator_id))


@blueprint.post("/structures/<int:operator_id>/administration")
def appoint(operator_id: int) -> ResponseReturnValue:
    """Let somebody look after the operator, or no longer."""
    found = _operator_in_reach(operator_id)
    authorize("appoint for", found)
    form = EmailForm()
    try:
        person = _known(form.email.data, found, is_leaving="dismiss" in request.form)
        if "dismiss" in request.form:
            accounts.dismiss_administrator(person, operator=found, by=current_member())
            flash(str(lazy("%(name)s n’administre plus cette structure.", name=person.name)))
        else:
            accounts.appoint_administrator(person, operator=found, by=current_member())
            flash(str(lazy("%(name)s administre maintenant cette structure.", name=person.name)))
    except Refusal as refusal:
        form.refuse(refusal)
        return _shown(found, appointing=form)
    return redirect(url_for("administration.operator", operator_id=operator_id))


@blueprint.post("/structures/<int:operator_id>/collectivites")
def attach(operator_id: int) -> ResponseReturnValue:
    """Say which organizations of the official list belong to the operator."""
    found = _operator_in_reach(operator_id)
    authorize("appoint for", found)
    form = AttachForm()
    try:
        count = organizations.attach_organizations(
            found,
            departments=form.departments.data or "",
            codes=form.codes.data or "",
            may_move=current_member().is_superadmin,
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return _shown(found, attaching=form)
    flash(
        plural(
            "%(num)s collectivité rattachée.", "%(num)s collectivités rattachées.", count, num=count
        )
    )
    return redirect(url_for("administration.operator", operator_id=operator_id))


@blueprint.post("/structures/<int:operator_id>/hors-liste")
def add_organization(operator_id: int) -> ResponseReturnValue:
    """Add an organization that the official list does not know."""
    found = _operator_in_reach(operator_id)
    authorize("appoint for", found)
    form = OrganizationForm()
    try:
        made = organizations.add_organization(
            form.name.data or "",
            operator=found,
            department=form.department.data or "",
            population=form.population.data or "",
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return _shown(found, adding=form)
    flash(str(lazy("%(name)s est ajoutée : on peut la choisir.", name=made.name)))
    return redirect(url_for("administration.operator", operator_id=operator_id))


@blueprint.get("/invitations")
def invitations() -> str:
    """The invitations to my clubs, and what became of them."""
    administered()
    page: Page[Invitation] = page_of(
        queries.invitations_in_reach(current_member()),
        newest_by=(Invitation.sent_at, Invitation.id),
        key=lambda row: (row.sent_at, row.id),
        after=request.args.get("apres"),
        size=ROWS_PER_PAGE,
    )
    return render_template("administration/invitations.html", page=page)


@blueprint.get("/journal")
def journal() -> str:
    """What was done, to whom, by whom."""
    administered()
    page: Page[JournalEntry] = page_of(
        queries.entries_in_reach(current_member()),
        newest_by=(JournalEntry.at, JournalEntry.id),
        key=lambda row: (row.at, row.id),
        after=request.args.get("apres"),
        size=ROWS_PER_PAGE,
    )
    ids = {one for row in page.items for one in (row.actor_id, row.user_id) if one}
    return render_template(
        "administration/journal.html",
        page=page,
        said=said(page.items),
        names=names_of(ids),
        acts=ACTS,
        roles=ROLES,
    )


def administered() -> list[Operator]:
    """Those I look after, or 404: for anybody else these pages do not exist."""
    found = all_in_reach(administered_operators(current_member()))
    if not found and not current_member().is_superadmin:
        raise NotFound
    authorize("administer", found[0] if found else Platform())
    return found


def _operator_in_reach(operator_id: int) -> Operator:
    found = in_reach(queries.operator_in_reach(current_member(), operator_id))
    authorize("administer", found)
    return found


def _known(email: str | None, found: Operator, *, is_leaving: bool) -> User:
    """Somebody of my operators, or who looks after this one; anybody else is nobody to me."""
    person = user_with_email(email or "")
    if person is None or person.is_superadmin:
        raise NoSuchUser
    is_one_of_us = person in administrators_of(found)
    is_mine = queries.person_in_reach(current_member(), person.id) is not None
    if not (is_one_of_us if is_leaving else is_mine or is_one_of_us):
        raise NoSuchUser
    return person


def _shown(
    found: Operator,
    appointing: EmailForm | None = None,
    attaching: AttachForm | None = None,
    adding: OrganizationForm | None = None,
) -> ResponseReturnValue:
    forms = {
        "appointing": appointing or EmailForm(formdata=None),
        "attaching": attaching or AttachForm(formdata=None),
        "adding": adding or OrganizationForm(formdata=None),
    }
    page = render_template(
        "administration/operator.html",
        operator=found,
        administrators=administrators_of(found),
        sizes=queries.sizes([found])[found.id],
        **forms,
    )
    return page, max(form.status for form in forms.values())
