"""Nothing but the list answers without a session; every view decides."""

import pytest

OPEN = {
    "accounts.ask_for_key",
    "accounts.ask_sign_in_link",
    "accounts.choose_password",
    "accounts.enter_with_key",
    "accounts.forgotten_password",
    "accounts.link_proconnect",
    "accounts.return_from_proconnect",
    "accounts.sign_in",
    "accounts.use_sign_in_link",
    "accounts.verify",
    "accounts.start_proconnect",
    "clubs.accept_invitation",
    "clubs.enter_code",
    "clubs.places_for_invited",
    "notifications.unsubscribe",
    "site.favicon",
    "site.healthz",
    "site.help_page",
    "site.legal",
    "site.letter",
    "site.letter_html",
    "site.letters",
    "site.readyz",
    "site.robots",
    "static",
}


def filled(rule):
    """The rule's address, with something in each blank."""
    path = rule.rule
    for name, converter in rule._converters.items():
        value = "1" if "Integer" in type(converter).__name__ else "x"
        if "Any" in type(converter).__name__:
            value = sorted(converter.items)[0]
        for form in (f"<int:{name}>", f"<path:{name}>", f"<{name}>"):
            path = path.replace(form, value)
        if "<any(" in path:
            path = path[: path.index("<any(")] + value
    return path


def test_the_open_addresses_are_those_of_the_contract(application):
    opened = {
        rule.endpoint
        for rule in application.url_map.iter_rules()
        if getattr(application.view_functions[rule.endpoint], "is_public", False)
    }
    assert opened == OPEN


def test_every_other_address_asks_to_sign_in(app, world):
    stranger = world.browser()
    tried = 0
    for rule in app.url_map.iter_rules():
        if rule.endpoint in OPEN:
            continue
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            answer = stranger._ask(method, filled(rule))
            expected = 401 if rule.rule.startswith("/api/") else 302
            assert answer.status == expected, (method, rule.rule, answer.status)
            if expected == 302:
                assert answer.location.startswith("/connexion")
            tried += 1
    assert tried > 30


def test_a_wrong_or_dead_token_opens_nothing(world):
    for header in ("Bearer nonsense", "Bearer ", "Basic abc", "nonsense"):
        stranger = world.browser(world.nathalie)
        stranger.headers = {"Authorization": header}
        assert stranger.get("/api/v1/me").status == 401, "a cookie does not help a wrong bearer"
    program = world.program(world.nathalie)
    assert program.get("/api/v1/me").status == 200


def test_a_view_that_forgets_to_ask_fails(app, world, monkeypatch):
    monkeypatch.setitem(app.view_functions, "clubs.members", lambda slug: "secret")
    nathalie = world.browser(world.nathalie)
    assert nathalie.get("/clubs/secretaires/regles").status == 200
    with pytest.raises(AssertionError, match="without asking"):
        nathalie.get("/clubs/secretaires/membres")


def test_every_answer_carries_the_headers(app, world):
    nathalie, stranger = world.browser(world.nathalie), world.browser()
    for visitor, path in [
        (nathalie, "/clubs/secretaires"),
        (nathalie, "/clubs/inconnu"),
        (stranger, "/connexion"),
        (stranger, "/api/v1/me"),
        (stranger, "/static/css/base.css"),
    ]:
        headers = visitor.get(path).headers
        assert "script-src 'self' 'nonce-" in headers["Content-Security-Policy"], path
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        if "static" not in path:
            assert headers["Cache-Control"] == "no-store"


def test_static_files_are_kept_for_ever_under_the_hash_of_the_tree(app, world):
    root = app.extensions["static_root"]
    headers = world.browser().get(f"{root}/css/base.css").headers
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_an_unexpected_error_shows_a_number_and_nothing_else(app, world, monkeypatch, caplog):
    def break_down(slug):
        raise RuntimeError("canary-in-the-trace")

    monkeypatch.setitem(app.view_functions, "clubs.members", break_down)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    page = world.browser(world.nathalie).get("/clubs/secretaires/membres")
    assert page.status == 500
    assert "canary" not in page.text
    assert "donnez ce numéro" in page.text
    assert "canary-in-the-trace" in caplog.text
