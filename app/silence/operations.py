"""Bringing a silent question before those who could answer: each step once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import delete, select

from app.accounts.models import User
from app.core import clock
from app.core.database import db, insert
from app.core.events import record
from app.core.rich_text import RichText
from app.core.transaction import atomic
from app.core.working_days import worked_between
from app.files.operations import bind, release_files
from app.forum.models import Post, Topic
from app.forum.operations import add_post
from app.forum.queries import opening_of
from app.silence import queries
from app.silence.errors import NotOfferedAnyMore
from app.silence.events import HelpAsked, SilenceReported, TopicOffered
from app.silence.models import Escalation, HelpRequest, Offer, Step
from app.silence.placing import well_placed

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

    ``unwilling`` are the ids of those who want no such request.
    """
    taken = 0
    with atomic():
        now = clock.now()
        for topic in db.session.scalars(queries.silent_questions(now).limit(AT_A_TIME)).all():
            worked = worked_between(topic.created_at, now)
            due = [step for step, after in DUE_AFTER.items() if worked >= after]
            done = queries.step_of(topic)
            if due and (done is None or done.step < due[-1]):
                taken += _take(topic, due[-1], unwilling)
    return taken


def let_travel(topic: Topic, *, is_on: bool) -> None:
    """The asker lets other clubs of her profession answer, or lets them no longer."""
    with atomic():
        topic.may_travel = is_on
        if not is_on:
            for offer in db.session.scalars(select(Offer).where(Offer.topic_id == topic.id)):
                release_files(_shown_to(topic, offer.club_id))
            db.session.execute(delete(Offer).where(Offer.topic_id == topic.id))


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
        bind(_shown_to(topic, club.id), html=opening_of(topic).body_html, club_id=club.id)
        record(TopicOffered(topic.id, club.id, chosen))


def _shown_to(topic: Topic, club_id: int) -> str:
    """The owner of the files of a question, where another club reads it."""
    return f"offer:{topic.id}.{club_id}"


def _write_down(topic: Topic, user_ids: list[int]) -> None:
    now = clock.now()
    for user_id in user_ids:
        row = insert(HelpRequest).values(topic_id=topic.id, user_id=user_id, asked_at=now)
        db.session.execute(row.on_conflict_do_nothing())
