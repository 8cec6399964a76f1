"""A setting that cannot be used keeps the gateway from starting, and the message names the variable and the fix."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.gateway import app as gateway_app
from bot.gateway.settings import Settings, read_settings, unknown_names


@pytest.fixture(autouse=True)
def _rights() -> Iterator[None]:
    """Put back the rights of new files, which the gateway changes at its start."""
    mask = os.umask(0o022)
    yield
    os.umask(mask)


def started(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> str:
    """Start the gateway with a setting that it refuses, and return what it says."""
    monkeypatch.setenv(variable, value)
    monkeypatch.setenv("KUNTOUTUSNEUVO_PORT", "0" if variable.endswith("_PORT") else "18080")
    with pytest.raises(SystemExit) as caught:
        gateway_app.main()
    return str(caught.value)


@pytest.mark.parametrize(
    ("variable", "value", "fix"),
    [
        ("KUNTOUTUSNEUVO_PORT", "0", "greater than or equal to 1"),
        ("KUNTOUTUSNEUVO_RASA_URLS", "http://127.0.0.1:5005", 'write a JSON list, such as ["first", "second"]'),
        ("KUNTOUTUSNEUVO_RASA_URLS", '{"first": 1}', "valid list"),
        ("KUNTOUTUSNEUVO_RASA_URLS", "[]", "at least 1 item"),
        (
            "KUNTOUTUSNEUVO_RASA_URLS",
            '["127.0.0.1:5005"]',
            "'127.0.0.1:5005' is no address: write scheme, host and port",
        ),
        ("KUNTOUTUSNEUVO_RASA_URLS", '["http://127.0.0.1:5005/"]', "such as http://127.0.0.1:5005"),
        ("KUNTOUTUSNEUVO_ACTION_URL", "", "such as http://127.0.0.1:5005"),
        ("KUNTOUTUSNEUVO_HOST", " ", "at least 1 character"),
        ("KUNTOUTUSNEUVO_DATABASE", "", "at least 1 character"),
        ("KUNTOUTUSNEUVO_PARTNER_KEYS_FILE", "", "write its path, or leave the variable out"),
        ("KUNTOUTUSNEUVO_DEV_KEY_FILE", "/no/such/file", "there is no file '/no/such/file'"),
        ("KUNTOUTUSNEUVO_WIDGET_PER_MINUTE", "0", "greater than or equal to 1"),
        ("KUNTOUTUSNEUVO_DEMO", "perhaps", "valid boolean"),
        ("KUNTOUTUSNEUVO_DATABASE", "mysql://localhost/x", "or only a path"),
        ("KUNTOUTUSNEUVO_DATABASE", "/dev/null/gateway.sqlite", "/dev/null"),
    ],
)
def test_a_wrong_setting_is_named_with_its_fix(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, fix: str
) -> None:
    message = started(monkeypatch, variable, value)
    assert message.startswith(f"{variable}: ")
    assert fix in message


@pytest.mark.parametrize(
    ("variable", "write"),
    [
        ("KUNTOUTUSNEUVO_PARTNER_KEYS_FILE", lambda path: path.write_text("one: {per_minute: 5}", encoding="utf-8")),
        ("KUNTOUTUSNEUVO_PARTNER_KEYS_FILE", lambda path: None),
        ("KUNTOUTUSNEUVO_DEV_KEY_FILE", lambda path: None),
        ("KUNTOUTUSNEUVO_DEV_KEY_FILE", lambda path: path.touch()),
    ],
    ids=["partners without a key", "no file of partners", "no file with the development key", "an empty file"],
)
def test_a_file_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str, write: Callable[[Path], object]
) -> None:
    path = tmp_path / "keys"
    write(path)
    assert str(path) in started(monkeypatch, variable, str(path))


@pytest.mark.parametrize(
    ("variable", "says"),
    [
        ("KUNTOUTUSNEUVO_WIDGET_ORIGIN", "Did you mean KUNTOUTUSNEUVO_WIDGET_ORIGINS?"),
        ("KUNTOUTUSNEUVO_WIDGET_PER_MINUT", "Did you mean KUNTOUTUSNEUVO_WIDGET_PER_MINUTE?"),
        ("KUNTOUTUSNEUVO_TRUSTED_PROXY", "Did you mean KUNTOUTUSNEUVO_TRUSTED_PROXIES?"),
        ("KUNTOUTUSNEUVO_PARTNERS_KEY_FILE", "Did you mean KUNTOUTUSNEUVO_PARTNER_KEYS_FILE?"),
        ("kuntoutusneuvo_hots", "Did you mean KUNTOUTUSNEUVO_HOSTS?"),
        ("KUNTOUTUSNEUVO_NOWW", "Did you mean KUNTOUTUSNEUVO_NOW?"),
        ("KUNTOUTUSNEUVO_ENCRYPTION_AT_REST", "Settings: KUNTOUTUSNEUVO_HOST, "),
    ],
)
def test_a_misspelt_variable_is_refused_with_the_nearest_right_name(
    monkeypatch: pytest.MonkeyPatch, variable: str, says: str
) -> None:
    message = started(monkeypatch, variable, "secret-value")
    assert message.startswith(f"{variable}: there is no such setting. {says}")
    assert "secret-value" not in message


def test_what_the_launcher_reads_is_no_unknown_setting() -> None:
    assert unknown_names(["KUNTOUTUSNEUVO_VAR", "KUNTOUTUSNEUVO_NOW", "KUNTOUTUSNEUVO_PORT", "PATH"]) == []


def test_a_list_may_be_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUNTOUTUSNEUVO_TRUSTED_PROXIES", "[]")
    assert read_settings().trusted_proxies == Settings().trusted_proxies == []
