"""Short texts that must be read again but not by whoever copies the database: encrypted at rest."""

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app


def seal(text: str) -> str:
    """``text`` encrypted and signed under a key derived from SECRET_KEY (Fernet: AES-128, HMAC)."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str | None:
    """The text of ``seal``; none if it was changed, or sealed under another SECRET_KEY."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _box() -> Fernet:
    return Fernet(current_app.config["SEAL_KEY"])
