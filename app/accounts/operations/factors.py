"""Second factors: codes of an application (TOTP, RFC 6238) and recovery codes."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pyotp
from sqlalchemy import delete, update

from app.accounts.errors import SecondFactorIsNeeded, WrongCode
from app.accounts.events import SecondFactorChanged
from app.accounts.models import Authenticator, Passkey, RecoveryCode, User
from app.accounts.queries import authenticator_of, passkeys_of
from app.core import clock
from app.core.database import db, insert
from app.core.events import record
from app.core.journal import write_down
from app.core.sealing import seal, unseal
from app.core.tokens import code_digest, code_for
from app.core.transaction import atomic

RECOVERY_CODES = 10
SEED_LIFE = timedelta(minutes=15)
STEP = 30
"""Seconds a code is shown."""

DRIFT = 1
"""Steps a telephone's clock may be away."""


def begin_authenticator(user: User) -> str:
    """A new seed to be read by the person's application; it proves nothing before the first code.

    Called again within a quarter of an hour, it gives the same seed: the page may be opened twice.
    """
    now, known = clock.now(), db.session.get(Authenticator, user.id)
    if known is not None and known.confirmed_at is None and known.created_at + SEED_LIFE > now:
        kept = unseal(known.sealed_seed)
        if kept:
            return kept
    seed = pyotp.random_base32(32)
    fresh = {"sealed_seed": seal(seed), "created_at": now, "confirmed_at": None, "last_step": 0}
    row = insert(Authenticator).values(user_id=user.id, **fresh)
    with atomic():
        db.session.execute(row.on_conflict_do_update(index_elements=["user_id"], set_=fresh))
        db.session.expire_all()
    return seed


def confirm_authenticator(user: User, *, code: str) -> list[str]:
    """The first code was typed: from now on it is asked for. Returns new recovery codes.

    Raises WrongCode.
    """
    known = db.session.get(Authenticator, user.id)
    if known is None:
        raise WrongCode
    with atomic():
        _use_step(known, code)
        known.confirmed_at = known.confirmed_at or clock.now()
        record(SecondFactorChanged(user.id))
        return _new_recovery_codes(user)


def renew_recovery_codes(user: User) -> list[str]:
    """Ten new codes, shown once; the former ones are dead."""
    with atomic():
        return _new_recovery_codes(user)


def remove_authenticator(user: User, *, must_keep_one: bool) -> None:
    """Ask for no code any more. Raises SecondFactorIsNeeded for whoever must keep a factor."""
    if must_keep_one and not passkeys_of(user):
        raise SecondFactorIsNeeded
    with atomic():
        db.session.execute(delete(Authenticator).where(Authenticator.user_id == user.id))
        record(SecondFactorChanged(user.id))


def prove_code(user: User, *, code: str) -> str:
    """Use a code of the application, or a recovery code; which way it was.

    Raises WrongCode: wrong, or used already.
    """
    typed = "".join(code.split())
    known = authenticator_of(user)
    if known and len(typed) == pyotp.TOTP("A" * 32).digits and typed.isdigit():
        with atomic():
            _use_step(known, typed)
        return "totp"
    with atomic():
        used = update(RecoveryCode).where(
            RecoveryCode.user_id == user.id,
            RecoveryCode.code_hash == code_digest(typed),
            RecoveryCode.used_at.is_(None),
        )
        won = db.session.execute(used.values(used_at=clock.now()).returning(RecoveryCode.id))
        if won.scalar() is None:
            raise WrongCode
    return "recovery"


def reset_factors(user: User, *, by: User | None) -> None:
    """An administrator takes every second factor away from who lost them."""
    with atomic():
        for table in (Authenticator, RecoveryCode, Passkey):
            db.session.execute(delete(table).where(table.user_id == user.id))
        write_down("factors-reset", actor_id=by.id if by else None, user_id=user.id)
        record(SecondFactorChanged(user.id))


def _use_step(known: Authenticator, code: str) -> None:
    """A code serves once: of two at the same instant, one wins."""
    step = _step_of(unseal(known.sealed_seed) or "", code)
    if step is None:
        raise WrongCode
    won = db.session.execute(
        update(Authenticator)
        .where(Authenticator.user_id == known.user_id, Authenticator.last_step < step)
        .values(last_step=step)
        .returning(Authenticator.user_id)
    ).scalar()
    if won is None:
        raise WrongCode


def _step_of(seed: str, code: str) -> int | None:
    """The time step a code is of; none for a wrong one, or a seed of a former SECRET_KEY."""
    if not seed:
        return None
    totp, code = pyotp.TOTP(seed, interval=STEP), "".join(code.split())  # telephones show 123 456
    now = int(clock.now().timestamp()) // STEP
    steps = range(now - DRIFT, now + DRIFT + 1)
    found = [step for step in steps if secrets.compare_digest(totp.generate_otp(step), code)]
    return found[-1] if found else None


def _new_recovery_codes(user: User) -> list[str]:
    codes = [code_for("recovery", secrets.token_urlsafe(32)) for _ in range(RECOVERY_CODES)]
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    db.session.add_all(RecoveryCode(user_id=user.id, code_hash=code_digest(one)) for one in codes)
    return codes
