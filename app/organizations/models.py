"""The tables of operators and organizations."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base
from app.core.text import fold
from app.organizations.brackets import Bracket


class OrganizationKind(StrEnum):
    """What an organization is."""

    COMMUNE = "commune"
    EPCI = "epci"
    OTHER = "other"


class Operator(Base):
    """A public body that runs the network for its members."""

    __tablename__ = "operator"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))


class Organization(Base):
    """A commune, an EPCI or another local authority.

    ``code`` is the INSEE code of a commune, the SIREN of an EPCI; none for what the official list
    does not know.
    """

    __tablename__ = "organization"
    __table_args__ = (
        UniqueConstraint("kind", "code"),
        Index("ix_organization_folded_name", "folded_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[OrganizationKind] = mapped_column(String(12))
    code: Mapped[str | None] = mapped_column(String(9))
    name: Mapped[str] = mapped_column(String(160))
    folded_name: Mapped[str] = mapped_column(String(160))
    population: Mapped[int | None]
    department_code: Mapped[str | None] = mapped_column(String(3))
    department: Mapped[str | None] = mapped_column(String(60))
    region: Mapped[str | None] = mapped_column(String(60))
    epci: Mapped[str | None] = mapped_column(String(160))
    operator_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))

    operator: Mapped[Operator | None] = relationship()

    @property
    def bracket(self) -> Bracket | None:
        """Its population bracket; none where no population is known."""
        return None if self.population is None else Bracket.of(self.population)

    @staticmethod
    def folded(name: str) -> str:
        """The form in which names are looked up."""
        return fold(name)
