"""What is refused about one's own data."""

from app.core.errors import Refusal
from app.core.i18n import lazy


class ExportUnderWay(Refusal):
    """One at a time."""

    sentence = lazy(
        "Votre copie est déjà en préparation : un courriel vous dira qu’elle est prête."
    )


class OneExportADay(Refusal):
    """A copy of everything is work for the server."""

    status = 429
    sentence = lazy(
        "Vous avez déjà demandé une copie aujourd’hui. Vous pourrez recommencer demain."
    )


class NotYourAddress(Refusal):
    """Typing one's address is the last look before what cannot be undone."""

    status = 422
    field = "email"
    sentence = lazy("Ce n’est pas l’adresse de votre compte. Écrivez-la comme à la connexion.")
