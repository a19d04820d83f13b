"""The forms of the forum. What is allowed is decided by the operations."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from uuid import uuid4

from wtforms import (
    BooleanField,
    DateField,
    FileField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from app.core.clock import end_of
from app.core.errors import Invalid, Refusal, together
from app.core.forms import Form, choices
from app.core.i18n import lazy
from app.core.personal_data import Finding
from app.core.plain_text import from_plain, html_of
from app.core.plain_writer import to_plain
from app.core.rich_text import RichText, clean, from_html, to_text
from app.core.text import one_line
from app.core.typography import day
from app.forum.errors import PersonalDataFound
from app.forum.models import Draft
from app.forum.operations import LONGEST_TITLE, PollWords, parse_tags, read_options
from app.search.sources import Thing

HTML = "html"


class WritingForm(Form):
    """A text, from the plain field or from the editor, under a name that makes a repeat harmless.

    The page always carries both forms of a text: plain in the field, HTML (``rich``) for the
    editor, which says so in ``format`` when it has taken over.
    """

    body = TextAreaField(lazy("Votre texte"))
    format = HiddenField(default="texte")
    client_id = HiddenField(default=lambda: uuid4().hex)
    draft_version = HiddenField()
    is_anonymous = BooleanField(lazy("Rester anonyme"))
    image = FileField(lazy("Joindre une image ou un document"))
    image_alt = StringField(lazy("Ce que montre l’image, en une phrase"))
    rich = ""
    findings: Sequence[Finding] = ()
    """Personal data to be shown before it is published."""

    @property
    def is_html(self) -> bool:
        """Whether the text comes from the editor."""
        return bool(self.format.data == HTML)

    def name(self) -> str | None:
        """The client id, as long as it may be."""
        return (self.client_id.data or "")[:64] or None

    def seen(self) -> int | None:
        """The version of the draft this form was opened with, or saved last; 0 where there was none."""
        version = self.draft_version.data or ""
        return int(version) if version.isdecimal() and len(version) < 10 else None

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

    def add_document(self, path: str, name: str) -> None:
        """Put a link to a document sent beside the plain field at the end of the text."""
        link = (
            f'<p><a href="{path}">{escape(name)}</a></p>'
            if self.is_html
            else f"\n\n[{name}]({path})"
        )
        self.body.data = f"{self.body.data or ''}{link}".strip()

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
        typed, is_html = self.body.data or "", self.is_html
        for one in refusal.each:
            if isinstance(one, PersonalDataFound):
                self.status, self.findings = one.status, one.findings
            else:
                super().refuse(one)
        self.bring_typed(typed, is_html=is_html)

    def check(self) -> None:
        """Look at the fields beside the text. Raises Refusal, or Refusals."""

    def resume(self, draft: Draft | None) -> None:
        """Bring back what was begun."""
        self.draft_version.data = str(draft.version) if draft else "0"
        self.is_anonymous.data = bool(draft and draft.is_anonymous)
        if draft:
            self.bring_typed(draft.body, is_html=draft.is_html)

    def quote(self, html: str) -> None:
        """Put a quote under what was begun."""
        self.bring(clean(self.rich + html))
        self.body.data = f"{self.body.data}\n\n"  # one's own words come after it


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
    may_travel = BooleanField(
        lazy("Sans réponse en cinq jours ouvrés, la proposer aux autres clubs de mon métier")
    )
    poll_options = TextAreaField(lazy("Les choix, un par ligne"))
    poll_is_multiple = BooleanField(lazy("Plusieurs choix possibles"))
    poll_is_open = BooleanField(lazy("Montrer qui a choisi quoi"))
    poll_closes = DateField(lazy("Dernier jour pour répondre (facultatif)"), format="%Y-%m-%d")

    def check(self) -> None:
        """The title and the poll."""
        together(lambda: one_line(self.title.data or "", "title", longest=LONGEST_TITLE), self.poll)

    def poll(self) -> PollWords | None:
        """The poll that goes with it, where choices were typed. Raises Invalid."""
        typed = self.poll_options.data or ""
        if not typed.strip():
            return None
        if self.poll_closes.raw_data and self.poll_closes.raw_data[0] and not self.poll_closes.data:
            raise Invalid("poll_closes", lazy("Écrivez le jour ainsi : 31/12/2026."))
        return PollWords(
            read_options(typed),
            is_multiple=bool(self.poll_is_multiple.data),
            is_anonymous=not self.poll_is_open.data,
            closes_at=end_of(self.poll_closes.data) if self.poll_closes.data else None,
        )

    def all_tags(self) -> list[str]:
        """The ticked tags and the typed ones."""
        return [*(self.chosen_tags.data or []), *parse_tags(self.tags.data or "")]

    def resume(self, draft: Draft | None) -> None:
        """Bring back what was begun."""
        super().resume(draft)
        self.title.data = draft.title if draft else ""
        self.tags.data = draft.tags if draft else ""


class ReasonForm(Form):
    """Why a moderator looks behind a label."""

    reason = StringField(lazy("Pourquoi lever l’anonymat ?"))


class MoveForm(Form):
    """Another club for a topic."""

    club = SelectField(lazy("Vers quel club ?"), choices=[], validate_choice=False)


class MergeForm(Form):
    """The topic that takes in another one: one that is near, or the one at an address."""

    near = RadioField(lazy("Un sujet proche"), choices=[], validate_choice=False)
    into = StringField(lazy("L’adresse d’un autre sujet, ou son numéro"))

    def offer(self, near: list[Thing]) -> None:
        """Show the topics that are near."""
        self.near.choices = choices(
            (
                str(one.topic_id),
                f"{one.title} ({one.byline.name}, {day(one.at, with_weekday=False)})",
            )
            for one in near
        )

    def chosen(self) -> str:
        """What was typed, else what was ticked."""
        return (self.into.data or "").strip() or (self.near.data or "")


class SplitForm(Form):
    """Some replies, and the title of the topic that they begin."""

    title = StringField(lazy("Titre du nouveau sujet"))
    posts = SelectMultipleField(lazy("Réponses à détacher"), choices=[], validate_choice=False)


class TagForm(Form):
    """Another name for a tag, or another tag."""

    name = StringField(lazy("Nouveau nom"))
    into = SelectField(lazy("Fusionner avec"), choices=[], validate_choice=False)

    def chosen(self) -> int:
        """The id of the tag that was chosen; 0 for anything made up."""
        value = self.into.data or ""
        return int(value) if value.isdecimal() and len(value) < 10 else 0


class TemplateForm(WritingForm):
    """A text to begin a question or a procedure with."""

    name = StringField(lazy("Nom du modèle"))
    purpose = RadioField(
        lazy("Proposé pour écrire"),
        choices=choices([("question", lazy("Une question")), ("procedure", lazy("Une procédure"))]),
        default="question",
    )
    body = TextAreaField(lazy("Le texte proposé"))
