"""Pages of accounts: the door, and one's own affairs."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)

TRIES_PER_ACCOUNT = 10
TRIES_PER_ADDRESS = 200  # a whole town hall, or an operator's network, shares one address

from app.accounts.views import door, entering, own, proconnect, security  # noqa: E402, F401  they hang on it
