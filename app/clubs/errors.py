"""What clubs refuse."""

from app.core.errors import Refusal
from app.core.i18n import lazy


class InvitationIsDead(Refusal):
    """The base of the reasons why a link no longer works."""

    status = 410
    reason = "unknown"


class InvitationUnknown(InvitationIsDead):
    """No such link; the same page for every wrong token."""

    status = 404
    sentence = lazy(
        "Ce lien d’invitation n’existe pas. Il a peut-être été coupé en deux par votre messagerie : copiez-le en entier."
    )


class InvitationUsed(InvitationIsDead):
    """Somebody came in by this link already."""

    reason = "accepted"
    sentence = lazy(
        "Cette invitation a déjà servi. Si c’est vous qui l’avez utilisée, connectez-vous avec votre adresse et votre mot de passe."
    )


class InvitationExpired(InvitationIsDead):
    """Older than 30 days."""

    reason = "expired"
    sentence = lazy(
        "Cette invitation a plus de 30 jours : elle n’est plus valable. Une nouvelle s’envoie en un instant."
    )


class InvitationRevoked(InvitationIsDead):
    """Taken back."""

    reason = "revoked"
    sentence = lazy("Cette invitation a été annulée par la personne qui vous l’avait envoyée.")


class InvitationReplaced(InvitationIsDead):
    """A newer letter was sent."""

    reason = "replaced"
    sentence = lazy(
        "Un courriel plus récent remplace celui-ci. Ouvrez la dernière invitation reçue."
    )


class AlreadyMember(Refusal):
    """The address is a member's of this club."""

    status = 409
    field = "email"
    sentence = lazy("Cette personne est déjà membre du club.")


class AlreadyInvited(Refusal):
    """An invitation is under way."""

    status = 409
    field = "email"
    sentence = lazy(
        "Une invitation est déjà en route pour cette adresse. Vous pouvez la renvoyer depuis la liste."
    )


class SlugIsTaken(Refusal):
    """Another club has this address."""

    status = 409
    field = "slug"
    sentence = lazy("Un club a déjà cette adresse.")
