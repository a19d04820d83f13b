"""What the command line shares."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click
from flask.cli import AppGroup

from app.core.errors import Refusal

imports = AppGroup("import", help="What comes in from files.")
"""Each package adds what it takes in."""

P = ParamSpec("P")
R = TypeVar("R")


def saying_refusals(command: Callable[P, R]) -> Callable[P, R]:
    """Turn a refusal of the command below into a sentence and exit status 1."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except Refusal as refusal:
            raise click.ClickException(str(refusal.sentence)) from None

    return run
