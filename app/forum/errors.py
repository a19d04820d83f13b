"""What the forum refuses."""

from app.core.errors import Refusal
from app.core.i18n import lazy
from app.core.personal_data import Finding


class TopicIsClosed(Refusal):
    """No new posts."""

    field = "body"
    sentence = lazy("Cette question est fermée : on ne peut plus y répondre.")


class OpeningPostIsNoAnswer(Refusal):
    """A question does not answer itself."""

    field = "post_id"
    sentence = lazy("La question elle-même ne peut pas être retenue comme réponse.")


class NotAQuestion(Refusal):
    """Only questions have answers."""

    field = "post_id"
    sentence = lazy("Seule une question peut avoir une réponse retenue.")


class PostOfAnotherTopic(Refusal):
    """The post belongs elsewhere."""

    status = 404
    field = "post_id"
    sentence = lazy("Cette réponse n’existe pas dans cette question.")


class OpeningPostStays(Refusal):
    """The text of a topic goes with the topic only."""

    sentence = lazy("Le texte de la question ne se supprime pas. Vous pouvez le modifier.")


class OwnPost(Refusal):
    """Thanks are for others."""

    sentence = lazy("C’est votre propre texte : ce sont les autres qui le disent utile.")


class PollIsClosed(Refusal):
    """Too late to choose."""

    field = "option"
    sentence = lazy("Ce sondage est clos : on ne peut plus y répondre.")


class OneOptionOnly(Refusal):
    """A poll of one choice."""

    status = 422
    field = "option"
    sentence = lazy("Un seul choix est possible dans ce sondage.")


class NoSuchOption(Refusal):
    """The option belongs elsewhere, or nowhere."""

    status = 404
    field = "option"
    sentence = lazy("Ce choix n’existe pas dans ce sondage.")


class SameTopic(Refusal):
    """A topic cannot be merged into itself."""

    status = 422
    field = "into"
    sentence = lazy("C’est ce sujet-ci. Indiquez l’adresse de l’autre.")


class OtherClub(Refusal):
    """Topics are merged inside one club."""

    status = 422
    field = "into"
    sentence = lazy("Les deux sujets doivent être dans le même club. Déplacez d’abord celui-ci.")


class TopicHasPoll(Refusal):
    """A poll belongs to its own topic."""

    status = 422
    field = "into"
    sentence = lazy("Ce sujet porte un sondage : il ne peut pas se fondre dans un autre.")


class NothingToSplit(Refusal):
    """No reply was chosen."""

    status = 422
    field = "posts"
    sentence = lazy("Cochez au moins une réponse à détacher.")


class TooManyPinned(Refusal):
    """A list that begins with many is no list of what matters."""

    sentence = lazy("Cinq sujets épinglés au plus : retirez d’abord l’épingle d’un autre.")


class TopicIsGone(Refusal):
    """It was merged while somebody looked at it."""

    sentence = lazy("Ce sujet vient d’être fusionné dans un autre. Rechargez la page.")


class TagMergedIntoItself(Refusal):
    """Two tags are needed."""

    status = 422
    field = "into"
    sentence = lazy("Choisissez une autre étiquette.")


class TemplateIsThere(Refusal):
    """Templates have different names."""

    status = 422
    field = "name"
    sentence = lazy("Un modèle de ce nom existe déjà dans ce club.")


class AnonymityNotOffered(Refusal):
    """Too few members for anybody to be hidden among them."""

    status = 422
    field = "is_anonymous"
    sentence = lazy(
        "Ce club compte moins de dix membres : on vous y reconnaîtrait. Décochez « anonyme » pour publier."
    )


class NoLabelHere(Refusal):
    """Nothing was written here behind a label: the reply would begin one."""

    status = 422
    field = "is_anonymous"
    sentence = lazy("Vous n’avez rien écrit d’anonyme ici : décochez « anonyme » pour répondre.")


class PersonalDataFound(Refusal):
    """Pointed out once before it is published; the writer masks it, or publishes as it is."""

    status = 422
    sentence = lazy("Votre texte contient des données personnelles.")

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(len(findings))
        self.findings = findings


class DraftIsNewer(Refusal):
    """The same text was written on another screen since this form was opened."""

    sentence = lazy("Ce texte a été modifié sur un autre appareil entre-temps.")
