"""Who may say what of validity. Reaching the thing already took a membership."""

from app.accounts.models import User
from app.clubs.models import Club
from app.clubs.queries import moderates
from app.core.policies import allows


@allows("watch the law for", Club, privileged=True)
def moderators_may_watch_the_law(user: User, club: Club) -> bool:
    """Moderators declare what changed and look again at what is in doubt, while the club lives."""
    return moderates(user, club.id) and club.archived_at is None
