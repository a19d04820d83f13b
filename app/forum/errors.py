"""What the forum refuses."""

from app.core.errors import Refusal
from app.core.i18n import lazy


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
