"""The measurement of trainings: what is copied and changed, and that each training is counted with its children."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from benchmarks import training

EXAMPLES = "version: '3.1'\nnlu:\n- intent: answer/a\n  examples: |\n    - first\n    - second\n"
# Stands in for the gateway's interpreter: uses a processor in a child, and makes a model of 2 MiB.
PROGRAM = """#!/bin/sh
sh -c 'i=0; while [ $i -lt 100000 ]; do i=$((i + 1)); done'
mkdir -p models && head -c 2097152 /dev/zero > models/kuntoutusneuvo.tar.gz
exit ${STATUS:-0}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A working copy with one file of examples, an environment, and files that are not tracked."""
    root = tmp_path / "project"
    (root / "data/nlu/fi").mkdir(parents=True)
    (root / "data/nlu/fi/a.yml").write_text(EXAMPLES)
    (root / "removed.md").write_text("soon gone")
    for name in training.ENVIRONMENTS:
        (root / name / "bin").mkdir(parents=True)
        (root / name / "bin/python").write_text(PROGRAM)
        (root / name / "bin/python").chmod(0o700)
    (root / "models").mkdir()
    (root / ".gitignore").write_text("models/\n.venv*\n")
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    subprocess.run(["git", "add", "."], cwd=root, check=True)
    (root / "removed.md").unlink()
    return root


def test_a_copy_has_the_tracked_files_and_the_environments_but_no_model(project: Path, tmp_path: Path) -> None:
    training.copied(project, tmp_path / "copy")
    assert {each.name for each in (tmp_path / "copy").iterdir()} == {".gitignore", "data", *training.ENVIRONMENTS}
    assert (tmp_path / "copy/data/nlu/fi/a.yml").read_text() == EXAMPLES


def test_one_example_is_changed_and_no_other(project: Path) -> None:
    training.change_an_example(project)
    assert (project / "data/nlu/fi/a.yml").read_text() == EXAMPLES.replace("- first", "- and then, first")


def test_a_training_is_counted_with_its_children(project: Path) -> None:
    found = training.trained("now, first", project)
    assert found.what == "now, first"
    assert found.processor_seconds > 0.02
    assert found.seconds > 0.02
    assert found.peak_mib > 0.5
    assert found.model_mib == 2


def test_a_training_that_fails_ends_the_measurement(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATUS", "3")
    with pytest.raises(SystemExit, match="now, first: the training failed"):
        training.trained("now, first", project)


def test_both_trainings_of_a_copy_are_on_the_page_and_its_own_model_is_left_alone(project: Path) -> None:
    page = training.report("Measured today.", list(training.trainings("now", project)))
    assert "now, first" in page
    assert "now, one example changed" in page
    assert list((project / "models").iterdir()) == []
    assert (project / "data/nlu/fi/a.yml").read_text() == EXAMPLES
