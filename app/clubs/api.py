"""The API of clubs, and of who I am."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer
from sqlalchemy import Select

from app.accounts.identity import current_member
from app.accounts.models import User
from app.clubs import operations, queries
from app.clubs.models import Membership, Role
from app.clubs.operations import Welcome
from app.clubs.web import membership_in_reach
from app.core.api import Input, Instant, ListOut, ListQuery, Output, api
from app.core.pages import Page, page_of
from app.core.web import authorize, own_affairs


class AuthorOut(Output):
    """Who wrote something; an anonymous author has no id and a label for a name."""

    id: int | None
    name: str
    job_title: str | None = None
    organization: str | None = None
    bracket: str | None = None

    @model_serializer(mode="wrap")
    def _say(self, handler: SerializerFunctionWrapHandler) -> dict[str, object]:
        said: dict[str, object] = handler(self)
        return said if self.id is not None else {"id": None, "name": self.name}

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


class MemberOut(AuthorOut):
    """Somebody in a club, with the role there."""

    role: str
    joined_at: Instant

    @classmethod
    def placed(cls, membership: Membership) -> MemberOut:
        """A member, as the others of the club see it."""
        author = AuthorOut.of(membership.user).model_dump()
        return cls(**author, role=membership.role, joined_at=membership.joined_at)


class InvitationIn(Input):
    """Whom to invite."""

    email: str = Field(max_length=254)
    role: Literal["member", "moderator"] = "member"
    message: str = Field(default="", max_length=1_000)
    name: str = Field(default="", max_length=80)


class InvitationOut(Output):
    """An invitation; ``accepted`` at once where the address was a member of another club."""

    id: int
    email: str
    state: str
    expires_at: Instant


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


@api.get("/clubs/<slug>/members")
@api.input(ListQuery, location="query", arg_name="query")
@api.output(ListOut[MemberOut])
@api.doc(tags=["Clubs"])
def members(slug: str, query: ListQuery) -> ListOut[MemberOut]:
    """Who is in one of my clubs, the latest first."""
    club = membership_in_reach(slug).club
    rows: Select[Membership] = queries.members_of(club).order_by(None)
    page: Page[Membership] = page_of(
        rows,
        newest_by=(Membership.joined_at, Membership.id),
        key=lambda row: (row.joined_at, row.id),
        after=query.cursor,
        size=query.limit,
    )
    return ListOut[MemberOut](items=[MemberOut.placed(row) for row in page.items], next=page.next)


@api.post("/clubs/<slug>/invitations")
@api.input(InvitationIn, arg_name="body")
@api.output(InvitationOut, status_code=201)
@api.doc(tags=["Clubs"])
def create_invitation(slug: str, body: InvitationIn) -> InvitationOut:
    """Invite an address to a club that I look after."""
    club = membership_in_reach(slug).club
    authorize("invite to", club)
    if body.role == "moderator":
        authorize("name moderators of", club)
    welcome = Welcome([club], current_member(), role=Role(body.role), message=body.message)
    return InvitationOut.model_validate(operations.invite(body.email, welcome, name=body.name))
