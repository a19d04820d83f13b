"""What is refused about offered questions."""

from app.core.errors import Refusal
from app.core.i18n import lazy


class NotOfferedAnyMore(Refusal):
    """Its asker keeps it in her club."""

    sentence = lazy("Cette question n’est plus proposée aux autres clubs. Votre texte est gardé.")
