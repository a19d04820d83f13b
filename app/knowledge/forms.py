"""The forms of procedures. What is allowed is decided by the operations."""

from __future__ import annotations

from datetime import date

from wtforms import DateField, HiddenField, StringField, TextAreaField

from app.core.errors import Invalid, Refusal
from app.core.forms import Form
from app.core.i18n import lazy
from app.core.rich_text import RichText
from app.forum.forms import WritingForm
from app.forum.models import Draft
from app.knowledge.models import Procedure
from app.knowledge.operations import Words, checked


class ProcedureForm(WritingForm):
    """What a procedure says."""

    title = StringField(lazy("Titre"))
    tags = StringField(lazy("Thème"))
    summary = StringField(lazy("En une phrase"))
    body = TextAreaField(lazy("La procédure"))
    edition = HiddenField()

    def show(self, procedure: Procedure) -> None:
        """Write down what it says now."""
        self.title.data, self.tags.data = procedure.title, procedure.theme
        self.summary.data = procedure.summary
        self.edition.data = str(procedure.edition)
        self.bring(procedure.body_html)

    def check(self) -> None:
        """The title, the theme and the summary."""
        checked(self.words(RichText("", "")))

    def refuse(self, refusal: Refusal) -> None:
        """A theme is typed where a question has its tags."""
        for one in refusal.each:
            if one.field == "theme":
                one.field = self.tags.name
        super().refuse(refusal)

    def words(self, body: RichText) -> Words:
        """What was typed, beside the clean text."""
        return Words(
            title=self.title.data or "",
            theme=self.tags.data or "",
            summary=self.summary.data or "",
            body=body,
        )

    def seen_edition(self) -> int:
        """The edition that the form was opened with; 0 for anything made up."""
        return _number(self.edition.data)

    def resume(self, draft: Draft | None) -> None:
        """Bring back what was begun."""
        if draft is None:
            self.draft_version.data = "0"
            return
        super().resume(draft)
        self.title.data, self.tags.data = draft.title, draft.tags
        self.summary.data = draft.summary


class PublishForm(Form):
    """A new version, or what to change first."""

    note = StringField(lazy("Ce qui change, ou ce qu’il faut corriger"))
    review_on = DateField(lazy("À relire le"), format="%Y-%m-%d")
    edition = HiddenField()

    def seen_edition(self) -> int:
        """The edition that was read before; 0 for anything made up."""
        return _number(self.edition.data)

    def day(self) -> date | None:
        """When to look again, if said. Raises Invalid."""
        typed = self.review_on.raw_data[0] if self.review_on.raw_data else ""
        if typed and self.review_on.data is None:
            raise Invalid("review_on", lazy("Écrivez le jour ainsi : 31/12/2026."))
        chosen: date | None = self.review_on.data
        return chosen


class CarersForm(Form):
    """Who keeps a procedure, and who may approve it."""

    owner = StringField(lazy("Responsable"))
    referee = StringField(lazy("Référent ou référente (facultatif)"))


class CommentForm(WritingForm):
    """Something to say under a procedure."""

    body = TextAreaField(lazy("Votre commentaire"))


class AdoptForm(Form):
    """« Adopté chez nous », with what is done otherwise."""

    variant = StringField(lazy("Votre variante (facultatif)"))


def _number(typed: str | None) -> int:
    return int(typed) if typed and typed.isdecimal() and len(typed) < 10 else 0
