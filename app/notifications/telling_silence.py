"""Silent questions are looked at, and those who could answer are told."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.clubs.models import Club
from app.clubs.queries import membership_of, moderators_of
from app.core.database import db, reading
from app.core.jobs import every
from app.core.transaction import release
from app.forum.models import Post, Topic
from app.notifications.models import NotificationKind, Preference
from app.notifications.operations import About, forget_notifications, raise_notification
from app.silence.events import HelpAsked, OfferWithdrawn, SilenceReported, TopicOffered
from app.silence.operations import escalate_silence


@every(timedelta(minutes=20))
def watch_silence() -> None:
    """Take every step that is due; who switched these requests off is not asked."""
    with reading():
        off = select(Preference.user_id).where(
            Preference.kind == NotificationKind.ASKED, ~Preference.on_site, ~Preference.by_email
        )
        unwilling = set(db.session.scalars(off))
        release()
    escalate_silence(unwilling=unwilling)


def tell_of_help(event: HelpAsked) -> None:
    """Those who are well placed hear that a question waits for them."""
    topic = _waiting(event.topic_id)
    if topic:
        _tell(event.user_ids, topic, "placed", topic.club)


def tell_of_silence(event: SilenceReported) -> None:
    """The moderators hear that nobody answered."""
    topic = _waiting(event.topic_id)
    if topic:
        with reading():
            people = [one.id for one in moderators_of(topic.club_id)]
            release()
        _tell(people, topic, "silent", topic.club)


def tell_of_offer(event: TopicOffered) -> None:
    """Members of a neighbouring club who are well placed, and its moderators, hear of a question."""
    topic = _waiting(event.topic_id)
    with reading():
        club = db.session.get(Club, event.club_id)
        people = {*event.user_ids, *(one.id for one in moderators_of(event.club_id))}
        release()
    if topic and club and topic.may_travel:
        _tell(sorted(people), topic, "offered", club)


def forget_offer(event: OfferWithdrawn) -> None:
    """What is read no more is in no bell; in the same transaction."""
    forget_notifications([f"offered.{event.topic_id}"])


def _tell(user_ids: list[int], topic: Topic, word: str, club: Club) -> None:
    is_elsewhere = club.id != topic.club_id
    questions = f"/clubs/{club.slug}/questions"
    about = About(
        key=f"{word}.{topic.id}",
        actor=topic.author,
        mask=topic.mask,
        club_id=club.id,
        thread=f"offer.{topic.id}" if is_elsewhere else f"topic.{topic.id}",
        subject=topic.title,
        text=_text(topic),
        path=f"{questions}/voisines/{topic.id}" if is_elsewhere else f"{questions}/{topic.id}",
    )
    with reading():
        rows = select(User).where(User.id.in_(user_ids), User.id != topic.author_id)
        people = [
            one
            for one in db.session.scalars(rows.order_by(User.id))
            if one.is_active and membership_of(one, club.id)
        ]
        release()
    for person in people:
        raise_notification(person, kind=NotificationKind.ASKED, about=about)


def _waiting(topic_id: int) -> Topic | None:
    """The question, unless somebody answered meanwhile."""
    others = select(Post.id).where(Post.topic_id == topic_id, Post.author_id != Topic.author_id)
    with reading():
        found = db.session.scalar(
            select(Topic)
            .options(joinedload(Topic.club), joinedload(Topic.author))
            .where(Topic.id == topic_id, Topic.closed_at.is_(None), ~others.exists())
        )
        release()
    return found


def _text(topic: Topic) -> str:
    with reading():
        first = select(Post.body_text).where(Post.topic_id == topic.id, Post.number == 1)
        text = db.session.scalar(first) or ""
        release()
    return text
