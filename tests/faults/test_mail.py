"""A real mail server that stumbles: letters are never lost, never doubled without a crash."""

from __future__ import annotations

from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller

from app.core import clock, jobs
from app.core.database import db
from app.core.events import Delivery
from tests.servers import free_port


class PostOffice:
    """Takes letters, after having refused as many as it was told to; may close and open again."""

    def __init__(self):
        self.port = free_port()
        self.taken, self.refusals = [], []
        self.controller = None

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  aiosmtpd's name
        if self.refusals:
            return self.refusals.pop(0)
        self.taken.append(envelope)
        return "250 OK"

    def open(self):
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def close(self):
        if self.controller:
            self.controller.stop()
        self.controller = None


@pytest.fixture
def office(app, monkeypatch):
    office = PostOffice()
    url = f"smtp://127.0.0.1:{office.port}"
    settings = app.extensions["settings"].model_copy(update={"mail_url": url})
    monkeypatch.setitem(app.extensions, "settings", settings)
    office.open()
    yield office
    office.close()


@pytest.fixture
def later(monkeypatch):
    """Moves the clock on, past every pause."""
    offset = timedelta()
    real = clock.now

    def move(by=timedelta(hours=2)):
        nonlocal offset
        offset += by
        monkeypatch.setattr(clock, "now", lambda: real() + offset)

    return move


def message_ids(office):
    return [
        line.split(b":", 1)[1].strip()
        for envelope in office.taken
        for line in envelope.content.split(b"\r\n")
        if line.lower().startswith(b"message-id")
    ]


def test_a_letter_goes_out_once(world, office, later):
    world.reply(world.question())
    world.deliver()
    later()
    world.deliver()
    assert [envelope.rcpt_tos for envelope in office.taken] == [[world.nathalie.email]]


@pytest.mark.parametrize("refusal", ["451 try again", "550 no", "421 busy"])
def test_a_refused_letter_is_tried_again(world, office, later, refusal):
    office.refusals = [refusal] * 3
    world.reply(world.question())
    for _ in range(6):
        world.deliver()
        later()
    assert len(office.taken) == 1
    assert db.session.query(Delivery).count() == 0


def test_a_closed_office_delays_and_loses_nothing(world, office, later):
    office.close()
    topic = world.question()
    for n in range(3):
        world.reply(topic, body=f"Réponse {n}")
    world.deliver()
    assert office.taken == []
    office.open()
    later()
    world.deliver()
    assert len(office.taken) == 3
    assert len(set(message_ids(office))) == 3


def test_a_worker_killed_after_sending_repeats_the_same_letter(world, office, later):
    """The one case of a double: the same Message-ID, which mail programs show once."""
    world.reply(world.question())
    while (claim := jobs._claim()) and not claim.handler.endswith("send_notification"):
        jobs._deliver(claim)
    jobs.handler_named(claim.handler)(jobs.revive(claim.deliveries[0][2], claim.deliveries[0][3]))
    assert len(office.taken) == 1  # and here the worker dies, before it could say so

    later()
    world.deliver()
    assert len(office.taken) == 2
    assert len(set(message_ids(office))) == 1
