"""Reading organizations."""

from __future__ import annotations

from sqlalchemy import Select, case, or_, select

from app.core.database import db
from app.core.text import fold
from app.organizations.models import Organization

MOST_SUGGESTIONS = 12


def organizations_matching(words: str) -> Select[Organization]:
    """Those whose name contains ``words``, accents and case aside; best first."""
    folded = fold(words)
    begins = Organization.folded_name.startswith(folded, autoescape=True)
    later = Organization.folded_name.contains(f" {folded}", autoescape=True)
    rank = case((Organization.folded_name == folded, 0), (begins, 1), else_=2)
    return (
        select(Organization)
        .where(or_(begins, later) if folded else Organization.id < 0)
        .order_by(rank, Organization.population.desc().nulls_last(), Organization.folded_name)
        .limit(MOST_SUGGESTIONS)
    )


def organization(organization_id: int | None) -> Organization | None:
    """The organization with this id."""
    return None if organization_id is None else db.session.get(Organization, organization_id)
