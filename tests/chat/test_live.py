"""Live rooms on the real server, with real Socket.IO clients."""

import queue
import time

import pytest
import requests
import socketio

from tests.live import live_client

CLUB = "secretaires-de-mairie"
NATHALIE, SYLVIE = "nathalie.guerin@exemple.test", "sylvie.cariou@exemple.test"


class Listener:
    """Somebody connected, and everything that was heard."""

    def __init__(self, server, token):
        self.server, self.token = server, token
        self.heard = queue.Queue()
        self.gone = queue.Queue()
        self.client = live_client()
        for event in (
            "message",
            "message:edited",
            "message:deleted",
            "typing",
            "presence",
            "room:read",
            "notification",
            "topic:post",
        ):
            self.client.on(event, lambda body, event=event: self.heard.put((event, body)))
        self.client.on("disconnect", lambda *reason: self.gone.put(time.monotonic()))
        self.client.connect(server.url, auth={"token": token}, transports=["websocket"])

    def ask(self, event, **body):
        return self.client.call(event, body, timeout=10)

    def hear(self, event, match=lambda body: True):
        """The next event of this name that matches; those of other names wait for their turn."""
        others = []
        while True:
            name, body = self.heard.get(timeout=10)
            if name != event:
                others.append((name, body))
            elif match(body):
                for other in others:
                    self.heard.put(other)
                return body

    def api(self, method, path, **body):
        return requests.request(
            method,
            f"{self.server.url}/api/v1{path}",
            json=body or None,
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=10,
        )

    def close(self):
        self.client.disconnect()


@pytest.fixture
def connect(server):
    listeners = []

    def sit_down(email):
        token = server.flask("token", "create", email).stdout.strip()
        listeners.append(Listener(server, token))
        return listeners[-1]

    yield sit_down
    for listener in listeners:
        listener.close()


def general_room(listener, club=CLUB):
    return listener.api("GET", f"/clubs/{club}/rooms").json()["items"][0]["id"]


def test_what_one_says_the_others_hear_in_order(connect):
    nathalie, sylvie = connect(NATHALIE), connect(SYLVIE)
    room = general_room(nathalie)
    entered = sylvie.ask("room:join", room_id=room)
    assert entered["ok"]
    assert entered["messages"] == []
    nathalie.ask("room:join", room_id=room)
    both = {
        person["id"]
        for person in (nathalie.api("GET", "/me").json(), sylvie.api("GET", "/me").json())
    }
    sylvie.hear("presence", lambda body: set(body["online"]) == both)

    acks = [
        nathalie.ask("message:send", room_id=room, body=f"mot {n}", client_id=f"live-{n}")
        for n in range(5)
    ]
    assert all(ack["ok"] for ack in acks)
    again = nathalie.ask("message:send", room_id=room, body="mot 0", client_id="live-0")
    assert again["message"] == acks[0]["message"]

    heard = [sylvie.hear("message") for _ in range(5)]
    assert heard == [ack["message"] for ack in acks]
    assert [m["seq"] for m in heard] == list(
        range(entered["last_seq"] + 1, entered["last_seq"] + 6)
    )
    assert set(heard[0]) >= {
        "id",
        "room_id",
        "seq",
        "event_seq",
        "client_id",
        "author",
        "body_html",
        "created_at",
        "edited_at",
        "deleted",
    }

    first = heard[0]
    assert nathalie.ask("message:edit", id=first["id"], body="corrigé")["ok"]
    edited = sylvie.hear("message:edited")
    assert (edited["seq"], edited["body_html"]) == (first["seq"], "<p>corrigé</p>")
    assert edited["event_seq"] == heard[-1]["seq"] + 1
    assert nathalie.ask("message:delete", id=first["id"])["ok"]
    deleted = sylvie.hear("message:deleted")
    assert (deleted["deleted"], deleted["body_html"]) == (True, "")
    assert sylvie.ask("message:edit", id=heard[1]["id"], body="x") == {
        "ok": False,
        "error": sylvie.ask("message:edit", id=heard[1]["id"], body="x")["error"],
    }

    nathalie.ask("typing", room_id=room)
    assert sylvie.hear("typing")["user"]["name"] == "Nathalie Guérin"
    sylvie.ask("room:read", room_id=room, seq=heard[-1]["seq"])
    assert nathalie.hear("room:read", lambda body: body["seq"] == heard[-1]["seq"])


def test_who_was_away_gets_everything_once(connect):
    nathalie, sylvie = connect(NATHALIE), connect(SYLVIE)
    room = general_room(nathalie)
    before = sylvie.ask("room:join", room_id=room)["last_seq"]
    sylvie.close()
    said = [
        nathalie.ask("message:send", room_id=room, body=f"absente {n}", client_id=f"away-{n}")[
            "message"
        ]
        for n in range(3)
    ]
    nathalie.ask("message:edit", id=said[0]["id"], body="absente, corrigé")

    back = connect(SYLVIE).ask("room:join", room_id=room, after=before)
    assert [m["seq"] for m in back["messages"]] == [said[1]["seq"], said[2]["seq"], said[0]["seq"]]
    events = [m["event_seq"] for m in back["messages"]]
    assert events == sorted(events)
    assert back["last_seq"] == events[-1]


def test_nonsense_gets_a_sentence(connect):
    nathalie = connect(NATHALIE)
    room = general_room(nathalie)
    for event, body in [
        ("message:send", {"room_id": room, "body": "   ", "client_id": "n"}),
        ("message:send", {"room_id": room, "body": "x" * 4001, "client_id": "n"}),
        ("message:send", {"room_id": room, "body": "x"}),
        ("message:send", {"room_id": 999_999, "body": "x", "client_id": "n"}),
        ("room:join", {"room_id": "abc"}),
        ("message:delete", {"id": 999_999}),
        ("typing", {}),
    ]:
        ack = nathalie.ask(event, **body)
        assert ack["ok"] is False
        assert len(ack["error"]) > 10


def test_a_room_of_another_club_does_not_exist(connect):
    nathalie, buyer = connect(NATHALIE), connect("catherine.oudot@exemple.test")
    room = general_room(nathalie)
    assert CLUB not in [club["slug"] for club in buyer.api("GET", "/me").json()["clubs"]]
    for event, body in [
        ("room:join", {"room_id": room}),
        ("message:send", {"room_id": room, "body": "x", "client_id": "x"}),
        ("typing", {"room_id": room}),
        ("room:read", {"room_id": room, "seq": 1}),
    ]:
        hidden, missing = buyer.ask(event, **body), buyer.ask(event, **{**body, "room_id": 999_999})
        assert hidden == missing
        assert hidden["ok"] is False
    nathalie.ask("room:join", room_id=room)
    said = nathalie.ask("message:send", room_id=room, body="pas pour lui", client_id="secret")[
        "message"
    ]
    nathalie.hear("message", lambda body: body["id"] == said["id"])
    buyer.ask("room:leave", room_id=room)  # a round trip: anything sent before has come
    assert not any("pas pour lui" in str(body) for _, body in list(buyer.heard.queue))


def test_nobody_connects_without_proof(server):
    session = requests.Session()
    for auth in ({}, {"token": "nonsense"}, None):
        client = live_client()
        with pytest.raises(socketio.exceptions.ConnectionError):
            client.connect(server.url, auth=auth, transports=["websocket"])
    evil = session.get(
        f"{server.url}/socket.io/?EIO=4&transport=polling",
        headers={"Origin": "https://evil.test"},
        timeout=10,
    )
    assert evil.status_code == 400
    spoofed = session.get(
        f"{server.url}/socket.io/?EIO=4&transport=polling",
        headers={"Origin": "https://evil.test", "X-Forwarded-Host": "evil.test"},
        timeout=10,
    )
    assert spoofed.status_code == 400


def test_a_suspended_member_is_cut_within_a_second(server, connect):
    email = "suspendue@exemple.test"
    server.flask(
        "user",
        "create",
        email,
        "--name",
        "Sophie Dupond",
        "--password-stdin",
        stdin="le coq chante a l aube\n",
    )
    server.flask("club", "add", CLUB, email)
    sophie = connect(email)
    room = general_room(sophie)
    assert sophie.ask("room:join", room_id=room)["ok"]
    assert server.flask("user", "suspend", email).returncode == 0
    told = time.monotonic()
    assert sophie.gone.get(timeout=10) - told < 1
    assert sophie.api("GET", "/me").status_code == 401


def test_a_reply_reaches_those_who_read(connect):
    nathalie, sylvie = connect(NATHALIE), connect(SYLVIE)
    topic = nathalie.api(
        "POST", f"/clubs/{CLUB}/topics", kind="question", title="En direct ?", body_text="Oui ?"
    ).json()
    sylvie.api("POST", f"/topics/{topic['id']}/posts", body_text="Oui, en direct.")
    heard = nathalie.hear("topic:post")
    assert heard["topic_id"] == topic["id"]
    assert heard["post"]["body_html"] == "<p>Oui, en direct.</p>"
    told = nathalie.hear("notification")
    assert told["kind"] == "reply"
    assert told["url"].endswith("?message=2")
    assert "Sylvie Cariou" in told["title"]


def test_messages_of_one_person_keep_the_order_they_were_sent_in(connect):
    nathalie = connect(NATHALIE)
    room = general_room(nathalie)
    nathalie.ask("room:join", room_id=room)
    for n in range(12):
        nathalie.client.emit(
            "message:send", {"room_id": room, "body": f"rang {n}", "client_id": f"rang-{n}"}
        )
    heard = [nathalie.hear("message", lambda body: "rang" in body["body_html"]) for _ in range(12)]
    assert [m["body_html"] for m in heard] == [f"<p>rang {n}</p>" for n in range(12)]


def test_who_does_not_say_who_they_are_is_cut(server):
    """A bare Engine.IO connection holds a thread: five seconds to be let in, no more."""
    from simple_websocket import Client, ConnectionClosed

    address = server.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    stranger = Client(address)
    begun = time.monotonic()
    with pytest.raises(ConnectionClosed):
        while True:
            assert stranger.receive(timeout=10) is not None
    assert time.monotonic() - begun < 9
