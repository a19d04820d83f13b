"""Who may do what about a silent question."""

from app.accounts.models import User
from app.core.policies import allows
from app.forum.models import Topic
from app.silence.models import Offer


@allows("let travel", Topic)
def asker_may_let_travel(user: User, topic: Topic) -> bool:
    """Who asked, while the club lives: nobody offers another's question."""
    return topic.author_id == user.id and topic.is_question and topic.club.archived_at is None


@allows("answer", Offer)
def members_may_answer(user: User, offer: Offer) -> bool:
    """Every member of the club it is offered to, while both live."""
    return offer.club.archived_at is None and offer.topic.club.archived_at is None
