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


def new_token() -> str:
    """256 random bits, safe in an address."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def derive(purpose: str, nonce: str) -> str:
    """The token of the link that ``nonce`` (random, one per link) stands for."""
    key: bytes = current_app.config["LINK_KEY"]
    mac = hmac.new(key, f"{purpose}:{nonce}".encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(mac).rstrip(b"=").decode()
