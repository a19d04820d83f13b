"""kill -9 under four writers: nothing acknowledged is lost, nothing stands twice, no hole."""

from __future__ import annotations

import random
import threading
import time
import uuid

import pytest
import requests
import socketio

from tests.files.pictures import picture
from tests.live import live_client
from tests.servers import Server

CLUB = "secretaires-de-mairie"
PEOPLE = ["nathalie.guerin@exemple.test", "sylvie.cariou@exemple.test"]


class Writer(threading.Thread):
    """Sends until told to stop; repeats under the same client id until it is acknowledged."""

    def __init__(self, server, token):
        super().__init__(daemon=True)
        self.server, self.token = server, token
        self.acknowledged = {}
        self.stopped = threading.Event()
        self.errors = []

    def run(self):
        while not self.stopped.is_set():
            client_id = uuid.uuid4().hex
            while not self.stopped.is_set():
                try:
                    self.acknowledged[client_id] = self.send(client_id)
                    break
                except (requests.RequestException, socketio.exceptions.SocketIOError, OSError):
                    self.stopped.wait(0.05)  # the server is being killed: try again


class Poster(Writer):
    def __init__(self, server, token, topic_id):
        super().__init__(server, token)
        self.path = f"{server.url}/api/v1/topics/{topic_id}/posts"

    def send(self, client_id):
        answer = requests.post(
            self.path,
            json={"body_text": f"réponse {client_id}", "client_id": client_id},
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=5,
        )
        answer.raise_for_status()
        return answer.json()["id"]


class Chatter(Writer):
    def __init__(self, server, token, room_id):
        super().__init__(server, token)
        self.room_id, self.client = room_id, None

    def send(self, client_id):
        if self.client is None or not self.client.connected:
            self.client = live_client()
            self.client.connect(
                self.server.url,
                auth={"token": self.token},
                transports=["websocket"],
                wait_timeout=3,
            )
        try:
            ack = self.client.call(
                "message:send",
                {"room_id": self.room_id, "body": f"mot {client_id}", "client_id": client_id},
                timeout=3,
            )
        except socketio.exceptions.SocketIOError:
            self.client.disconnect()
            raise
        assert ack["ok"], ack
        return ack["message"]["id"]


class Uploader(Writer):
    def __init__(self, server, token):
        super().__init__(server, token)
        self.path = f"{server.url}/api/v1/uploads"

    def send(self, client_id):
        answer = requests.post(
            self.path,
            files={"file": ("plan.png", picture())},
            data={"client_id": client_id},
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=10,
        )
        answer.raise_for_status()
        return answer.json()


class Reader(threading.Thread):
    """Somebody who follows the room across every cut, by the number of the last event seen."""

    def __init__(self, server, token, room_id):
        super().__init__(daemon=True)
        self.url = f"{server.url}/api/v1/rooms/{room_id}/messages"
        self.headers = {"Authorization": f"Bearer {token}"}
        self.seen, self.after = [], 0
        self.stopped = threading.Event()

    def run(self):
        while not self.stopped.is_set():
            self.catch_up()
            self.stopped.wait(0.1)

    def catch_up(self):
        try:
            answer = requests.get(
                self.url,
                params={"after": self.after, "limit": 100},
                headers=self.headers,
                timeout=5,
            )
            answer.raise_for_status()
        except requests.RequestException:
            return None
        items = answer.json()["items"]
        for message in items:
            self.seen.append(message["seq"])
            self.after = message["event_seq"]
        return items


@pytest.fixture
def killable(new_database, tmp_path):
    server = Server(tmp_path / "killed", database_url=new_database()).start()
    yield server
    server.stop()


def everything(server, token, path, key):
    items, cursor = [], None
    while True:
        params = {"limit": 100, **({"cursor": cursor} if cursor else {})}
        page = requests.get(
            f"{server.url}/api/v1{path}",
            params=params,
            headers={"Authorization": f"Bearer {token}"},
            timeout=10,
        ).json()
        items += page["items"]
        cursor = page["next"]
        if cursor is None:
            return [item[key] for item in items]


def test_nothing_acknowledged_is_lost(killable, pytestconfig):
    kills = pytestconfig.getoption("--kills")
    tokens = [killable.flask("token", "create", email).stdout.strip() for email in PEOPLE]
    headers = {"Authorization": f"Bearer {tokens[0]}"}
    api = f"{killable.url}/api/v1"
    topic = requests.post(
        f"{api}/clubs/{CLUB}/topics",
        json={"title": "Tient-on ?", "body_text": "Oui."},
        headers=headers,
        timeout=10,
    ).json()["id"]
    room = requests.get(f"{api}/clubs/{CLUB}/rooms", headers=headers, timeout=10).json()["items"][
        -1
    ]
    before = room["last_seq"]
    posters = [Poster(killable, token, topic) for token in tokens]
    chatters = [Chatter(killable, token, room["id"]) for token in tokens]
    reader = Reader(killable, tokens[0], room["id"])
    reader.after = before
    for thread in [*posters, *chatters, reader]:
        thread.start()

    chance = random.Random(2026)
    for _ in range(kills):
        time.sleep(chance.uniform(0.4, 1.2))  # let them write a while, then strike
        killable.kill()
        killable.start()
    time.sleep(1)
    for writer in [*posters, *chatters]:
        writer.stopped.set()
    for writer in [*posters, *chatters]:
        writer.join(timeout=15)
    reader.stopped.set()
    reader.join(timeout=15)
    while reader.catch_up():
        pass

    posted = [post_id for writer in posters for post_id in writer.acknowledged.values()]
    said = [message_id for writer in chatters for message_id in writer.acknowledged.values()]
    assert len(posted) > kills
    assert len(said) > kills

    stored = everything(killable, tokens[0], f"/topics/{topic}/posts", "id")
    assert set(posted) <= set(stored)
    bodies = everything(killable, tokens[0], f"/topics/{topic}/posts", "body_html")
    assert len(bodies) == len(set(bodies)), "a repeated post stands once"
    last = requests.get(f"{api}/rooms/{room['id']}/messages", headers=headers, timeout=10).json()[
        "last_seq"
    ]
    assert reader.seen == list(range(before + 1, last + 1)), "every message once, in order, no hole"
    assert last - before >= len(said)
    print(
        f"\n{kills} kills: {len(posted)} posts and {len(said)} messages acknowledged, 0 lost, 0 twice"
    )


def test_no_acknowledged_picture_is_lost(killable, pytestconfig):
    token = killable.flask("token", "create", PEOPLE[0]).stdout.strip()
    uploaders = [Uploader(killable, token) for _ in range(2)]
    for uploader in uploaders:
        uploader.start()
    chance = random.Random(2026)
    for _ in range(max(2, pytestconfig.getoption("--kills") // 4)):
        time.sleep(chance.uniform(0.8, 1.6))
        killable.kill()
        killable.start()
    for uploader in uploaders:
        uploader.stopped.set()
        uploader.join(timeout=15)

    kept = [answer for uploader in uploaders for answer in uploader.acknowledged.values()]
    assert len(kept) > 2
    assert len({answer["id"] for answer in kept}) == len(kept)
    for answer in kept:
        got = requests.get(
            killable.url + answer["url"], headers={"Authorization": f"Bearer {token}"}, timeout=10
        )
        assert got.status_code == 200
        assert len(got.content) == answer["size"]
    print(f"\n{len(kept)} pictures acknowledged, 0 lost")
