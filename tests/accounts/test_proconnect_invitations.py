"""An invited person who comes with ProConnect is led to the invitation, and linked by accepting it."""

from app.accounts.models import ExternalIdentity, User
from app.clubs import operations
from app.clubs.operations import Welcome
from app.core.database import db
from app.core.tokens import derive

ROY = {"sub": "sub-d-agnes", "email": "Agnes.Roy@exemple.test", "given_name": "Agnès"}


def invite(net, email="agnes.roy@exemple.test"):
    invitation = operations.invite(email, Welcome([net.secretaries], net.sylvie))
    return invitation, f"/invitation/{derive('invitation', invitation.nonce)}"


def accept(net, visitor, path):
    return visitor.post(
        path,
        name="Agnès Roy",
        job_title="Secrétaire de mairie",
        organization=str(net.village.id),
        organization_name="Saint-Loup",
        password="le coq chante a l aube",
    )


def test_an_invited_stranger_is_led_in_and_linked(net):
    net.provider.person |= ROY
    assert net.enter().status == 403, "before the invitation"
    _, path = invite(net)
    agnes = net.browser()
    assert net.enter(agnes).location == path
    assert 'value="Agnès ' in agnes.get(path).text
    assert accept(net, agnes, path).location == "/"
    identity = db.session.query(ExternalIdentity).one()
    assert identity.user.email == "agnes.roy@exemple.test"
    assert identity.user.password_hash is None, (
        "no password is asked of whom ProConnect vouches for"
    )
    assert net.enter().location == "/", "the next time, at once"


def test_a_revoked_invitation_greets_nobody(net):
    net.provider.person |= ROY
    invitation, path = invite(net)
    assert net.enter().location == path
    operations.revoke_invitation(invitation, actor=net.sylvie)
    assert net.enter().status == 403


def test_the_newest_invitation_greets(net):
    net.provider.person |= ROY
    _, first = invite(net)
    newer = operations.invite(ROY["email"], Welcome([net.archivists], net.marc))
    assert net.enter().location == f"/invitation/{derive('invitation', newer.nonce)}" != first


def test_an_identity_is_not_linked_to_an_invitation_of_another_address(net):
    net.provider.person |= ROY
    invite(net)
    _, other = invite(net, "paul@exemple.test")
    visitor = net.browser()
    net.enter(visitor)
    assert accept(net, visitor, other).location == "/"
    assert db.session.query(User).filter_by(email="paul@exemple.test").count() == 1
    assert db.session.query(ExternalIdentity).count() == 0


def test_accepting_without_proconnect_links_nothing(net):
    _, path = invite(net)
    assert accept(net, net.browser(), path).location == "/"
    assert db.session.query(ExternalIdentity).count() == 0
