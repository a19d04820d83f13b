"""On the real server: who closes her account is cut at once, in every window."""

import re
import time

import requests

from tests.chat.test_live import CLUB, Listener, general_room

EMAIL, PASSWORD = "close.live@exemple.test", "le coq chante a l aube"


def post(browser, place, **fields):
    page = browser.get(place, timeout=10).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    return browser.post(place, data={"csrf_token": token, **fields}, timeout=10)


def test_live_connections_are_cut_within_a_second(server):
    named = ("--name", "Clarisse Close", "--password-stdin")
    server.flask("user", "create", EMAIL, *named, stdin=f"{PASSWORD}\n")
    server.flask("club", "add", CLUB, EMAIL)
    clarisse = Listener(server, server.flask("token", "create", EMAIL).stdout.strip())
    try:
        assert clarisse.ask("room:join", room_id=general_room(clarisse))["ok"]
        browser = requests.Session()
        post(browser, f"{server.url}/connexion", email=EMAIL, password=PASSWORD)
        begun = time.monotonic()
        done = post(browser, f"{server.url}/compte/fermer", email=EMAIL)
        assert "Votre compte est fermé" in done.text
        assert clarisse.gone.get(timeout=10) - begun < 2, "the page, the closing and a second"
        assert clarisse.api("GET", "/me").status_code == 401
    finally:
        clarisse.close()
        browser.close()
