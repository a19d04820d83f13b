"""Coming in with ProConnect."""

from app.accounts.models import Session
from app.core.database import db


def linked(net, user=None):
    from app.accounts import linking
    from tests.accounts.people import person_at

    linking.link_identity(user or net.nathalie, person_at(net.provider))


def test_a_linked_member_comes_in(net):
    linked(net)
    visitor = net.browser()
    assert net.enter(visitor).location == "/"
    assert visitor.get("/").location == "/clubs/secretaires"
    assert db.session.query(Session).count() == 1
