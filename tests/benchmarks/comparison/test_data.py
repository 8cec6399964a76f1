"""The comparison's splits are the same each time, and no question that was written here was learnt."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.comparison import data
from benchmarks.comparison.data import FEW, OUTSIDE, Example, Split
from bot.nlu.learned.text import folded
from devtools.paths import SHARED
from evaluation.cases import Case


@pytest.fixture(scope="module", params=data.SPLITS)
def split(request: pytest.FixtureRequest) -> Split:
    if request.param not in data.available():
        pytest.skip(f"{SHARED} is not there")
    return data.split(request.param)


def test_a_split_is_the_same_each_time(split: Split) -> None:
    data.own.cache_clear()
    data.massive.cache_clear()
    assert data.split(split.name) == split


@pytest.mark.parametrize("name", ["own-25", "own-all"])
def test_no_question_that_was_written_here_was_learnt(name: str) -> None:
    learnt = {folded(each.text) for each in data.split(name).train}
    assert [case.text for case in data.split(name).test if folded(case.text) in learnt] == []


def test_both_languages_are_learnt_and_asked(split: Split) -> None:
    assert {each.language for each in split.train} == {case.language for case in split.test} == {"fi", "en"}


def test_every_label_asked_for_was_learnt(split: Split) -> None:
    assert {case.topic for case in split.test} <= {each.label for each in split.train}
    assert split.answers <= {each.label for each in split.train}


def test_a_source_out_of_scope_asks_no_more_than_its_share(split: Split) -> None:
    assert all(count <= OUTSIDE for count in Counter((each.source, each.language) for each in split.outside).values())


def test_few_examples_are_drawn_from_the_whole() -> None:
    few, whole = data.split("own-25"), data.split("own-all")
    assert set(few.train) <= set(whole.train)
    assert max(Counter((each.language, each.label) for each in few.train).values()) == FEW
    assert (few.test, few.outside) == (whole.test, whole.outside)


def test_answers_to_a_dialogue_are_left_out() -> None:
    assert not [each for each in data.split("own-all").train if each.label in ("inform", "affirm", "deny")]


def test_a_group_smaller_than_the_sample_is_taken_whole() -> None:
    examples = [Example(f"text {number}", "rare", "fi") for number in range(3)]
    assert sorted(data.few(Split("", examples, [], [], frozenset())).train) == examples


@pytest.mark.parametrize("text", ["Mitä maksaa?", "MITÄ MAKSAA?", "mita  maksaa?"])
def test_a_question_is_seen_however_it_is_spelt(text: str) -> None:
    assert data.unseen([Case(text, "price", "fi")], [Example("mitä maksaa?", "price", "fi")]) == []


def test_another_question_is_unseen() -> None:
    case = Case("kuka maksaa?", "payer", "fi")
    assert data.unseen([case], [Example("mitä maksaa?", "price", "fi")]) == [case]
