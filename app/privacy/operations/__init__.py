"""What members may do about their own data: one verb, one transaction."""

from app.privacy.operations.closing import close_account, close_own_account, forget_farewells
from app.privacy.operations.exporting import ask_for_export, finish_export, forget_exports
from app.privacy.operations.idling import close_the_unused, warn_the_unseen

__all__ = [
    "ask_for_export",
    "close_account",
    "close_own_account",
    "close_the_unused",
    "finish_export",
    "forget_exports",
    "forget_farewells",
    "warn_the_unseen",
]
