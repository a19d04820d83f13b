"""The tables of clubs and memberships."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.database import Base
from app.organizations.models import Operator


class Role(StrEnum):
    """What a member is in a club."""

    MEMBER = "member"
    MODERATOR = "moderator"


class Color(StrEnum):
    """The colour of a club; always with its name."""

    PETROL = "petrol"
    PLUM = "plum"
    EARTH = "earth"
    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"


club_operator = Table(
    "club_operator",
    Base.metadata,
    Column("club_id", ForeignKey("club.id", ondelete="CASCADE"), primary_key=True),
    Column("operator_id", ForeignKey("operator.id", ondelete="CASCADE"), primary_key=True),
)


class Club(Base):
    """A closed circle of members of one profession, open to one operator or to several."""

    __tablename__ = "club"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    profession: Mapped[str] = mapped_column(String(80))
    description: Mapped[str] = mapped_column(String(300), default="")
    welcome_html: Mapped[str] = mapped_column(Text, default="")
    rules_html: Mapped[str] = mapped_column(Text, default="")
    color: Mapped[Color] = mapped_column(String(8), default=Color.PETROL)
    is_listed: Mapped[bool] = mapped_column(default=False)
    """Whether members of its operators may know that it exists, and ask to join."""
    founded_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
    """Since when it can be read and searched, but not written in."""

    operators: Mapped[list[Operator]] = relationship(secondary=club_operator)


class Membership(Base):
    """A person in a club; the row goes when the membership ends."""

    __tablename__ = "membership"
    __table_args__ = (Index("uq_membership_user_id_club_id", "user_id", "club_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    club_id: Mapped[int] = mapped_column(ForeignKey("club.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role] = mapped_column(String(10), default=Role.MEMBER)
    joined_at: Mapped[datetime]
    welcomed_at: Mapped[datetime | None]
    """When the member put the welcome of the club away."""

    user: Mapped[User] = relationship()
    club: Mapped[Club] = relationship()

    @property
    def is_moderator(self) -> bool:
        """Whether this member looks after the club."""
        return self.role == Role.MODERATOR
