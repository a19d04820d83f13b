"""Every setting, typed and named, with its default and its check."""

from __future__ import annotations

import os
import re
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from flask import current_app
from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).parent.parent
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
ENVIRONMENT_FILE = "environment"


class Environment(StrEnum):
    """Where the application runs."""

    PRODUCTION = "production"
    DEMO = "demo"
    TEST = "test"


class WrongSetting(SystemExit):
    """A setting that stops the start, in one sentence that names it."""


@dataclass(frozen=True)
class ProConnect:
    """How to reach ProConnect, and whom it may let in."""

    issuer: str
    client_id: str
    client_secret: str
    algorithm: str
    roles: frozenset[str]
    sirens: frozenset[str]
    """The first nine digits of the SIRET of the organizations served; empty means all."""

    needs_second_factor: bool

    @property
    def origin(self) -> str:
        """Scheme and host, as the content security policy names them."""
        parts = urlsplit(self.issuer)
        return f"{parts.scheme}://{parts.netloc}"


class Settings(BaseSettings):
    """What the administrator chose; see `docs/administration.md`."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    app_env: Environment = Environment.PRODUCTION
    data_dir: Path = Path("instance")
    database_url: str = ""
    secret_key: str = ""
    search_engine: Literal["", "whoosh", "postgresql"] = ""
    mail_url: str = ""
    mail_from: str = ""
    site_name: str = "Le Préau"
    host: str = "127.0.0.1"
    port: int = Field(default=5000, ge=1, le=65535)
    base_url: str = ""
    threads: int = Field(default=400, ge=4, le=2000)
    proxy_hops: int = Field(default=0, ge=0, le=5)
    proconnect_issuer: str = ""
    proconnect_client_id: str = ""
    proconnect_client_secret: str = ""
    proconnect_algorithm: Literal["RS256", "ES256", "HS256"] = "RS256"
    proconnect_roles: str = "agent_public_territorial,agent_public_etat,agent_public"
    proconnect_sirens: str = ""
    proconnect_second_factor: bool = False
    allow_zip: bool = False
    club_quota_mb: int = Field(default=5_000, ge=10)

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, folder: Path) -> Path:
        return folder if folder.is_absolute() else PROJECT / folder

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if url and not url.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must start with postgresql+psycopg:// or sqlite:///")
        return url

    @field_validator("base_url")
    @classmethod
    def _full_address(cls, url: str) -> str:
        parts = urlsplit(url)
        if url and not (parts.scheme in {"http", "https"} and parts.hostname):
            raise ValueError("must be a full address, such as https://preau.example.fr")
        return url

    @field_validator("proconnect_issuer")
    @classmethod
    def _known_issuer(cls, url: str) -> str:
        parts = urlsplit(url)
        is_address = parts.scheme in {"http", "https"} and parts.hostname
        if url and (not is_address or parts.query or parts.fragment or url.endswith("/")):
            raise ValueError("must be an address such as https://auth.agentconnect.gouv.fr/api/v2")
        return url

    @field_validator("proconnect_sirens")
    @classmethod
    def _nine_digits_each(cls, sirens: str) -> str:
        if not all(re.fullmatch("[0-9]{9}", siren) for siren in _listed(sirens)):
            raise ValueError("must be SIREN numbers of nine digits, separated by commas")
        return sirens

    @field_validator("mail_url")
    @classmethod
    def _known_mail(cls, url: str) -> str:
        if url and urlsplit(url).scheme not in {"smtp", "outbox"}:
            raise ValueError("must start with smtp:// (or be left out, for an outbox of files)")
        return url

    @model_validator(mode="after")
    def _complete(self) -> Settings:
        self.database_url = self.database_url or f"sqlite:///{self.data_dir / 'preau.sqlite3'}"
        is_postgresql = self.database_url.startswith("postgresql")
        self.search_engine = self.search_engine or ("postgresql" if is_postgresql else "whoosh")
        if self.search_engine == "postgresql" and not is_postgresql:
            raise ValueError("SEARCH_ENGINE: postgresql needs a postgresql DATABASE_URL")
        self.base_url = (self.base_url or f"http://{self.host}:{self.port}").rstrip("/")
        self.mail_from = self.mail_from or f"ne-pas-repondre@{urlsplit(self.base_url).hostname}"
        if self.app_env is Environment.PRODUCTION:
            self._require_production()
        if self.app_env is Environment.DEMO and self.host not in LOOPBACK:
            raise ValueError("HOST: the demonstration only listens on this machine (127.0.0.1)")
        if self.proconnect_issuer:
            self._require_proconnect()
        return self

    def _require_production(self) -> None:
        if len(self.secret_key) < 32:
            raise ValueError("SECRET_KEY: set one of at least 32 characters in production")
        if urlsplit(self.base_url).scheme != "https":
            raise ValueError("BASE_URL: must start with https:// in production")

    def _require_proconnect(self) -> None:
        is_https = self.proconnect_issuer.startswith("https://")
        if self.app_env is Environment.PRODUCTION and not is_https:
            raise ValueError("PROCONNECT_ISSUER: must start with https:// in production")
        if not self.proconnect_client_id:
            raise ValueError("PROCONNECT_CLIENT_ID: needed with PROCONNECT_ISSUER")
        if not self.proconnect_client_secret:
            raise ValueError("PROCONNECT_CLIENT_SECRET: needed with PROCONNECT_ISSUER")
        if self.proconnect_algorithm == "HS256" and len(self.proconnect_client_secret) < 32:
            raise ValueError("PROCONNECT_CLIENT_SECRET: HS256 needs one of at least 32 characters")
        if not _listed(self.proconnect_roles):
            raise ValueError("PROCONNECT_ROLES: name at least one role, or leave it out")

    @property
    def proconnect(self) -> ProConnect | None:
        """What is needed to sign in with ProConnect; none when it is off."""
        if not self.proconnect_issuer:
            return None
        return ProConnect(
            issuer=self.proconnect_issuer,
            client_id=self.proconnect_client_id,
            client_secret=self.proconnect_client_secret,
            algorithm=self.proconnect_algorithm,
            roles=_listed(self.proconnect_roles),
            sirens=_listed(self.proconnect_sirens),
            needs_second_factor=self.proconnect_second_factor,
        )

    @property
    def is_demo(self) -> bool:
        """Whether fixed accounts and the readable outbox are allowed."""
        return self.app_env is Environment.DEMO

    @property
    def is_https(self) -> bool:
        """Whether members reach the site over https."""
        return self.base_url.startswith("https://")

    def flask_config(self) -> dict[str, Any]:
        """These settings under the names Flask and its extensions read."""
        key = self.secret_key or _kept_secret(self.data_dir)
        return {
            "SECRET_KEY": key,
            "LINK_KEY": sha256(f"link:{key}".encode()).digest(),
            "JOURNAL_KEY": sha256(f"journal:{key}".encode()).digest(),
            "SEAL_KEY": urlsafe_b64encode(sha256(f"seal:{key}".encode()).digest()),
            "FORM_TARGETS": f"'self' {self.proconnect.origin}" if self.proconnect else "'self'",
            "TESTING": self.app_env is Environment.TEST,
            "SESSION_COOKIE_NAME": "__Host-session" if self.is_https else "session",
            "SESSION_COOKIE_SECURE": self.is_https,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "WTF_CSRF_TIME_LIMIT": None,  # a member may write for more than an hour
            "WTF_CSRF_CHECK_DEFAULT": False,  # core.web asks for it, except from bearers
            "MAX_CONTENT_LENGTH": 25 * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
            "MAX_FORM_PARTS": 1000,
            "SEND_FILE_MAX_AGE_DEFAULT": 0,
        }


def load(**overrides: Any) -> Settings:
    """Read the settings from the environment. Raises WrongSetting, which stops the program."""
    folder = Path(overrides.get("data_dir") or os.environ.get("DATA_DIR") or "instance")
    remembered = (folder if folder.is_absolute() else PROJECT / folder) / ENVIRONMENT_FILE
    try:
        return Settings(_env_file=remembered, **overrides)  # type: ignore[call-arg]
    except ValidationError as error:
        first = error.errors()[0]
        reason = first["msg"].removeprefix("Value error, ")
        name = ".".join(str(part) for part in first["loc"]).upper()
        raise WrongSetting(f"{name}: {reason}" if name else reason) from None


def _listed(words: str) -> frozenset[str]:
    return frozenset(word.strip() for word in words.split(",") if word.strip())


def _kept_secret(folder: Path) -> str:
    file = folder / "secret-key"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with open(file, "x", opener=_private) as new:
            new.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return file.read_text()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def current() -> Settings:
    """The settings of the application that runs."""
    settings: Settings = current_app.extensions["settings"]
    return settings
