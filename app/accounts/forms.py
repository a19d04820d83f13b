"""The forms of accounts. What is allowed is decided by the operations."""

from wtforms import BooleanField, EmailField, PasswordField, RadioField, StringField

from app.core.forms import Form, choices
from app.core.i18n import LANGUAGES, lazy


class SignInForm(Form):
    """E-mail and password."""

    email = EmailField(lazy("Adresse de courriel"))
    password = PasswordField(lazy("Mot de passe"))
    is_own_device = BooleanField(lazy("Cet ordinateur est à moi : rester connecté 30 jours"))


class LinkForm(Form):
    """The password of the account to link."""

    password = PasswordField(lazy("Mot de passe"))


class ForgottenForm(Form):
    """The address to send a link to."""

    email = EmailField(lazy("Adresse de courriel"))


class PasswordForm(Form):
    """A new password."""

    password = PasswordField(lazy("Nouveau mot de passe"))


class ProfileForm(Form):
    """Who one is."""

    name = StringField(lazy("Prénom et nom"))
    job_title = StringField(lazy("Fonction"))
    expertise = StringField(lazy("Domaines que vous connaissez bien"))
    presence = StringField(lazy("Jours et heures de présence"))
    ask_about = StringField(lazy("Demandez-moi…"))


class DisplayForm(Form):
    """How pages look."""

    theme = RadioField(
        lazy("Couleurs"),
        choices=choices(
            [
                ("auto", lazy("Comme mon ordinateur")),
                ("light", lazy("Claires")),
                ("dark", lazy("Sombres")),
            ]
        ),
    )
    language = RadioField(lazy("Langue"), choices=choices(LANGUAGES.items()))
    is_compact = BooleanField(lazy("Affichage serré : plus de lignes à l’écran"))
    prefers_plain_field = BooleanField(
        lazy("Zone de texte simple : écrire sans la barre de mise en forme")
    )


class OrganizationForm(Form):
    """Where one works: a name typed, then one of those that bear it."""

    organization_name = StringField(lazy("Votre collectivité"))
    organization = RadioField(lazy("Laquelle ?"), choices=[], validate_choice=False)


class CodeForm(Form):
    """A code of one's application, or a recovery code."""

    code = StringField(lazy("Code à six chiffres, ou code de secours"))


class FirstCodeForm(Form):
    """The first code of a new application: there are no recovery codes yet."""

    code = StringField(lazy("Code à six chiffres"))


class ConfirmForm(Form):
    """The password, typed again."""

    current_password = PasswordField(lazy("Mot de passe actuel"))


class ChangePasswordForm(Form):
    """The old and the new password."""

    current_password = PasswordField(lazy("Mot de passe actuel"))
    password = PasswordField(lazy("Nouveau mot de passe"))
