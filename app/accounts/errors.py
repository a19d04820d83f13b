"""What accounts refuse."""

from app.core.errors import Detour, Refusal
from app.core.i18n import Sentence, lazy


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


class OnlyWayIn(Refusal):
    """Without a password of one's own, ProConnect is the only way in."""

    status = 409
    sentence = lazy(
        "Choisissez d’abord un mot de passe : sans lui, vous ne pourriez plus entrer. Demandez un lien par « J’ai oublié mon mot de passe »."
    )


class ProConnectRefusal(Refusal):
    """The base of what stops somebody who comes from ProConnect; each is a page with a way out."""

    status = 403
    title: Sentence = lazy("ProConnect ne vous ouvre pas ce réseau")


class ProviderIsDown(ProConnectRefusal):
    """It does not answer, or answers nonsense."""

    status = 503
    title = lazy("ProConnect ne répond pas")
    sentence = lazy(
        "ProConnect est indisponible pour l’instant. Réessayez dans quelques minutes, ou entrez avec votre mot de passe."
    )


class ReturnIsUnknown(ProConnectRefusal):
    """A return nobody asked for, that came too late, or that served already."""

    status = 400
    title = lazy("Cette demande n’est plus valable")
    sentence = lazy(
        "Elle a déjà servi, ou elle date de plus de dix minutes. Recommencez depuis la page de connexion."
    )


class SignInInterrupted(ProConnectRefusal):
    """The provider came back without a code."""

    status = 400
    title = lazy("Vous n’êtes pas connecté")
    sentence = lazy(
        "La connexion avec ProConnect n’est pas allée au bout. Recommencez, ou entrez avec votre mot de passe."
    )


class IdentityNotProven(ProConnectRefusal):
    """Something in the provider's answer does not hold: signature, address, age, single use."""

    title = lazy("Vous n’êtes pas connecté")
    sentence = lazy(
        "La réponse de ProConnect n’a pas pu être vérifiée. Recommencez. Si cela se reproduit, prévenez votre administrateur."
    )


class SecondFactorMissing(ProConnectRefusal):
    """A second factor is wanted here, and the provider saw none."""

    sentence = lazy(
        "Ce réseau demande une double authentification, et ProConnect n’en a pas vu. Activez-la auprès de votre fournisseur d’identité, puis recommencez."
    )


class AddressIsMissing(ProConnectRefusal):
    """No e-mail address that could be written to."""

    sentence = lazy(
        "ProConnect ne nous a pas transmis d’adresse de courriel valable. Signalez-le à votre fournisseur d’identité."
    )


class RoleIsMissing(ProConnectRefusal):
    """Not a public agent, or not of the kind this network is for."""

    sentence = lazy(
        "Ce réseau est réservé aux agents publics. ProConnect ne vous connaît pas de rôle qui y donne accès. Choisissez une identité de votre collectivité, ou signalez-le à votre fournisseur d’identité."
    )


class SiretIsWrong(ProConnectRefusal):
    """Not the fourteen digits of an establishment."""

    sentence = lazy(
        "Le numéro SIRET que ProConnect nous a transmis n’a pas 14 chiffres. Demandez à votre fournisseur d’identité de le corriger."
    )


class OrganizationIsNotServed(ProConnectRefusal):
    """An establishment that is not on the list."""

    sentence = lazy(
        "Votre organisation ne fait pas partie de celles que ce réseau accueille. Choisissez une autre identité, ou écrivez à l’administrateur du réseau."
    )


class NotInvited(ProConnectRefusal):
    """Nobody of this address, or a member who may no longer come in: the same words."""

    title = lazy("Cette adresse n’est pas invitée")
    sentence = lazy(
        "On entre ici sur invitation. Demandez-en une à l’animatrice ou à l’animateur du club de votre métier, pour l’adresse que ProConnect nous donne."
    )


class PasswordIsMissing(ProConnectRefusal):
    """A member who has no password yet to prove the account is theirs."""

    title = lazy("Choisissez d’abord un mot de passe")
    sentence = lazy(
        "Un compte existe à votre adresse, sans mot de passe pour prouver qu’il est à vous. Choisissez-en un par « J’ai oublié mon mot de passe », puis recommencez."
    )


class ProviderChanged(ProConnectRefusal):
    """The account is linked to an identity of another provider."""

    title = lazy("Votre fournisseur d’identité a changé")
    sentence = lazy(
        "Votre compte est relié à une autre identité ProConnect. Demandez à un administrateur de retirer ce lien, puis recommencez."
    )


class IdentityIsTaken(ProConnectRefusal):
    """The identity opens somebody else's account."""

    sentence = lazy(
        "Cette identité ProConnect est déjà reliée à un autre compte. Demandez à un administrateur de vérifier."
    )


class SignInLinkIsDead(Refusal):
    """Used, expired or never issued."""

    status = 410
    sentence = lazy(
        "Ce lien de connexion a déjà servi ou n’est plus valable. Demandez-en un nouveau : il arrive en une minute."
    )


class WrongCode(Refusal):
    """A six-digit code or a recovery code that does not fit, or that has served."""

    status = 422
    field = "code"
    sentence = lazy(
        "Ce code ne convient pas. Attendez le suivant dans votre application, ou prenez un code de secours qui n’a pas servi."
    )


class KeyRefused(Refusal):
    """A passkey that does not prove what it should."""

    status = 422
    sentence = lazy(
        "Cette clé d’accès n’a pas été reconnue. Réessayez, ou choisissez un autre moyen."
    )


class LastSuperadministrator(Refusal):
    """Somebody must be left."""

    sentence = lazy(
        "C’est la dernière personne qui administre la plateforme : nommez-en une autre d’abord."
    )


class SecondFactorIsNeeded(Refusal):
    """Whoever looks after others keeps one."""

    sentence = lazy("Vous animez ou administrez : gardez au moins un second facteur.")


class SecondFactorMissingHere(Detour):
    """Who looks after others proves who they are twice."""

    endpoint = "accounts.second_factor"
    sentence = lazy(
        "Cette page demande un second facteur : un code de votre téléphone ou une clé d’accès."
    )


class ConfirmationNeeded(Detour):
    """What is grave takes a proof of the last ten minutes."""

    endpoint = "accounts.confirm"
    sentence = lazy(
        "Cette action demande de prouver à nouveau que c’est vous : confirmez, puis recommencez."
    )
