"""Population brackets: a procedure of Rennes does not help a village."""

from __future__ import annotations

from enum import StrEnum

from app.core.i18n import Sentence, lazy


class Bracket(StrEnum):
    """The size of a local authority, as shown beside each author."""

    UNDER_500 = "under-500"
    FROM_500 = "500-1999"
    FROM_2000 = "2000-3499"
    FROM_3500 = "3500-9999"
    FROM_10000 = "10000-49999"
    FROM_50000 = "50000-up"

    @classmethod
    def of(cls, population: int) -> Bracket:
        """The bracket of a number of inhabitants."""
        return next(bracket for ceiling, bracket in CEILINGS if population < ceiling)

    @property
    def label(self) -> Sentence:
        """« moins de 500 hab. »"""
        return _LABELS[self]


CEILINGS = (
    (500, Bracket.UNDER_500),
    (2_000, Bracket.FROM_500),
    (3_500, Bracket.FROM_2000),
    (10_000, Bracket.FROM_3500),
    (50_000, Bracket.FROM_10000),
    (10**9, Bracket.FROM_50000),
)

_LABELS = {
    Bracket.UNDER_500: lazy("moins de 500 hab."),
    Bracket.FROM_500: lazy("500 à 1 999 hab."),
    Bracket.FROM_2000: lazy("2 000 à 3 499 hab."),
    Bracket.FROM_3500: lazy("3 500 à 9 999 hab."),
    Bracket.FROM_10000: lazy("10 000 à 49 999 hab."),
    Bracket.FROM_50000: lazy("50 000 hab. et plus"),
}
