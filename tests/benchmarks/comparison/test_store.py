"""A model is trained anew when what it comes from has changed, and only then."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.comparison import store
from benchmarks.comparison.competitors import Competitor, competitors
from benchmarks.comparison.data import Example, Outsider, Split
from evaluation.cases import Case

LOCK = "rasa==3.6.21 \\\n    --hash=sha256:0\nscikit-learn==1.1.3 \\\n    --hash=sha256:1\nspacy==3.7.5\n"
COMPETITOR = Competitor(
    "regression",
    "Regression",
    ("linear", "NgramRegression"),
    ("scikit-learn",),
    {"c": 20.0},
    ("bot/nlu/learned/text.py",),
)
SPLIT = Split("small", [Example("mitä maksaa", "price", "fi")], [Case("what is it", "price", "en")], [], frozenset())


def digest(competitor: Competitor = COMPETITOR, split: Split = SPLIT, lock: str = LOCK) -> str:
    """Return the digest of a model with one thing changed."""
    return store.digest(competitor, split, lock)


@pytest.mark.parametrize(
    "changed",
    [
        digest(replace(COMPETITOR, settings={"c": 5.0})),
        digest(replace(COMPETITOR, implementation=("linear", "EmbeddingRegression"))),
        digest(replace(COMPETITOR, files=())),
        digest(replace(COMPETITOR, packages=("scikit-learn", "spacy"))),
        digest(split=replace(SPLIT, train=[Example("mitä maksaa", "cost", "fi")])),
        digest(lock=LOCK.replace("1.1.3", "1.1.4")),
    ],
    ids=["settings", "class", "files", "packages", "examples", "version"],
)
def test_a_model_is_another_one_with(changed: str) -> None:
    assert changed != digest()


@pytest.mark.parametrize(
    "changed",
    [
        digest(replace(COMPETITOR, title="Another title", splits=("own-25",))),
        digest(split=replace(SPLIT, test=[], outside=[Outsider("who sings", "en", "MKQA")])),
        digest(lock=LOCK.replace("3.6.21", "3.6.22").replace("sha256:1", "sha256:2")),
    ],
    ids=["title", "questions", "version of what it does not use"],
)
def test_a_model_is_the_same_with(changed: str) -> None:
    assert changed == digest()


def test_a_model_is_asked_again_when_the_questions_change() -> None:
    assert store.questions(SPLIT) == store.questions(replace(SPLIT, train=[]))
    assert store.questions(SPLIT) != store.questions(replace(SPLIT, test=[]))
    assert store.questions(SPLIT) != store.questions(replace(SPLIT, outside=[Outsider("who", "en", "MKQA")]))


@pytest.mark.parametrize(
    ("source", "same"),
    [("x = 1  # one\n", True), ("x  =  (1)\n", True), ("x = 2\n", False), ("y = 1\n", False)],
)
def test_code_is_what_it_does(source: str, same: bool) -> None:
    assert (store.code(source) == store.code("x = 1\n")) is same


def test_a_package_that_is_not_locked_is_named() -> None:
    with pytest.raises(ValueError, match="numpy: not in the lock file"):
        store.pinned(LOCK, ["rasa", "numpy"])


@pytest.mark.parametrize("competitor", competitors().values(), ids=lambda each: each.id)
def test_a_competitor_is_made_from_what_exists(competitor: Competitor) -> None:
    assert store.pinned(store.LOCK.read_text(encoding="utf-8"), competitor.packages)
    assert all(file.is_file() for file in competitor.sources())
    assert len(competitor.sources()) > len(competitor.files)
