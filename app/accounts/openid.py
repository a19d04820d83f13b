"""The client of an OpenID provider, the way ProConnect wants it.

Source: partenaires.proconnect.gouv.fr, "Implémentation technique" (fournisseur de service): state
and nonce of 32 characters at least, no parameter that is not in its list (hence no PKCE), userinfo
as a signed JWT. The algorithm is the one registered, never the one a header names (RFC 8725, 3.1).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from urllib.parse import urlencode

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from flask import Flask, current_app
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet, OctKey

from app.accounts.errors import IdentityNotProven, ProviderIsDown
from app.config import ProConnect, Settings
from app.core import clock
from app.core.tokens import new_token
from app.core.transaction import release

logger = logging.getLogger(__name__)

TIMEOUT = 5.0
"""Seconds, to connect and between two bytes."""

KEPT = timedelta(hours=1)
PAUSE = timedelta(seconds=10)
"""After it failed to describe itself, the provider is not asked again for so long."""

LEEWAY = 30
"""Seconds by which two clocks may differ."""

SCOPE = "openid given_name usual_name email uid siret idp_id roles organization_label"
SECOND_FACTOR_ACR = ("eidas0-mfa", "eidas1-mfa", "eidas2", "eidas3")
RETURN_PATH = "/connexion/proconnect/retour"
SIGNED_OUT_PATH = "/connexion"

_KEY_TYPES = {"RS256": "RSA", "ES256": "EC"}
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")

_SOME: jwt.ClaimsOption = {"essential": True}

Claims = Mapping[str, Any]


@dataclass(frozen=True)
class Proof:
    """What the provider said of a person, its signatures checked."""

    id_token: str
    claims: Claims
    """Of the id_token."""

    person: Claims
    """Of the userinfo."""


class OpenIdClient:
    """Asks the provider; keeps its description and its keys for an hour, in memory."""

    def __init__(self, chosen: ProConnect, base_url: str) -> None:
        self.chosen = chosen
        self.base_url = base_url
        self._described: tuple[datetime, dict[str, Any]] | None = None
        self._keys: tuple[datetime, KeySet] | None = None
        self._paused_until = clock.now()

    def authorization_address(self, *, state: str, nonce: str) -> str:
        """Where the browser goes to sign in. Raises ProviderIsDown."""
        address = self._description()["authorization_endpoint"]
        with self._session() as session:
            built, _ = session.create_authorization_url(
                address, state=state, nonce=nonce, claims=self._wanted_claims()
            )
        return cast(str, built)

    def prove(self, code: str, *, nonce: str) -> Proof:
        """Exchange the code for what it stands for. Raises ProviderIsDown, IdentityNotProven."""
        description = self._description()
        with _outside(), self._session() as session:
            token = session.fetch_token(
                description["token_endpoint"],
                grant_type="authorization_code",
                code=code,
                allow_redirects=False,
            )
            answer = session.get(description["userinfo_endpoint"], allow_redirects=False)
        id_token = str(token.get("id_token", ""))
        claims = self._verified(id_token, exp=_SOME, iat=_SOME, sub=_SOME, nonce=_exactly(nonce))
        person = self._verified(_signed_body(answer), sub=_exactly(claims["sub"]))
        return Proof(id_token, claims, person)

    def sign_out_address(self, id_token: str) -> str | None:
        """Where the browser goes to sign out there too; none if the provider has no such place.

        Raises ProviderIsDown.
        """
        address = self._description().get("end_session_endpoint")
        query = {
            "id_token_hint": id_token,
            "state": new_token(),
            "post_logout_redirect_uri": f"{self.base_url}{SIGNED_OUT_PATH}",
        }
        return f"{address}?{urlencode(query)}" if address else None

    def _session(self) -> Any:
        return OAuth2Session(
            self.chosen.client_id,
            self.chosen.client_secret,
            token_endpoint_auth_method="client_secret_post",  # noqa: S106  its name
            scope=SCOPE,
            redirect_uri=f"{self.base_url}{RETURN_PATH}",
            default_timeout=TIMEOUT,
            leeway=0,  # an access token lives 60 seconds: Authlib's own leeway would end it at once
        )

    def _wanted_claims(self) -> str:
        acr = {"essential": True, "values": SECOND_FACTOR_ACR}
        wanted = {"acr": acr if self.chosen.needs_second_factor else None, "amr": None}
        return json.dumps({"id_token": wanted}, separators=(",", ":"))

    def _description(self) -> dict[str, Any]:
        if self._described is None or self._described[0] + KEPT <= clock.now():
            self._described = clock.now(), self._asked_description()
        return self._described[1]

    def _asked_description(self) -> dict[str, Any]:
        if clock.now() < self._paused_until:
            raise ProviderIsDown
        try:
            found = _fetch(f"{self.chosen.issuer}/.well-known/openid-configuration")
            self._check(found)
        except ProviderIsDown:
            self._paused_until = clock.now() + PAUSE
            raise
        return found

    def _check(self, found: dict[str, Any]) -> None:
        """Everything stands at the issuer's own host: nothing else is asked, or led to."""
        if found.get("issuer") != self.chosen.issuer:
            raise _down("the description is another issuer's")
        for name in (*_ENDPOINTS, "end_session_endpoint"):
            address = found.get(name, "" if name in _ENDPOINTS else f"{self.chosen.origin}/")
            if not str(address).startswith(f"{self.chosen.origin}/"):
                raise _down(f"{name} is missing or elsewhere")

    def _verified(self, token: str, **expected: jwt.ClaimsOption) -> Claims:
        """The claims of a token this provider signed for us. Raises IdentityNotProven."""
        registry = jwt.JWTClaimsRegistry(
            now=int(clock.now().timestamp()),
            leeway=LEEWAY,
            iss=_exactly(self.chosen.issuer),
            aud=_SOME,
            **expected,
        )
        try:
            claims = self._decoded(token)
            registry.validate(claims)
        except (JoseError, ValueError) as error:
            raise _unproven(type(error).__name__) from None
        if claims["aud"] not in (self.chosen.client_id, [self.chosen.client_id]):
            raise _unproven("not for us alone")
        return claims

    def _decoded(self, token: str) -> dict[str, Any]:
        algorithm = self.chosen.algorithm
        if algorithm == "HS256":
            secret = OctKey.import_key(self.chosen.client_secret)
            return jwt.decode(token, secret, [algorithm]).claims
        try:
            return jwt.decode(token, self._key_set(), [algorithm]).claims
        except InvalidKeyIdError:  # the provider changed its keys within the hour
            self._keys = None
            return jwt.decode(token, self._key_set(), [algorithm]).claims

    def _key_set(self) -> KeySet:
        if self._keys is None or self._keys[0] + KEPT <= clock.now():
            kind = _KEY_TYPES[self.chosen.algorithm]
            listed = _fetch(self._description()["jwks_uri"]).get("keys", [])
            ours = [key for key in listed if key.get("kty") == kind and key.get("use") != "enc"]
            self._keys = clock.now(), KeySet.import_key_set({"keys": ours})
        return self._keys[1]


def init_app(app: Flask) -> None:
    """Let ``app`` sign in with the provider of its settings, if there is one."""
    settings: Settings = app.extensions["settings"]
    chosen = settings.proconnect
    app.extensions["proconnect"] = OpenIdClient(chosen, settings.base_url) if chosen else None
    app.jinja_env.globals["has_proconnect"] = chosen is not None


def openid_client() -> OpenIdClient | None:
    """The client of this application; none when ProConnect is off."""
    return cast("OpenIdClient | None", current_app.extensions["proconnect"])


def place_to_sign_out(id_token: str | None) -> str | None:
    """Where to end a session at the provider too; none if it is not from there, or does not answer."""
    client = openid_client()
    if client is None or id_token is None:
        return None
    try:
        return client.sign_out_address(id_token)
    except ProviderIsDown:
        return None


@contextmanager
def _outside() -> Iterator[None]:
    """Ask another server: no transaction waits meanwhile, and each way to fail has its refusal."""
    release()
    try:
        yield
    except requests.RequestException as error:
        raise _down(type(error).__name__) from None
    except (AuthlibBaseError, KeyError, ValueError) as error:
        raise _unproven(type(error).__name__) from None


def _exactly(value: str) -> jwt.ClaimsOption:
    return {"essential": True, "value": value}


def _fetch(address: str) -> dict[str, Any]:
    with _outside():
        answer = requests.get(address, timeout=TIMEOUT, allow_redirects=False)
        if answer.status_code != 200:
            raise requests.HTTPError
        found = answer.json()
    if not isinstance(found, dict):
        raise _down("not an object")
    return found


def _signed_body(answer: requests.Response) -> str:
    """The JWT of a userinfo. Raises ProviderIsDown, IdentityNotProven (not signed)."""
    if answer.status_code >= 500:
        raise _down("userinfo")
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if answer.status_code != 200 or kind != "application/jwt":
        raise _unproven("userinfo is not a signed JWT")
    return answer.text


def _down(reason: str) -> ProviderIsDown:
    logger.warning("proconnect is down: %s", reason)
    return ProviderIsDown()


def _unproven(reason: str) -> IdentityNotProven:
    logger.warning("proconnect gave no proof: %s", reason)
    return IdentityNotProven()
