"""Reading organizations."""

from __future__ import annotations

import re

from sqlalchemy import Select, case, or_, select

from app.core.database import db
from app.core.text import fold
from app.organizations.models import Organization

MOST_SUGGESTIONS = 12
_DEPARTMENT = re.compile(r"[0-9]{2,3}|2[ab]")


def organizations_matching(words: str) -> Select[Organization]:
    """Those whose name contains ``words``, accents and case aside; best first.

    A département's number among the words narrows the search: ``saint martin 21``.
    """
    folded, department = _without_department(fold(words))
    begins = Organization.folded_name.startswith(folded, autoescape=True)
    later = Organization.folded_name.contains(f" {folded}", autoescape=True)
    rank = case((Organization.folded_name == folded, 0), (begins, 1), else_=2)
    found = select(Organization).where(or_(begins, later) if folded else Organization.id < 0)
    if department:
        found = found.where(Organization.department_code == department)
    by_size = Organization.population.desc().nulls_last()
    return found.order_by(rank, by_size, Organization.folded_name).limit(MOST_SUGGESTIONS)


def _without_department(folded: str) -> tuple[str, str]:
    name, _, last = folded.rpartition(" ")
    return (name, last.upper()) if name and _DEPARTMENT.fullmatch(last) else (folded, "")


def organization(organization_id: int | None) -> Organization | None:
    """The organization with this id."""
    return None if organization_id is None else db.session.get(Organization, organization_id)
