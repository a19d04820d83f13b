"""What is refused about validity."""

from app.core.errors import Refusal
from app.core.i18n import lazy


class NoLawNamed(Refusal):
    """The text of law could not be recognised."""

    status = 422
    field = "text"
    sentence = lazy(
        "Ce texte n’est pas reconnu. Écrivez par exemple « CGCT L. 2121-17 » ou « loi n° 2023-1380 »."
    )


class DatesCross(Refusal):
    """It would end before it begins."""

    status = 422
    field = "valid_until"
    sentence = lazy("La fin de validité vient avant son début.")
