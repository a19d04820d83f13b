"""The forms of the first visit."""

from wtforms import RadioField, StringField

from app.core.forms import Form, choices
from app.core.i18n import lazy
from app.notifications.models import Rhythm


class IntroductionForm(Form):
    """Who I am, in three lines."""

    name = StringField(lazy("Prénom et nom"))
    job_title = StringField(lazy("Fonction"))
    expertise = StringField(lazy("Ce que vous connaissez bien (facultatif)"))


class RhythmForm(Form):
    """How often e-mails come."""

    rhythm = RadioField(
        lazy("Ce que vous suivez, par courriel"),
        choices=choices(
            [
                (Rhythm.DAILY, lazy("Une fois par jour")),
                (Rhythm.WEEKLY, lazy("Une fois par semaine")),
                (Rhythm.NOW, lazy("Tout de suite")),
                (Rhythm.NEVER, lazy("Jamais")),
            ]
        ),
        default=Rhythm.DAILY,
    )
