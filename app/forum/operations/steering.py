"""What moderators do to topics: pin, close, move, merge, split. Each act is in the club's journal."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, func, select, update

from app.accounts.models import User
from app.clubs.mentions import marked_anew
from app.clubs.models import Club
from app.clubs.queries import membership_of
from app.core import clock
from app.core.database import db, insert
from app.core.events import record
from app.core.journal import write_down
from app.core.text import one_line, slugify
from app.core.transaction import atomic
from app.files.operations import move_uses
from app.forum.errors import (
    NothingToSplit,
    OtherClub,
    SameTopic,
    TooManyPinned,
    TopicHasPoll,
    TopicIsGone,
)
from app.forum.events import (
    AnswerWithdrawn,
    TopicClosed,
    TopicMerged,
    TopicMoved,
    TopicOpened,
    TopicReopened,
    TopicSplit,
)
from app.forum.models import Answer, Draft, Kind, Poll, Post, PostTrace, Topic, TopicTrace, Watch
from app.forum.operations.tagging import tags_named
from app.forum.queries.masks import mask_for
from app.validity.operations import forget_validity, move_validity

LONGEST_TITLE = 200
MOST_PINNED = 5
OTHER_MASK = "Un membre d’un autre club"
"""For who is not in the club a topic was moved to, or would be known in it."""


def pin_topic(topic: Topic, *, by: User, is_on: bool) -> None:
    """Put a topic above the others, or back among them. Raises TooManyPinned."""
    with atomic():
        pinned = select(func.count()).where(
            Topic.club_id == topic.club_id, Topic.pinned_at.is_not(None), Topic.id != topic.id
        )
        if is_on and (db.session.scalar(pinned) or 0) >= MOST_PINNED:
            raise TooManyPinned
        if bool(topic.pinned_at) is not is_on:
            topic.pinned_at = clock.now() if is_on else None
            _note("topic-pinned" if is_on else "topic-unpinned", topic, by)


def close_topic(topic: Topic, *, by: User) -> None:
    """From now on a topic is read and found, and replied to no more."""
    with atomic():
        if topic.closed_at is None:
            topic.closed_at = clock.now()
            _note("topic-closed", topic, by)
            record(TopicClosed(topic.id))


def reopen_topic(topic: Topic, *, by: User) -> None:
    """A topic can be replied to again."""
    with atomic():
        if topic.closed_at is not None:
            topic.closed_at = None
            _note("topic-reopened", topic, by)
            record(TopicReopened(topic.id))


def move_topic(topic: Topic, *, to: Club, by: User) -> None:
    """Give a topic to another club; its former address leads there for who may read both."""
    with atomic():
        _lock(topic.id)
        former = topic.club
        if former.id == to.id:
            return
        _note("topic-moved", topic, by)
        names = [tag.name for tag in topic.tags]
        name, topic.pinned_at = topic.external_id, None
        topic.external_id = _name_left(to.id, topic.id)
        topic.club = to
        db.session.flush()
        topic.tags = tags_named(to, names)
        _leave_trace(former.id, topic.id, now=topic.id, external_id=name)
        db.session.execute(
            delete(TopicTrace).where(TopicTrace.club_id == to.id, TopicTrace.former_id == topic.id)
        )
        _bring_along(topic, former, to)
        _note("topic-received", topic, by)
        record(TopicMoved(topic.id, former.id, to.id))


def merge_topic(topic: Topic, *, into: Topic, by: User) -> None:
    """Put the posts of a topic at the end of another one of the club, and let it go.

    Raises SameTopic, OtherClub, TopicHasPoll.
    """
    if topic.id == into.id:
        raise SameTopic
    if topic.club_id != into.club_id:
        raise OtherClub
    if db.session.get(Poll, topic.id):
        raise TopicHasPoll
    with atomic():
        for one in sorted({topic.id, into.id}):
            _lock(one)
        db.session.refresh(topic)
        db.session.refresh(into)
        offset = into.last_number
        _note("topic-merged", topic, by, more=f" → {into.title}")
        _keep_answer(topic, into)
        db.session.execute(
            update(Post)
            .where(Post.topic_id == topic.id)
            .values(topic_id=into.id, number=Post.number + offset)
            .execution_options(synchronize_session=False)
        )
        into.last_number = offset + topic.last_number
        _count_anew(into)
        _redirect(topic, into, offset)
        record(TopicMerged(into.id, topic.id))
        db.session.execute(delete(Topic).where(Topic.id == topic.id))
        db.session.expire_all()


def split_topic(topic: Topic, *, posts: Sequence[Post], title: str, by: User) -> Topic:
    """Begin another topic with some of the replies; the first of them is its text.

    Raises Invalid, NothingToSplit.
    """
    title = one_line(title, "title", longest=LONGEST_TITLE)
    chosen = sorted(posts, key=lambda post: post.number)
    if not chosen or any(post.topic_id != topic.id or post.is_opening for post in chosen):
        raise NothingToSplit
    with atomic():
        _lock(topic.id)
        if any(_reread(post).topic_id != topic.id for post in chosen):
            raise NothingToSplit  # somebody else was quicker
        traces = [{"topic_id": topic.id, "number": p.number, "post_id": p.id} for p in chosen]
        first = chosen[0]
        made = Topic(
            club=topic.club,
            kind=Kind.QUESTION if topic.is_question else Kind.DISCUSSION,
            author=first.author,
            mask=first.mask,
            title=title,
            slug=slugify(title),
            created_at=first.created_at,
            last_activity_at=chosen[-1].created_at,
            tags=list(topic.tags),
        )
        db.session.add(made)
        db.session.flush()
        _let_answer_go(topic, chosen)
        for number, post in enumerate(chosen, start=1):
            post.topic, post.number = made, number
        db.session.execute(insert(PostTrace), traces)
        made.last_number, made.reply_count = len(chosen), len(chosen) - 1
        db.session.flush()
        _count_anew(topic)
        _note("topic-split", topic, by, more=f" → {title}")
        record(TopicSplit(made.id, topic.id))
        record(TopicOpened(made.id, is_split=True))
    return made


def _lock(topic_id: int) -> None:
    """Take a topic's row; Raises TopicIsGone where it was merged meanwhile."""
    locked = select(Topic.id).where(Topic.id == topic_id).with_for_update()
    if db.session.execute(locked).scalar() is None:
        raise TopicIsGone


def _reread(post: Post) -> Post:
    return db.session.get_one(Post, post.id, populate_existing=True)


def _note(act: str, topic: Topic, by: User, more: str = "") -> None:
    write_down(act, actor_id=by.id, club_id=topic.club_id, saying=f"« {topic.title} »{more}")


def _leave_trace(
    club_id: int, former_id: int, *, now: int, offset: int = 0, external_id: str | None = None
) -> None:
    told = {"topic_id": now, "offset": offset, "external_id": external_id}
    row = insert(TopicTrace).values(club_id=club_id, former_id=former_id, **told)
    again = row.on_conflict_do_update(index_elements=["club_id", "former_id"], set_=told)
    db.session.execute(again)


def _name_left(club_id: int, topic_id: int) -> str | None:
    """The name under which the club imported a topic that comes back to it."""
    trace = db.session.get(TopicTrace, (club_id, topic_id))
    return trace.external_id if trace else None


def _bring_along(topic: Topic, former: Club, to: Club) -> None:
    """What hangs on the club: the files its posts show, whom they name, what is being written."""
    posts = db.session.scalars(select(Post).where(Post.topic_id == topic.id)).all()
    move_uses([post.key for post in posts], club_id=to.id)
    move_validity([post.key for post in posts], club_id=to.id)
    here, there = (f"/clubs/{club.slug}/questions/{topic.id}?" for club in (former, to))
    for post in posts:
        post.body_html = marked_anew(post.body_html, post.body_text, club_id=to.id)
        post.body_html = post.body_html.replace(here, there)
        if post.mask:
            post.mask = _mask_in(to, post.author)
    if topic.mask:
        topic.mask = _mask_in(to, topic.author)
    if topic.answer and topic.answer.mask:
        topic.answer.mask = _mask_in(to, topic.answer.accepted_by)
    db.session.execute(
        update(Draft).where(Draft.place == f"topic-{topic.id}").values(club_id=to.id)
    )


def _mask_in(club: Club, author: User) -> str:
    is_there = membership_of(author, club.id) is not None
    return (mask_for(author, club) if is_there else None) or OTHER_MASK


def _keep_answer(topic: Topic, into: Topic) -> None:
    """The answer goes along where the other topic has none."""
    here = Answer.topic_id == topic.id
    has_answer = db.session.get(Answer, into.id) is not None
    if into.is_question and not has_answer:
        db.session.execute(update(Answer).where(here).values(topic_id=into.id))
        return
    gone = db.session.execute(delete(Answer).where(here).returning(Answer.post_id)).scalar()
    if gone is not None:
        forget_validity(f"post:{gone}")


def _let_answer_go(topic: Topic, posts: Sequence[Post]) -> None:
    ids = [post.id for post in posts]
    gone = db.session.execute(
        delete(Answer).where(Answer.post_id.in_(ids)).returning(Answer.post_id)
    ).scalar()
    if gone is not None:
        forget_validity(f"post:{gone}")
        record(AnswerWithdrawn(topic.id, gone))
        db.session.expire(topic, ["answer"])


def _count_anew(topic: Topic) -> None:
    """The replies and the last activity, as the posts say."""
    count, last = db.session.execute(
        select(func.count(), func.max(Post.created_at)).where(Post.topic_id == topic.id)
    ).one()
    topic.reply_count, topic.last_activity_at = count - 1, last
    db.session.flush()


def _redirect(topic: Topic, into: Topic, offset: int) -> None:
    """Former addresses lead to the posts; who followed the one follows the other."""
    db.session.execute(
        update(TopicTrace)
        .where(TopicTrace.topic_id == topic.id)
        .values(topic_id=into.id, offset=TopicTrace.offset + offset)
    )
    name = topic.external_id
    _leave_trace(topic.club_id, topic.id, now=into.id, offset=offset, external_id=name)
    left = update(PostTrace).where(PostTrace.topic_id == topic.id)
    db.session.execute(left.values(topic_id=into.id, number=PostTrace.number + offset))
    drafts, place = f"topic-{topic.id}", f"topic-{into.id}"
    taken = select(Draft.user_id).where(Draft.place == place)
    db.session.execute(
        update(Draft)
        .where(Draft.place == drafts, Draft.user_id.not_in(taken))
        .values(place=place)
        .execution_options(synchronize_session=False)
    )
    db.session.execute(delete(Draft).where(Draft.place == drafts))
    following = select(Watch.user_id, Watch.level).where(Watch.topic_id == topic.id)
    for user_id, level in db.session.execute(following).all():
        row = insert(Watch).values(user_id=user_id, topic_id=into.id, level=level)
        db.session.execute(row.on_conflict_do_nothing())
