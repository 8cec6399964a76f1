"""Writes what was measured: comparison.md for people, comparison.json for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from math import sqrt
from typing import Any

from benchmarks.comparison.competitors import Competitor
from benchmarks.comparison.data import Split, unseen
from benchmarks.comparison.scores import Row, Understanding
from devtools.paths import ROOT
from devtools.report import rounded, table
from evaluation import measures
from evaluation.cases import SERVED

FOLDER = ROOT / "docs" / "benchmarks"
HEADINGS = {
    "massive-25": "MASSIVE, 25 examples an intent and language",
    "own-25": "This project's questions, 25 examples a topic and language",
    "massive-all": "MASSIVE, all training examples",
    "own-all": "This project's questions, all training examples",
}
LANGUAGES = {"fi": "Finnish", "en": "English"}
MIB = 2**20
# What this pipeline is to reach on AIMED_AT: accuracy by language, points over Rasa's default, Finnish behind English.
AIMED_AT = "massive-25"
ACCURACY = {"fi": 0.80, "en": 0.82}
LEAD = 0.10
GAP = 0.02

UNDERSTANDING: dict[str, Callable[[Understanding], float]] = {
    "accuracy": lambda each: each.accuracy,
    "macro-F1": lambda each: each.macro_f1,
    "calibration error": lambda each: each.calibration_error,
    "out-of-scope AUROC": lambda each: each.separation,
}


def write(
    rows: Sequence[Row], splits: Mapping[str, Split], missing: Sequence[tuple[Competitor, Split]], measured: str
) -> None:
    """Write both files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "comparison.md").write_text(_page(rows, splits, missing, measured).rstrip() + "\n", encoding="utf-8")
    figures = rounded({"measured": measured, "rows": [_figures(row) for row in rows]})
    text = json.dumps(figures, indent=1, ensure_ascii=False) + "\n"
    (FOLDER / "comparison.json").write_text(text, encoding="utf-8")


def aims(rows: Sequence[Row]) -> list[tuple[str, float, float, str]]:
    """Return each aim with the least that was asked for, what was measured, and whether it is reached."""
    found = {row.competitor.id: row.understanding for row in rows if row.split == AIMED_AT}

    def accuracy(competitor: str, language: str) -> float:
        return found[competitor][language].accuracy if competitor in found else float("nan")

    ours = {language: accuracy("pipeline", language) for language in SERVED}
    stock = {language: accuracy("rasa-default", language) for language in SERVED}
    measured = [
        *((f"{LANGUAGES[language]}: accuracy", ACCURACY[language], ours[language]) for language in SERVED),
        *(
            (f"{LANGUAGES[language]}: over Rasa's default", LEAD, ours[language] - stock[language])
            for language in SERVED
        ),
        ("Finnish over English", -GAP, ours["fi"] - ours["en"]),
    ]
    return [(*each, _reached(*each[1:])) for each in measured]


def _reached(least: float, value: float) -> str:
    if value != value:
        return "not measured"
    return "yes" if value >= least else "no"


def _page(
    rows: Sequence[Row], splits: Mapping[str, Split], missing: Sequence[tuple[Competitor, Split]], measured: str
) -> str:
    found = {name: [row for row in rows if row.split == name] for name in splits}
    sections = [_section(splits[name], measured_on_it) for name, measured_on_it in found.items() if measured_on_it]
    return f"""# Comparison with the alternatives

Written by `make benchmark`; what is compared, and how to read it, is in [README.md](README.md). {measured}
{_not_measured(missing)}
![Accuracy](accuracy.png)

## The aims

On {HEADINGS[AIMED_AT]}.

{table(("aim", "at least", "measured", "reached"), aims(rows))}

{"".join(sections)}## Confidence and truth

![Reliability](reliability.png)

## Accuracy and time

![Accuracy and parse time](accuracy-and-time.png)
"""


def _not_measured(missing: Sequence[tuple[Competitor, Split]]) -> str:
    by_split: dict[str, list[str]] = {}
    for competitor, split in missing:
        by_split.setdefault(HEADINGS[split.name], []).append(competitor.title)
    lines = [f"- {heading}: {', '.join(titles)}" for heading, titles in by_split.items()]
    return "\n".join(["", "Not measured yet:", "", *lines, ""]) if lines else ""


def _section(split: Split, rows: Sequence[Row]) -> str:
    asked = Counter(case.language for case in split.test)
    learnt = Counter(case.language for case in split.test) - Counter(
        case.language for case in unseen(split.test, split.train)
    )
    whole = [row for row in rows if not row.competitor.ablation]
    sources = sorted({(each.source, each.language) for each in split.outside})
    return f"""## {HEADINGS[split.name]}

{len(split.train)} examples of {len({each.label for each in split.train})} labels. Tested on {asked["fi"]} Finnish and {
        asked["en"]
    } English questions: an accuracy of 0.8 is good to ±{1.96 * sqrt(0.16 / min(asked.values())):.3f}. {
        len(split.outside)
    } questions out of scope. {learnt["fi"]} and {
        learnt["en"]
    } of the questions stand among the examples, but for capitals and dots.

{
        table(
            ("Finnish / English", *UNDERSTANDING, "training s (processor s)")
            + ("p50 ms", "p95 ms", "resident MiB (the model's)", "size MiB"),
            ((row.competitor.title, *_pairs(row), *_costs(row)) for row in whole),
        )
    }
{_ablations(rows)}
Out-of-scope AUROC by source:

{
        table(
            ("", *(f"{source} {language}" for source, language in sources)),
            (
                (row.competitor.title, *(row.understanding[language].sources[source] for source, language in sources))
                for row in whole
            ),
        )
    }

"""


def _ablations(rows: Sequence[Row]) -> str:
    if not any(row.competitor.ablation for row in rows):
        return ""
    compared = [row for row in rows if row.competitor.ablation or row.competitor.id == "pipeline"]
    body = ((row.competitor.title, *_pairs(row)) for row in compared)
    return f"\nWhat this pipeline owes to its parts:\n\n{table(('Finnish / English', *UNDERSTANDING), body)}\n"


def _pairs(row: Row) -> list[str]:
    return [
        " / ".join(f"{measure(row.understanding[language]):.3f}" for language in SERVED)
        for measure in UNDERSTANDING.values()
    ]


def _costs(row: Row) -> list[str]:
    training, timing = row.training, row.timing
    assert timing is not None
    return [
        f"{training['wall']:.0f} ({training['cpu']:.0f})",
        f"{1000 * timing['p50']:.1f}",
        f"{1000 * timing['p95']:.1f}",
        f"{timing['resident'] / MIB:.0f} ({timing['model'] / MIB:.0f})",
        f"{training['size'] / MIB:.1f}",
    ]


def _figures(row: Row) -> dict[str, Any]:
    return {
        "split": row.split,
        "competitor": row.competitor.id,
        "training": row.training,
        "timing": row.timing,
        "understanding": {language: asdict(each) for language, each in row.understanding.items()},
        "reliability": [asdict(each) for each in measures.bins(row.decisions)],
    }
