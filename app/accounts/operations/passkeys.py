"""Passkeys (WebAuthn level 3): made on a device, proven by it, their public half kept here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import delete, update
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, options_to_json_dict
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from app.accounts.errors import KeyRefused, SecondFactorIsNeeded
from app.accounts.events import SecondFactorChanged
from app.accounts.models import Passkey, User
from app.accounts.queries import authenticator_of, passkey_with_id, passkeys_of
from app.core import clock
from app.core.database import db
from app.core.events import record
from app.core.text import one_line
from app.core.transaction import atomic


@dataclass(frozen=True)
class Place:
    """Where keys count: the site's name and its exact origin."""

    name: str
    origin: str

    @property
    def host(self) -> str:
        """The relying party's id: a passkey made for it opens nothing elsewhere."""
        return urlsplit(self.origin).hostname or ""


def offer_passkey(user: User, place: Place) -> dict[str, Any]:
    """What the browser needs to make a key; ``challenge`` in it is kept for keep_passkey()."""
    known = [PublicKeyCredentialDescriptor(id=key.credential_id) for key in passkeys_of(user)]
    options = generate_registration_options(
        rp_id=place.host,
        rp_name=place.name,
        user_id=str(user.id).encode(),
        user_name=user.email,
        user_display_name=user.name,
        exclude_credentials=known,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
    )
    return options_to_json_dict(options)


def keep_passkey(
    user: User, place: Place, *, answer: dict[str, Any], challenge: str, name: str
) -> Passkey:
    """Keep the public half of a key just made. Raises KeyRefused, Invalid."""
    name = one_line(name, "name", longest=80)
    try:
        made = verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=place.host,
            expected_origin=place.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise KeyRefused from None
    with atomic():
        if passkey_with_id(made.credential_id) is not None:
            raise KeyRefused
        key = Passkey(
            user_id=user.id,
            credential_id=made.credential_id,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            name=name,
            created_at=clock.now(),
        )
        db.session.add(key)
        record(SecondFactorChanged(user.id))
    return key


def ask_for_passkey(place: Place, *, user: User | None) -> dict[str, Any]:
    """What the browser needs to prove a key: one of the person's, or any it has for this site."""
    known = (
        [PublicKeyCredentialDescriptor(id=key.credential_id) for key in passkeys_of(user)]
        if user
        else []
    )
    options = generate_authentication_options(
        rp_id=place.host,
        allow_credentials=known,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json_dict(options)


def prove_passkey(place: Place, *, answer: dict[str, Any], challenge: str) -> Passkey:
    """The key that signed the challenge, its use noted. Raises KeyRefused."""
    try:
        key = passkey_with_id(base64url_to_bytes(str(answer["id"])))
        if key is None:
            raise KeyRefused
        proof = verify_authentication_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=place.host,
            expected_origin=place.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise KeyRefused from None
    with atomic():
        used = update(Passkey).where(Passkey.id == key.id)
        db.session.execute(used.values(sign_count=proof.new_sign_count, last_used_at=clock.now()))
    return key


def remove_passkey(user: User, *, key_id: int, must_keep_one: bool) -> None:
    """Forget a key. Raises SecondFactorIsNeeded for whoever must keep a factor."""
    others = [key for key in passkeys_of(user) if key.id != key_id]
    if must_keep_one and not others and authenticator_of(user) is None:
        raise SecondFactorIsNeeded
    with atomic():
        db.session.execute(delete(Passkey).where(Passkey.id == key_id, Passkey.user_id == user.id))
        record(SecondFactorChanged(user.id))
