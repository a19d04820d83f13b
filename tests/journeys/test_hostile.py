"""Hostile HTML through form and API, rendered: nothing runs, nothing leaves, nothing draws outside its card."""

from __future__ import annotations

import re

import pytest

from tests.journeys.hostile import vectors
from tests.journeys.writing import CLUB

IN_A_TOPIC = 60
OUTSIDE = """() => {
    const found = [];
    for (const card of document.querySelectorAll("article.post")) {
        const frame = card.getBoundingClientRect();
        for (const part of card.querySelectorAll(".prose *")) {
            const style = getComputedStyle(part);
            const place = part.getBoundingClientRect();
            const scrolls = part.closest(".table-scroll, pre, table");
            const sticksOut = place.right > frame.right + 1 || place.left < frame.left - 1
                || place.top < frame.top - 1 || place.bottom > frame.bottom + 1;
            if (["fixed", "sticky", "absolute"].includes(style.position) || (sticksOut && !scrolls))
                found.push(card.id + " " + part.tagName + " " + style.position);
        }
        if (card.scrollWidth > card.clientWidth + 1) found.push(card.id + " scrolls");
    }
    if (document.documentElement.scrollWidth > innerWidth) found.push("the page scrolls sideways");
    for (const name of ["script", "iframe", "object", "embed", "form", "style", "link", "svg", "math"])
        if (document.querySelector(".prose " + name)) found.push(name);
    for (const part of document.querySelectorAll(".prose *"))
        for (const { name, value } of part.attributes)
            if (/^(on|hx-|data-behavior|style|id$|name$)/.test(name) || /^\\s*(java|vb)script:/i.test(value))
                found.push(part.tagName + " " + name + "=" + value.slice(0, 40));
    return found;
}"""


def token_of(server):
    made = server.flask("token", "create", "nathalie.guerin@exemple.test", "--name", "hostile")
    return re.findall(r"\S{30,}", made.stdout)[-1]


def topics_by_api(page, server, every):
    """A topic with a reply for each vector; what the API refuses as empty is said so."""
    headers = {"Authorization": f"Bearer {token_of(server)}"}
    for start in range(0, len(every), IN_A_TOPIC):
        sent = {"title": f"Vecteurs {start}", "body_text": "Voici.", "kind": "discussion"}
        made = page.request.post(f"/api/v1{CLUB}/topics", data=sent, headers=headers)
        assert made.status == 201, made.text()
        topic = made.json()
        for vector in every[start : start + IN_A_TOPIC]:
            path = f"/api/v1/topics/{topic['id']}/posts"
            answer = page.request.post(path, data={"body_html": vector}, headers=headers)
            assert answer.status == 201, (vector, answer.text())
        yield topic["url"]


def topics_by_form(page, every):
    """The same, as the editor's form sends it."""
    for start in range(0, len(every), IN_A_TOPIC):
        page.goto(f"{CLUB}/questions/nouvelle")
        token = page.locator("form[data-draft-url] [name=csrf_token]").get_attribute("value")
        headers = {"Referer": page.url}
        sent = {
            "csrf_token": token,
            "title": f"Formes {start}",
            "kind": "discussion",
            "format": "html",
            "donnees": "garder",
        }
        made = page.request.post(
            f"{CLUB}/questions/nouvelle", headers=headers, form={**sent, "body": "<p>Voici.</p>"}
        )
        address = made.url.partition("?")[0]
        number = re.search(r"/questions/([0-9]+)", address)[1]
        for vector in every[start : start + IN_A_TOPIC]:
            answer = page.request.post(
                f"{CLUB}/questions/{number}/reponses",
                headers=headers,
                form={**sent, "body": vector},
                max_redirects=0,
            )
            assert answer.status == 302, (vector, answer.status, "refused, or not shown")
        yield address


@pytest.mark.browser
@pytest.mark.parametrize("way", ["api", "form"])
def test_nothing_runs_nothing_leaves_nothing_draws_outside(person, server, way):
    every = vectors()
    assert len(every) > 300
    page = person("nathalie.guerin@exemple.test", viewport={"width": 390, "height": 800})
    asked, dialogs = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    ways = topics_by_api(page, server, every) if way == "api" else topics_by_form(page, every)
    shown = 0
    for address in list(ways):
        for number in range(1, IN_A_TOPIC // 20 + 2):
            page.goto(f"{address}?page={number}")
            page.locator("html[data-ready]").wait_for()
            found = page.evaluate(OUTSIDE)
            assert found == [], f"{address}?page={number}: " + "; ".join(found[:40])
            assert page.evaluate("window.hit") is None, (address, number)
            shown += page.locator(".prose", has_text="vecteur").count()
    assert shown >= len(every)
    assert dialogs == []
    assert {url for url in asked if not url.startswith(server.url)} == set()
