"""Passwords: argon2id, twelve characters at least, none that everybody uses.

Parameters: t=2, 19 MiB, p=1 (OWASP Password Storage Cheat Sheet); length over composition (CNIL
délibération 2022-100, ASVS 5.0 6.2). At most two hashes at a time: each takes a core for 30 ms.
"""

from __future__ import annotations

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from zxcvbn import zxcvbn

from app.core.errors import Invalid
from app.core.i18n import Sentence, lazy

SHORTEST, LONGEST = 12, 256
MOST_JUDGED = 72  # zxcvbn takes quadratic time
WEAKEST = 2  # of 4: more than a million guesses

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_two_at_a_time = threading.BoundedSemaphore(2)


def hash_password(password: str) -> str:
    """The argon2id hash to store. Slow: call it outside a transaction."""
    with _two_at_a_time:
        return _hasher.hash(password)


def verify_password(stored: str | None, password: str) -> bool:
    """Whether ``password`` is the one stored; as slow when nothing is stored."""
    with _two_at_a_time:
        try:
            _hasher.verify(stored or _nobodys_hash(), password)
        except VerificationError:
            return False
    return stored is not None


def accept_password(password: str, *, about: tuple[str, ...] = ()) -> str:
    """``password`` itself, or Invalid with what to change; ``about`` is what it must not contain."""
    if len(password) < SHORTEST:
        raise _invalid(
            lazy("Choisissez au moins 12 caractères. Une phrase courte fait très bien l’affaire.")
        )
    if len(password) > LONGEST:
        raise _invalid(lazy("Ce mot de passe dépasse 256 caractères."))
    strength = zxcvbn(password[:MOST_JUDGED], user_inputs=[word for word in about if word])
    if strength["score"] < WEAKEST:
        raise _invalid(
            lazy(
                "Ce mot de passe se devine trop facilement : trop courant, répété ou proche de votre nom. Choisissez une phrase qui n’appartient qu’à vous."
            )
        )
    return password


def _invalid(sentence: Sentence) -> Invalid:
    return Invalid("password", sentence)


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("nobody's password")
