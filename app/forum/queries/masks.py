"""Behind which label a member may ask: one that enough others of the club wear too."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import force_locale
from sqlalchemy import ColumnElement, func, select

from app.accounts.models import User
from app.clubs.models import Club, Membership
from app.core.database import db
from app.core.i18n import _
from app.forum.models import Post, Topic
from app.organizations.brackets import CEILINGS
from app.organizations.models import Organization

FEWEST_ALIKE = 10
"""Members of the club who match the label, the asker included (product.md, "Ask anonymously")."""


def mask_for(user: User, club: Club) -> str | None:
    """The narrowest label that ten members of the club match; none where even the widest is too narrow.

    Always in French: the author's own language would tell her from the others.
    """
    with force_locale("fr"):
        for label, alike in _labels(user.organization):
            if _count(club, *alike) >= FEWEST_ALIKE:
                return label
    return None


def own_mask(user: User, topic: Topic) -> str | None:
    """The label that the member wears in a topic, if she wrote in it behind one."""
    mine = Post.topic_id == topic.id, Post.author_id == user.id, Post.mask.is_not(None)
    return db.session.scalar(select(Post.mask).where(*mine).order_by(Post.number).limit(1))


def _labels(place: Organization | None) -> Iterator[tuple[str, list[ColumnElement[bool]]]]:
    """From the narrowest to the widest, each with what the people who match it have in common."""
    if place and place.bracket:
        size = str(place.bracket.label)
        if place.region:
            words = {"size": size, "region": place.region}
            label = _("Un membre du club (collectivité de %(size)s, %(region)s)", **words)
            yield label, [*_sized(place), Organization.region == place.region]
        label = _("Un membre du club (collectivité de %(size)s)", size=size)
        yield label, _sized(place)
    if place and place.region:
        yield (
            _("Un membre du club (%(region)s)", region=place.region),
            [Organization.region == place.region],
        )
    yield _("Un membre du club"), []


def _sized(place: Organization) -> list[ColumnElement[bool]]:
    population = place.population or 0
    floor = max((ceiling for ceiling, _b in CEILINGS if ceiling <= population), default=0)
    top = next(ceiling for ceiling, _b in CEILINGS if population < ceiling)
    return [Organization.population >= floor, Organization.population < top]


def _count(club: Club, *alike: ColumnElement[bool]) -> int:
    members = (
        select(func.count())
        .select_from(Membership)
        .join(User, User.id == Membership.user_id)
        .outerjoin(Organization, Organization.id == User.organization_id)
        .where(Membership.club_id == club.id, User.suspended_at.is_(None), *alike)
    )
    return db.session.scalar(members) or 0
