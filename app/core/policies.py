"""Who may do what: one rule for each action on each kind of thing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

Rule = TypeVar("Rule", bound=Callable[[Any, Any], bool])


@dataclass(frozen=True)
class Entitlement:
    """A rule, and how well who acts must have proven who they are."""

    rule: Callable[[Any, Any], bool]
    is_privileged: bool
    """Takes a session that a second factor opened (ASVS 5.0 6.3.3)."""
    is_grave: bool
    """Takes a proof of the last ten minutes besides (7.5.3)."""


_RULES: dict[tuple[str, type], Entitlement] = {}


def allows(
    action: str, kind: type, *, privileged: bool = False, grave: bool = False
) -> Callable[[Rule], Rule]:
    """Register the function below as the rule for ``action`` on things of ``kind``."""

    def register(rule: Rule) -> Rule:
        _RULES[action, kind] = Entitlement(rule, privileged or grave, grave)
        return rule

    return register


def can(user: Any, action: str, subject: object) -> bool:
    """Whether ``user`` may do ``action`` to ``subject``. Raises KeyError where no rule exists."""
    # No .get(): an action without a rule is a bug to hear about, not a silent "no".
    return bool(user.is_active) and _RULES[action, type(subject)].rule(user, subject)


def entitlement(action: str, subject: object) -> Entitlement:
    """The rule for ``action``, and what it demands. Raises KeyError where no rule exists."""
    return _RULES[action, type(subject)]


def rules() -> dict[tuple[str, type], Entitlement]:
    """Every rule, for the permission matrix and its tests."""
    return dict(_RULES)
