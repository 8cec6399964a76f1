"""Chooses the classifier's temperature and the decider's thresholds on the training data alone: `make thresholds`.

Three-fold cross-validation with the pipeline's own components as config.yml sets them up. Each fold learns from the
other two with their mistyped copies and decides about its own examples as they were written. Examples that differ only
in capitals, dots and punctuation share a fold. Writes thresholds.md to docs/evaluation/.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import numpy as np
import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.model_selection import StratifiedGroupKFold

from benchmarks import measures
from benchmarks.cases import ROOT, SERVED, Case, as_received
from benchmarks.decisions import Decision, decision
from benchmarks.report import measured_on, table, write
from bot.nlu.bilingual_tokenizer import BilingualTokenizer
from bot.nlu.language_identifier import LanguageIdentifier
from bot.nlu.ngram_featurizer import NgramFeaturizer
from bot.nlu.sentence_encoder import SentenceEncoder
from bot.nlu.text import folded
from bot.nlu.topic_classifier import TopicClassifier
from bot.nlu.topic_decider import EMERGENCY, REPLY, TopicDecider, split_label
from bot.nlu.typo_augmenter import TypoAugmenter

FOLDS = 3
SEED = 7
TEMPERATURES = (0.05, 0.075, 0.1, 0.125, 0.15, 0.175, 0.2, 0.225, 0.25, 0.3, 0.35, 0.4)
ANSWER_THRESHOLDS = (0.0, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8)
EMERGENCY_THRESHOLDS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6)
# A wrong answer misleads; a question that is needlessly declined costs a person one more tap or try.
WRONG_ANSWER_COST = 2
# Of the other messages, how many may be answered with 112 so that fewer emergencies are missed.
MOST_FALSE_ALARMS = 0.005
LANGUAGE, FOLD = "case_language", "case_fold"
_WORDS = re.compile(r"\w+")

Component = TypeVar("Component", bound=GraphComponent)


@dataclass(frozen=True)
class Fold:
    """A classifier that has not seen the held-out messages, which bear their features and their label."""

    classifier: TopicClassifier
    held_out: list[Message]


def main() -> int:
    """Cross-validate, print the tables and the values that follow from them."""
    measured = measured_on()
    with TemporaryDirectory() as folder:
        folds = list(cross_validated(featurised(examples(), Path(folder)), Path(folder)))
        losses = {temperature: loss(folds, temperature) for temperature in TEMPERATURES}
        temperature = min(losses, key=lambda each: losses[each])
        rank(folds, temperature)
        now = configured(TopicDecider)
        answers = {
            threshold: decisions(folds, {**now, "answer_threshold": threshold}) for threshold in ANSWER_THRESHOLDS
        }
        answer_threshold = chosen_answer_threshold(answers)
        emergencies = {
            threshold: decisions(folds, {**now, "answer_threshold": answer_threshold, "emergency_threshold": threshold})
            for threshold in EMERGENCY_THRESHOLDS
        }
        emergency_threshold = chosen_emergency_threshold(emergencies)
    chosen = {
        "temperature": temperature,
        "answer_threshold": answer_threshold,
        "emergency_threshold": emergency_threshold,
    }
    in_use = {**configured(TopicClassifier), **now}
    write(
        "thresholds.md",
        f"""# Temperature and thresholds

Written by `make thresholds`; how they are chosen is in [README.md](README.md). {measured}
{sum(len(fold.held_out) for fold in folds)} examples, {FOLDS} folds.

{table(("setting", "in config.yml", "chosen here"), ((name, f"{in_use[name]}", f"{chosen[name]}") for name in chosen))}

## Temperature

{table(("temperature", "negative log-likelihood"), losses.items())}

## answer_threshold

At temperature {temperature} and emergency_threshold {now["emergency_threshold"]}.

{table(*answer_rows(answers))}

## By language

At the chosen answer_threshold.

{table(*language_rows(answers[answer_threshold]))}

## emergency_threshold

At temperature {temperature} and answer_threshold {answer_threshold}.

{table(*emergency_rows(emergencies))}
""",
    )
    return 0


def configured(component: type[GraphComponent]) -> dict[str, Any]:
    """Return a component's configuration in config.yml over its defaults."""
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    name = f"{component.__module__}.{component.__name__}"
    entry = next(entry for entry in pipeline if entry["name"] == name)
    return {**component.get_default_config(), **entry}


def created(component: type[Component], folder: Path) -> Component:
    """Create a component as Rasa's engine would."""
    storage = folder / component.__name__
    storage.mkdir(exist_ok=True)
    context = ExecutionContext(GraphSchema({}), node_name=component.__name__)
    return component.create(  # type: ignore[return-value]
        configured(component), LocalModelStorage.create(storage), Resource(component.__name__), context
    )


def examples() -> TrainingData:
    """Return the training examples, each with its language and its fold."""
    found = []
    for language in SERVED:
        for example in load_data(str(ROOT / "data" / "nlu" / language)).intent_examples:
            example.set(LANGUAGE, language)
            found.append(example)
    groups = [" ".join(_WORDS.findall(folded(example.get(TEXT)))) for example in found]
    strata = [f"{example.get(LANGUAGE)} {example.get(INTENT_RESPONSE_KEY)}" for example in found]
    splitter = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED)
    for number, (_, held_out) in enumerate(splitter.split(groups, strata, groups)):
        for index in held_out:
            found[index].set(FOLD, number)
    return TrainingData(found)


def featurised(data: TrainingData, folder: Path) -> list[Message]:
    """Return the examples and their mistyped copies with all features that are not learnt from the examples.

    A copy has its original's data, and so its fold.
    """
    originals = len(data.intent_examples)
    for component in (TypoAugmenter, LanguageIdentifier, BilingualTokenizer, SentenceEncoder):
        data = created(component, folder).process_training_data(data)
    messages: list[Message] = data.intent_examples
    for index, message in enumerate(messages):
        message.set("case_original", index < originals)
    return messages


def cross_validated(messages: Sequence[Message], folder: Path) -> Iterator[Fold]:
    """Yield each fold's classifier with the examples held out from it; the mistyped copies of those are not used."""
    for number in range(FOLDS):
        training = TrainingData([_again(message) for message in messages if message.get(FOLD) != number])
        held_out = [
            _again(message) for message in messages if message.get(FOLD) == number and message.get("case_original")
        ]
        for message in held_out:
            message.set("metadata", as_received(message.get(TEXT))[1])
        ngrams, classifier = created(NgramFeaturizer, folder), created(TopicClassifier, folder)
        ngrams.train(training)
        ngrams.process_training_data(training)
        ngrams.process(held_out)
        classifier.train(training)
        yield Fold(classifier, held_out)


def _again(message: Message) -> Message:
    """Return a message that can get this fold's n-grams beside the features it has."""
    return Message(message.data, features=list(message.features))


def loss(folds: Sequence[Fold], temperature: float) -> float:
    """Return the mean negative log-likelihood of the true labels at a temperature."""
    losses = []
    for fold in folds:
        fold.classifier._config["temperature"] = temperature
        columns = {label: column for column, label in enumerate(fold.classifier._labels)}
        truth = [columns[message.get(INTENT_RESPONSE_KEY)] for message in fold.held_out]
        confidences = fold.classifier._confidences(fold.held_out)[np.arange(len(truth)), truth]
        losses.append(-np.log(np.maximum(confidences, np.finfo(np.float32).tiny)))
    return float(np.concatenate(losses).mean())


def rank(folds: Sequence[Fold], temperature: float) -> None:
    """Set the rankings of the held-out messages at a temperature."""
    for fold in folds:
        fold.classifier._config["temperature"] = temperature
        fold.classifier.process(fold.held_out)


def decisions(folds: Sequence[Fold], configuration: dict[str, Any]) -> list[Decision]:
    """Return the decider's decisions about the held-out messages, without the answers to questions of a dialogue."""
    found = []
    for fold in folds:
        asked = [each for each in fold.held_out if not each.get(INTENT_RESPONSE_KEY).startswith(REPLY)]
        for message in TopicDecider(configuration).process(asked):
            label = message.get(INTENT_RESPONSE_KEY)
            found.append(decision(Case(message.get(TEXT), split_label(label)[1], message.get(LANGUAGE)), message.data))
    return found


def cost(group: Sequence[Decision]) -> float:
    """Return what the wrong answers and the needless refusals cost, as a share of all messages."""
    declined = measures.share(each.declined and each.case.in_scope for each in group)
    return WRONG_ANSWER_COST * measures.wrong_answers(group) + declined


def chosen_answer_threshold(answers: dict[float, list[Decision]]) -> float:
    """Return the threshold of least cost."""
    return min(answers, key=lambda threshold: cost(answers[threshold]))


def chosen_emergency_threshold(emergencies: dict[float, list[Decision]]) -> float:
    """Return the lowest threshold with few enough false alarms, else the one with fewest."""
    allowed = [
        each for each, group in emergencies.items() if measures.false_alarms(group, EMERGENCY) <= MOST_FALSE_ALARMS
    ]
    return min(allowed, default=max(emergencies))


def answer_rows(answers: dict[float, list[Decision]]) -> tuple[Sequence[str], list[Sequence[object]]]:
    """Return what each answer_threshold does."""
    columns = {
        "cost": cost,
        "accuracy": measures.accuracy,
        "wrong answers": measures.wrong_answers,
        "in scope declined": measures.in_scope_declined,
        "of these, right button offered": measures.rescued,
        "out of scope answered": measures.out_of_scope_answered,
        "out of scope declined": measures.out_of_scope_declined,
    }
    rows = [(f"{threshold}", *(measure(group) for measure in columns.values())) for threshold, group in answers.items()]
    return ("answer_threshold", *columns), rows


def language_rows(group: list[Decision]) -> tuple[Sequence[str], list[Sequence[object]]]:
    """Return the measures of each language's examples."""
    columns = {
        "accuracy": measures.accuracy,
        "macro-F1": measures.macro_f1,
        "wrong answers": measures.wrong_answers,
        "in scope declined": measures.in_scope_declined,
        "out of scope declined": measures.out_of_scope_declined,
        "calibration error": measures.calibration_error,
    }
    languages = {language: [each for each in group if each.case.language == language] for language in SERVED}
    rows = [
        (language, len(own), *(measure(own) for measure in columns.values())) for language, own in languages.items()
    ]
    return ("language", "examples", *columns), rows


def emergency_rows(emergencies: dict[float, list[Decision]]) -> tuple[Sequence[str], list[Sequence[object]]]:
    """Return what each emergency_threshold does."""
    rows = [
        (f"{threshold}", measures.missed(group, EMERGENCY), measures.false_alarms(group, EMERGENCY))
        + (measures.false_alarms([each for each in group if each.case.in_scope], EMERGENCY),)
        for threshold, group in emergencies.items()
    ]
    return ("emergency_threshold", "emergencies missed", "false alarms", "false alarms in scope"), rows


if __name__ == "__main__":
    os.chdir(ROOT)  # the encoder's folder in config.yml is relative
    sys.exit(main())
