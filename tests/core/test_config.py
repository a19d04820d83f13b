"""A wrong setting stops the start with one sentence that names it."""

import pytest

from app.config import WrongSetting, load

GOOD = {"app_env": "production", "secret_key": "x" * 40, "base_url": "https://preau.test"}
PROCONNECT = {
    "proconnect_issuer": "https://auth.agentconnect.gouv.fr/api/v2",
    "proconnect_client_id": "preau",
    "proconnect_client_secret": "s" * 40,
}


def test_production_starts_with_a_secret_and_https(tmp_path):
    assert load(data_dir=tmp_path, **GOOD).is_https


def test_proconnect_is_off_without_an_issuer_and_asks_public_agents_by_default(tmp_path):
    assert load(data_dir=tmp_path, **GOOD).proconnect is None
    chosen = load(data_dir=tmp_path, **GOOD, **PROCONNECT, proconnect_sirens="213500014, 213500022")
    assert chosen.proconnect.algorithm == "RS256"
    assert chosen.proconnect.roles == {
        "agent_public_territorial",
        "agent_public_etat",
        "agent_public",
    }
    assert chosen.proconnect.sirens == {"213500014", "213500022"}
    assert not chosen.proconnect.needs_second_factor
    assert chosen.flask_config()["FORM_TARGETS"] == "'self' https://auth.agentconnect.gouv.fr"


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"secret_key": ""}, "SECRET_KEY"),
        ({"base_url": "http://preau.test"}, "BASE_URL"),
        ({"port": "abc"}, "PORT"),
        ({"database_url": "mysql://x"}, "DATABASE_URL"),
        ({"mail_url": "http://x"}, "MAIL_URL"),
        ({"app_env": "demo", "host": "0.0.0.0"}, "HOST"),
        ({"app_env": "staging"}, "APP_ENV"),
        (PROCONNECT | {"proconnect_issuer": "http://auth.test/api/v2"}, "PROCONNECT_ISSUER"),
        (PROCONNECT | {"proconnect_issuer": "auth.test"}, "PROCONNECT_ISSUER"),
        (PROCONNECT | {"proconnect_issuer": "https://auth.test/"}, "PROCONNECT_ISSUER"),
        (PROCONNECT | {"proconnect_client_id": ""}, "PROCONNECT_CLIENT_ID"),
        (PROCONNECT | {"proconnect_client_secret": ""}, "PROCONNECT_CLIENT_SECRET"),
        (
            PROCONNECT | {"proconnect_algorithm": "HS256", "proconnect_client_secret": "court"},
            "PROCONNECT_CLIENT_SECRET",
        ),
        (PROCONNECT | {"proconnect_algorithm": "none"}, "PROCONNECT_ALGORITHM"),
        (PROCONNECT | {"proconnect_roles": " , "}, "PROCONNECT_ROLES"),
        (PROCONNECT | {"proconnect_sirens": "213500014,1234"}, "PROCONNECT_SIRENS"),
        (PROCONNECT | {"proconnect_second_factor": "peut-être"}, "PROCONNECT_SECOND_FACTOR"),
    ],
)
def test_each_wrong_value_is_named(tmp_path, changes, name):
    with pytest.raises(WrongSetting) as stopped:
        load(data_dir=tmp_path, **{**GOOD, **changes})
    assert str(stopped.value).startswith(f"{name}:")


def test_the_secret_is_made_once_and_private(tmp_path):
    first = load(data_dir=tmp_path, app_env="test").flask_config()["SECRET_KEY"]
    again = load(data_dir=tmp_path, app_env="test").flask_config()["SECRET_KEY"]
    assert first == again
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600
