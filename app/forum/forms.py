"""The forms of the forum. What is allowed is decided by the operations."""

from __future__ import annotations

from html import escape
from uuid import uuid4

from wtforms import (
    FileField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from app.core.errors import Refusal
from app.core.forms import Form, choices
from app.core.i18n import lazy
from app.core.plain_text import from_plain, html_of
from app.core.plain_writer import to_plain
from app.core.rich_text import RichText, clean, from_html, to_text
from app.forum.models import Draft
from app.forum.operations import parse_tags

HTML = "html"


class WritingForm(Form):
    """A text, from the plain field or from the editor, under a name that makes a repeat harmless.

    The page always carries both forms of a text: plain in the field, HTML (``rich``) for the
    editor, which says so in ``format`` when it has taken over.
    """

    body = TextAreaField(lazy("Votre texte"))
    format = HiddenField(default="texte")
    client_id = HiddenField(default=lambda: uuid4().hex)
    image = FileField(lazy("Joindre une image"))
    image_alt = StringField(lazy("Ce que montre l’image, en une phrase"))
    rich = ""

    @property
    def is_html(self) -> bool:
        """Whether the text comes from the editor."""
        return bool(self.format.data == HTML)

    def name(self) -> str | None:
        """The client id, as long as it may be."""
        return (self.client_id.data or "")[:64] or None

    def written(self, *, former: str = "") -> RichText:
        """The clean text. Raises Invalid.

        The plain field flattens what it has no signs for: ``former`` stays where it shows it as it was.
        """
        typed = self.body.data or ""
        if self.is_html:
            return from_html(typed)
        if former and typed.replace("\r\n", "\n").strip() == to_plain(former, marks=True):
            return RichText(former, to_text(former))
        return from_plain(typed, marks=True)

    def add_picture(self, path: str) -> None:
        """Put a picture sent beside the plain field at the end of the text."""
        alt = (self.image_alt.data or "").translate({ord(one): None for one in "[]\r\n"})
        alt = alt.strip()[:200]
        picture = (
            f'<img src="{path}" alt="{escape(alt)}">' if self.is_html else f"\n\n![{alt}]({path})"
        )
        self.body.data = f"{self.body.data or ''}{picture}".strip()
        self.image_alt.data = ""

    def bring(self, html: str) -> None:
        """Put a clean text into the form, for both fields."""
        self.rich = html
        self.body.data = to_plain(html, marks=True)
        self.format.data = self.format.default

    def bring_typed(self, typed: str, *, is_html: bool) -> None:
        """Put back what was typed, as it was; nothing is refused here."""
        if is_html:
            self.bring(clean(typed))
        else:
            self.body.data = typed
            self.rich = clean(html_of(typed.strip(), marks=True))

    def refuse(self, refusal: Refusal) -> None:
        """Put the sentence beside its field, and bring back what was typed."""
        super().refuse(refusal)
        self.bring_typed(self.body.data or "", is_html=self.is_html)

    def resume(self, draft: Draft | None) -> None:
        """Bring back what was begun."""
        if draft:
            self.bring_typed(draft.body, is_html=draft.is_html)


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

    def resume(self, draft: Draft | None) -> None:
        """Bring back what was begun."""
        super().resume(draft)
        self.title.data = draft.title if draft else ""
        self.tags.data = draft.tags if draft else ""
