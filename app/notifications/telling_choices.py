"""Who was answered and chose nothing is reminded, once: what is not chosen is found by fewer."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import String, cast, exists, literal

from app.accounts.models import User
from app.clubs.models import Membership
from app.core import clock
from app.core.database import db, reading
from app.core.jobs import every
from app.core.transaction import release
from app.forum.models import Topic
from app.forum.queries import left_open
from app.notifications.models import Notification, NotificationKind
from app.notifications.operations import About, raise_notification

QUIET, OLDEST = timedelta(days=3), timedelta(days=60)
"""Between these ages of the last word, an answered question is looked at."""
AT_A_TIME = 200
WORD = "choose"


@every(timedelta(hours=1))
def ask_to_choose() -> None:
    """Ask each who was answered three days ago whether a reply helped her."""
    now = clock.now()
    is_told = Notification.key == literal(f"{WORD}.") + cast(Topic.id, String)
    is_member = Membership.user_id == Topic.author_id, Membership.club_id == Topic.club_id
    with reading():
        rows = left_open(quiet_since=now - QUIET, at_oldest=now - OLDEST).where(
            ~exists().where(is_told),
            exists().where(*is_member),
            Topic.author.has(User.suspended_at.is_(None)),
        )
        waiting = list(db.session.scalars(rows.limit(AT_A_TIME)))
        release()
    for topic in waiting:
        raise_notification(topic.author, kind=NotificationKind.FOLLOWUP, about=_about(topic))


def _about(topic: Topic) -> About:
    return About(
        key=f"{WORD}.{topic.id}",
        actor=topic.author,
        club_id=topic.club_id,
        thread=f"topic.{topic.id}",
        subject=topic.title,
        text="",
        path=f"/clubs/{topic.club.slug}/questions/{topic.id}",
    )
