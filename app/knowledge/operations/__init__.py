"""Changing procedures."""

from app.knowledge.operations.approving import (
    ask_for_approval,
    publish,
    reopen,
    retire,
    send_back,
)
from app.knowledge.operations.forgetting import call_in_procedures, forget_member
from app.knowledge.operations.saying import adopt, comment, delete_comment, unadopt
from app.knowledge.operations.writing import (
    Words,
    checked,
    discard,
    draft_procedure,
    name_carers,
    save_procedure,
)

__all__ = [
    "Words",
    "adopt",
    "ask_for_approval",
    "call_in_procedures",
    "checked",
    "comment",
    "delete_comment",
    "discard",
    "draft_procedure",
    "forget_member",
    "name_carers",
    "publish",
    "reopen",
    "retire",
    "save_procedure",
    "send_back",
    "unadopt",
]
