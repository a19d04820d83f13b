"""Without an issuer there is no ProConnect at all."""


def test_nothing_of_it_shows(world):
    visitor = world.browser()
    assert "ProConnect" not in visitor.get("/connexion").text
    assert visitor.post("/connexion/proconnect").status == 404
    assert visitor.get("/connexion/proconnect/retour", code="x", state="y").status == 404
    assert visitor.get("/connexion/proconnect/relier").status == 404
    policy = visitor.get("/connexion").headers["Content-Security-Policy"]
    assert policy.endswith("form-action 'self'")
    assert "ProConnect" not in world.browser(world.nathalie).get("/compte").text
