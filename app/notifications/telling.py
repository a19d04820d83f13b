"""Who is told of what: handlers of the outbox, which bear being run twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import String, cast, literal, select, union_all
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.chat.events import MessageDeleted, MessagePosted, RoomRead
from app.chat.models import Message, Room
from app.chat.queries import read_mark
from app.clubs.mentions import mentioned_in
from app.clubs.models import Club
from app.clubs.queries import membership_of
from app.core.database import db, reading
from app.core.rich_text import own_words
from app.core.transaction import release
from app.forum.events import (
    AnswerAccepted,
    ClubCaughtUp,
    PostAdded,
    PostDeleted,
    PostRevealed,
    TopicMerged,
    TopicMoved,
    TopicOpened,
    TopicRead,
    TopicSplit,
)
from app.forum.models import Post, Topic, WatchLevel
from app.forum.queries import read_number, watchers_of, watching
from app.notifications.models import NotificationKind
from app.notifications.operations import (
    About,
    forget_notifications,
    move_notifications,
    raise_notification,
    read_notifications,
    readdress,
    rename_thread,
    unmask,
)

WATCHED = "watched"
"""A reply in a topic that a member watches: it comes in the digest, like what she follows."""

WORDS = (*NotificationKind, WATCHED)
"""The first words of the keys of what is told of a post."""


@dataclass(frozen=True)
class Signature:
    """Who did it, and the label she did it behind, if any."""

    actor: User
    mask: str | None


def tell_of_post(event: PostAdded) -> None:
    """The asker hears of a reply, unless muted; those it names, and those who watch, hear of it too."""
    post = _post(event.post_id)
    if post is None:
        return
    with reading():
        muted = watching(post.topic_id, WatchLevel.MUTED)
        followers = watching(post.topic_id, WatchLevel.WATCHING)
        release()
    asker = {post.topic.author_id} - muted - {post.author_id}
    _tell_about_post(post, asker, NotificationKind.REPLY)
    named = mentioned_in(post.body_html) - asker - {post.author_id}
    _tell_about_post(post, named, NotificationKind.MENTION)
    others = followers - asker - named - {post.author_id}
    _tell_about_post(post, others, NotificationKind.FOLLOWED, word=WATCHED)


def tell_of_topic(event: TopicOpened) -> None:
    """Those a new question names hear of it."""
    post_id = db.session.scalar(
        select(Post.id).where(Post.topic_id == event.topic_id, Post.number == 1)
    )
    post = _post(post_id) if post_id else None
    if post is not None and not event.is_split:
        named = mentioned_in(post.body_html) - {post.author_id}
        _tell_about_post(post, named, NotificationKind.MENTION)
        followers = _followers(event.topic_id) - named - {post.author_id}
        _tell_about_post(post, followers, NotificationKind.FOLLOWED)


def tell_of_answer(event: AnswerAccepted) -> None:
    """The author of an accepted answer hears that it helped."""
    post = _post(event.post_id)
    if post is not None and post.author_id != event.accepted_by_id:
        actor = db.session.get_one(User, event.accepted_by_id)
        is_asker = actor.id == post.topic.author_id
        signed = Signature(actor, post.topic.mask if is_asker else None)
        _tell_about_post(post, {post.author_id}, NotificationKind.ACCEPTED, signed=signed)


def tell_of_message(event: MessagePosted) -> None:
    """Those a message names hear of it."""
    with reading():
        message = db.session.scalar(
            select(Message)
            .options(joinedload(Message.author), joinedload(Message.room).joinedload(Room.club))
            .where(Message.id == event.message_id, Message.deleted_at.is_(None))
        )
        release()
    if message is None:
        return
    room = message.room
    about = About(
        key=f"message.{message.id}",
        actor=message.author,
        club_id=room.club_id,
        thread=f"room.{room.id}",
        subject=room.name,
        text=message.body_text,
        path=f"/clubs/{room.club.slug}/salons/{room.id}?message={message.seq}",
    )
    named = mentioned_in(message.body_html) - {message.author_id}
    _tell(named, NotificationKind.MENTION, about, lambda user: read_mark(user, room) >= message.seq)


def forget_post(event: PostDeleted) -> None:
    """Nobody is told of a post that is gone."""
    forget_notifications([f"{word}.{event.post_id}" for word in WORDS])


def forget_message(event: MessageDeleted) -> None:
    """Nobody is told of a message that is gone."""
    forget_notifications([f"message.{event.message_id}"])


def read_of_topic(event: TopicRead) -> None:
    """Who has read a question so far has read what was said of its posts until there."""
    unseen = union_all(
        *(
            select(literal(f"{word}.") + cast(Post.id, String)).where(
                Post.topic_id == event.topic_id, Post.number > event.number
            )
            for word in WORDS
        )
    )
    read_notifications(event.user_id, thread=f"topic.{event.topic_id}", but=unseen)


def read_of_room(event: RoomRead) -> None:
    """Who has read the room so far has read where it named them until there."""
    unseen = select(literal("message.") + cast(Message.id, String)).where(
        Message.room_id == event.room_id, Message.seq > event.seq
    )
    read_notifications(event.user_id, thread=f"room.{event.room_id}", but=unseen)


def read_of_club(event: ClubCaughtUp) -> None:
    """Who has nothing left to read in a club has read what she was told of its topics."""
    read_notifications(event.user_id, club_id=event.club_id, within="topic.")


def follow_moved_topic(event: TopicMoved) -> None:
    """What was told of a topic leads to its new club, for those who are in it."""
    slugs = {
        row.id: row.slug
        for row in db.session.execute(
            select(Club.id, Club.slug).where(Club.id.in_([event.from_club_id, event.to_club_id]))
        )
    }
    path = f"/clubs/{slugs[event.from_club_id]}/", f"/clubs/{slugs[event.to_club_id]}/"
    posts = select(Post.id).where(Post.topic_id == event.topic_id)
    threads = [f"validity.post:{post_id}" for post_id in db.session.scalars(posts)]
    for thread in (f"topic.{event.topic_id}", *threads):
        move_notifications(thread, club_id=event.to_club_id, path=path)


def follow_masks(event: TopicMoved) -> None:
    """What was told of posts behind a label carries the label of the new club."""
    rows = select(Post.id, Post.mask).where(Post.topic_id == event.topic_id)
    for post_id, mask in db.session.execute(rows.where(Post.mask.is_not(None))).all():
        unmask([f"{word}.{post_id}" for word in WORDS], mask=mask)


def follow_merged_topic(event: TopicMerged) -> None:
    """What was told of a topic belongs to the conversation that took it in; addresses still lead there."""
    rename_thread(f"topic.{event.former_id}", f"topic.{event.topic_id}")


def follow_split_topic(event: TopicSplit) -> None:
    """What was told of the posts that left leads to where they are."""
    posts = db.session.execute(
        select(Post.id, Post.number).where(Post.topic_id == event.topic_id)
    ).all()
    topic = db.session.get_one(Topic, event.topic_id)
    for post_id, number in posts:
        readdress(
            [f"{word}.{post_id}" for word in WORDS],
            thread=f"topic.{topic.id}",
            path=_path(topic, number),
        )


def name_author(event: PostRevealed) -> None:
    """What was told of a post says who wrote it, once she says so."""
    unmask([f"{word}.{event.post_id}" for word in WORDS if word is not NotificationKind.ACCEPTED])


def _path(topic: Topic, number: int) -> str:
    return f"/clubs/{topic.club.slug}/questions/{topic.id}?message={number}"


def _tell_about_post(
    post: Post,
    user_ids: set[int],
    kind: NotificationKind,
    *,
    signed: Signature | None = None,
    word: str = "",
) -> None:
    topic, signed = post.topic, signed or Signature(post.author, post.mask)
    about = About(
        key=f"{word or kind}.{post.id}",
        actor=signed.actor,
        mask=signed.mask,
        club_id=topic.club_id,
        thread=f"topic.{topic.id}",
        subject=topic.title,
        text=own_words(post.body_html),
        path=_path(topic, post.number),
    )
    is_news = kind is NotificationKind.ACCEPTED  # even to who has read the answer
    _tell(
        user_ids, kind, about, lambda user: not is_news and read_number(user, topic) >= post.number
    )


def _tell(
    user_ids: set[int], kind: NotificationKind, about: About, has_read: Callable[[User], bool]
) -> None:
    """Tell those of them who are in the club; who read it on the spot needs nothing told.

    What somebody did who closed her account since is told to nobody.
    """
    if about.actor.closed_at:
        return
    for user in _members(user_ids, about.club_id):
        if not has_read(user):
            raise_notification(user, kind=kind, about=about)


def _members(user_ids: set[int], club_id: int) -> list[User]:
    """Those who are still in the club: what one may not reach one is not told of."""
    with reading():
        found = db.session.scalars(select(User).where(User.id.in_(user_ids))).all()
        members = [user for user in found if user.is_active and membership_of(user, club_id)]
        release()
    return members


def _followers(topic_id: int) -> set[int]:
    with reading():
        found = watchers_of(topic_id)
        release()
    return found


def _post(post_id: int) -> Post | None:
    with reading():
        post = db.session.scalar(
            select(Post)
            .options(
                joinedload(Post.author),
                joinedload(Post.topic).joinedload(Topic.club),
            )
            .where(Post.id == post_id)
        )
        release()
    return post
