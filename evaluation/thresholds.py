"""Chooses the classifier's temperature and the decider's thresholds on the training data alone: `make thresholds`.

The pipeline's own components, set up as config.yml has them, learn from the examples that the encoder was tuned on,
with their mistyped copies, and decide about the fifth that it was not (bot/tuning), as they were written. Writes
thresholds.md to docs/evaluation/.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from devtools.pythons import run_on

run_on("rasa", __name__)

import numpy as np
import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.decision.labels import EMERGENCY, Label
from bot.nlu.deciding.topic_decider import TopicDecider
from bot.nlu.learned.language_identifier import LanguageIdentifier
from bot.nlu.learned.multilingual_tokenizer import MultilingualTokenizer
from bot.nlu.learned.ngram_featurizer import NgramFeaturizer
from bot.nlu.learned.sentence_encoder import SentenceEncoder
from bot.nlu.learned.topic_classifier import TopicClassifier
from bot.nlu.learned.typo_augmenter import TypoAugmenter
from bot.nlu.learned.word_vector_featurizer import WordVectorFeaturizer
from bot.tuning.examples import unseen
from devtools.paths import ROOT
from devtools.report import EVALUATION, measured_on, table, write
from evaluation import measures
from evaluation.cases import FOLLOW_UPS, SERVED, Case, as_received
from evaluation.decisions import Decision, decision

TEMPERATURES = (0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0, 1.1, 1.2)
ANSWER_THRESHOLDS = (0.0, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8)
EMERGENCY_THRESHOLDS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6)
# A wrong answer misleads; a question that is needlessly declined costs a person one more tap or try.
WRONG_ANSWER_COST = 2
# Of the other messages, how many may be answered with 112 so that fewer emergencies are missed.
MOST_FALSE_ALARMS = 0.005
# Thresholds whose costs differ by less are alike: of those the most careful is taken.
ALIKE = 0.001
LANGUAGE, HELD_OUT = "case_language", "case_held_out"


@dataclass(frozen=True)
class Trained:
    """A classifier, and held-out messages, which bear their features and their label."""

    classifier: TopicClassifier
    held_out: list[Message]


def main() -> int:
    """Train, decide, print the tables and the values that follow from them."""
    measured = measured_on()
    with TemporaryDirectory() as folder:
        trained = trained_on(featurised(examples(), Path(folder)), Path(folder))
        losses = {temperature: loss(trained, temperature) for temperature in TEMPERATURES}
        temperature = min(losses, key=lambda each: losses[each])
        rank(trained, temperature)
        now = configured(TopicDecider)
        answers = {
            threshold: decisions(trained, {**now, "answer_threshold": threshold}) for threshold in ANSWER_THRESHOLDS
        }
        answer_threshold = chosen_answer_threshold(answers)
        emergencies = {
            threshold: decisions(
                trained, {**now, "answer_threshold": answer_threshold, "emergency_threshold": threshold}
            )
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
{len(trained.held_out)} held-out examples.

{table(("setting", "in use", "chosen here"), ((name, f"{in_use[name]}", f"{chosen[name]}") for name in chosen))}

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
        EVALUATION,
    )
    return 0


def configured(component: type[GraphComponent]) -> dict[str, Any]:
    """Return a component's configuration in config.yml over its defaults."""
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    name = f"{component.__module__}.{component.__name__}"
    entry = next(entry for entry in pipeline if entry["name"] == name)
    return {**component.get_default_config(), **entry}


def created(component: type[GraphComponent], folder: Path) -> Any:
    """Create a component as Rasa's engine would."""
    storage = folder / component.__name__
    storage.mkdir(exist_ok=True)
    context = ExecutionContext(GraphSchema({}), node_name=component.__name__)
    return component.create(
        configured(component), LocalModelStorage.create(storage), Resource(component.__name__), context
    )


def examples() -> TrainingData:
    """Return the training examples, each with its language and whether it is held out."""
    found = []
    for language in SERVED:
        for file in sorted((ROOT / "data" / "nlu" / language).glob("*.yml")):
            for example in load_data(str(file)).intent_examples:
                example.set(LANGUAGE, language)
                example.set(HELD_OUT, file.stem != FOLLOW_UPS and unseen(example.get(TEXT)))
                found.append(example)
    return TrainingData(found)


def featurised(data: TrainingData, folder: Path) -> list[Message]:
    """Return the examples and the mistyped copies of those not held out, with all features not learnt from them."""
    originals = len(data.intent_examples)
    for component in (TypoAugmenter, LanguageIdentifier, MultilingualTokenizer, SentenceEncoder):
        data = created(component, folder).process_training_data(data)
    messages: list[Message] = data.intent_examples
    return messages[:originals] + [message for message in messages[originals:] if not message.get(HELD_OUT)]


def trained_on(messages: Sequence[Message], folder: Path) -> Trained:
    """Return the classifier that has learnt from the messages not held out."""
    training = TrainingData([message for message in messages if not message.get(HELD_OUT)])
    held_out = [message for message in messages if message.get(HELD_OUT)]
    for message in held_out:
        message.set("metadata", as_received(message.get(TEXT))[1].model_dump(mode="json"))
    for component in (NgramFeaturizer, WordVectorFeaturizer):
        featurizer = created(component, folder)
        featurizer.train(training)
        featurizer.process_training_data(training)
        featurizer.process(held_out)
    classifier = created(TopicClassifier, folder)
    classifier.train(training)
    return Trained(classifier, held_out)


def loss(trained: Trained, temperature: float) -> float:
    """Return the mean negative log-likelihood of the true labels at a temperature."""
    trained.classifier._config["temperature"] = temperature
    columns = {label: column for column, label in enumerate(trained.classifier._labels)}
    truth = [columns[message.get(INTENT_RESPONSE_KEY)] for message in trained.held_out]
    confidences = trained.classifier._confidences(trained.held_out)[np.arange(len(truth)), truth]
    return float(-np.log(np.maximum(confidences, np.finfo(np.float32).tiny)).mean())


def rank(trained: Trained, temperature: float) -> None:
    """Set the rankings of the held-out messages at a temperature."""
    trained.classifier._config["temperature"] = temperature
    trained.classifier.process(trained.held_out)


def decisions(trained: Trained, configuration: dict[str, Any]) -> list[Decision]:
    """Return the decider's decisions about the held-out messages, without the answers to questions of a dialogue."""
    found = []
    asked = [each for each in trained.held_out if Label.parse(each.get(INTENT_RESPONSE_KEY)).kind != "reply"]
    for message in TopicDecider(configuration).process(asked):
        label = message.get(INTENT_RESPONSE_KEY)
        found.append(decision(Case(message.get(TEXT), Label.parse(label).topic, message.get(LANGUAGE)), message.data))
    return found


def cost(group: Sequence[Decision]) -> float:
    """Return what the wrong answers and the needless refusals cost, as a share of all messages."""
    declined = measures.share(each.declined and each.case.in_scope for each in group)
    return WRONG_ANSWER_COST * measures.wrong_answers(group) + declined


def chosen_answer_threshold(answers: dict[float, list[Decision]]) -> float:
    """Return the threshold of least cost, of several that are alike the highest."""
    costs = {threshold: cost(group) for threshold, group in answers.items()}
    return max(threshold for threshold, its_cost in costs.items() if its_cost < min(costs.values()) + ALIKE)


def chosen_emergency_threshold(emergencies: dict[float, list[Decision]]) -> float:
    """Return the lowest threshold with few enough false alarms, else the one with fewest."""
    allowed = [
        each
        for each, group in emergencies.items()
        if measures.false_alarms(group, EMERGENCY.topic) <= MOST_FALSE_ALARMS
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
    rows: list[Sequence[object]] = [
        (f"{threshold}", *(measure(group) for measure in columns.values())) for threshold, group in answers.items()
    ]
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
    rows: list[Sequence[object]] = [
        (language, len(own), *(measure(own) for measure in columns.values())) for language, own in languages.items()
    ]
    return ("language", "examples", *columns), rows


def emergency_rows(emergencies: dict[float, list[Decision]]) -> tuple[Sequence[str], list[Sequence[object]]]:
    """Return what each emergency_threshold does."""
    rows: list[Sequence[object]] = [
        (f"{threshold}", measures.missed(group, EMERGENCY.topic), measures.false_alarms(group, EMERGENCY.topic))
        + (measures.false_alarms([each for each in group if each.case.in_scope], EMERGENCY.topic),)
        for threshold, group in emergencies.items()
    ]
    return ("emergency_threshold", "emergencies missed", "false alarms", "false alarms in scope"), rows


if __name__ == "__main__":
    os.chdir(ROOT)  # the encoder's folder in config.yml is relative
    sys.exit(main())
