"""Secrets that travel in links and cookies: never stored in clear.

A random token is kept as its SHA-256. A link's token (invitation, password) is derived from the
secret key, so that the mailer can write it again after a crash while a copy of the database alone
holds nothing usable.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode

from flask import current_app

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32
_LOOK_ALIKES = str.maketrans("OIL", "011")


def new_token() -> str:
    """256 random bits, safe in an address."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def derive(purpose: str, nonce: str) -> str:
    """The token of the link that ``nonce`` (random, one per link) stands for."""
    return urlsafe_b64encode(_mac(f"{purpose}:{nonce}")).rstrip(b"=").decode()


def code_for(purpose: str, nonce: str) -> str:
    """A code that people can type: ten signs without look-alikes, 50 bits, as ``7KQ4M-X92TD``."""
    mac = _mac(f"{purpose}:{nonce}")
    number = int.from_bytes(mac[:8], "big") >> 14
    signs = [_SIGNS[number >> shift & 31] for shift in range(45, -1, -5)]
    return "".join(signs[:5]) + "-" + "".join(signs[5:])


def code_digest(code: str) -> str:
    """What is stored of a code. Keyed: 50 bits alone could be tried one by one on a stolen copy."""
    typed = code.upper().translate(_LOOK_ALIKES)
    return _mac("code:" + "".join(sign for sign in typed if sign in _SIGNS)).hex()


def _mac(text: str) -> bytes:
    key: bytes = current_app.config["LINK_KEY"]
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
