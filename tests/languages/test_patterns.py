"""Lists of words become patterns without anybody writing a regular expression."""

from __future__ import annotations

import re

import pytest

from bot.languages.patterns import beginning, either


@pytest.mark.parametrize(
    ("words", "text", "matched"),
    [
        pytest.param(["suome*"], "suomeksi", "suomeksi", id="any ending"),
        pytest.param(["*lippu"], "bussilippu", "bussilippu", id="any beginning"),
        pytest.param(["trip(s)"], "trips", "trips", id="an optional part that is there"),
        pytest.param(["trip(s)"], "trip", "trip", id="and that is not"),
        pytest.param(["(a|one) week"], "one week", "one week", id="a choice"),
        pytest.param(["year", "years"], "years", "years", id="the longest"),
        pytest.param(["year"], "yearly", None, id="a whole word"),
        pytest.param(["€"], "€60", "€", id="a sign has no word's end"),
        pytest.param(["y.o."], "yxoz", None, id="a full stop is a full stop"),
        pytest.param([], "anything", None, id="an empty list matches nothing"),
    ],
)
def test_a_list_matches(words: list[str], text: str, matched: str | None) -> None:
    found = re.match(either(words), text)
    assert (found and found[0]) == matched


def test_a_beginning_matches_inside_a_longer_word() -> None:
    assert re.match(beginning(["taksi"]), "taksimatka")


@pytest.mark.parametrize("word", ["trip(s", "trips)", "a(b(c))"])
def test_half_a_pair_of_brackets_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="bracket"):
        either([word])
