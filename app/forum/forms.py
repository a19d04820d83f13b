"""The forms of the forum. What is allowed is decided by the operations."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from wtforms import HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField

from app.core.forms import Form, choices
from app.core.i18n import lazy
from app.core.rich_text import RichText, from_html, from_plain
from app.forum.models import Draft
from app.forum.operations import parse_tags


class WritingForm(Form):
    """A text, from the plain field or from the editor, under a name that makes a repeat harmless."""

    body = TextAreaField(lazy("Votre texte"))
    format = HiddenField(default="texte")
    client_id = HiddenField(default=lambda: uuid4().hex)

    def name(self) -> str | None:
        """The client id, as long as it may be."""
        return (self.client_id.data or "")[:64] or None

    def written(self) -> RichText:
        """The clean text. Raises Invalid."""
        typed = self.body.data or ""
        return from_html(typed) if self.format.data == "html" else from_plain(typed)


class ReplyForm(WritingForm):
    """A reply."""

    body = TextAreaField(lazy("Votre réponse"))


class TopicForm(WritingForm):
    """A title, a text and tags."""

    kind = RadioField(
        lazy("De quoi s’agit-il ?"),
        choices=choices(
            [
                ("question", lazy("Une question")),
                ("discussion", lazy("Une discussion")),
                ("annonce", lazy("Une annonce")),
            ]
        ),
        default="question",
    )
    title = StringField(lazy("Votre question en une phrase"))
    body = TextAreaField(lazy("Les détails"))
    chosen_tags = SelectMultipleField(lazy("Étiquettes"), choices=[], validate_choice=False)
    tags = StringField(lazy("Autres étiquettes"))

    def all_tags(self) -> list[str]:
        """The ticked tags and the typed ones."""
        return [*(self.chosen_tags.data or []), *parse_tags(self.tags.data or "")]

    def resume(self, draft: Draft | None, **otherwise: Any) -> None:
        """Bring back what was begun."""
        self.title.data = (draft.title if draft else "") or otherwise.get("title", "")
        self.body.data = draft.body if draft else ""
        self.tags.data = draft.tags if draft else ""
