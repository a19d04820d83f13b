"""The API of clubs, and of who I am."""

from __future__ import annotations

from app.accounts.identity import current_member
from app.accounts.models import User
from app.clubs import queries
from app.clubs.models import Membership
from app.clubs.web import membership_in_reach
from app.core.api import Instant, ListOut, Output, api
from app.core.web import own_affairs


class AuthorOut(Output):
    """Who wrote something; an anonymous author has no id and a label for a name."""

    id: int | None
    name: str
    job_title: str | None
    organization: str | None
    bracket: str | None

    @classmethod
    def of(cls, user: User) -> AuthorOut:
        """A member, as other members see them."""
        organization = user.organization
        return cls(
            id=user.id,
            name=user.name,
            job_title=user.job_title or None,
            organization=organization.name if organization else None,
            bracket=organization.bracket if organization else None,
        )


class PlaceOut(Output):
    """One of my clubs, with my role."""

    slug: str
    name: str
    role: str

    @classmethod
    def of(cls, membership: Membership) -> PlaceOut:
        """My place in a club."""
        return cls(slug=membership.club.slug, name=membership.club.name, role=membership.role)


class MeOut(Output):
    """The member who asks."""

    id: int
    name: str
    email: str
    clubs: list[PlaceOut]


class ClubOut(PlaceOut):
    """A club I am in."""

    profession: str
    description: str
    founded_at: Instant
    members: int

    @classmethod
    def sized(cls, membership: Membership, members: int) -> ClubOut:
        """A club of so many members, as one of them sees it."""
        club = membership.club
        return cls(
            slug=club.slug,
            name=club.name,
            role=membership.role,
            profession=club.profession,
            description=club.description,
            founded_at=club.founded_at,
            members=members,
        )


@api.get("/me")
@api.output(MeOut)
@api.doc(tags=["Me"])
def me() -> MeOut:
    """Who I am and where I belong."""
    own_affairs()
    member = current_member()
    places = [PlaceOut.of(place) for place in queries.memberships_of(member)]
    return MeOut(id=member.id, name=member.name, email=member.email, clubs=places)


@api.get("/clubs")
@api.output(ListOut[ClubOut])
@api.doc(tags=["Clubs"])
def my_clubs() -> ListOut[ClubOut]:
    """My clubs."""
    own_affairs()
    places = queries.memberships_of(current_member())
    sizes = queries.sizes_of([place.club_id for place in places])
    clubs = [ClubOut.sized(place, sizes[place.club_id]) for place in places]
    return ListOut[ClubOut](items=clubs, next=None)


@api.get("/clubs/<slug>")
@api.output(ClubOut)
@api.doc(tags=["Clubs"])
def club(slug: str) -> ClubOut:
    """One of my clubs."""
    place = membership_in_reach(slug)
    return ClubOut.sized(place, queries.size_of(place.club))
