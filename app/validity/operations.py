"""Saying what holds, until when, and what may hold no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, delete, or_, select, update

from app.accounts.models import User
from app.clubs.models import Club
from app.core import clock
from app.core.database import db, insert
from app.core.errors import Invalid
from app.core.events import record
from app.core.i18n import lazy
from app.core.jobs import every
from app.core.journal import write_down
from app.core.law import Citation, cited_in, named
from app.core.text import one_line
from app.core.transaction import atomic
from app.validity import queries
from app.validity.errors import DatesCross, NoLawNamed
from app.validity.events import DoubtRaised, DoubtSettled, ReviewDue, ValidityChanged
from app.validity.models import Doubt, DoubtKind, LawChange, LegalReference, Validity
from app.validity.owners import owned

REVIEWED_AFTER = timedelta(days=365)
"""How long something is thought true before it is looked at again (product.md, "Validity")."""

LONGEST_REASON = 400
MOST_DUE = 500


@dataclass(frozen=True)
class Term:
    """Between which days something holds, and when to look at it again."""

    valid_from: date | None = None
    valid_until: date | None = None
    review_on: date | None = None


def cite(owner: str, *, club_id: int, html: str) -> None:
    """Write down what a text cites, and nothing it cites no more; belongs in atomic()."""
    db.session.execute(delete(LegalReference).where(LegalReference.owner == owner))
    for one in cited_in(html):
        row = {"owner": owner, "key": one.key[:60], "label": one.label[:120], "club_id": club_id}
        db.session.execute(insert(LegalReference).values(row).on_conflict_do_nothing())


def vouch(owner: str, *, club_id: int, by: User, html: str) -> None:
    """Say that something is true today: doubts are settled, the next look is in a year."""
    now = clock.now()
    with atomic():
        checked = {
            "checked_at": now,
            "checked_by_id": by.id,
            "review_on": queries.today() + REVIEWED_AFTER,
            "outdated_at": None,
            "replaced_by": None,
            "replaced_title": None,
        }
        row = insert(Validity).values(owner=owner, club_id=club_id, **checked)
        db.session.execute(row.on_conflict_do_update(index_elements=["owner"], set_=checked))
        over = Validity.owner == owner, Validity.valid_until < queries.today()
        db.session.execute(update(Validity).where(*over).values(valid_until=None))
        cite(owner, club_id=club_id, html=html)
        db.session.execute(
            update(Doubt)
            .where(Doubt.owner == owner, Doubt.settled_at.is_(None))
            .values(settled_at=now, settled_by_id=by.id)
        )
        record(DoubtSettled(owner))


def begin(owner: str, *, club_id: int, by: User, html: str, at: datetime | None = None) -> None:
    """Something is relied upon, from now on or since ``at``. Belongs in atomic()."""
    row = insert(Validity).values(
        owner=owner, club_id=club_id, checked_at=at or clock.now(), checked_by_id=by.id
    )
    db.session.execute(row.on_conflict_do_nothing(index_elements=["owner"]))
    cite(owner, club_id=club_id, html=html)


def set_term(validity: Validity, term: Term) -> None:
    """Say between which days it holds. Raises DatesCross."""
    if term.valid_from and term.valid_until and term.valid_until < term.valid_from:
        raise DatesCross
    with atomic():
        validity.valid_from, validity.valid_until = term.valid_from, term.valid_until
        validity.review_on = term.review_on
        record(ValidityChanged(validity.owner))


def outdate(validity: Validity, *, by: User, replaced_by: tuple[str, str] | None = None) -> None:
    """Say that it holds no more; ``replaced_by`` is the (path, title) of what does instead."""
    with atomic():
        validity.outdated_at = clock.now()
        validity.replaced_by, validity.replaced_title = replaced_by or (None, None)
        write_down("outdated", actor_id=by.id, club_id=validity.club_id, saying=_title(validity))
        record(ValidityChanged(validity.owner))


def doubt(owner: str, *, club_id: int, by: User, reason: str) -> None:
    """A reader says that it may be true no more, and why. Raises Invalid."""
    reason = one_line(reason, "reason", longest=LONGEST_REASON)
    with atomic():
        times = queries.settled_doubts_of(by.id, owner)  # one at a time: a repeat says nothing more
        _raise(owner, f"reader.{by.id}.{times}", DoubtKind.READER, club_id, by, reason)


def doubt_edit(owner: str, *, club_id: int, by: User) -> None:
    """What was confirmed says something else now; belongs in atomic()."""
    reason = "Le texte a été modifié après sa validation."
    key = f"edit.{int(clock.now().timestamp() * 1000)}"
    _raise(owner, key, DoubtKind.EDIT, club_id, by, reason)


def declare_changed(
    clubs: list[Club], *, text: str, changed_on: date | None, note: str, by: User
) -> list[LawChange]:
    """A text of law is another one since a day: what cites it in these clubs is to be looked at again.

    What was checked since that day is left alone. Raises NoLawNamed, Invalid.
    """
    citation = named(text)
    if citation is None:
        raise NoLawNamed
    if changed_on is None:
        raise Invalid("changed_on", lazy("Dites depuis quel jour, ainsi : 31/12/2026."))
    note = one_line(note, "note", longest=LONGEST_REASON, required=False)
    with atomic():
        return [_declare(club, citation, changed_on, note, by) for club in clubs]


def forget_validity(owner: str) -> None:
    """Nobody relies on it any more; belongs in atomic()."""
    for table in (Validity, LegalReference, Doubt):
        db.session.execute(delete(table).where(table.__table__.c.owner == owner))


def move_validity(owners: list[str], *, club_id: int) -> None:
    """These are read in another club now; belongs in atomic()."""
    elsewhere = Validity.owner.in_(owners), Validity.replaced_by.is_not(None)
    db.session.execute(
        update(Validity).where(*elsewhere).values(replaced_by=None, replaced_title=None)
    )
    for table in (Validity, LegalReference, Doubt):
        owner = table.__table__.c.owner
        moved = update(table).where(owner.in_(owners)).values(club_id=club_id)
        db.session.execute(moved.execution_options(synchronize_session=False))


@every(timedelta(hours=1))
def notice_due_reviews() -> None:
    """Act upon each day that has come: once."""
    day, told = queries.today(), Validity.lapse_told_on
    is_late = and_(Validity.review_on <= day, or_(told.is_(None), told < Validity.review_on))
    is_over = and_(Validity.valid_until < day, or_(told.is_(None), told <= Validity.valid_until))
    with atomic():
        due = select(Validity).where(or_(is_late, is_over), Validity.outdated_at.is_(None))
        for validity in db.session.scalars(due.order_by(Validity.owner).limit(MOST_DUE)):
            validity.lapse_told_on = day
            record(ReviewDue(validity.owner, day.isoformat()))


def _declare(club: Club, citation: Citation, changed_on: date, note: str, by: User) -> LawChange:
    change = LawChange(
        club_id=club.id,
        key=citation.key,
        label=citation.label,
        changed_on=changed_on,
        note=note,
        declared_by_id=by.id,
        declared_at=clock.now(),
    )
    db.session.add(change)
    db.session.flush()
    saying = f"{citation.label}, {changed_on:%d/%m/%Y}"
    write_down("law-changed", actor_id=by.id, club_id=club.id, saying=saying)
    reason = f"{citation.label} a changé le {changed_on:%d/%m/%Y}. {note}".strip()
    for owner in _checked_before(queries.citing(club, citation.key), changed_on):
        _raise(owner, f"law.{change.id}", DoubtKind.LAW, club.id, by, reason)
    return change


def _checked_before(owners: list[str], day: date) -> list[str]:
    rows = select(Validity).where(Validity.owner.in_(owners), Validity.outdated_at.is_(None))
    rows = rows.order_by(Validity.owner)
    return [
        one.owner
        for one in db.session.scalars(rows)
        if clock.local(one.checked_at).date() < day or day >= queries.today()
    ]


def _raise(owner: str, key: str, kind: DoubtKind, club_id: int, by: User, reason: str) -> None:
    row = insert(Doubt).values(
        owner=owner,
        key=key,
        club_id=club_id,
        kind=kind,
        raised_by_id=by.id,
        reason=reason,
        raised_at=clock.now(),
    )
    made = db.session.execute(
        row.on_conflict_do_nothing(index_elements=["owner", "key"]).returning(Doubt.id)
    ).scalar()
    if made is not None:
        record(DoubtRaised(made, owner))


def _title(validity: Validity) -> str:
    found = owned([validity.owner]).get(validity.owner)
    return f"« {found.title} »" if found else ""
