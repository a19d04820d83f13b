"""What is sealed is read again with the same key only."""

from app.core.sealing import seal, unseal


def test_a_sealed_text_comes_back_and_shows_nothing(app):
    sealed = seal("un secret bien gardé")
    assert "secret" not in sealed
    assert unseal(sealed) == "un secret bien gardé"
    assert sealed != seal("un secret bien gardé"), "the same text twice does not show"


def test_a_changed_text_or_another_key_opens_nothing(app, monkeypatch):
    sealed = seal("un secret bien gardé")
    assert unseal(sealed[:-4] + "AAA=") is None
    monkeypatch.setitem(app.config, "SEAL_KEY", b"A" * 43 + b"=")
    assert unseal(sealed) is None
