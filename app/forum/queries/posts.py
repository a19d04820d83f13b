"""Reading posts, through the member's reach."""

from __future__ import annotations

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.models import User
from app.clubs.queries import scope_of
from app.core.database import db
from app.forum.models import Post, PostRevision, Topic


def post_in_reach(user: User, post_id: int) -> Post | None:
    """A post of one of the member's clubs, with its topic."""
    return db.session.scalar(
        select(Post)
        .join(Post.topic)
        .options(
            contains_eager(Post.topic).joinedload(Topic.answer),
            contains_eager(Post.topic).joinedload(Topic.club),
            joinedload(Post.author).joinedload(User.organization),
        )
        .where(Post.id == post_id, Topic.club_id.in_(scope_of(user)))
    )


def posts_of(topic: Topic) -> Select[Post]:
    """The posts of a topic, in the order they were written."""
    return (
        select(Post)
        .options(joinedload(Post.author).joinedload(User.organization))
        .where(Post.topic_id == topic.id)
        .order_by(Post.number)
    )


def place_of(topic: Topic, number: int) -> int:
    """How many posts of the topic stand before this one."""
    before = select(func.count()).where(Post.topic_id == topic.id, Post.number < number)
    return db.session.scalar(before) or 0


def first_after(topic: Topic, number: int) -> int | None:
    """The number of the first post after this one, if any."""
    later = select(func.min(Post.number)).where(Post.topic_id == topic.id, Post.number > number)
    return db.session.scalar(later)


def replies_among(topic: Topic, ids: set[int]) -> list[Post]:
    """The replies of a topic with these ids."""
    return list(db.session.scalars(posts_of(topic).where(Post.id.in_(ids), Post.number > 1)))


def revisions_of(post: Post) -> list[PostRevision]:
    """What a post said before each of its edits, the latest first."""
    rows = select(PostRevision).where(PostRevision.post_id == post.id)
    return list(db.session.scalars(rows.order_by(PostRevision.id.desc())))


def opening_of(topic: Topic) -> Post:
    """The topic's own text."""
    return db.session.scalars(posts_of(topic).where(Post.number == 1)).one()


def answer_post(topic: Topic) -> Post | None:
    """The post that settled the topic."""
    if topic.answer is None:
        return None
    return db.session.scalar(posts_of(topic).where(Post.id == topic.answer.post_id))
