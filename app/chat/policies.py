"""Who may do what in rooms. Reaching a room already took a membership."""

from app.accounts.models import User
from app.chat.models import Message, Room
from app.clubs.queries import moderates
from app.core.policies import allows


@allows("post in", Room)
def members_may_post(user: User, room: Room) -> bool:
    """Every member of the club, while it lives."""
    return room.club.archived_at is None


@allows("edit", Message)
def author_may_edit_message(user: User, message: Message) -> bool:
    """Who said it."""
    return message.author_id == user.id


@allows("delete", Message)
def author_or_moderator_may_delete_message(user: User, message: Message) -> bool:
    """Who said it, or a moderator."""
    return message.author_id == user.id or moderates(user, message.room.club_id)
