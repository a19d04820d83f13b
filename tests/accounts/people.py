"""People as the provider describes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.accounts import linking
from app.accounts.models import User
from app.accounts.strangers import ExternalPerson
from tests.accounts.provider import Provider

if TYPE_CHECKING:
    from tests.accounts.conftest import ProConnectWorld


def person_at(provider: Provider, **changes: str) -> ExternalPerson:
    """The provider's one person, as our application comes to know them."""
    said = provider.person
    known = {
        "issuer": provider.issuer,
        "subject": said["sub"],
        "email": said["email"].lower(),
        "given_name": said["given_name"],
        "usual_name": said["usual_name"],
        "siret": said["siret"],
        "organization_label": said["organization_label"],
        "idp_id": said["idp_id"],
    }
    return ExternalPerson(**{**known, **changes})


def link(user: User, net: ProConnectWorld) -> None:
    """Let the provider's one person open the account of ``user``."""
    linking.link_identity(user, person_at(net.provider))
