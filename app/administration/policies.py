"""Who may administer what. Reaching it already took looking after its operator."""

from app.accounts.models import User
from app.accounts.queries import administered_operators, administers_person
from app.administration.models import Platform
from app.clubs.models import Club
from app.core.policies import allows
from app.organizations.models import Operator


@allows("administer", Operator, privileged=True)
def administrators_may_administer_an_operator(user: User, operator: Operator) -> bool:
    """Its own administrators, and superadministrators."""
    return operator in administered_operators(user)


@allows("appoint for", Operator, grave=True)
def administrators_may_appoint(user: User, operator: Operator) -> bool:
    """Its own administrators, and superadministrators."""
    return administrators_may_administer_an_operator(user, operator)


@allows("administer", Club, privileged=True)
def administrators_may_administer_a_club(user: User, club: Club) -> bool:
    """The administrators of an operator it is open to."""
    own = administered_operators(user)
    return user.is_superadmin or any(operator in own for operator in club.operators)


@allows("change who looks after", Club, grave=True)
def administrators_may_change_who_looks_after(user: User, club: Club) -> bool:
    """The same people, who prove anew who they are."""
    return administrators_may_administer_a_club(user, club)


@allows("archive", Club, grave=True)
def administrators_may_archive(user: User, club: Club) -> bool:
    """The same people, who prove anew who they are."""
    return administrators_may_administer_a_club(user, club)


@allows("administer", User, privileged=True)
def administrators_may_administer_people(user: User, person: User) -> bool:
    """The administrators of the operator of one's organization."""
    return administers_person(user, person)


@allows("suspend", User, grave=True)
def administrators_may_suspend(user: User, person: User) -> bool:
    """Not oneself; a superadministrator by another only."""
    is_above = user.is_superadmin or not person.is_superadmin
    return user.id != person.id and is_above and administers_person(user, person)


@allows("close the account of", User, grave=True)
def administrators_may_close_an_account(user: User, person: User) -> bool:
    """The same people: it cannot be undone."""
    return administrators_may_suspend(user, person)


@allows("administer", Platform, privileged=True)
def superadministrators_may_administer_the_platform(user: User, platform: Platform) -> bool:
    """Operators themselves, superadministrators, the legal texts."""
    return user.is_superadmin


@allows("change roles of", Platform, grave=True)
def superadministrators_may_change_roles(user: User, platform: Platform) -> bool:
    """The same people, who prove anew who they are."""
    return user.is_superadmin
