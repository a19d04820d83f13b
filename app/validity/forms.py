"""The forms of validity."""

from __future__ import annotations

from datetime import date

from wtforms import DateField, StringField

from app.core.errors import Invalid
from app.core.forms import Form
from app.core.i18n import lazy
from app.validity.models import Validity
from app.validity.operations import Term

_FORMAT = "%Y-%m-%d"


class TermForm(Form):
    """Between which days something holds, and when to look at it again."""

    valid_from = DateField(lazy("Vrai à partir du (facultatif)"), format=_FORMAT)
    valid_until = DateField(lazy("Vrai jusqu’au (facultatif)"), format=_FORMAT)
    review_on = DateField(lazy("À relire le"), format=_FORMAT)

    def show(self, validity: Validity) -> None:
        """Write down what was said."""
        self.valid_from.data, self.valid_until.data = validity.valid_from, validity.valid_until
        self.review_on.data = validity.review_on

    def term(self) -> Term:
        """What the form says. Raises Invalid."""
        return Term(*(_day(field) for field in (self.valid_from, self.valid_until, self.review_on)))


class OutdateForm(Form):
    """What holds instead of something."""

    instead = StringField(lazy("Remplacé par (une adresse du club, facultatif)"))


class DoubtForm(Form):
    """Why something may be true no more."""

    reason = StringField(lazy("Qu’est-ce qui n’est plus vrai ?"))


class LawForm(Form):
    """A text of law that changed."""

    text = StringField(lazy("Quel texte a changé ?"))
    changed_on = DateField(lazy("Depuis quel jour ?"), format=_FORMAT)
    note = StringField(lazy("Ce qui change, en une phrase (facultatif)"))

    def day(self) -> date | None:
        """The day, if one was written. Raises Invalid."""
        return _day(self.changed_on)


def _day(field: DateField) -> date | None:
    typed = field.raw_data[0] if field.raw_data else ""
    if typed and field.data is None:
        raise Invalid(field.name, lazy("Écrivez le jour ainsi : 31/12/2026."))
    day: date | None = field.data
    return day
