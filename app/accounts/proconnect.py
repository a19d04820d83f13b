"""Whom ProConnect may let in: the gate between what it says and what we believe.

ProConnect filters nobody: roles and SIRET are for each service to check (its documentation, page
"roles": the refusal must say the rule, the person's roles, SIRET and organization).
"""

from __future__ import annotations

import re

from app.accounts.errors import (
    AddressIsMissing,
    IdentityNotProven,
    OrganizationIsNotServed,
    RoleIsMissing,
    SecondFactorMissing,
    SiretIsWrong,
)
from app.accounts.openid import SECOND_FACTOR_ACR, Claims, Proof
from app.accounts.operations import clean_email
from app.accounts.strangers import ExternalPerson
from app.config import ProConnect
from app.core.errors import Invalid

LONGEST_NAME = 80


def admit(proof: Proof, chosen: ProConnect) -> ExternalPerson:
    """The person, if the settings let them in.

    Raises SecondFactorMissing, RoleIsMissing, SiretIsWrong, OrganizationIsNotServed,
    AddressIsMissing, IdentityNotProven (a subject or provider longer than any real one).
    """
    if chosen.needs_second_factor and not has_second_factor(proof.claims):
        raise SecondFactorMissing
    if chosen.roles.isdisjoint(roles_of(proof.person)):
        raise RoleIsMissing
    siret = _text(proof.person, "siret")
    if not re.fullmatch("[0-9]{14}", siret):
        raise SiretIsWrong
    if chosen.sirens and siret[:9] not in chosen.sirens:
        raise OrganizationIsNotServed
    return _person(proof.person, chosen.issuer, siret)


def has_second_factor(claims: Claims) -> bool:
    """Whether the acr of an id_token says that a second factor was asked for."""
    return claims.get("acr") in SECOND_FACTOR_ACR


def roles_of(person: Claims) -> list[str]:
    """The roles ProConnect gives; none for somebody who is no public agent."""
    roles = person.get("roles")
    return [role for role in roles if isinstance(role, str)] if isinstance(roles, list) else []


def _person(claims: Claims, issuer: str, siret: str) -> ExternalPerson:
    subject, idp_id = _text(claims, "sub"), _text(claims, "idp_id")
    if not 0 < len(subject) <= 255 or len(idp_id) > 100:
        raise IdentityNotProven
    return ExternalPerson(
        issuer=issuer,
        subject=subject,
        email=_email(claims),
        given_name=_text(claims, "given_name")[:LONGEST_NAME],
        usual_name=_text(claims, "usual_name")[:LONGEST_NAME],
        siret=siret,
        organization_label=_text(claims, "organization_label")[:200],
        idp_id=idp_id,
    )


def _email(claims: Claims) -> str:
    try:
        return clean_email(_text(claims, "email"))
    except Invalid:
        raise AddressIsMissing from None


def _text(claims: Claims, name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) else ""
