"""Accepting, validating and withdrawing the answer of a question."""

from __future__ import annotations

from sqlalchemy import delete, select

from app.accounts.models import User
from app.core import clock
from app.core.database import db
from app.core.events import record
from app.core.transaction import atomic
from app.forum.errors import NotAQuestion, OpeningPostIsNoAnswer, PostOfAnotherTopic
from app.forum.events import AnswerAccepted, AnswerValidated, AnswerWithdrawn
from app.forum.models import Answer, Post, Topic
from app.forum.queries.masks import own_mask
from app.validity.operations import begin, forget_validity, vouch


def accept_answer(
    topic: Topic, *, post: Post | None, chosen_by: User, validated: bool = False
) -> Answer:
    """Make ``post`` the current answer, in the place of any other.

    ``validated``: a moderator confirms it. Raises NotAQuestion, PostOfAnotherTopic,
    OpeningPostIsNoAnswer.
    """
    if not topic.is_question:
        raise NotAQuestion
    if post is None or post.topic_id != topic.id:
        raise PostOfAnotherTopic
    if post.is_opening:
        raise OpeningPostIsNoAnswer
    with atomic():
        # The topic's row is the lock: two who choose at once leave one answer.
        db.session.execute(select(Topic.id).where(Topic.id == topic.id).with_for_update())
        answer = db.session.get(Answer, topic.id, populate_existing=True)
        if answer is None or answer.post_id != post.id:
            answer = _replace(topic, answer, post, chosen_by)
        if validated:
            if answer.validated_at is None:
                answer.validated_by_id, answer.validated_at = chosen_by.id, clock.now()
                record(AnswerValidated(topic.id, post.id, chosen_by.id))
            vouch(post.key, club_id=topic.club_id, by=chosen_by, html=post.body_html)
        db.session.expire(topic, ["answer"])
    return answer


def withdraw_answer(topic: Topic) -> None:
    """Open the question again."""
    with atomic():
        gone = db.session.execute(
            delete(Answer).where(Answer.topic_id == topic.id).returning(Answer.post_id)
        ).scalar()
        if gone is not None:
            forget_validity(f"post:{gone}")
            record(AnswerWithdrawn(topic.id, gone))
        db.session.expire(topic, ["answer"])


def _replace(topic: Topic, old: Answer | None, post: Post, chosen_by: User) -> Answer:
    if old is not None:
        forget_validity(f"post:{old.post_id}")
        db.session.delete(old)
        db.session.flush()
    answer = Answer(
        topic_id=topic.id,
        post_id=post.id,
        accepted_by_id=chosen_by.id,
        accepted_at=clock.now(),
        mask=own_mask(chosen_by, topic),
    )
    db.session.add(answer)
    db.session.flush()
    begin(post.key, club_id=topic.club_id, by=chosen_by, html=post.body_html)
    record(AnswerAccepted(topic.id, post.id, chosen_by.id))
    return answer
