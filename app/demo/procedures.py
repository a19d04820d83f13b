"""The procedures of the demonstration: some read for months, one waiting to be approved."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from app.accounts.models import User
from app.clubs.models import Club
from app.core.database import db
from app.core.plain_text import from_plain
from app.knowledge import operations
from app.knowledge.models import Adoption, Comment, Procedure, ProcedureVersion
from app.knowledge.operations import Words
from app.validity.models import Validity
from app.validity.operations import outdate

People = dict[str, User]


def load_procedures(rows: list[dict[str, Any]], people: People, now: datetime) -> None:
    """Write and publish each of them, as long ago as its row says; belongs in atomic()."""
    for row in rows:
        club = db.session.scalars(select(Club).where(Club.slug == row["club"])).one()
        _load(club, row, people, now - timedelta(days=row["days_ago"]))


def _load(club: Club, row: dict[str, Any], people: People, at: datetime) -> None:
    author = people[row["author"]]
    new, old = row.get("replace_2", ("", ""))
    first = row["body"].replace(new, old) if new else row["body"]
    made, _ = operations.draft_procedure(club, author=author, words=_words(row, first))
    if row.get("stage") == "review":
        operations.ask_for_approval(made, by=author)
    else:
        _publish(made, row, people, at)
    for slug, variant in row.get("variants", {}).items():
        operations.adopt(made, user=people[slug], variant=variant)
    for slug, said in row.get("comments", {}).items():
        operations.comment(made, author=people[slug], body=from_plain(said))
    _date(made, at)


def _publish(made: Procedure, row: dict[str, Any], people: People, at: datetime) -> None:
    approver = people[row["approver"]]
    operations.publish(made, by=approver, note="", seen=1)
    if "replace_2" in row:
        operations.save_procedure(
            made, editor=people[row["author"]], words=_words(row, row["body"]), seen=1
        )
        operations.publish(made, by=approver, note=row["note_2"], seen=2)
    validity = db.session.get_one(Validity, made.key)
    validity.checked_at, validity.review_on = at, (at + timedelta(days=365)).date()
    if row.get("outdated"):
        outdate(validity, by=approver)


def _date(made: Procedure, at: datetime) -> None:
    """As if it had been written then: a version a month after the one before."""
    made.created_at = made.changed_at = at
    versions = select(ProcedureVersion).where(ProcedureVersion.procedure_id == made.id)
    for version in db.session.scalars(versions):
        version.published_at = at - timedelta(days=30 * (made.version_number - version.number))
    for table, column in ((Adoption, "adopted_at"), (Comment, "created_at")):
        mine = table.__table__.c.procedure_id == made.id
        db.session.execute(update(table).where(mine).values({column: at + timedelta(days=2)}))


def _words(row: dict[str, Any], body: str) -> Words:
    return Words(row["title"], row["theme"], row["summary"], from_plain(body.strip(), marks=True))
