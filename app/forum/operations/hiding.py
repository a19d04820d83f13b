"""Asking without a name: the label, the moderator's look behind it, and saying it was oneself."""

from __future__ import annotations

from sqlalchemy import update

from app.accounts.models import User
from app.clubs.models import Club
from app.core.database import db
from app.core.events import record
from app.core.journal import write_down
from app.core.text import one_line
from app.core.transaction import atomic
from app.forum.errors import AnonymityNotOffered
from app.forum.events import PostRevealed
from app.forum.models import Answer, Post
from app.forum.queries.masks import mask_for

LONGEST_REASON = 300


def chosen_mask(author: User, club: Club, *, is_anonymous: bool) -> str | None:
    """The label to sign with, if any. Raises AnonymityNotOffered where the club is too small."""
    if not is_anonymous:
        return None
    label = mask_for(author, club)
    if label is None:
        raise AnonymityNotOffered
    return label


def look_behind(post: Post, *, by: User, reason: str) -> User:
    """Who wrote it, for a moderator who says why; the journal keeps the reason. Raises Invalid.

    The entry does not name the author: other moderators read the journal too.
    """
    reason = one_line(reason, "reason", longest=LONGEST_REASON)
    with atomic():
        write_down(
            "author-seen",
            actor_id=by.id,
            club_id=post.topic.club_id,
            saying=f"« {post.topic.title} », message {post.number} : {reason}",
        )
    return post.author


def reveal(post: Post) -> None:
    """Say that it was oneself, for good: the name stands where the label was."""
    with atomic():
        if post.mask is None:
            return
        post.mask = None
        if post.is_opening:
            post.topic.mask = None
            chosen = Answer.topic_id == post.topic_id, Answer.accepted_by_id == post.author_id
            db.session.execute(update(Answer).where(*chosen).values(mask=None))
        record(PostRevealed(post.id, post.topic_id))
