"""Changing organizations: the official list comes in."""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import insert, or_, select, true, update

from app.core.database import db
from app.core.errors import Invalid
from app.core.i18n import lazy
from app.core.text import one_line, slugify
from app.core.transaction import atomic
from app.organizations.models import Operator, Organization, OrganizationKind

OFFICIAL_LIST = Path(__file__).parent / "official-list.csv.gz"
"""Communes and EPCI of 2026: @etalab/decoupage-administratif 6.0.0, Licence Ouverte 2.0."""


def open_operator(slug: str, *, name: str) -> Operator:
    """The operator called ``slug``, made if it is new. Raises Invalid."""
    slug, name = slugify(one_line(slug, "slug", longest=60)), one_line(name, "name", longest=120)
    with atomic():
        operator = db.session.scalar(select(Operator).where(Operator.slug == slug))
        if operator is None:
            operator = Operator(slug=slug, name=name)
            db.session.add(operator)
            db.session.flush()
    return operator


def other_organization(name: str, field: str) -> Organization:
    """A local authority that the official list does not know, under the name typed.

    Raises Invalid, naming ``field``.
    """
    name = one_line(name, field, longest=160)
    known = select(Organization).where(
        Organization.kind == OrganizationKind.OTHER,
        Organization.folded_name == Organization.folded(name),
    )
    with atomic():
        found = db.session.scalars(known.limit(1)).first()
        if found is None:
            found = Organization(
                kind=OrganizationKind.OTHER, name=name, folded_name=Organization.folded(name)
            )
            db.session.add(found)
            db.session.flush()
    return found


def add_organization(
    name: str, *, operator: Operator, department: str = "", population: str = ""
) -> Organization:
    """An organization that the official list does not know. Raises Invalid."""
    digits = "".join(population.split())
    if digits and not (digits.isascii() and digits.isdigit() and len(digits) < 9):
        raise Invalid("population", lazy("Écrivez un nombre d’habitants, ou rien."))
    with atomic():
        found = other_organization(name, "name")
        if found.operator_id not in {None, operator.id}:
            raise Invalid("name", lazy("Une autre structure a déjà cette collectivité."))
        found.operator = operator
        found.department = one_line(department, "department", longest=60, required=False) or None
        found.population = int(digits) if digits else None
    return found


def attach_organizations(
    operator: Operator, *, departments: str, codes: str, may_move: bool
) -> int:
    """Say that whole départements, or some codes, belong to an operator; how many organizations.

    Those of another operator are left to it, unless ``may_move``: its people would change hands.
    Raises Invalid, naming ``departments``, when nothing was found.
    """
    wanted = [word.upper() for word in re.findall(r"[0-9A-Za-z]+", departments)]
    listed = [word.upper() for word in re.findall(r"[0-9A-Za-z]+", codes)]
    theirs = or_(Organization.department_code.in_(wanted), Organization.code.in_(listed))
    free = or_(Organization.operator_id.is_(None), Organization.operator_id == operator.id)
    attached = update(Organization).where(theirs, true() if may_move else free)
    attached = attached.values(operator_id=operator.id)
    with atomic():
        found = db.session.scalars(
            attached.returning(Organization.id).execution_options(synchronize_session=False)
        ).all()
    if not found:
        raise Invalid(
            "departments",
            lazy("Aucune collectivité trouvée. Écrivez par exemple « 21, 58 » ou des codes INSEE."),
        )
    return len(found)


def import_organizations(file: Path = OFFICIAL_LIST) -> int:
    """Bring the table in line with a list in the form of the official one; returns its length.

    Known codes are updated, new ones added, none removed: members may belong to them.
    """
    with atomic():
        known = {
            (row.kind, row.code): row.id
            for row in db.session.execute(
                select(Organization.kind, Organization.code, Organization.id)
            )
        }
        rows = list(_rows(file))
        fresh = [row for row in rows if (row["kind"], row["code"]) not in known]
        stale = [
            {"id": known[row["kind"], row["code"]], **row}
            for row in rows
            if (row["kind"], row["code"]) in known
        ]
        _in_chunks(insert(Organization), fresh)
        _in_chunks(update(Organization), stale)
    return len(rows)


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open() as lines:
        for row in csv.DictReader(lines):
            yield {
                "kind": OrganizationKind(row["kind"]),
                "code": row["code"],
                "name": row["name"],
                "folded_name": Organization.folded(row["name"]),
                "population": int(row["population"]) if row["population"] else None,
                "department_code": row["department_code"] or None,
                "department": row["department"] or None,
                "region": row["region"] or None,
                "epci": row["epci"] or None,
            }


def _in_chunks(statement: Any, rows: Iterable[dict[str, Any]], size: int = 5_000) -> None:
    pending = list(rows)
    for start in range(0, len(pending), size):
        db.session.execute(statement, pending[start : start + size])
