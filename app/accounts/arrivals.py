"""What the browser's signed session remembers of somebody on the way in: for ten minutes, no tokens."""

from __future__ import annotations

import hmac
import logging
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from flask import session

from app.accounts import linking
from app.accounts.errors import ProConnectRefusal, ReturnIsUnknown
from app.accounts.models import User
from app.accounts.strangers import ExternalPerson
from app.core import clock
from app.core.tokens import new_token

logger = logging.getLogger(__name__)

LIFE = timedelta(minutes=10)
DEPARTURE, ARRIVAL = "proconnect", "arrival"


@dataclass(frozen=True)
class Departure:
    """Somebody who left for the provider, and what the return is checked against."""

    state: str
    nonce: str
    follow: str | None
    """The path of this site to end on."""


@dataclass(frozen=True)
class Arrival:
    """A verified person who is not let in yet."""

    person: ExternalPerson
    follow: str | None
    has_second_factor: bool


def depart(follow: str | None) -> Departure:
    """Remember a new departure; an older one of this browser is forgotten."""
    departure = Departure(new_token(), new_token(), follow)
    session[DEPARTURE] = {**asdict(departure), "at": _now()}
    return departure


def consume_departure(state: str) -> Departure:
    """The departure this return answers, once. Raises ReturnIsUnknown."""
    kept = _young(session.pop(DEPARTURE, None))
    if kept is None or not hmac.compare_digest(kept["state"].encode(), state.encode()):
        raise ReturnIsUnknown
    return Departure(kept["state"], kept["nonce"], kept["follow"])


def keep(arrival: Arrival) -> None:
    """Remember who arrived, until an account is found or made."""
    session[ARRIVAL] = {**asdict(arrival), "at": _now()}


def pending_arrival() -> Arrival | None:
    """Who arrived in this browser less than ten minutes ago and is not in yet."""
    kept = _young(session.get(ARRIVAL))
    if kept is None:
        return None
    return Arrival(ExternalPerson(**kept["person"]), kept["follow"], kept["has_second_factor"])


def pending_identity() -> ExternalPerson | None:
    """The verified person who is on the way in."""
    arrival = pending_arrival()
    return arrival.person if arrival else None


def forget_pending_identity() -> None:
    """Nobody is on the way in any more."""
    session.pop(ARRIVAL, None)


def link_pending_identity(user: User, *, email: str) -> None:
    """Let the pending identity open ``user``, if it has the address that was invited."""
    person = pending_identity()
    forget_pending_identity()
    if person is None or person.email != email:
        return
    try:
        linking.link_identity(user, person)
    except ProConnectRefusal as refusal:  # the account is made all the same
        logger.warning("proconnect was not linked: %s", type(refusal).__name__)


def _now() -> float:
    return clock.now().timestamp()


def _young(kept: Any) -> dict[str, Any] | None:
    is_young = kept is not None and _now() - kept["at"] < LIFE.total_seconds()
    return kept if is_young else None
