"""What accounts refuse."""

from app.core.errors import Refusal
from app.core.i18n import lazy


class WrongCredentials(Refusal):
    """The same words whether the address is known or not: nothing is given away."""

    status = 422
    field = "password"
    sentence = lazy(
        "Cette adresse et ce mot de passe ne vont pas ensemble. Vérifiez-les, ou choisissez un nouveau mot de passe."
    )


class PasswordLinkIsDead(Refusal):
    """Used, expired or never issued."""

    status = 410
    sentence = lazy(
        "Ce lien a déjà servi ou il n’est plus valable. Demandez-en un nouveau : il arrive en une minute."
    )


class EmailIsTaken(Refusal):
    """Somebody has this address already."""

    status = 422
    field = "email"
    sentence = lazy("Cette adresse est déjà celle d’un membre.")


class NoSuchUser(Refusal):
    """Only the command line says so."""

    status = 404
    sentence = lazy("Personne n’a cette adresse.")


class WrongPassword(Refusal):
    """The current password was asked for, and this is not it."""

    status = 422
    field = "current_password"
    sentence = lazy("Ce n’est pas votre mot de passe actuel.")
