"""Draws the comparison: accuracy, reliability, and accuracy against the time a message takes."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib
import numpy as np

from benchmarks.comparison.competitors import competitors
from benchmarks.comparison.page import FOLDER, HEADINGS, LANGUAGES
from benchmarks.comparison.scores import Row
from evaluation import measures
from evaluation.cases import SERVED

matplotlib.use("Agg")  # before pyplot is imported: it would look for a screen
from matplotlib import pyplot as plt

LANGUAGE_COLOURS = dict(zip(SERVED, ("#0b5394", "#e69138"), strict=True))
# A colour and a mark for each competitor, the same in every plot; this pipeline's stands out.
STYLES = dict(
    zip(
        (each.id for each in competitors().values() if not each.ablation),
        (("#c00000", "*"), ("#1f77b4", "o"), ("#17becf", "s"), ("#2ca02c", "^"), ("#9467bd", "D"), ("#8c564b", "v")),
        strict=True,
    )
)


def draw(rows: Sequence[Row]) -> None:
    """Draw every plot from the rows that are no ablations."""
    by_split: dict[str, list[Row]] = {}
    for row in rows:
        if not row.competitor.ablation:
            by_split.setdefault(row.split, []).append(row)
    if by_split:
        _accuracy(by_split)
        _reliability(by_split)
        _accuracy_against_time(by_split)


def _accuracy(by_split: dict[str, list[Row]]) -> None:
    heights = [len(rows) + 0.8 for rows in by_split.values()]
    figure, panels = plt.subplots(
        len(by_split), 1, figsize=(9, 0.55 * sum(heights)), squeeze=False, gridspec_kw={"height_ratios": heights}
    )
    for axes, (split, rows) in zip(panels.flat, by_split.items(), strict=True):
        for offset, language in zip((-0.2, 0.2), SERVED, strict=True):
            values = [row.understanding[language].accuracy for row in rows]
            places = np.arange(len(rows)) + offset
            axes.barh(places, values, 0.38, color=LANGUAGE_COLOURS[language], label=LANGUAGES[language])
            for place, value in zip(places, values, strict=True):
                axes.text(value + 0.005, place, f"{value:.3f}", va="center", fontsize=8)
        axes.set_yticks(range(len(rows)), [row.competitor.title for row in rows], fontsize=9)
        axes.invert_yaxis()
        axes.set_xlim(0, 1.08)
        axes.set_title(HEADINGS[split], fontsize=10, loc="left")
        axes.grid(axis="x", color="0.9")
        axes.set_axisbelow(True)
    panels.flat[0].legend(loc="lower right", bbox_to_anchor=(1, 1), ncol=2, fontsize=8)
    panels.flat[-1].set_xlabel("accuracy; a refusal is an error")
    _save(figure, "accuracy.png")


def _reliability(by_split: dict[str, list[Row]]) -> None:
    figure, panels = _grid(by_split)
    for axes, (split, rows) in zip(panels, by_split.items(), strict=False):
        axes.plot([0, 1], [0, 1], color="0.6", linestyle="--", linewidth=1)
        for row in rows:
            colour, mark = STYLES[row.competitor.id]
            bins = measures.bins(row.decisions)
            error = measures.calibration_error(row.decisions)
            axes.plot(
                [each.confidence for each in bins],
                [each.accuracy for each in bins],
                color=colour,
                marker=mark,
                label=f"{row.competitor.title}: {error:.3f}",
            )
        axes.set_title(HEADINGS[split], fontsize=10, loc="left")
        axes.set_xlabel("confidence of the first choice")
        axes.set_ylabel("right")
        axes.set_ylim(0, 1.02)
        axes.grid(color="0.9")
        _legend_below(axes, "calibration error of")
    _save(figure, "reliability.png")


def _accuracy_against_time(by_split: dict[str, list[Row]]) -> None:
    figure, panels = _grid(by_split)
    for axes, (split, rows) in zip(panels, by_split.items(), strict=False):
        for row in rows:
            assert row.timing is not None
            colour, mark = STYLES[row.competitor.id]
            axes.scatter(
                1000 * row.timing["p50"], row.accuracy, s=90, color=colour, marker=mark, label=row.competitor.title
            )
        axes.set_xscale("log")
        axes.set_xlim(0.1, 100)
        axes.margins(y=0.2)
        axes.xaxis.set_major_formatter("{x:g}")
        axes.set_title(HEADINGS[split], fontsize=10, loc="left")
        axes.set_xlabel("ms to parse a message, p50")
        axes.set_ylabel("accuracy, mean of the languages")
        axes.grid(color="0.9", which="both")
        axes.set_axisbelow(True)
        _legend_below(axes)
    _save(figure, "accuracy-and-time.png")


def _grid(by_split: dict[str, list[Row]]) -> tuple[plt.Figure, list[plt.Axes]]:
    """Return a figure with a panel for each split, two side by side."""
    lines = (len(by_split) + 1) // 2
    figure, panels = plt.subplots(lines, min(2, len(by_split)), figsize=(13, 7 * lines), squeeze=False)
    for axes in panels.flat[len(by_split) :]:
        axes.remove()
    return figure, list(panels.flat)


def _legend_below(axes: plt.Axes, title: str | None = None) -> None:
    """Put the legend where it hides nothing."""
    axes.legend(title=title, fontsize=8, title_fontsize=8, ncol=2, loc="upper left", bbox_to_anchor=(-0.08, -0.12))


def _save(figure: plt.Figure, name: str) -> None:
    figure.tight_layout(h_pad=3, w_pad=3)
    # Without the date and version that matplotlib would write, so that equal results make equal files.
    figure.savefig(FOLDER / name, dpi=90, metadata={"Software": None})
    plt.close(figure)
