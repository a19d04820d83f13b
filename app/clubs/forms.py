"""The forms of clubs. What is allowed is decided by the operations."""

from wtforms import EmailField, PasswordField, RadioField, StringField, TextAreaField

from app.core.forms import Form
from app.core.i18n import lazy


class InviteForm(Form):
    """One address and a personal sentence."""

    email = EmailField(lazy("Adresse de courriel"))
    message = TextAreaField(lazy("Votre mot d’accueil (facultatif)"))


class AcceptForm(Form):
    """Who one is, on the way in."""

    name = StringField(lazy("Prénom et nom"))
    job_title = StringField(lazy("Fonction"))
    organization_name = StringField(lazy("Votre collectivité"))
    organization = RadioField(lazy("Laquelle ?"), choices=[], validate_choice=False)
    password = PasswordField(lazy("Mot de passe"))
