"""Measures what people get on the regression set and on messages modelled on real ones: `make evaluate`.

Runs the trained model's own graph, message by message, as the gateway would hand it each conversation's first message.
Writes results.md, results.json, confusion.png and reliability.png to docs/evaluation/. Ends with 1 where more answers
are confidently wrong than evaluation/bounds.yml allows.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from devtools.pythons import run_on

run_on("rasa", __name__)

import matplotlib
import numpy as np
from rasa.shared.nlu.constants import TEXT
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.data_files import load_record
from bot.decision.labels import EMERGENCY, FALLBACK, OUT_OF_SCOPE, UNSUPPORTED_LANGUAGE
from bot.nlu.learned.text import folded
from bot.run import training
from devtools.paths import ROOT
from devtools.report import EVALUATION, measured_on, rounded, table, write
from evaluation import measures
from evaluation.cases import OTHER, SERVED, held_out_questions, real_questions
from evaluation.decisions import Decision, decide, require_model

matplotlib.use("Agg")  # before pyplot is imported: it would look for a screen
from matplotlib import pyplot as plt

# Least cosine of a question and its nearest training example, nearest first.
NEARNESS = {"the same": 0.999, "0.8 or more": 0.8, "0.6 to 0.8": 0.6, "0.4 to 0.6": 0.4, "less than 0.4": 0.0}
_WORDS = re.compile(r"\w+")
# What a row of results tells of a group of decisions.
MEASURES: dict[str, Callable[[Sequence[Decision]], float]] = {
    "accuracy": measures.accuracy,
    "macro-F1": measures.macro_f1,
    "out of scope declined": measures.out_of_scope_declined,
    "out of scope answered": measures.out_of_scope_answered,
    "in scope declined": measures.in_scope_declined,
    "wrong answers": measures.wrong_answers,
    "calibration error": measures.calibration_error,
}


# What people get; a row of the first tables has these with their 95 % intervals.
OUTCOMES: dict[str, Callable[[Decision], bool]] = {
    "right": lambda each: each.right,
    "right or one press away": lambda each: each.reached,
    "confidently wrong": lambda each: each.confidently_wrong,
    "wrong, said to be unsure": lambda each: each.wrong and not each.confidently_wrong,
    "112 alone, false": lambda each: each.false_alarm,
    "line on 112, false": lambda each: each.false_line,
}
# Fewest words of a length.
LENGTHS = {"over 40 words": 41, "13 to 40 words": 13, "up to 12 words": 0}
BOUNDS = Path(__file__).parent / "bounds.yml"


@dataclass(frozen=True)
class Bounds:
    """The greatest share of confidently wrong answers in each set."""

    regression: float
    real_life: float


def main() -> int:
    """Measure and write."""
    require_model()
    measured = measured_on()
    real = real_questions()
    decided = asyncio.run(decide([*real, *held_out_questions(*SERVED), *held_out_questions(OTHER)]))
    real_life, decisions = decided[: len(real)], decided[len(real) :]
    served = [each for each in decisions if each.case.language in SERVED]
    others = [each for each in decisions if each.case.language not in SERVED]
    write("results.md", report(served, others, real_life, measured), EVALUATION)
    found = figures(served, others, real_life)
    (EVALUATION / "results.json").write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    draw_confusion(served)
    draw_reliability(served)
    problems = above_bounds(served, real_life, load_record(BOUNDS, Bounds))
    print("\n".join(problems), file=sys.stderr)
    return 1 if problems else 0


def above_bounds(regression: Sequence[Decision], real_life: Sequence[Decision], bounds: Bounds) -> list[str]:
    """Return a line for each set with more confidently wrong answers than its bound allows."""
    shares = {
        "regression": (measures.share(each.confidently_wrong for each in regression), bounds.regression),
        "real_life": (measures.share(each.confidently_wrong for each in real_life), bounds.real_life),
    }
    return [
        f"{name}: {found:.3f} confidently wrong, at most {most}: see {BOUNDS.name}"
        for name, (found, most) in shares.items()
        if found > most
    ]


def by_length(decisions: Sequence[Decision]) -> dict[tuple[str, str], list[Decision]]:
    """Return the decisions by language and length of the message, the shortest first."""
    found: dict[tuple[str, str], list[Decision]] = {}
    for language in (*SERVED, "all"):
        for length in reversed(LENGTHS):
            found[language, length] = []
    for each in decisions:
        words = len(each.case.text.split())
        length = next(name for name, fewest in LENGTHS.items() if words >= fewest)
        for language in (each.case.language, "all"):
            found[language, length].append(each)
    return {names: group for names, group in found.items() if group}


def outcomes(grouped: Mapping[tuple[str, str], Sequence[Decision]], kind: str) -> str:
    """Return the table of what people get, by language and another kind of group."""
    return table(
        ("language", kind, "messages", *OUTCOMES),
        (
            (*names, len(group), *(measures.interval(map(outcome, group)) for outcome in OUTCOMES.values()))
            for names, group in grouped.items()
        ),
    )


def groups(decisions: Sequence[Decision]) -> dict[tuple[str, str], list[Decision]]:
    """Return the decisions by language and register, with "all" for either."""
    found: dict[tuple[str, str], list[Decision]] = {}
    for each in decisions:
        for language in (each.case.language, "all"):
            for register in ("all", each.case.register):
                found.setdefault((language, register), []).append(each)
    order = [*SERVED, "all"]
    return dict(sorted(found.items(), key=lambda item: (order.index(item[0][0]), item[0][1] != "all", item[0][1])))


def languages(decisions: Sequence[Decision], others: Sequence[Decision]) -> dict[str, tuple[int, float]]:
    """Return each measure of the languages with how many messages it was measured on."""
    found: dict[str, list[bool]] = {}
    for language in SERVED:
        right = [(each, each.language == language) for each in decisions if each.case.language == language]
        found[f"{language}: identified"] = [flag for _, flag in right]
        found[f"{language}: identified, two words or more"] = [
            flag for each, flag in right if len(each.case.text.split()) > 1
        ]
        found[f"{language}: answered as an unsupported language"] = [
            each.topic == UNSUPPORTED_LANGUAGE.topic for each, _ in right
        ]
    found["Swedish: identified"] = [each.language == "sv" for each in others if each.case.language == "sv"]
    found["Swedish: answered as an unsupported language"] = [
        each.right for each in others if each.case.language == "sv"
    ]
    found["other languages: answered as an unsupported language"] = [
        each.right for each in others if each.case.language != "sv"
    ]
    return {name: (len(flags), measures.share(flags)) for name, flags in found.items()}


def by_topic(decisions: Sequence[Decision]) -> dict[str, dict[str, float]]:
    """Return each topic's accuracy in each language."""
    return {
        topic: {
            language: measures.accuracy([d for d in decisions if d.case.topic == topic and d.case.language == language])
            for language in SERVED
        }
        for topic in sorted({each.case.topic for each in decisions})
    }


def nearness(decisions: Sequence[Decision]) -> dict[str, list[Decision]]:
    """Return the decisions by how near their text lies to the nearest training example.

    Nearness is the cosine of character n-gram counts after folding. The test set was written apart from the examples,
    but people ask short questions in the same words, and a question that stands in the examples proves nothing.
    """
    from rasa.shared.nlu.training_data.loading import load_data

    examples = load_data(str(ROOT / "data" / "nlu")).intent_examples
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 4))
    known = vectorizer.fit_transform([_bare(example.get(TEXT)) for example in examples])
    asked = vectorizer.transform([_bare(each.case.text) for each in decisions])
    nearest = (asked @ known.T).max(axis=1).toarray().ravel()
    found: dict[str, list[Decision]] = {name: [] for name in NEARNESS}
    for each, cosine in zip(decisions, nearest, strict=True):
        found[next(name for name, least in NEARNESS.items() if cosine >= least)].append(each)
    return found


def _bare(text: str) -> str:
    return " ".join(_WORDS.findall(folded(text)))


def confused(decisions: Sequence[Decision]) -> Counter[tuple[str, str]]:
    """Return how often each topic was taken for each other."""
    return Counter((each.case.topic, each.topic) for each in decisions if not each.right)


def figures(served: Sequence[Decision], others: Sequence[Decision], real_life: Sequence[Decision]) -> dict[str, Any]:
    """Return every figure and every error, to be compared by programs; null where nothing can be measured."""
    found = {
        "groups": [
            {"language": language, "register": register, "messages": len(group)}
            | {name: measure(group) for name, measure in MEASURES.items()}
            for (language, register), group in groups(served).items()
        ],
        "outcomes": {
            name: {what: asdict(measures.interval(map(outcome, group))) for what, outcome in OUTCOMES.items()}
            for name, group in (("regression", served), ("real_life", real_life))
        },
        "languages": {
            name: {"messages": count, "share": value} for name, (count, value) in languages(served, others).items()
        },
        "emergencies": {
            "missed": measures.missed(served, EMERGENCY.topic),
            "false alarms": measures.false_alarms(served, EMERGENCY.topic),
        },
        "reliability": [asdict(each) for each in measures.bins(served)],
        "topics": by_topic(served),
        "errors": [
            {**asdict(each.case), "decided": each.topic, "confidence": each.confidence, "candidates": each.candidates}
            | {"identified": each.language, "best": each.best, "best_confidence": each.best_confidence}
            for each in [*served, *others]
            if not each.right
        ],
    }
    return rounded(found)  # type: ignore[no-any-return]


def report(served: Sequence[Decision], others: Sequence[Decision], real_life: Sequence[Decision], measured: str) -> str:
    """Return the results as a page."""
    errors = [each for each in [*served, *others] if not each.right]
    weak = {topic: shares for topic, shares in by_topic(served).items() if min(shares.values()) < 0.9}
    return f"""# Results

Written by `make evaluate`; what each column means is in [README.md](README.md). {measured}
Model: `{training.fingerprint()[:12]}` (digest of what it was made from).

## What people get: the regression set

{outcomes(groups(served), "register")}

{outcomes(by_length(served), "length")}

## What people get: modelled on real messages

Those of ../shared/data/real_questions.jsonl for which the catalogue has an answer or a guard.

{outcomes(groups(real_life), "register")}

{outcomes(by_length(real_life), "length")}

## The regression set by language and register

{
        table(
            ("language", "register", "messages", *MEASURES),
            (
                (*names, len(group), *(measure(group) for measure in MEASURES.values()))
                for names, group in groups(served).items()
            ),
        )
    }

Of the in-scope questions that were declined, {measures.rescued(served):.0%} were offered the right topic as a button.

## By nearness to the training examples

{
        table(
            ("nearest example", "messages", "accuracy", "out of scope", "declined"),
            (
                (name, len(group), measures.accuracy(group))
                + (sum(each.case.topic == OUT_OF_SCOPE.topic for each in group), measures.out_of_scope_declined(group))
                for name, group in nearness(served).items()
            ),
        )
    }

## Languages

{table(("what", "messages", "share"), ((name, *value) for name, value in languages(served, others).items()))}

## Emergencies

{
        table(
            ("language", "missed", "false alarms"),
            (
                (language, measures.missed(group, EMERGENCY.topic), measures.false_alarms(group, EMERGENCY.topic))
                for (language, register), group in groups(served).items()
                if register == "all"
            ),
        )
    }

## Confidence

Expected calibration error {measures.calibration_error(served):.3f}.

![Reliability](reliability.png)

## Confused topics

{table(("asked", "decided", "times"), ((*pair, count) for pair, count in confused(served).most_common() if count > 1))}

![Confused topics](confusion.png)

## Topics below 0.9 in a language

{table(("topic", *SERVED), ((topic, *shares.values()) for topic, shares in weak.items()))}

## All {len(errors)} errors

{
        table(
            ("language", "register", "text", "asked", "decided", "sure", "first choice"),
            (
                (each.case.language, each.case.register, each.case.text, each.case.topic, each.topic)
                + (
                    f"{each.confidence:.2f}",
                    f"{each.best} {each.best_confidence:.2f}" if each.topic == FALLBACK.topic else "",
                )
                for each in errors
            ),
        )
    }
"""


def draw_confusion(decisions: Sequence[Decision]) -> None:
    """Draw which topics are taken for which: those with errors, with numbers, and the whole as a heat map."""
    counts = Counter((each.case.topic, each.case.topic if each.right else each.topic) for each in decisions)
    everything = sorted({topic for pair in counts for topic in pair})
    wrong = confused(decisions)
    rows = sorted({asked for asked, _ in wrong})
    columns = sorted({decided for _, decided in wrong})
    figure, (pairs, whole) = plt.subplots(
        2, 1, figsize=(22, 44), gridspec_kw={"height_ratios": (max(len(rows), 1), len(everything))}
    )
    matrix = np.array([[wrong[asked, decided] for decided in columns] for asked in rows]).reshape(len(rows), -1)
    pairs.imshow(matrix, cmap="Reds", vmin=0, aspect="auto")
    for row, column in np.argwhere(matrix):
        dark = matrix[row, column] > matrix.max() / 2
        pairs.text(column, row, matrix[row, column], ha="center", va="center", color="white" if dark else "black")
    _label(pairs, rows, columns, f"Topics with errors: {sum(wrong.values())} of {len(decisions)} messages")
    shares = np.array([[counts[asked, decided] for decided in everything] for asked in everything], dtype=float)
    shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1)
    whole.imshow(shares, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    _label(whole, everything, everything, "All topics: share of the messages that asked for it")
    _save(figure, "confusion.png")


def _label(axes: plt.Axes, rows: Sequence[str], columns: Sequence[str], title: str) -> None:
    axes.set_title(title, fontsize=14)
    axes.set_xticks(range(len(columns)))
    axes.set_xticklabels(columns, rotation=90, fontsize=8)
    axes.set_yticks(range(len(rows)))
    axes.set_yticklabels(rows, fontsize=8)
    axes.set_xlabel("decided")
    axes.set_ylabel("asked")
    axes.set_xticks(np.arange(-0.5, len(columns)), minor=True)
    axes.set_yticks(np.arange(-0.5, len(rows)), minor=True)
    axes.grid(which="minor", color="0.9", linewidth=0.5)
    axes.tick_params(which="minor", length=0)


def draw_reliability(decisions: Sequence[Decision]) -> None:
    """Draw how often the classifier's first choice is right at each confidence, and how many messages have it."""
    figure, (shares, numbers) = plt.subplots(2, 1, figsize=(7, 8), sharex=True, gridspec_kw={"height_ratios": (3, 1)})
    shares.plot([0, 1], [0, 1], color="0.6", linestyle="--", label="as sure as right")
    for language in SERVED:
        group = measures.bins([each for each in decisions if each.case.language == language])
        shares.plot([b.confidence for b in group], [b.accuracy for b in group], marker="o", label=language)
        numbers.plot([b.confidence for b in group], [b.count for b in group], marker="o", label=language)
    shares.set_ylabel("right")
    shares.set_ylim(0, 1.02)
    shares.legend()
    shares.set_title(f"Confidence and truth, calibration error {measures.calibration_error(decisions):.3f}")
    numbers.set_ylabel("messages")
    numbers.set_yscale("log")
    numbers.set_xlabel("confidence of the first choice")
    for axes in (shares, numbers):
        axes.grid(color="0.9")
    _save(figure, "reliability.png")


def _save(figure: plt.Figure, name: str) -> None:
    figure.tight_layout()
    # Without the date and version that matplotlib would write, so that equal results make equal files.
    figure.savefig(EVALUATION / name, dpi=80, metadata={"Software": None})
    plt.close(figure)


if __name__ == "__main__":
    sys.exit(main())
