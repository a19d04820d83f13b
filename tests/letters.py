"""Reading what was sent."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from app.core.mail import outbox


class Received(EmailMessage):
    """A letter, with its words at hand."""

    @property
    def text(self) -> str:
        return self.get_body(("plain",)).get_content()

    @property
    def html(self) -> str:
        return self.get_body(("html",)).get_content()


def letters(world) -> list[Received]:
    """The letters kept in the outbox, oldest first."""
    folder = outbox(world.app.extensions["settings"])
    policy = default.clone(message_factory=Received)
    return [
        message_from_bytes(file.read_bytes(), _class=Received, policy=policy)
        for file in sorted(folder.glob("*.eml"))
    ]
