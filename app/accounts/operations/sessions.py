"""Sessions: begun, kept alive, ended."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select, update

from app.accounts.events import SessionEnded
from app.accounts.models import PasswordLink, Session, SignInEntry, User
from app.accounts.queries import administers_anything
from app.core import clock
from app.core.database import db
from app.core.events import record
from app.core.jobs import every
from app.core.sealing import seal, unseal
from app.core.tokens import digest, new_token
from app.core.transaction import atomic

IDLE = timedelta(hours=12)
IDLE_ON_OWN_DEVICE = timedelta(days=30)
ABSOLUTE = timedelta(days=90)
IDLE_OF_ADMINISTRATORS = timedelta(hours=1)
ABSOLUTE_OF_ADMINISTRATORS = timedelta(hours=12)
FRESH = timedelta(minutes=10)
"""How long a proof of who one is counts for what is grave (security.md I14)."""

SEEN_EVERY = timedelta(minutes=5)
LOG_KEPT = timedelta(days=365)


def open_session(
    user: User,
    *,
    device: str,
    is_own_device: bool,
    id_token: str | None = None,
    has_second_factor: bool = False,
) -> str:
    """A new session for ``user``; returns the token for its cookie.

    ``id_token`` is what the OpenID provider gave, if the person came from there.
    """
    token, now = new_token(), clock.now()
    with atomic():
        session = Session(
            token_hash=digest(token),
            user_id=user.id,
            device=device[:200],
            is_own_device=is_own_device,
            is_administrators=administers_anything(user),
            created_at=now,
            seen_at=now,
            confirmed_at=now,
            second_factor_at=now if has_second_factor else None,
            id_token=seal(id_token) if id_token else None,
        )
        db.session.add(session)
        _note_coming(user.id)
    return token


def is_over(session: Session) -> bool:
    """Whether a session has run out: idle or absolute (security.md I11)."""
    now = clock.now()
    idle = IDLE_ON_OWN_DEVICE if session.is_own_device else IDLE
    absolute = ABSOLUTE
    if session.is_administrators:
        idle, absolute = IDLE_OF_ADMINISTRATORS, ABSOLUTE_OF_ADMINISTRATORS
    return session.seen_at + idle <= now or session.created_at + absolute <= now


def is_fresh(session: Session) -> bool:
    """Whether the person proved who she is in the last ten minutes."""
    proven = session.confirmed_at
    return proven is not None and proven + FRESH > clock.now()


def confirm_session(session: Session, *, has_second_factor: bool) -> str:
    """The person proved anew who she is; returns a new token, and the one before is dead."""
    now, token = clock.now(), new_token()
    proof: dict[str, object] = {"confirmed_at": now, "token_hash": digest(token)}
    if has_second_factor:
        proof["second_factor_at"] = now
    with atomic():
        db.session.execute(update(Session).where(Session.id == session.id).values(proof))
    return token


def note_sign_in(
    user: User, *, way: str, device: str, address: str, is_refused: bool = False
) -> None:
    """Write down a sign-in, or a refusal, for the person to see and for a year."""
    with atomic():
        db.session.add(
            SignInEntry(
                user_id=user.id,
                at=clock.now(),
                way=way,
                device=device[:200],
                address=address[:45],
                is_refused=is_refused,
            )
        )


def end_sessions(user: User, *, session_ids: list[int]) -> int:
    """End some of a person's sessions, live connections included; how many there were."""
    gone = delete(Session).where(Session.user_id == user.id, Session.id.in_(session_ids))
    with atomic():
        ended = db.session.scalars(gone.returning(Session.id)).all()
        for session_id in ended:
            record(SessionEnded(session_id, user.id))
    return len(ended)


def note_presence(session: Session) -> None:
    """Keep an active session alive; writes once in five minutes."""
    with atomic():
        db.session.execute(
            update(Session).where(Session.id == session.id).values(seen_at=clock.now())
        )
        _note_coming(session.user_id)


def end_session(token: str) -> str | None:
    """Sign out the session that ``token`` opens; returns the id_token it was opened with, if any."""
    with atomic():
        session = db.session.scalar(select(Session).where(Session.token_hash == digest(token)))
        if session is None:
            return None
        record(SessionEnded(session.id, session.user_id))
        db.session.delete(session)
    return unseal(session.id_token) if session.id_token else None


def _note_coming(user_id: int) -> None:
    """The person is there: an account that somebody uses is not closed."""
    came = update(User).where(User.id == user_id)
    db.session.execute(came.values(seen_at=clock.now(), warned_at=None))


@every(timedelta(hours=1))
def forget_what_ran_out() -> None:
    """Delete sessions and links that can no longer serve."""
    now = clock.now()
    with atomic():
        db.session.execute(
            delete(Session).where(
                (Session.created_at < now - ABSOLUTE)
                | (Session.seen_at < now - IDLE_ON_OWN_DEVICE)
                | (~Session.is_own_device & (Session.seen_at < now - IDLE))
            )
        )
        db.session.execute(delete(PasswordLink).where(PasswordLink.expires_at < now))
        db.session.execute(delete(SignInEntry).where(SignInEntry.at < now - LOG_KEPT))
