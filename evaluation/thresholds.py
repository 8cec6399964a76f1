"""Fits the bounds of the decision to the stated cost, on training examples held out: `make thresholds`.

The pipeline's own components, set up as config.yml has them, learn from the examples that the encoder was tuned on,
with their mistyped copies, and rank the fifth that it was not (bot/tuning), as they were written, with their parts.
Writes the bounds to data/fitted.yml, and thresholds.md to docs/evaluation/; nothing is to be trained then.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from devtools.pythons import run_on

run_on("rasa", __name__)

import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT_RANKING_KEY, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.decision.labels import EMERGENCY, FALLBACK, Label
from bot.decision.limits import FITTED, DecisionLimits, RerankingLimits
from bot.decision.parts import Part
from bot.decision.rankings import read
from bot.decision.reranking import RankedPart
from bot.nlu.deciding.question_splitter import PART, QuestionSplitter
from bot.nlu.learned.held_out import unseen
from bot.nlu.learned.language_identifier import LanguageIdentifier
from bot.nlu.learned.messages import context, language
from bot.nlu.learned.multilingual_tokenizer import MultilingualTokenizer
from bot.nlu.learned.ngram_featurizer import NgramFeaturizer
from bot.nlu.learned.sentence_encoder import SentenceEncoder
from bot.nlu.learned.text import question_part
from bot.nlu.learned.topic_classifier import TopicClassifier
from bot.nlu.learned.typo_augmenter import TypoAugmenter
from bot.nlu.learned.word_vector_featurizer import WordVectorFeaturizer
from devtools.paths import ROOT
from devtools.report import EVALUATION, measured_on, table, write
from evaluation import measures
from evaluation.cases import FOLLOW_UPS, SERVED, TUNED_ON, Case, as_received, emergency_cases
from evaluation.decisions import Decision
from evaluation.fitting import ALARMS, GRIDS, LINES, Costs, Known, Tried, fitted, fitted_alarms, tried, written
from evaluation.readings import Reading

LANGUAGE, HELD_OUT = "case_language", "case_held_out"
# The bounds that are written.
FITTED_BOUNDS = (*GRIDS, "alarm_threshold", "alarm_line_threshold")


@dataclass(frozen=True)
class Trained:
    """A classifier, the featurizers that have learnt, and held-out messages with their features and label."""

    classifier: TopicClassifier
    featurizers: list[Any]
    held_out: list[Message]


def main() -> int:
    """Train, rank, fit, print the tables and write the bounds."""
    measured = measured_on()
    with TemporaryDirectory() as folder:
        trained = trained_on(featurised(examples(), Path(folder)), Path(folder))
        # As in training, where it is chosen on the same examples.
        temperature = trained.classifier.calibrate(trained.held_out)
        known = readings(trained, trained.held_out, Path(folder))
        stories = readings(trained, longer_messages(trained, Path(folder)), Path(folder))
    costs = Costs.stated()
    now = DecisionLimits.of({})
    chosen = fitted_alarms([known, stories], fitted(known, now, costs))
    values = {name: getattr(chosen, name) for name in FITTED_BOUNDS}
    FITTED.write_text(written(FITTED.read_text(encoding="utf-8"), values), encoding="utf-8")
    harmless = [each for each in known if each.case.topic != EMERGENCY.topic]
    curves = "\n\n".join(f"### {name}\n\n{table(*curve(tried(harmless, chosen, name, costs)))}" for name in GRIDS)
    write(
        "thresholds.md",
        f"""# Temperature and bounds

Written by `make thresholds`; how they are fitted is in [README.md](README.md). {measured}
{len(known)} held-out examples, {len(stories)} longer messages for the alarms.

{table(("bound", "before", "fitted"), ((name, f"{getattr(now, name)}", f"{value}") for name, value in values.items()))}

{table(("outcome", "cost in presses"), asdict(costs).items())}

## Temperature

Of least loss, and chosen so in training: {temperature:.3f}.

## Cost of each bound, the others as fitted

{curves}

## Alarms

Held-out examples:

{table(*alarm_rows(known, chosen))}

Longer messages:

{table(*alarm_rows(stories, chosen))}
""",
        EVALUATION,
    )
    return 0


def curve(values: Sequence[Tried]) -> tuple[Sequence[str], list[Sequence[object]]]:
    """Return the cost curve of a bound, with what each of its values does."""
    columns: dict[str, Callable[[Decision], bool]] = {
        "right": lambda each: each.right,
        "right or one press away": lambda each: each.reached,
        "confidently wrong": lambda each: each.confidently_wrong,
        "wrong, said to be unsure": lambda each: each.wrong and not each.confidently_wrong,
        "with others beside": lambda each: bool(each.alternatives),
        "only to choose from": lambda each: each.topic == FALLBACK.topic,
    }
    rows: list[Sequence[object]] = [
        (f"{each.value}", each.cost, *(measures.share(map(column, each.decisions)) for column in columns.values()))
        for each in values
    ]
    return ("value", "cost", *columns), rows


def alarm_rows(known: Sequence[Known], limits: DecisionLimits) -> tuple[Sequence[str], list[Sequence[object]]]:
    """Return what either grade of alarm does at each probability, the other bound as fitted."""
    rows: list[Sequence[object]] = []
    for value in sorted({*ALARMS, *LINES}):
        alone = [each.decided(replace(limits, alarm_threshold=value)) for each in known]
        line = [each.decided(replace(limits, alarm_line_threshold=value)) for each in known]
        danger = [each for each in line if each.case.topic == EMERGENCY.topic]
        rows.append(
            (f"{value}", measures.share(each.right for each in alone if each.case.topic == EMERGENCY.topic))
            + (measures.share(each.false_alarm for each in alone), measures.share(each.reached for each in danger))
            + (measures.share(each.false_line for each in line),)
        )
    head = ("probability", "112 alone, danger", "112 alone, false", "alone or as a line, danger", "line, false")
    return head, rows


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
    for code in SERVED:
        for file in sorted((ROOT / "data" / "nlu" / code).glob("*.yml")):
            for example in load_data(str(file)).intent_examples:
                example.set(LANGUAGE, code)
                example.set(HELD_OUT, file.stem != FOLLOW_UPS and unseen(example.get(TEXT)))
                found.append(example)
    return TrainingData(found)


def featurised(data: TrainingData, folder: Path) -> list[Message]:
    """Return the examples and the mistyped copies of those not held out, with all features not learnt from them."""
    originals = len(data.intent_examples)
    for component in (LanguageIdentifier, TypoAugmenter, MultilingualTokenizer, SentenceEncoder):
        data = created(component, folder).process_training_data(data)
    messages: list[Message] = data.intent_examples
    return messages[:originals] + [message for message in messages[originals:] if not message.get(HELD_OUT)]


def trained_on(messages: Sequence[Message], folder: Path) -> Trained:
    """Return the classifier that has learnt from the messages not held out."""
    training = TrainingData([message for message in messages if not message.get(HELD_OUT)])
    held_out = [message for message in messages if message.get(HELD_OUT)]
    for message in held_out:
        message.set("metadata", as_received(message.get(TEXT))[1].model_dump(mode="json"))
    featurizers = [created(component, folder) for component in (NgramFeaturizer, WordVectorFeaturizer)]
    for featurizer in featurizers:
        featurizer.train(training)
        featurizer.process_training_data(training)
        featurizer.process(held_out)
    classifier = created(TopicClassifier, folder)
    classifier.train(training)
    return Trained(classifier, featurizers, held_out)


def longer_messages(trained: Trained, folder: Path) -> list[Message]:
    """Return the longer messages that alarms are tuned on, with their features; the harmless have no topic."""
    found = []
    for code in SERVED:
        for case in emergency_cases(code):
            if case.part == TUNED_ON:
                label = EMERGENCY if case.emergency else FALLBACK
                metadata = as_received(case.text)[1].model_dump(mode="json")
                data = {TEXT: case.text, INTENT_RESPONSE_KEY: label.name, LANGUAGE: code, "metadata": metadata}
                found.append(Message(data))
    learnt_nothing = (LanguageIdentifier, MultilingualTokenizer, SentenceEncoder)
    for component in (*(created(each, folder) for each in learnt_nothing), *trained.featurizers):
        component.process(found)
    return found


def readings(trained: Trained, messages: Sequence[Message], folder: Path) -> list[Known]:
    """Return messages as they are read with their parts, without replies to a dialogue's questions."""
    asked = [each for each in messages if Label.parse(each.get(INTENT_RESPONSE_KEY)).kind != "reply"]
    whole_and_parts = created(QuestionSplitter, folder).process(asked)
    parts = [each for each in whole_and_parts if each.get(PART)]
    learnt_nothing = [created(component, folder) for component in (MultilingualTokenizer, SentenceEncoder)]
    for component in (*learnt_nothing, *trained.featurizers):
        component.process(parts)
    trained.classifier.process(whole_and_parts)
    found: list[tuple[Message, list[Message]]] = []
    for message in whole_and_parts:
        if message.get(PART):
            found[-1][1].append(message)
        else:
            found.append((message, []))
    limits = RerankingLimits.of({})
    return [Known(_case(message), _reading(message, its_parts), limits) for message, its_parts in found]


def _case(message: Message) -> Case:
    return Case(message.get(TEXT), Label.parse(message.get(INTENT_RESPONSE_KEY)).topic, message.get(LANGUAGE))


def _reading(message: Message, parts: Sequence[Message]) -> Reading:
    return Reading(
        text=message.get(TEXT),
        question=question_part(message.get(TEXT)),
        ranking=read(message.get(INTENT_RANKING_KEY)),
        parts=tuple(
            RankedPart(Part(each.get(PART), each.get(TEXT)), read(each.get(INTENT_RANKING_KEY))) for each in parts
        ),
        language=language(message),
        context=context(message),
    )


if __name__ == "__main__":
    os.chdir(ROOT)  # the encoder's folder in config.yml is relative
    sys.exit(main())
