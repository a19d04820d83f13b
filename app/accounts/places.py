"""Choosing one's local authority by typing its name."""

from __future__ import annotations

from app.accounts.forms import OrganizationForm
from app.core.database import db
from app.organizations.models import Organization
from app.organizations.operations import other_organization
from app.organizations.queries import organization, organizations_matching

NOT_LISTED = "autre"


def suggestions(words: str) -> list[Organization]:
    """The local authorities whose name holds ``words``, best first."""
    return list(db.session.scalars(organizations_matching(words)))


def described(found: Organization) -> dict[str, object]:
    """A local authority, as a list of suggestions shows it."""
    where = found.department or found.department_code or ""
    size = str(found.bracket.label) if found.bracket else ""
    return {"id": found.id, "name": found.name, "place": ", ".join(filter(None, [where, size]))}


def chosen(form: OrganizationForm) -> Organization | None:
    """What was chosen; made under the name typed when it is not in the list. Raises Invalid."""
    if form.organization.data == NOT_LISTED:
        return other_organization(form.organization_name.data or "", "organization")
    return listed(form)


def listed(form: OrganizationForm) -> Organization | None:
    """What was chosen of the list, unless somebody made a number up."""
    text = form.organization.data or ""
    is_number = text.isascii() and text.isdigit() and len(text) < 10
    return organization(int(text) if is_number else None)
