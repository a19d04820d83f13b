"""The forms about one's own data. What is allowed is decided by the operations."""

from wtforms import EmailField

from app.core.forms import Form
from app.core.i18n import lazy


class CloseForm(Form):
    """One's own address, typed as a last look."""

    email = EmailField(lazy("Votre adresse de courriel, pour confirmer"))
