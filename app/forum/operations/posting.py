"""Opening topics, replying, editing, deleting, reading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update

from app.accounts.models import User
from app.clubs.mentions import with_mentions
from app.clubs.models import Club
from app.core import clock
from app.core.database import db, move_forward
from app.core.events import record
from app.core.personal_data import found_in, masked_rich
from app.core.rich_text import FILES_PATH, RichText
from app.core.text import one_line, slugify
from app.core.transaction import atomic, once
from app.files.operations import bind, nameless, release_files, with_own_files
from app.forum.errors import NoLabelHere, OpeningPostStays, TopicIsClosed
from app.forum.events import (
    AnswerWithdrawn,
    PostAdded,
    PostDeleted,
    PostEdited,
    TopicOpened,
    TopicRead,
)
from app.forum.models import Answer, Kind, Post, PostRevision, ReadMark, Topic
from app.forum.operations.drafting import end_draft
from app.forum.operations.hiding import chosen_mask
from app.forum.operations.polling import PollWords, add_poll
from app.forum.operations.tagging import rename_topic, tags_named
from app.forum.queries.masks import own_mask
from app.validity.operations import cite, doubt_edit, forget_validity

LONGEST_TITLE = 200
QUIET_EDIT = timedelta(minutes=5)


@dataclass(frozen=True)
class Besides:
    """What may go with a new topic, or with a reply."""

    poll: PollWords | None = None
    draft_version: int | None = None
    """The draft that the form held; a later one, of another screen, stays."""
    is_anonymous: bool = False
    may_travel: bool = False
    """A question that stays silent may be offered to other clubs of the profession."""


def open_topic(
    club: Club,
    *,
    author: User,
    kind: Kind,
    title: str,
    body: RichText,
    tags: list[str],
    client_id: str | None = None,
    besides: Besides | None = None,
) -> tuple[Topic, bool]:
    """Ask or start a discussion; returns the topic and whether it is new.

    Raises Invalid, AnonymityNotOffered.
    """
    besides = besides or Besides()
    title = one_line(title, "title", longest=LONGEST_TITLE)

    def make() -> Topic:
        now = clock.now()
        mask = chosen_mask(author, club, is_anonymous=besides.is_anonymous)
        topic = Topic(
            club=club,
            author=author,
            mask=mask,
            kind=kind,
            title=title,
            slug=slugify(title),
            may_travel=besides.may_travel and kind is Kind.QUESTION,
            client_id=client_id,
            created_at=now,
            last_activity_at=now,
            tags=tags_named(club, tags),
        )
        db.session.add(topic)
        db.session.flush()
        _append(topic, author=author, body=body, mask=mask)
        if besides.poll:
            add_poll(topic, besides.poll)
        mark_read(topic, user=author)
        end_draft(author, club, "question", besides.draft_version, client_id)
        record(TopicOpened(topic.id))
        return topic

    return once(lambda: _topic_sent(author, client_id), make)


def add_post(
    topic: Topic,
    *,
    author: User,
    body: RichText,
    client_id: str | None = None,
    besides: Besides | None = None,
) -> tuple[Post, bool]:
    """Reply; returns the post and whether it is new.

    Only who wrote there behind a label answers behind it: Raises NoLabelHere, never falls
    back to the name. Raises TopicIsClosed.
    """
    besides = besides or Besides()

    def make() -> Post:
        if topic.closed_at:
            raise TopicIsClosed
        mask = own_mask(author, topic) if besides.is_anonymous else None
        if besides.is_anonymous and mask is None:
            raise NoLabelHere
        post = _append(topic, author=author, body=body, mask=mask, client_id=client_id)
        topic.last_activity_at = post.created_at
        topic.reply_count = Topic.reply_count + 1  # the database adds: two may reply at once
        db.session.flush()
        mark_read(topic, user=author)
        end_draft(author, topic.club, f"topic-{topic.id}", besides.draft_version, client_id)
        record(PostAdded(post.id, topic.id))
        return post

    return once(lambda: _post_sent(author, client_id), make)


def edit_post(post: Post, *, editor: User, body: RichText) -> None:
    """Say it differently. After five quiet minutes the former text is kept and shown as edited.

    Where the new text takes personal data away, all of it is masked in the versions that are kept.
    Editing a validated answer withdraws the validation.
    """
    body = with_mentions(with_own_files(body, author=editor), club_id=post.topic.club_id)
    with atomic():
        if body.html == post.body_html:
            return
        body = nameless(body) if post.mask else body
        now = clock.now()
        former = _without_taken_away(post, body)
        if now - post.created_at > QUIET_EDIT:
            db.session.add(
                PostRevision(
                    post_id=post.id,
                    editor_id=editor.id,
                    body_html=former,
                    replaced_at=now,
                )
            )
            post.edited_at = now
        post.body_html, post.body_text = body.html, body.text
        bind(post.key, html=body.html, club_id=post.topic.club_id)
        _doubt_answer(post, editor)
        record(PostEdited(post.id, post.topic_id))


def _without_taken_away(post: Post, body: RichText) -> str:
    """The former text: personal data that its writer takes away stands in no version either."""
    if not found_in(post.body_text, but=body.text):
        return post.body_html
    for kept in db.session.scalars(select(PostRevision).where(PostRevision.post_id == post.id)):
        kept.body_html = masked_rich(kept.body_html).html
    return masked_rich(post.body_html).html


def edit_topic(opening: Post, *, editor: User, title: str, tags: list[str], body: RichText) -> None:
    """Change the title, the tags and the text of a topic: all, or nothing. Raises Invalid."""
    with atomic():
        rename_topic(opening.topic, title=title, tags=tags)
        edit_post(opening, editor=editor, body=body)


def delete_post(post: Post) -> None:
    """Take a reply away; a topic whose answer goes is open again. Raises OpeningPostStays."""
    if post.is_opening:
        raise OpeningPostStays
    with atomic():
        was_answer = db.session.execute(
            delete(Answer).where(Answer.post_id == post.id).returning(Answer.topic_id)
        ).scalar()
        if was_answer is not None:
            forget_validity(post.key)
            record(AnswerWithdrawn(post.topic_id, post.id))
        gone = db.session.execute(
            delete(Post).where(Post.id == post.id).returning(Post.id)
        ).scalar()
        if gone is None:
            return  # somebody else was quicker: the count has gone down once
        release_files(post.key)
        db.session.execute(
            update(Topic).where(Topic.id == post.topic_id).values(reply_count=Topic.reply_count - 1)
        )
        record(PostDeleted(post.id, post.topic_id))


def mark_read(topic: Topic, *, user: User, number: int | None = None) -> None:
    """Remember how far ``user`` has read; never moves back."""
    key = {"user_id": user.id, "topic_id": topic.id}
    number = number or topic.last_number
    with atomic():
        if move_forward(ReadMark, key, "number", number):
            record(TopicRead(topic.id, user.id, number))


def _doubt_answer(post: Post, editor: User) -> None:
    """What was confirmed was another text: the confirmation goes, a moderator looks again."""
    answer = db.session.scalar(select(Answer).where(Answer.post_id == post.id).with_for_update())
    if answer is None:
        return
    cite(post.key, club_id=post.topic.club_id, html=post.body_html)
    if answer.validated_at:
        answer.validated_by_id = answer.validated_at = None
        doubt_edit(post.key, club_id=post.topic.club_id, by=editor)


def _append(
    topic: Topic,
    *,
    author: User,
    body: RichText,
    mask: str | None,
    client_id: str | None = None,
) -> Post:
    body = with_mentions(with_own_files(body, author=author), club_id=topic.club_id)
    body = nameless(body) if mask else body
    number = db.session.execute(
        update(Topic)
        .where(Topic.id == topic.id)
        .values(last_number=Topic.last_number + 1)
        .returning(Topic.last_number)
        .execution_options(synchronize_session=False)
    ).scalar_one()
    topic.last_number = number
    post = Post(
        topic=topic,
        number=number,
        author=author,
        mask=mask,
        body_html=body.html,
        body_text=body.text,
        client_id=client_id,
        created_at=clock.now(),
    )
    db.session.add(post)
    db.session.flush()
    if FILES_PATH in body.html:
        bind(post.key, html=body.html, club_id=topic.club_id)
    return post


def _topic_sent(author: User, client_id: str | None) -> Topic | None:
    if client_id is None:
        return None
    return db.session.scalar(
        select(Topic).where(Topic.author_id == author.id, Topic.client_id == client_id)
    )


def _post_sent(author: User, client_id: str | None) -> Post | None:
    if client_id is None:
        return None
    return db.session.scalar(
        select(Post).where(Post.author_id == author.id, Post.client_id == client_id)
    )
