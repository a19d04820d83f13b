"""Counting what was pointed out before it was published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from app.clubs.models import Club
from app.core import clock
from app.core.database import db, insert
from app.core.personal_data import Finding
from app.core.transaction import atomic
from app.forum.models import GuardTally


def count_findings(club: Club, findings: Iterable[Finding], *, is_masked: bool) -> None:
    """Add to the day's count, and keep nothing else: neither who, nor where, nor what."""
    day = clock.local(clock.now()).date()
    with atomic():
        for kind, count in Counter(one.kind for one in findings).items():
            row = insert(GuardTally).values(
                club_id=club.id, day=day, kind=kind, found=count, masked=count if is_masked else 0
            )
            db.session.execute(
                row.on_conflict_do_update(
                    index_elements=["club_id", "day", "kind"],
                    set_={
                        "found": GuardTally.found + row.excluded.found,
                        "masked": GuardTally.masked + row.excluded.masked,
                    },
                )
            )
