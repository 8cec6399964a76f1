"""Words by key and language: a missing key or value is an error, never another language or a bare placeholder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import i18n as python_i18n
import pytest

from bot.wording import i18n
from bot.wording.i18n import MissingWords, has, keys, words


@pytest.fixture
def locales(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two small languages in place of the real ones."""
    (tmp_path / "fi").mkdir()
    (tmp_path / "en").mkdir()
    (tmp_path / "fi" / "test.yml").write_text(
        'hello: "Hei %{name}!"\nonly_finnish: "Vain"\n"yes": "Kyllä"\ndeep: {er: {key: "Syvä"}}\nnumber: 5\n', "utf-8"
    )
    (tmp_path / "en" / "test.yml").write_text('hello: "Hello %{name}!"\n"yes": "Yes"\n', "utf-8")
    monkeypatch.setattr(i18n, "LOCALES", tmp_path)
    _forget()
    yield
    _forget()


def _forget() -> None:
    i18n._load.cache_clear()
    i18n._known.cache_clear()
    python_i18n.translations.container.clear()


@pytest.mark.usefixtures("locales")
def test_words_are_given_in_the_language_asked_for() -> None:
    assert words("test.hello", "fi", name="Aino") == "Hei Aino!"
    assert words("test.hello", "en", name="Aino") == "Hello Aino!"
    assert words("test.deep.er.key", "fi") == "Syvä"
    assert words("test.yes", "en") == "Yes"


@pytest.mark.usefixtures("locales")
@pytest.mark.parametrize("locale", ["fi", "en", "sv"])
def test_the_librarys_global_language_makes_no_difference(locale: str) -> None:
    python_i18n.set("locale", locale)
    assert words("test.hello", "fi", name="Aino") == "Hei Aino!"


@pytest.mark.usefixtures("locales")
def test_a_key_of_one_language_is_not_borrowed_by_the_other() -> None:
    assert has("test.only_finnish", "fi")
    assert not has("test.only_finnish", "en")
    with pytest.raises(MissingWords, match="test.only_finnish has no words in 'en': add it to locales/en/test.yml"):
        words("test.only_finnish", "en")


@pytest.mark.usefixtures("locales")
def test_a_placeholder_without_value_is_an_error() -> None:
    with pytest.raises(MissingWords, match="test.hello.*name"):
        words("test.hello", "fi")


@pytest.mark.usefixtures("locales")
def test_a_value_that_looks_like_a_placeholder_stays_as_it_is() -> None:
    assert words("test.hello", "fi", name="%{other}") == "Hei %{other}!"


@pytest.mark.usefixtures("locales")
def test_unused_values_are_no_trouble() -> None:
    assert words("test.yes", "fi", name="x") == "Kyllä"


@pytest.mark.parametrize("key", ["common", "common.errors", "nothing", "", "common.errors.empty.more"])
def test_what_is_no_key_has_no_words(key: str) -> None:
    assert not has(key, "fi")
    with pytest.raises(MissingWords):
        words(key, "fi")


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(KeyError):
        words("common.errors.empty", "sv")


def test_keys_are_those_of_the_files() -> None:
    assert "common.errors.empty" in keys("fi")
    assert set(keys("fi")) == set(keys("en"))
