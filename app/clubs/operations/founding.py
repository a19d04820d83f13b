"""Founding clubs, saying what they are, archiving them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.accounts.models import User
from app.clubs.errors import OperatorMissing, SlugIsTaken
from app.clubs.events import ClubArchived, ClubFounded
from app.clubs.models import Club, Color
from app.clubs.queries import club_with_slug
from app.core import clock
from app.core.database import db
from app.core.errors import Invalid
from app.core.events import record
from app.core.i18n import lazy
from app.core.journal import write_down
from app.core.rich_text import from_html
from app.core.text import one_line
from app.core.transaction import atomic
from app.organizations.models import Operator

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def found_club(
    slug: str,
    *,
    name: str,
    profession: str,
    description: str = "",
    color: Color = Color.PETROL,
    operators: list[Operator] | None = None,
    is_listed: bool = False,
) -> Club:
    """A new club. Raises Invalid, SlugIsTaken."""
    if not _SLUG.fullmatch(slug) or len(slug) > 60:
        raise Invalid(
            "slug", lazy("Écrivez l’adresse en minuscules, sans accent, avec des tirets.")
        )
    with atomic():
        if club_with_slug(slug):
            raise SlugIsTaken
        club = Club(
            slug=slug,
            name=one_line(name, "name", longest=80),
            profession=one_line(profession, "profession", longest=80),
            description=one_line(description, "description", longest=300, required=False),
            color=color,
            is_listed=is_listed,
            founded_at=clock.now(),
            operators=operators or [],
        )
        db.session.add(club)
        db.session.flush()
        record(ClubFounded(club.id))
    return club


@dataclass(frozen=True)
class ClubWords:
    """What a club says of itself."""

    name: str
    profession: str
    description: str = ""
    welcome: str = ""
    rules: str = ""
    color: Color = Color.PETROL
    is_listed: bool = False


def describe_club(club: Club, *, welcome: str, rules: str) -> None:
    """Set the welcome shown on a first visit, and the rules. Raises Invalid."""
    with atomic():
        club.welcome_html = _html(welcome, "welcome")
        club.rules_html = _html(rules, "rules")


def edit_club(club: Club, words: ClubWords, *, by: User) -> None:
    """Say what the club is, and whether it is announced. Raises Invalid."""
    with atomic():
        club.name = one_line(words.name, "name", longest=80)
        club.profession = one_line(words.profession, "profession", longest=80)
        club.description = one_line(words.description, "description", longest=300, required=False)
        club.color, club.is_listed = words.color, words.is_listed
        describe_club(club, welcome=words.welcome, rules=words.rules)
        write_down("club-edited", actor_id=by.id, club_id=club.id)


def open_to_operators(club: Club, operators: list[Operator], *, by: User) -> None:
    """Choose whose members the club is for. Raises OperatorMissing."""
    if not operators:
        raise OperatorMissing
    with atomic():
        club.operators = operators
        names = ", ".join(operator.name for operator in operators)
        write_down("club-opened-to", actor_id=by.id, club_id=club.id, saying=names)


def archive_club(club: Club, *, by: User) -> None:
    """From now on the club is read and searched, and written in no more."""
    with atomic():
        if club.archived_at is None:
            club.archived_at = clock.now()
            write_down("club-archived", actor_id=by.id, club_id=club.id)
            record(ClubArchived(club.id))


def reopen_club(club: Club, *, by: User) -> None:
    """The club is written in again."""
    with atomic():
        if club.archived_at is not None:
            club.archived_at = None
            write_down("club-reopened", actor_id=by.id, club_id=club.id)


def _html(text: str, field: str) -> str:
    return from_html(text, field).html if text.strip() else ""
