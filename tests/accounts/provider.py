"""A small OpenID provider on this machine, as strict as ProConnect's documentation, with faults."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwk, jwt

CLIENT_ID, CLIENT_SECRET = "preau", "un-secret-de-soixante-quatre-signes-au-moins-pour-hs256"
CODE_LIFE = 30
REQUIRED = {"response_type", "client_id", "redirect_uri", "scope", "state", "nonce"}
DOCUMENTED = REQUIRED | {"claims", "prompt", "idp_hint", "login_hint"}
SCOPES = {
    "openid",
    "given_name",
    "usual_name",
    "email",
    "uid",
    "siret",
    "idp_id",
    "roles",
    "organization_label",
}
PERSON = {
    "sub": "sub-de-nathalie",
    "given_name": "Nathalie",
    "usual_name": "Guérin",
    "email": "Nathalie.Guerin@exemple.test",
    "uid": "nguerin",
    "siret": "21350001400013",
    "idp_id": "idp-de-la-mairie",
    "roles": ["agent_public", "agent_public_territorial"],
    "organization_label": "Commune de Saint-Loup",
}


class Provider:
    """The provider, its one person, and what is wrong with it for now."""

    def __init__(self, redirect_uri: str, signed_out_uri: str) -> None:
        self.redirect_uri, self.signed_out_uri = redirect_uri, signed_out_uri
        self.keys = {
            "RS256": jwk.RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig"}),
            "ES256": jwk.ECKey.generate_key("P-256", {"kid": "ec", "use": "sig"}),
            "HS256": jwk.OctKey.import_key(CLIENT_SECRET),
        }
        self.stranger = jwk.RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig"})
        self.recover()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = False  # so that closing waits for them
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/api/v2"

    def recover(self) -> None:
        """Forget every fault, code and visit."""
        self.person: dict[str, Any] = dict(PERSON)
        self.acr = "eidas1"
        self.algorithm = "RS256"
        self.faults: set[str] = set()
        self.codes: dict[str, dict[str, Any]] = {}
        self.tokens: set[str] = set()
        self.asked: list[str] = []
        self.while_asked: Callable[[], object] = lambda: None
        self.unblocked = threading.Event()

    def stop(self) -> None:
        self.unblocked.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def visit(self, address: str) -> tuple[int, str]:
        """A browser opens ``address`` here: the status, and where it is led or what it reads."""
        try:
            with _OPENER.open(urllib.request.Request(address), timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.headers.get("Location") or answer.read().decode()

    # What it answers: a status, a content type and a body, or a place to go

    def discovery(self) -> tuple[int, str, str]:
        said = {
            "issuer": "https://autre.test" if "another discovery" in self.faults else self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "end_session_endpoint": f"{self.issuer}/session/end",
            "jwks_uri": f"{self.issuer}/jwks",
        }
        if "token elsewhere" in self.faults:
            said["token_endpoint"] = "http://127.0.0.1:9/token"
        return 200, "application/json", json.dumps(said)

    def jwks(self) -> tuple[int, str, str]:
        public = [self.keys[name].as_dict(private=False) for name in ("RS256", "ES256")]
        return 200, "application/json", json.dumps({"keys": public})

    def authorize(self, query: dict[str, str]) -> tuple[int, str, str]:
        known = query.keys() <= DOCUMENTED and query.keys() >= REQUIRED
        long = min(len(query.get("state", "")), len(query.get("nonce", ""))) >= 32
        ours = (query.get("client_id"), query.get("redirect_uri")) == (CLIENT_ID, self.redirect_uri)
        scopes = set(query.get("scope", "").split()) <= SCOPES
        if not (known and long and ours and scopes and query["response_type"] == "code"):
            return 400, "text/html", "Y000400 : Bad Request Exception"
        code = secrets.token_urlsafe(16)
        self.codes[code] = {**query, "at": time.monotonic()}
        back = {"code": code, "state": query["state"], "iss": self.issuer}
        if "interrupted" in self.faults:
            back = {"error": "access_denied", "state": query["state"]}
        return 302, "location", f"{self.redirect_uri}?{urlencode(back)}"

    def token(self, form: dict[str, str]) -> tuple[int, str, str]:
        if "moved" in self.faults:
            return 307, "location", f"{self.issuer}/token-2"
        client = (form.get("client_id"), form.get("client_secret"), form.get("redirect_uri"))
        asked = self.codes.pop(form.get("code", ""), None)  # single use
        is_young = asked is not None and time.monotonic() - asked["at"] < CODE_LIFE
        if client != (CLIENT_ID, CLIENT_SECRET, self.redirect_uri) or not is_young:
            return 400, "application/json", '{"error": "invalid_grant"}'
        access = secrets.token_urlsafe(16)
        self.tokens.add(access)
        said = {"access_token": access, "token_type": "Bearer", "expires_in": 60}
        return 200, "application/json", json.dumps({**said, "id_token": self.id_token(asked)})

    def id_token(self, asked: dict[str, Any]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": self.person["sub"],
            "nonce": asked["nonce"],
            "acr": self.acr,
            "amr": ["pwd"],
            "iat": now,
            "exp": now + 60,
        }
        wrong = {
            "wrong nonce": {"nonce": "n" * 43},
            "no nonce": {"nonce": None},
            "no audience": {"aud": None},
            "no end": {"exp": None},
            "wrong audience": {"aud": "another-service"},
            "several audiences": {"aud": [CLIENT_ID, "another-service"]},
            "wrong issuer": {"iss": "https://autre.test/api/v2"},
            "expired": {"iat": now - 300, "exp": now - 120},
            "issued tomorrow": {"iat": now + 86_400, "exp": now + 90_000},
        }
        for fault in self.faults:
            claims.update(wrong.get(fault, {}))
        return self.signed({name: said for name, said in claims.items() if said is not None})

    def userinfo(self, authorization: str) -> tuple[int, str, str]:
        if authorization.removeprefix("Bearer ") not in self.tokens:
            return 401, "application/json", '{"error": "invalid_token"}'
        claims = {"iss": self.issuer, "aud": CLIENT_ID, **self.person}
        if "plain userinfo" in self.faults:
            return 200, "application/json", json.dumps(claims)
        wrong = {
            "another sub": {"sub": "quelqu-un-d-autre"},
            "userinfo for another": {"aud": "another-service"},
            "userinfo of another": {"iss": "https://autre.test/api/v2"},
            "old userinfo": {"exp": int(time.time()) - 120},
        }
        for fault in self.faults:
            claims.update(wrong.get(fault, {}))
        key = self.stranger if "userinfo by another key" in self.faults else None
        return 200, "application/jwt", self.signed(claims, key)

    def signed(self, claims: dict[str, Any], key: Any = None) -> str:
        if "alg none" in self.faults:
            return _unsigned(claims)
        if "hs256 with the public key" in self.faults:
            pem = self.keys["RS256"].as_pem(private=False)
            return _hmac_signed(claims, pem)
        key = key or self.keys[self.algorithm]
        if "another key" in self.faults:
            key = self.stranger
        kid = {"kid": key.kid} if key.kid else {}
        return jwt.encode({"alg": self.algorithm, **kid}, claims, key, [self.algorithm])

    def end_session(self, query: dict[str, str]) -> tuple[int, str, str]:
        ours = query.get("post_logout_redirect_uri") == self.signed_out_uri
        if set(query) != {"id_token_hint", "state", "post_logout_redirect_uri"} or not ours:
            return 400, "text/html", "Y030111"
        key = self.keys[self.algorithm]
        claims = jwt.decode(query["id_token_hint"], key, [self.algorithm]).claims
        if claims["sub"] != self.person["sub"] or len(query["state"]) < 32:
            return 400, "text/html", "Y000400 : Bad Request Exception"
        return 303, "location", f"{self.signed_out_uri}?{urlencode({'state': query['state']})}"


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = dict(parse_qsl(parts.query))
            answers = {
                "/api/v2/.well-known/openid-configuration": provider.discovery,
                "/api/v2/jwks": provider.jwks,
                "/api/v2/authorize": lambda: provider.authorize(query),
                "/api/v2/userinfo": lambda: provider.userinfo(
                    self.headers.get("Authorization", "")
                ),
                "/api/v2/session/end": lambda: provider.end_session(query),
            }
            self._answer(parts.path, answers.get(parts.path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = dict(parse_qsl(body))
            is_token = self.path in {"/api/v2/token", "/api/v2/token-2"}
            self._answer(self.path, (lambda: provider.token(form)) if is_token else None)

        def _answer(self, path: str, answer: Callable[[], tuple[int, str, str]] | None) -> None:
            place = path.rpartition("/")[2]
            provider.asked.append(place)
            provider.while_asked()
            if f"{place} is slow" in provider.faults:
                provider.unblocked.wait(20)
                return  # the client is gone
            missing = answer is None or f"{place} is down" in provider.faults
            status, kind, body = (500, "text/html", "") if missing else answer()
            self.send_response(status)
            leads = kind == "location"
            self.send_header(*(("Location", body) if leads else ("Content-Type", kind)))
            self.end_headers()
            self.wfile.write(b"" if leads else body.encode())

        def log_message(self, *arguments: object) -> None:
            """Tests are silent."""

    return Handler


def _unsigned(claims: dict[str, Any]) -> str:
    parts = [{"alg": "none", "typ": "JWT"}, claims]
    coded = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts]
    return b".".join([*coded, b""]).decode()


def _hmac_signed(claims: dict[str, Any], secret: bytes) -> str:
    parts = [{"alg": "HS256", "typ": "JWT", "kid": "rsa"}, claims]
    coded = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts]
    text = b".".join(coded)
    mac = base64.urlsafe_b64encode(hmac.new(secret, text, hashlib.sha256).digest()).rstrip(b"=")
    return b".".join([text, mac]).decode()


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: object) -> None:
        return None


_OPENER = urllib.request.build_opener(_Stay)
