"""The end of an account, in the forum: what was hers alone goes, what she published stays."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from sqlalchemy import delete, or_, select

from app.accounts.models import User
from app.clubs.mentions import naming, without_mentions_of
from app.clubs.models import Membership
from app.clubs.queries import scope_of
from app.core.database import db
from app.core.events import record
from app.core.rich_text import to_text
from app.forum.events import PostEdited
from app.forum.models import (
    Bookmark,
    Draft,
    PollVote,
    Post,
    PostRevision,
    Reaction,
    ReadMark,
    TagWatch,
    Watch,
)


def forget_member(user: User) -> None:
    """Nothing is left of what a person read and did not send; belongs in atomic()."""
    for table in (Draft, ReadMark, TagWatch, Watch, Bookmark, Reaction, PollVote):
        db.session.execute(delete(table).where(table.__table__.c.user_id == user.id))


def call_in_posts(user: User, called: str) -> Iterator[Post]:
    """Name a person otherwise in every post that names her, former versions and index included.

    Belongs in atomic().
    """
    for revision in db.session.scalars(
        select(PostRevision).where(naming(PostRevision.body_html, user.id))
    ):
        revision.body_html = without_mentions_of(user.id, revision.body_html, called=called)
    for post_id in db.session.scalars(select(Post.id).where(naming(Post.body_html, user.id))).all():
        post = db.session.get_one(Post, post_id)
        post.body_html = without_mentions_of(user.id, post.body_html, called=called)
        post.body_text = to_text(post.body_html)
        record(PostEdited(post.id, post.topic_id))
        yield post


def call_in_drafts(user: User, called: str) -> None:
    """Name a person otherwise in what others have begun; belongs in atomic().

    Drafts hold names as they were typed: where a homonym is in the club, it may be hers.
    """
    alike = select(Membership.club_id).join(User, User.id == Membership.user_id)
    homonyms = alike.where(User.name == user.name, User.id != user.id)
    names = {user.name, html.escape(user.name)}
    typed = [Draft.body.contains(f"@{name}", autoescape=True) for name in names]
    drafts = select(Draft).where(
        Draft.club_id.in_(scope_of(user)), Draft.club_id.not_in(homonyms), or_(*typed)
    )
    written = re.compile("@(?:" + "|".join(map(re.escape, names)) + r")(?!\w)")
    for draft in db.session.scalars(drafts):
        draft.body = written.sub(
            f"@{called}", without_mentions_of(user.id, draft.body, called=called)
        )
