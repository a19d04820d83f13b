"""What rooms refuse."""

from app.core.errors import Refusal
from app.core.i18n import lazy


class MessageIsDeleted(Refusal):
    """Nothing is left to change."""

    sentence = lazy("Ce message est supprimé.")
