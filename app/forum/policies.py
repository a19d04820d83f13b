"""Who may do what in the forum. Reaching a topic already took a membership."""

from app.accounts.models import User
from app.clubs.models import Club
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


@allows("watch", Topic)
def members_may_watch(user: User, topic: Topic) -> bool:
    """Every member of the club: it is her own bell."""
    return True


@allows("vote in", Topic)
def members_may_vote(user: User, topic: Topic) -> bool:
    """Every member of the club, while it lives."""
    return topic.club.archived_at is None


@allows("steer", Topic, privileged=True)
def moderators_may_steer(user: User, topic: Topic) -> bool:
    """Moderators pin, close, move, merge and split, while the club lives."""
    return moderates(user, topic.club_id) and topic.club.archived_at is None


@allows("catch up in", Club)
def members_may_catch_up(user: User, club: Club) -> bool:
    """Every member of the club: they are her own marks."""
    return True


@allows("file for", Club, privileged=True)
def moderators_may_file(user: User, club: Club) -> bool:
    """Moderators name the tags of a club and the texts it offers, while it lives."""
    return moderates(user, club.id) and club.archived_at is None


@allows("thank for", Post)
def others_may_thank(user: User, post: Post) -> bool:
    """Every member of the club but who wrote it, while the club lives."""
    return post.author_id != user.id and post.topic.club.archived_at is None


@allows("keep", Post)
def members_may_keep(user: User, post: Post) -> bool:
    """Every member of the club: nobody else knows."""
    return True


@allows("doubt", Post)
def members_may_doubt(user: User, post: Post) -> bool:
    """Every reader, while the club lives."""
    return post.topic.club.archived_at is None


@allows("vouch for", Post)
def moderators_may_vouch(user: User, post: Post) -> bool:
    """Moderators say what is still true, while the club lives."""
    return moderates(user, post.topic.club_id) and post.topic.club.archived_at is None


@allows("look behind", Post, privileged=True)
def moderators_may_look_behind(user: User, post: Post) -> bool:
    """Moderators, where a label stands; the view asks why and writes it down."""
    return post.mask is not None and moderates(user, post.topic.club_id)


@allows("reveal", Post)
def author_may_reveal(user: User, post: Post) -> bool:
    """Who wrote it behind a label."""
    return post.mask is not None and post.author_id == user.id


@allows("edit", Post)
def author_may_edit(user: User, post: Post) -> bool:
    """Who wrote it."""
    return post.author_id == user.id


@allows("delete", Post)
def author_or_moderator_may_delete(user: User, post: Post) -> bool:
    """Who wrote it, or a moderator."""
    return post.author_id == user.id or moderates(user, post.topic.club_id)
