"""Founding clubs; who is in them."""

from __future__ import annotations

import re

from sqlalchemy import delete, update

from app.accounts.models import User
from app.clubs.errors import SlugIsTaken
from app.clubs.events import ClubFounded, MemberJoined, MembershipEnded
from app.clubs.models import Club, Color, JoinRequest, Membership, Role
from app.clubs.queries import club_with_slug, membership_of
from app.core import clock
from app.core.database import db
from app.core.errors import Invalid
from app.core.events import record
from app.core.i18n import lazy
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


def describe_club(club: Club, *, welcome: str, rules: str) -> None:
    """Set the welcome shown on a first visit, and the rules. Raises Invalid."""
    with atomic():
        club.welcome_html = from_html(welcome, "welcome").html
        club.rules_html = from_html(rules, "rules").html


def add_member(club: Club, *, user: User, role: Role = Role.MEMBER) -> Membership:
    """Put a person in a club, or change the role of a member."""
    with atomic():
        membership = membership_of(user, club.id)
        if membership is None:
            membership = Membership(user=user, club=club, role=role, joined_at=clock.now())
            db.session.add(membership)
            db.session.flush()
            _settle_request(user, club)
            record(MemberJoined(user.id, club.id))
        else:
            membership.role = role
    return membership


def end_membership(membership: Membership) -> None:
    """Take a person out of a club; access ends everywhere at once."""
    with atomic():
        record(MembershipEnded(membership.user_id, membership.club_id))
        db.session.execute(delete(Membership).where(Membership.id == membership.id))


def put_welcome_away(membership: Membership) -> None:
    """The member has read the club's welcome."""
    with atomic():
        membership.welcomed_at = membership.welcomed_at or clock.now()


def _settle_request(user: User, club: Club) -> None:
    """Whoever comes in, by whatever way, has no request waiting."""
    db.session.execute(
        update(JoinRequest)
        .where(
            JoinRequest.user_id == user.id,
            JoinRequest.club_id == club.id,
            JoinRequest.decided_at.is_(None),
        )
        .values(decided_at=clock.now(), is_granted=True)
        .execution_options(synchronize_session=False)
    )
