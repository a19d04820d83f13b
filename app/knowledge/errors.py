"""What is refused about procedures."""

from app.core.errors import Refusal
from app.core.i18n import lazy


class ChangedMeanwhile(Refusal):
    """Somebody else saved these words since the form was opened."""

    field = "body"
    sentence = lazy(
        "Quelqu’un d’autre a enregistré cette procédure pendant que vous écriviez. Votre texte est gardé : comparez-le au sien, puis enregistrez de nouveau pour le mettre à la place."
    )


class AlreadyPublished(Refusal):
    """These words are the version that is read."""

    sentence = lazy("Cette version est déjà publiée.")


class NotPublished(Refusal):
    """Nobody reads it yet."""

    sentence = lazy("Cette procédure n’est pas publiée.")


class IsRetired(Refusal):
    """It is not to be used any more."""

    sentence = lazy(
        "Cette procédure est retirée : l’animation ou son référent peut la rétablir. Votre texte est gardé."
    )


class CannotDiscard(Refusal):
    """What the club has read is kept."""

    sentence = lazy("Une procédure publiée se retire, elle ne s’efface pas.")


class NobodyCalled(Refusal):
    """No member of the club has this name, or several have."""

    status = 422
    sentence = lazy("Aucun membre du club, ou plusieurs, ne porte ce nom. Écrivez-le en entier.")

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field
