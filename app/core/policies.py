"""Who may do what: one rule for each action on each kind of thing."""

from collections.abc import Callable
from typing import Any, TypeVar

Rule = TypeVar("Rule", bound=Callable[[Any, Any], bool])

_RULES: dict[tuple[str, type], Callable[[Any, Any], bool]] = {}


def allows(action: str, kind: type) -> Callable[[Rule], Rule]:
    """Register the function below as the rule for ``action`` on things of ``kind``."""

    def register(rule: Rule) -> Rule:
        _RULES[action, kind] = rule
        return rule

    return register


def can(user: Any, action: str, subject: object) -> bool:
    """Whether ``user`` may do ``action`` to ``subject``. Raises KeyError where no rule exists."""
    # No .get(): an action without a rule is a bug to hear about, not a silent "no".
    return bool(user.is_active) and _RULES[action, type(subject)](user, subject)


def rules() -> dict[tuple[str, type], Callable[[Any, Any], bool]]:
    """Every rule, for the permission matrix and its tests."""
    return dict(_RULES)
