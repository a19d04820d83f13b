"""Reading what is still true. Owners were reached by their feature; lists go by the club."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from app.clubs.models import Club
from app.core import clock
from app.core.database import db
from app.validity.models import Doubt, DoubtKind, LawChange, LegalReference, State, Validity


@dataclass(frozen=True)
class Standing:
    """How one thing stands today, with what says so."""

    state: State
    validity: Validity
    doubts: Sequence[Doubt]
    references: Sequence[LegalReference]

    @property
    def is_late(self) -> bool:
        """Whether the day of its review has come."""
        return bool(self.validity.review_on and self.validity.review_on <= today())

    @property
    def is_sure(self) -> bool:
        """Whether nobody and nothing says to be careful."""
        return self.state is State.CURRENT


def today() -> date:
    """The day on the reader's clock."""
    return clock.local(clock.now()).date()


def standings_of(owners: Iterable[str]) -> dict[str, Standing]:
    """How each of these stands; those whose validity nobody ever stated are left out."""
    wanted = list(owners)
    if not wanted:
        return {}
    rows = select(Validity).options(joinedload(Validity.checked_by))
    rows = rows.execution_options(populate_existing=True)  # written by statements, not by objects
    found = {one.owner: one for one in db.session.scalars(rows.where(Validity.owner.in_(wanted)))}
    doubts = _open_doubts(found)
    cited = _references(found)
    return {
        owner: Standing(
            _state(one, doubts.get(owner, [])), one, doubts.get(owner, []), cited.get(owner, [])
        )
        for owner, one in found.items()
    }


def standing_of(owner: str) -> Standing | None:
    """How one thing stands."""
    return standings_of([owner]).get(owner)


def states_of(owners: Iterable[str]) -> dict[str, State]:
    """The state alone of each."""
    return {owner: standing.state for owner, standing in standings_of(owners).items()}


def in_doubt(club: Club) -> Select[str]:
    """The owners of a club that somebody should look at again, the oldest check first."""
    open_doubt = select(Doubt.owner).where(Doubt.club_id == club.id, Doubt.settled_at.is_(None))
    day = today()
    return (
        select(Validity.owner)
        .where(
            Validity.club_id == club.id,
            Validity.outdated_at.is_(None),
            Validity.replaced_by.is_(None),
            or_(
                Validity.owner.in_(open_doubt),
                Validity.review_on <= day,
                Validity.valid_until < day,
            ),
        )
        .order_by(Validity.checked_at, Validity.owner)
    )


def in_doubt_count(club: Club) -> int:
    """How many there are."""
    ids = in_doubt(club).order_by(None).subquery()
    return db.session.scalar(select(func.count()).select_from(ids)) or 0


def citing(club: Club, key: str) -> list[str]:
    """The owners of a club that cite a text of law."""
    rows = select(LegalReference.owner).where(
        LegalReference.key == key, LegalReference.club_id == club.id
    )
    return list(db.session.scalars(rows.order_by(LegalReference.owner)))


def most_cited(club: Club, *, most: int = 30) -> list[tuple[str, int]]:
    """What a club cites most, with the number of answers and procedures that do."""
    count = func.count()
    rows = (
        select(func.min(LegalReference.label), count)
        .where(LegalReference.club_id == club.id)
        .group_by(LegalReference.key)
        .order_by(count.desc(), func.min(LegalReference.label))
    )
    return [(row[0], row[1]) for row in db.session.execute(rows.limit(most))]


def law_changes(club: Club) -> Select[LawChange]:
    """What was declared changed in a club."""
    return (
        select(LawChange)
        .options(joinedload(LawChange.declared_by))
        .where(LawChange.club_id == club.id)
    )


def settled_doubts_of(user_id: int, owner: str) -> int:
    """How often one reader doubted something and somebody looked again."""
    by = (
        Doubt.raised_by_id == user_id,
        Doubt.kind == DoubtKind.READER,
        Doubt.settled_at.is_not(None),
    )
    count = select(func.count()).select_from(Doubt).where(Doubt.owner == owner, *by)
    return db.session.scalar(count) or 0


def _state(validity: Validity, doubts: Sequence[Doubt]) -> State:
    day = today()
    if validity.replaced_by:
        return State.REPLACED
    if validity.outdated_at or (validity.valid_until and validity.valid_until < day):
        return State.OUTDATED
    is_late = validity.review_on and validity.review_on <= day
    return State.TO_REVIEW if doubts or is_late else State.CURRENT


def _open_doubts(owners: Iterable[str]) -> dict[str, list[Doubt]]:
    rows = (
        select(Doubt)
        .options(joinedload(Doubt.raised_by))
        .where(Doubt.owner.in_(list(owners)), Doubt.settled_at.is_(None))
        .order_by(Doubt.id)
    )
    found: dict[str, list[Doubt]] = {}
    for doubt in db.session.scalars(rows):
        found.setdefault(doubt.owner, []).append(doubt)
    return found


def _references(owners: Iterable[str]) -> dict[str, list[LegalReference]]:
    rows = select(LegalReference).where(LegalReference.owner.in_(list(owners)))
    found: dict[str, list[LegalReference]] = {}
    for reference in db.session.scalars(rows.order_by(LegalReference.label)):
        found.setdefault(reference.owner, []).append(reference)
    return found
