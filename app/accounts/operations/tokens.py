"""Bearer tokens of programs."""

from __future__ import annotations

from datetime import timedelta

from app.accounts.models import ApiToken, User
from app.core import clock
from app.core.database import db
from app.core.text import one_line
from app.core.tokens import digest, new_token
from app.core.transaction import atomic


def create_token(user: User, *, name: str, days: int | None) -> str:
    """A bearer token for programs acting as ``user``; shown once."""
    token, now = new_token(), clock.now()
    with atomic():
        db.session.add(
            ApiToken(
                token_hash=digest(token),
                user_id=user.id,
                name=one_line(name, "name", longest=80),
                created_at=now,
                expires_at=now + timedelta(days=days) if days else None,
            )
        )
    return token
