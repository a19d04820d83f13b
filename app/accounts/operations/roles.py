"""Who looks after an operator, and after the whole platform."""

from __future__ import annotations

from sqlalchemy import delete, func, select

from app.accounts.errors import LastSuperadministrator
from app.accounts.events import RoleChanged
from app.accounts.models import OperatorAdministrator, Session, User
from app.core import clock
from app.core.database import db, insert
from app.core.events import record
from app.core.journal import write_down
from app.core.transaction import atomic
from app.organizations.models import Operator


def appoint_administrator(user: User, *, operator: Operator, by: User | None) -> None:
    """Let a person look after the organizations, clubs and people of an operator."""
    row = insert(OperatorAdministrator).values(
        user_id=user.id, operator_id=operator.id, appointed_at=clock.now()
    )
    with atomic():
        made = db.session.execute(
            row.on_conflict_do_nothing().returning(OperatorAdministrator.user_id)
        ).scalar()
        if made:
            _note("administrator-appointed", user, by, operator.name)


def dismiss_administrator(user: User, *, operator: Operator, by: User | None) -> None:
    """The person no longer looks after the operator."""
    gone = delete(OperatorAdministrator).where(
        OperatorAdministrator.user_id == user.id,
        OperatorAdministrator.operator_id == operator.id,
    )
    with atomic():
        if db.session.execute(gone.returning(OperatorAdministrator.user_id)).scalar():
            _note("administrator-dismissed", user, by, operator.name)


def make_superadministrator(user: User, *, by: User | None) -> None:
    """Let a person look after the whole platform."""
    with atomic():
        if not user.is_superadmin:
            user.is_superadmin = True
            _note("superadministrator-appointed", user, by)


def unmake_superadministrator(user: User, *, by: User | None) -> None:
    """The person no longer looks after the platform. Raises LastSuperadministrator."""
    with atomic():
        keep_a_superadministrator(user)
        if user.is_superadmin:
            user.is_superadmin = False
            _note("superadministrator-dismissed", user, by)


def keep_a_superadministrator(leaving: User) -> None:
    """Raise LastSuperadministrator unless somebody else looks after the platform."""
    others = select(func.count(User.id)).where(
        User.is_superadmin, User.suspended_at.is_(None), User.id != leaving.id
    )
    if not db.session.scalar(others):
        raise LastSuperadministrator


def _note(act: str, user: User, by: User | None, saying: str = "") -> None:
    # A new role begins with a new session, which proves anew who comes (security.md I11).
    db.session.execute(delete(Session).where(Session.user_id == user.id))
    write_down(act, actor_id=by.id if by else None, user_id=user.id, saying=saying)
    record(RoleChanged(user.id))
