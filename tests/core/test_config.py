"""A wrong setting stops the start with one sentence that names it."""

import pytest

from app.config import WrongSetting, load

GOOD = {"app_env": "production", "secret_key": "x" * 40, "base_url": "https://preau.test"}


def test_production_starts_with_a_secret_and_https(tmp_path):
    assert load(data_dir=tmp_path, **GOOD).is_https


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
