"""What live readers hear of the forum."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.core.database import db
from app.core.sockets import broadcast
from app.forum.events import PostAdded
from app.forum.models import Post, Topic
from app.forum.schemas import PostOut


def send_post(event: PostAdded) -> None:
    """The club hears of a new reply; those who read the question show it."""
    post = db.session.scalar(
        select(Post)
        .options(
            joinedload(Post.topic).joinedload(Topic.answer),
            joinedload(Post.author).joinedload(User.organization),
        )
        .where(Post.id == event.post_id)
    )
    if post is not None:
        words = {
            "topic_id": post.topic_id,
            "post": PostOut.of(post, post.topic).model_dump(mode="json"),
        }
        broadcast("topic:post", words, to=f"club:{post.topic.club_id}")
