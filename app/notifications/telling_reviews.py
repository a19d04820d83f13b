"""Who is told that something may be true no more: handlers of the outbox, which bear being run twice."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.clubs.queries import membership_of, moderators_of
from app.core.database import db, reading
from app.core.transaction import release
from app.notifications.models import NotificationKind
from app.notifications.operations import About, raise_notification
from app.validity.events import DoubtRaised, ReviewDue
from app.validity.models import Doubt, DoubtKind, Validity
from app.validity.owners import Owned, owned


def tell_of_doubt(event: DoubtRaised) -> None:
    """Those who wrote or follow it hear of it; moderators too, unless one of them declared it."""
    with reading():
        doubt = db.session.get(Doubt, event.doubt_id, options=[joinedload(Doubt.raised_by)])
        thing = owned([event.owner]).get(event.owner) if doubt else None
        people = _people(thing, by_law=doubt.kind == DoubtKind.LAW) if doubt and thing else []
        release()
    if doubt is None or thing is None or doubt.settled_at:
        return
    about = _about(
        f"doubt.{doubt.id}.{doubt.raised_at:%y%m%d%H%M%S}", doubt.raised_by, thing, doubt.reason
    )
    for person in people:
        if person.id != doubt.raised_by_id:
            raise_notification(person, kind=NotificationKind.REVIEW, about=about)


def tell_of_review(event: ReviewDue) -> None:
    """Its author and the moderators hear that the day has come."""
    with reading():
        validity = db.session.get(
            Validity, event.owner, options=[joinedload(Validity.checked_by)], populate_existing=True
        )
        thing = owned([event.owner]).get(event.owner) if validity else None
        people = _people(thing, by_law=False) if thing else []
        release()
    if validity is None or thing is None:
        return
    about = _about(f"review.{event.owner}.{event.day}", validity.checked_by, thing, "")
    for person in people:
        raise_notification(person, kind=NotificationKind.REVIEW, about=about)


def _people(thing: Owned, *, by_law: bool) -> list[User]:
    """Members of the club only: what one may not reach one is not told of."""
    carers = db.session.scalars(select(User).where(User.id.in_(thing.carers))).all()
    found = {one.id: one for one in carers}
    if not by_law:
        found |= {one.id: one for one in moderators_of(thing.club_id)}
    return [one for one in found.values() if one.is_active and membership_of(one, thing.club_id)]


def _about(key: str, actor: User, thing: Owned, text: str) -> About:
    return About(
        key=key,
        actor=actor,
        club_id=thing.club_id,
        thread=f"validity.{thing.owner}",
        subject=thing.title,
        text=text,
        path=thing.path,
    )
