"""Bringing a silent question before those who could answer: each step once."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from app.accounts.models import User
from app.core import clock
from app.core.database import db, insert, reading
from app.core.events import record
from app.core.rich_text import RichText
from app.core.transaction import atomic, release
from app.core.working_days import worked_between
from app.files.models import AttachmentUse
from app.files.operations import bind, release_files
from app.forum.events import PostEdited, TopicMerged, TopicMoved
from app.forum.models import Post, Topic
from app.forum.operations import add_post
from app.forum.queries import opening_of
from app.silence import queries
from app.silence.errors import NotOfferedAnyMore
from app.silence.events import HelpAsked, OfferWithdrawn, SilenceReported, TopicOffered
from app.silence.models import Escalation, HelpRequest, Offer, Step
from app.silence.placing import well_placed

logger = logging.getLogger(__name__)

DUE_AFTER = {
    Step.MEMBERS: timedelta(hours=24),
    Step.MODERATORS: timedelta(hours=48),
    Step.NEIGHBOURS: timedelta(days=5),
}
"""Of working time (core/working_days.py)."""
ASKED_AT_ONCE = 3
ASKED_OF_NEIGHBOURS = 3
AT_A_TIME = 200


def escalate_silence(*, unwilling: Collection[int] = ()) -> int:
    """Take the step that each silent question is due for; how many were taken.

    ``unwilling`` are the ids of those who want no such request. Each question is a unit of work of
    its own: one that fails is logged, and keeps none of the others waiting.
    """
    now = clock.now()
    with reading():
        waiting = db.session.scalars(queries.silent_questions(now).limit(AT_A_TIME)).all()
        due = [topic.id for topic in waiting if _step_due(topic, now)]
        release()
    taken = 0
    for topic_id in due:
        try:
            with atomic():
                taken += _escalate(topic_id, now, unwilling)
        except Exception:
            logger.exception("the silence of topic %s could not be escalated", topic_id)
    return taken


def let_travel(topic: Topic, *, is_on: bool) -> None:
    """The asker lets other clubs of her profession answer, or lets them no longer."""
    with atomic():
        topic.may_travel = is_on
        if not is_on:
            end_offers(topic.id)


def end_offers(topic_id: int) -> None:
    """No other club reads it any more, nor is told of it; belongs in atomic()."""
    owner = AttachmentUse.owner.startswith(f"offer:{topic_id}.")
    for one in set(db.session.scalars(select(AttachmentUse.owner).where(owner))):
        release_files(one)
    db.session.execute(delete(Offer).where(Offer.topic_id == topic_id))
    back = update(Escalation).where(
        Escalation.topic_id == topic_id, Escalation.step == Step.NEIGHBOURS
    )
    db.session.execute(back.values(step=Step.MODERATORS))
    record(OfferWithdrawn(topic_id))


def keep_at_home(event: TopicMoved | TopicMerged) -> None:
    """Another club, another topic: its asker has not agreed to that; in the same transaction."""
    topic_id = event.former_id if isinstance(event, TopicMerged) else event.topic_id
    stays = update(Topic).where(Topic.id == topic_id).values(may_travel=False)
    db.session.execute(stays.execution_options(synchronize_session=False))
    end_offers(topic_id)


def show_as_edited(event: PostEdited) -> None:
    """Neighbours see the files of the question as it is now; in the same transaction."""
    offers = list(db.session.scalars(select(Offer).where(Offer.topic_id == event.topic_id)))
    if offers:
        opening = select(Post.body_html).where(Post.topic_id == event.topic_id, Post.number == 1)
        html = db.session.scalar(opening) or ""
        for offer in offers:
            owner = f"offer:{event.topic_id}.{offer.club_id}"
            bind(owner, html=html, club_id=offer.club_id, is_counted=False)


def answer_offered(
    offer: Offer, *, author: User, body: RichText, client_id: str | None = None
) -> Post:
    """Answer a neighbour's question, in its own topic. Raises NotOfferedAnyMore, TopicIsClosed."""
    with atomic():
        locked = select(Topic).where(Topic.id == offer.topic_id).with_for_update()
        topic = db.session.scalars(locked.execution_options(populate_existing=True)).one()
        if not topic.may_travel:
            raise NotOfferedAnyMore
        post, _ = add_post(topic, author=author, body=body, client_id=client_id)
        return post


def forget_member(user: User) -> None:
    """Nothing says any more what she was asked; belongs in atomic()."""
    db.session.execute(delete(HelpRequest).where(HelpRequest.user_id == user.id))


def _step_due(topic: Topic, now: datetime) -> Step | None:
    """The step to take today, if any; neighbours are asked only if the asker agreed."""
    worked = worked_between(topic.created_at, now)
    due = [step for step, after in DUE_AFTER.items() if worked >= after]
    if due and due[-1] is Step.NEIGHBOURS and not topic.may_travel:
        due.pop()
    done = queries.step_of(topic)
    return due[-1] if due and (done is None or done.step < due[-1]) else None


def _escalate(topic_id: int, now: datetime, unwilling: Collection[int]) -> bool:
    again = queries.silent_questions(now).where(Topic.id == topic_id)
    topic = db.session.scalar(again.execution_options(populate_existing=True))
    step = _step_due(topic, now) if topic else None
    return bool(topic and step and _take(topic, step, unwilling))


def _take(topic: Topic, step: Step, unwilling: Collection[int]) -> bool:
    """Every step up to this one that was not taken; a server that slept takes several at once."""
    row = insert(Escalation).values(topic_id=topic.id, step=step, stepped_at=clock.now())
    moved = db.session.execute(
        row.on_conflict_do_update(
            index_elements=["topic_id"],
            set_={"step": row.excluded.step, "stepped_at": row.excluded.stepped_at},
            where=Escalation.step < row.excluded.step,
        ).returning(Escalation.topic_id)
    ).scalar()
    if moved is None:
        return False
    if not queries.asked_count(topic):
        _ask_members(topic, unwilling)
    if step >= Step.MODERATORS:
        record(SilenceReported(topic.id))
    if step >= Step.NEIGHBOURS and topic.may_travel:
        _offer(topic, unwilling)
    return True


def _ask_members(topic: Topic, unwilling: Collection[int]) -> None:
    chosen = well_placed(topic, topic.club, most=ASKED_AT_ONCE, unwilling=unwilling)
    _write_down(topic, chosen)
    if chosen:
        record(HelpAsked(topic.id, chosen))


def _offer(topic: Topic, unwilling: Collection[int]) -> None:
    for club in queries.sister_clubs(topic.club):
        row = insert(Offer).values(topic_id=topic.id, club_id=club.id, offered_at=clock.now())
        db.session.execute(row.on_conflict_do_nothing())
        chosen = well_placed(topic, club, most=ASKED_OF_NEIGHBOURS, unwilling=unwilling)
        _write_down(topic, chosen)
        owner = f"offer:{topic.id}.{club.id}"
        html = opening_of(topic).body_html
        bind(owner, html=html, club_id=club.id, is_counted=False)
        record(TopicOffered(topic.id, club.id, chosen))


def _write_down(topic: Topic, user_ids: list[int]) -> None:
    now = clock.now()
    for user_id in user_ids:
        row = insert(HelpRequest).values(topic_id=topic.id, user_id=user_id, asked_at=now)
        db.session.execute(row.on_conflict_do_nothing())
