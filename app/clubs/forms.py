"""The forms of clubs. What is allowed is decided by the operations."""

from wtforms import (
    BooleanField,
    EmailField,
    FileField,
    PasswordField,
    RadioField,
    StringField,
    TextAreaField,
)

from app.accounts.forms import OrganizationForm
from app.clubs.models import Club, Role
from app.core.forms import CheckboxesField, Form, choices
from app.core.i18n import lazy

ROLES = [
    (Role.MEMBER, lazy("Membre")),
    (Role.MODERATOR, lazy("Animatrice ou animateur")),
]


class InviteForm(Form):
    """One address, its clubs, a role and a personal sentence."""

    email = EmailField(lazy("Adresse de courriel"))
    name = StringField(lazy("Prénom et nom (facultatif)"))
    clubs = CheckboxesField(lazy("Dans quels clubs ?"), choices=[], coerce=int)
    role = RadioField(lazy("En tant que"), choices=choices(ROLES), default=Role.MEMBER)
    message = TextAreaField(lazy("Votre mot d’accueil (facultatif)"))

    def fill(self, clubs: list[Club], here: Club) -> None:
        """Offer the clubs that the inviter looks after; the one of the page is chosen."""
        self.clubs.choices = choices((str(club.id), club.name) for club in clubs)
        if not self.is_submitted():
            self.clubs.data = [here.id]

    def chosen(self, clubs: list[Club]) -> list[Club]:
        """Of the clubs offered, those that were chosen; the only one without asking."""
        wanted = set(self.clubs.data or [])
        return clubs if len(clubs) == 1 else [club for club in clubs if club.id in wanted]

    def chosen_role(self) -> Role:
        """The role that was chosen; member for anything made up."""
        return Role.MODERATOR if self.role.data == Role.MODERATOR else Role.MEMBER


class ListForm(InviteForm):
    """Many at once: a pasted list or a file."""

    people = TextAreaField(lazy("Les adresses, une par ligne"))
    file = FileField(lazy("Ou un fichier CSV"))


class LetterForm(InviteForm):
    """On paper, for somebody whose address is not known."""

    name = StringField(lazy("Prénom et nom"))


class CodeForm(Form):
    """What a printed letter asks to type."""

    code = StringField(lazy("Code de votre lettre"))
    email = EmailField(lazy("Adresse de courriel"))


class ProposeForm(Form):
    """A colleague whom a member would like to see in the club."""

    name = StringField(lazy("Prénom et nom"))
    email = EmailField(lazy("Adresse de courriel"))
    reason = TextAreaField(lazy("Un mot pour elle ou lui (facultatif)"))


class JoinRequestForm(Form):
    """Why one would like to join."""

    reason = TextAreaField(lazy("Pourquoi ce club vous concerne"))


class RemovalForm(Form):
    """Why somebody is taken out."""

    reason = TextAreaField(lazy("Pourquoi (facultatif, gardé au journal du club)"))


class ClubForm(Form):
    """What a club says of itself."""

    name = StringField(lazy("Nom du club"))
    profession = StringField(lazy("Métier"))
    description = StringField(lazy("En une phrase"))
    color = RadioField(
        lazy("Couleur"),
        choices=choices(
            [
                ("petrol", lazy("Pétrole")),
                ("plum", lazy("Prune")),
                ("earth", lazy("Terre")),
                ("info", lazy("Bleu")),
                ("success", lazy("Vert")),
                ("warning", lazy("Ocre")),
            ]
        ),
    )
    is_listed = BooleanField(
        lazy("Annoncer ce club aux membres des mêmes structures, qui pourront demander à venir")
    )
    welcome = TextAreaField(lazy("Mot d’accueil, montré à la première visite"))
    rules = TextAreaField(lazy("Règles du club"))


class RefusalForm(Form):
    """Why not."""

    answer = TextAreaField(lazy("Votre réponse à cette personne"))


class AcceptForm(OrganizationForm):
    """Who one is, on the way in."""

    name = StringField(lazy("Prénom et nom"))
    job_title = StringField(lazy("Fonction"))
    password = PasswordField(lazy("Mot de passe"))
