"""What the competitors learn from and are asked: the project's own data, and MASSIVE beside the repository."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple, TypeVar

import yaml

from bot.nlu.learned.text import folded
from devtools.paths import ROOT, SHARED
from evaluation.cases import FOLLOW_UPS, SERVED, Case, as_received, held_out_questions

LOCALES = {"fi": "fi-FI", "en": "en-US"}  # as MASSIVE names them
SEED = 7
FEW = 25  # examples of a label and language in the small splits
REPLY = "reply"  # the kind of an answer to a dialogue's question
OUTSIDE = 300  # questions of one source of out-of-scope material and one language, at most

Item = TypeVar("Item")


class Example(NamedTuple):
    """A text to learn from."""

    text: str
    label: str
    language: str


class Outsider(NamedTuple):
    """A question that no label answers, and where it comes from."""

    text: str
    language: str
    source: str


@dataclass(frozen=True)
class Split:
    """Examples to learn from, questions to be asked, and questions that are out of scope.

    `answers` are the labels whose confidence tells in scope from out of scope: that of "out of scope" is none of them.
    """

    name: str
    train: list[Example]
    test: list[Case]
    outside: list[Outsider]
    answers: frozenset[str]


def split(name: str) -> Split:
    """Return the split of this name, the same each time."""
    return replace(SPLITS[name](), name=name)


def available() -> list[str]:
    """Return the names of the splits that can be made with what is here."""
    return [name for name in SPLITS if SHARED.exists() or name.startswith("own")]


@cache
def own() -> Split:
    """Return all of the project's own examples, and its test set.

    Answers to a dialogue's question are left out: no message of the test set is one.
    """
    train = [
        Example(line.removeprefix("- "), topic, language)
        for language in SERVED
        for kind, topic, examples in _own(language)
        if kind != REPLY
        for line in examples.splitlines()
    ]
    test = unseen(_test_set(), train)
    answers = frozenset(case.topic for case in test if case.in_scope)
    return Split("", train, test, [*_questions(), *_commands()], answers)


@cache
def massive() -> Split:
    """Return MASSIVE's train partition and its dev partition, Finnish and English, as they were published."""
    train = [Example(*each) for each in _massive("train")]
    test = [Case(*each) for each in _massive("dev")]
    kela = [(case.text, case.language) for case in _test_set() if case.in_scope]
    return Split("", train, test, [*_questions(), *_drawn("Kela", kela)], frozenset(each.label for each in train))


def few(whole: Split) -> Split:
    """Return the split with at most FEW examples of each label and language, drawn at random but always the same."""
    groups: dict[tuple[str, str], list[Example]] = {}
    for each in whole.train:
        groups.setdefault((each.language, each.label), []).append(each)
    chance = random.Random(SEED)
    return replace(whole, train=[each for _, group in sorted(groups.items()) for each in _some(group, FEW, chance)])


def unseen(cases: Iterable[Case], train: Iterable[Example]) -> list[Case]:
    """Return the cases that are no training example, however that is capitalised or dotted."""
    seen = {folded(each.text) for each in train}
    return [case for case in cases if folded(case.text) not in seen]


SPLITS: dict[str, Callable[[], Split]] = {
    "massive-25": lambda: few(massive()),
    "own-25": lambda: few(own()),
    "massive-all": massive,
    "own-all": own,
}


def _own(language: str) -> Iterator[tuple[str, str, str]]:
    """Yield the kind, the topic and the examples of each retrieval intent, kind/topic."""
    for file in sorted((ROOT / "data" / "nlu" / language).glob("*.yml")):
        for entry in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"] if file.stem != FOLLOW_UPS else ():
            kind, topic = entry["intent"].split("/", 1)
            yield kind, topic, entry["examples"]


def _test_set() -> list[Case]:
    return [replace(case, text=as_received(case.text)[0]) for case in held_out_questions(*SERVED)]


def _massive(partition: str) -> Iterator[tuple[str, str, str]]:
    for language, locale in LOCALES.items():
        for row in _rows(f"massive/{locale}.{partition}.jsonl"):
            yield row["utt"], row["intent"], language


def _questions() -> list[Outsider]:
    """Return general questions in both languages, and English ones that another assistant had no intent for."""
    mkqa = [(row["question"], language) for language in SERVED for row in _rows(f"mkqa/mkqa_dev.{language}.jsonl")]
    clinc = [(row["text"], "en") for row in _rows("clinc150/oos.train-val.jsonl")]
    return [*_drawn("MKQA", mkqa), *_drawn("CLINC", clinc)]


def _commands() -> list[Outsider]:
    """Return what people tell other assistants to do."""
    file = "home-assistant-intents/test_sentences.{}.jsonl"
    home = [(row["text"], language) for language in SERVED for row in _rows(file.format(language))]
    general = [(text, language) for text, _, language in _massive("dev")]
    return [*_drawn("Home Assistant", home), *_drawn("MASSIVE", general)]


def _drawn(source: str, texts: Sequence[tuple[str, str]]) -> list[Outsider]:
    """Return at most OUTSIDE different texts of each language."""
    chance = random.Random(SEED)
    by_language = {language: sorted({text for text, own in texts if own == language}) for language in SERVED}
    return [
        Outsider(text, language, source)
        for language, group in by_language.items()
        for text in _some(group, OUTSIDE, chance)
    ]


def _some(items: Sequence[Item], count: int, chance: random.Random) -> list[Item]:
    return chance.sample(items, min(count, len(items)))


def _rows(path: str) -> list[dict[str, Any]]:
    """Return the records of a shared file with a JSON object a line; none where the repository stands alone."""
    file = SHARED / path
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if SHARED.exists() else []
