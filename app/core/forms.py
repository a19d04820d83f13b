"""Forms that bring back what was typed, with the reason beside the field."""

from __future__ import annotations

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.errors import Refusal
from app.core.i18n import Sentence


def choices(pairs: Iterable[tuple[str, Sentence]]) -> list[SelectChoice]:
    """What a choice offers: values and their words."""
    return [SelectChoice(value=value, label=words) for value, words in pairs]


class CheckboxesField(SelectMultipleField):  # type: ignore[misc]  # the library has no types
    """Several choices, each with its own box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Form(FlaskForm):  # type: ignore[misc]
    """A form whose refusals come from the operation behind it."""

    status = 200
    """What the page with this form answers: 422 or 429 once something was refused."""

    class Meta:
        csrf = False  # core.web checks the token of every change, forms or not

    def refuse(self, refusal: Refusal) -> None:
        """Put the sentence beside its field; a refusal without a field here goes above the form."""
        for one in refusal.each:
            self.status = 429 if one.status == 429 else 422
            target = self._fields.get(one.field or "")
            if target is None:
                self.form_errors.append(one.sentence)
            else:
                target.errors = [*target.errors, one.sentence]

    @property
    def is_refused(self) -> bool:
        """Whether something stands to be corrected."""
        return bool(self.form_errors or any(field.errors for field in self))
