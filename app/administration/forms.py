"""The forms of administration. What is allowed is decided by the operations."""

from wtforms import EmailField, RadioField, StringField, TextAreaField

from app.administration.models import Conformity
from app.clubs.forms import ClubForm
from app.clubs.models import Role
from app.core.forms import CheckboxesField, Form, choices
from app.core.i18n import lazy


class OperatorForm(Form):
    """An operator's name, and the word of its address when it is new."""

    name = StringField(lazy("Nom de la structure"))
    slug = StringField(lazy("Mot pour l’adresse"))


class EmailForm(Form):
    """Somebody who has an account."""

    email = EmailField(lazy("Adresse de courriel"))


class AttachForm(Form):
    """Which organizations belong to an operator."""

    departments = StringField(lazy("Départements entiers"))
    codes = TextAreaField(lazy("Ou une liste de codes INSEE et de SIREN"))


class OrganizationForm(Form):
    """An organization outside the official list."""

    name = StringField(lazy("Nom"))
    department = StringField(lazy("Département (facultatif)"))
    population = StringField(lazy("Nombre d’habitants (facultatif)"))


class FoundForm(ClubForm):
    """A new club."""

    slug = StringField(lazy("Mot pour l’adresse"))
    operators = CheckboxesField(lazy("Pour les membres de"), choices=[], coerce=int)
    moderator = EmailField(lazy("Qui l’animera : adresse de courriel"))


class PlaceForm(Form):
    """Somebody put in a club by an administrator."""

    email = EmailField(lazy("Adresse de courriel"))
    role = RadioField(
        lazy("En tant que"),
        choices=choices(
            [
                (Role.MODERATOR, lazy("Animatrice ou animateur")),
                (Role.MEMBER, lazy("Membre")),
            ]
        ),
        default=Role.MODERATOR,
    )


class TextForm(Form):
    """A legal text."""

    body = TextAreaField(lazy("Texte"))
    conformity = RadioField(
        lazy("État de conformité"),
        choices=choices(
            [
                (Conformity.NONE, lazy("Non conforme")),
                (Conformity.PARTIAL, lazy("Partiellement conforme")),
                (Conformity.FULL, lazy("Totalement conforme")),
            ]
        ),
        default=Conformity.NONE,
    )


class ReasonForm(Form):
    """Why."""

    reason = TextAreaField(lazy("Pourquoi (gardé au journal)"))
