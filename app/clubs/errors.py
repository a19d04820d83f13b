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


class ClubMissing(Refusal):
    """An invitation leads somewhere."""

    status = 422
    field = "clubs"
    sentence = lazy("Choisissez au moins un club.")


class QuotaReached(Refusal):
    """So many letters in a day come from a mistake, or from a stolen account."""

    status = 429
    sentence = lazy(
        "Vous avez atteint la limite de 1 500 invitations en 24 heures. Reprenez demain : rien n’est perdu."
    )


class ProposalQuotaReached(Refusal):
    """Members propose a few colleagues a day."""

    status = 429
    sentence = lazy("Vous avez proposé dix personnes en 24 heures. Reprenez demain.")


class CodeUnknown(Refusal):
    """The same words for a wrong code, a used one and an old one: nothing is given away."""

    status = 422
    field = "code"
    sentence = lazy(
        "Ce code ne correspond à aucune invitation en cours. Vérifiez-le sur votre lettre, ou demandez-en une nouvelle à la personne qui l’a signée."
    )


class NotAList(Refusal):
    """A spreadsheet's own format, an image…"""

    status = 422
    field = "file"
    sentence = lazy(
        "Ce fichier n’est pas une liste de texte. Dans votre tableur, choisissez « Enregistrer sous », puis « CSV »."
    )


class EmptyList(Refusal):
    """Nothing to read."""

    status = 422
    field = "people"
    sentence = lazy("La liste est vide : collez des adresses, ou choisissez un fichier.")


class ListTooLong(Refusal):
    """More than one list holds."""

    status = 422
    field = "people"
    sentence = lazy("Une liste compte au plus 2 000 lignes. Partagez-la en plusieurs.")


class BatchIsOver(Refusal):
    """Confirmed already."""

    sentence = lazy("Cette liste est déjà partie.")


class AlreadyAsked(Refusal):
    """One request at a time."""

    sentence = lazy(
        "Votre demande est déjà chez les animateurs du club : elle attend leur réponse."
    )


class AlreadyDecided(Refusal):
    """Somebody else was quicker."""

    sentence = lazy("Quelqu’un a déjà répondu. Rechargez la page pour voir sa décision.")


class LastModerator(Refusal):
    """A club is never left to nobody."""

    sentence = lazy(
        "C’est la seule personne qui anime ce club : nommez d’abord quelqu’un d’autre à l’animation."
    )


class LastModeratorOf(LastModerator):
    """The same, when several clubs are left at once: says which."""

    def __init__(self, club: str) -> None:
        super().__init__(club)
        self.sentence = lazy(
            "Le club « %(club)s » n’a qu’une seule personne pour l’animer : nommez d’abord quelqu’un d’autre à son animation.",
            club=club,
        )


class OperatorMissing(Refusal):
    """A club is for the members of somebody."""

    status = 422
    field = "operators"
    sentence = lazy("Choisissez au moins une structure.")


class AlreadyKnown(Refusal):
    """Said to a member who proposes: which of the three is the moderators' to know."""

    status = 409
    field = "email"
    sentence = lazy("Cette adresse est déjà connue du club : il n’y a rien à faire.")
