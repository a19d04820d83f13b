"""Who may do what in the forum. Reaching a topic already took a membership."""

from app.accounts.models import User
from app.clubs.queries import moderates
from app.core.policies import allows
from app.forum.models import Post, Topic


@allows("reply to", Topic)
def members_may_reply(user: User, topic: Topic) -> bool:
    """Every member of the club, while it lives."""
    return topic.club.archived_at is None


@allows("accept an answer of", Topic)
def asker_or_moderator_may_accept(user: User, topic: Topic) -> bool:
    """Who asked, or a moderator."""
    return topic.author_id == user.id or moderates(user, topic.club_id)


@allows("validate an answer of", Topic)
def moderators_may_validate(user: User, topic: Topic) -> bool:
    """Moderators only."""
    return moderates(user, topic.club_id)


@allows("edit", Post)
def author_may_edit(user: User, post: Post) -> bool:
    """Who wrote it."""
    return post.author_id == user.id


@allows("delete", Post)
def author_or_moderator_may_delete(user: User, post: Post) -> bool:
    """Who wrote it, or a moderator."""
    return post.author_id == user.id or moderates(user, post.topic.club_id)
