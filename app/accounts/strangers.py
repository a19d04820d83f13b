"""People whom an OpenID provider vouches for, and who greets those without an account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class ExternalPerson:
    """Somebody as the provider describes them, once everything was verified."""

    issuer: str
    subject: str
    email: str
    given_name: str
    usual_name: str
    siret: str
    organization_label: str
    idp_id: str


@dataclass(frozen=True)
class Provenance:
    """Who vouched for a session that begins."""

    id_token: str | None = None
    """What the provider wants back when the session ends."""

    has_second_factor: bool = False
    """Whether a second factor was seen, here or by the provider."""

    way: str = "password"
    """How the person came in, as the list of sign-ins says it."""


HERE = Provenance()
"""Our own password: no provider, and no second factor that we know of."""

Greeter = Callable[[ExternalPerson], str | None]
"""Gives the address where this stranger is expected, or nothing."""

_GREETERS: list[Greeter] = []


def greets_strangers(greeter: Greeter) -> Greeter:
    """Register the function below among those asked where a stranger is expected."""
    _GREETERS.append(greeter)
    return greeter


def place_for(person: ExternalPerson) -> str | None:
    """The first address a greeter gives for this stranger; nothing if nobody expects them."""
    return next((place for greeter in _GREETERS if (place := greeter(person))), None)
