"""A topic is the same thing everywhere: catalogue, examples in both languages, words and dialogue."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from bot import knowledge
from bot.data_files import DataError, load_records
from bot.languages import codes
from bot.nlu.learned.text import folded
from bot.run.training import ROOT
from evaluation.cases import FOLLOW_UPS, emergency_cases, held_out_questions

NLU = ROOT / "data" / "nlu"
# Decided by code, not by the classifier, so there is nothing to learn.
WITHOUT_EXAMPLES = {"guard.unsupported_language", "meta.fallback"}
LEAST = {"answer": 30, "flow": 30, "meta": 30, "guard": 60, "reply": 30}


def examples(language: str) -> Iterator[tuple[str, str, str]]:
    """Yield file stem, retrieval intent and sentence of every training example."""
    for file in sorted((NLU / language).glob("*.yml")):
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            for line in block["examples"].splitlines():
                assert line.startswith("- "), f"{file.name}: '{line}' is no list item"
                yield file.stem, block["intent"], line[2:].strip()


def domain() -> dict[str, Any]:
    """Return the domain."""
    content: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    return content


# --- The catalogue


def test_every_source_is_used() -> None:
    used = {source for topic in knowledge.topics().values() for source in topic.sources}
    elsewhere = "".join(
        path.read_text(encoding="utf-8") for folder in ("rules", "hours", "directory") for path in _yaml_in(folder)
    )
    assert {source for source in set(knowledge.sources()) - used if source not in elsewhere} == set()


def _yaml_in(folder: str) -> list[Any]:
    return sorted((ROOT / "bot" / folder).rglob("*.yml"))


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("{kind: answer, sources: [nowhere], reviewed: 2026-11-22, related: []}", "names 'nowhere'"),
        ("{kind: answer, sources: [], reviewed: 2026-11-22, related: [nothing]}", "names 'nothing'"),
        ("{kind: question, sources: [], reviewed: 2026-11-22, related: []}", "kind"),
        ("{kind: answer, sources: [], reviewed: soon, related: []}", "reviewed"),
        ("{kind: answer, sources: [], reviewed: 2026-11-22}", "related"),
        ("{kind: answer, sources: [], reviewed: 2026-11-22, related: [], texts: x}", "texts"),
    ],
)
def test_a_wrong_topic_is_refused_with_its_name(tmp_path: Any, entry: str, message: str) -> None:
    file = tmp_path / "topics.yml"
    file.write_text(f"a.topic: {entry}\n", encoding="utf-8")
    with pytest.raises(DataError, match=message) as caught:
        knowledge.load_topics(file, {})
    assert "topics.yml" in str(caught.value)
    assert "a.topic" in str(caught.value)


def test_a_topic_written_twice_is_refused(tmp_path: Any) -> None:
    file = tmp_path / "topics.yml"
    file.write_text("a: {}\nb: {}\na: {}\n", encoding="utf-8")
    with pytest.raises(DataError, match="'a' is given twice"):
        load_records(file, knowledge.Topic)


# --- Training examples


def test_both_languages_have_the_same_files() -> None:
    stems = {language: {file.stem for file in (NLU / language).glob("*.yml")} for language in codes()}
    assert len({frozenset(found) for found in stems.values()}) == 1, stems


@pytest.mark.parametrize("language", codes())
def test_every_topic_has_enough_examples(language: str) -> None:
    counts: dict[str, int] = defaultdict(int)
    for _, intent, _ in examples(language):
        counts[intent] += 1
    too_few = {
        topic.id: counts[f"{topic.kind}/{topic.id}"]
        for topic in knowledge.topics().values()
        if topic.id not in WITHOUT_EXAMPLES and counts[f"{topic.kind}/{topic.id}"] < LEAST[topic.kind]
    }
    assert too_few == {}
    assert {intent: count for intent, count in counts.items() if count < LEAST[intent.split("/")[0]]} == {}


@pytest.mark.parametrize("language", codes())
def test_every_intent_is_a_topic_or_a_reply(language: str) -> None:
    known = {f"{topic.kind}/{topic.id}" for topic in knowledge.topics().values()}
    topics = {intent for _, intent, _ in examples(language) if not intent.startswith("reply/")}
    assert topics <= known, topics - known
    assert topics == known - {f"{knowledge.topics()[topic].kind}/{topic}" for topic in WITHOUT_EXAMPLES}, (
        "a topic has no examples"
    )


def test_both_languages_know_the_same_replies() -> None:
    replies = [{intent for _, intent, _ in examples(language) if intent.startswith("reply/")} for language in codes()]
    assert replies[0] == replies[1]


@pytest.mark.parametrize("language", codes())
def test_a_topics_examples_are_in_one_file(language: str) -> None:
    files: dict[str, set[str]] = defaultdict(set)
    for stem, intent, _ in examples(language):
        if stem != FOLLOW_UPS:
            files[intent].add(stem)
    assert {intent: stems for intent, stems in files.items() if len(stems) > 1} == {}


@pytest.mark.parametrize("language", codes())
def test_no_sentence_belongs_to_two_intents_or_stands_twice(language: str) -> None:
    intents: dict[str, list[str]] = defaultdict(list)
    for _, intent, text in examples(language):
        # With and without dots ("kyllä", "kylla") are two examples: people write both.
        intents[text.casefold().strip(" .,!?")].append(intent)
    assert {text: found for text, found in intents.items() if len(found) > 1} == {}


def _normal(text: str) -> str:
    """Return a sentence as the classifier sees it, without punctuation at its ends."""
    return folded(text).strip(" .,!?")


@pytest.mark.parametrize("language", codes())
def test_examples_are_plain_sentences(language: str) -> None:
    for stem, intent, text in examples(language):
        where = f"{language}/{stem}.yml {intent}: {text}"
        assert text, where
        assert not text.startswith("/"), where
        assert not re.search(r"\]\(|\]\{", text), f"{where} has an entity annotation that nothing reads"


@pytest.mark.parametrize("language", codes())
def test_examples_hold_no_personal_data(language: str) -> None:
    from bot.privacy import clean, redact

    found = {text: redact(clean(text)).kinds for _, _, text in examples(language)}
    # Known people and brands belong to what is out of scope: "Amy Winehouse rehab lyrics".
    personal = {text: kinds for text, kinds in found.items() if set(kinds) - {"name"}}
    assert personal == {}, "write the mark instead, as the guard leaves it: [phone_number]"


# --- The evaluation set


@pytest.mark.parametrize("language", codes())
def test_no_evaluation_sentence_was_trained_on(language: str) -> None:
    trained = {_normal(text) for other in codes() for _, _, text in examples(other)}
    texts = [case.text for case in held_out_questions(language)] + [case.text for case in emergency_cases(language)]
    assert [text for text in texts if _normal(text) in trained] == []


@pytest.mark.parametrize("language", codes())
def test_the_evaluation_set_covers_every_topic(language: str) -> None:
    counts: dict[str, int] = defaultdict(int)
    for case in held_out_questions(language):
        counts[case.topic] += 1
        for topic in (case.topic, *case.also):
            assert topic in knowledge.topics(), f"{topic} is no topic: {case.text}"
    missing = {topic: counts[topic] for topic in set(knowledge.topics()) - WITHOUT_EXAMPLES if counts[topic] < 4}
    assert missing == {}


# --- Rasa's dialogue


def rules() -> list[dict[str, Any]]:
    """Return every dialogue rule and story."""
    files = sorted((ROOT / "data" / "dialogue").glob("*.yml"))
    return [
        entry
        for file in files
        for kind in ("rules", "stories")
        for entry in yaml.safe_load(file.read_text(encoding="utf-8")).get(kind, [])
    ]


def steps(key: str) -> set[str]:
    """Return what the rules' steps name under a key."""
    return {step[key] for rule in rules() for step in rule["steps"] if step.get(key)}


def intents() -> set[str]:
    """Return the domain's intents."""
    return {intent if isinstance(intent, str) else next(iter(intent)) for intent in domain()["intents"]}


def test_every_intent_of_the_domain_has_a_rule_and_every_rule_an_intent() -> None:
    assert steps("intent") == intents()


def test_the_intents_are_the_kinds_of_topics() -> None:
    kinds = {topic.kind for topic in knowledge.topics().values()}
    assert intents() == kinds | {"reply", "nlu_fallback"}
    for language in codes():
        assert {intent.split("/")[0] for _, intent, _ in examples(language)} == kinds | {"reply"}


def test_every_rule_runs_the_one_action() -> None:
    assert steps("action") == set(domain()["actions"]) == {"action_respond"}


def test_there_is_a_rule_a_kind_and_none_a_topic() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "data" / "dialogue").glob("*.yml"))
    rules_only = re.sub(r"#.*", "", text)
    assert not [topic for topic in knowledge.topics() if topic in rules_only]


def test_rasa_remembers_nothing_of_a_conversation() -> None:
    assert domain().keys() & {"slots", "forms"} == set()
    assert not [step for rule in rules() for step in rule["steps"] if step.keys() & {"slot_was_set", "active_loop"}]
