"""The model is trained again when what it is made from has changed, and only then."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

from bot.run import training

FILES = {
    "config.yml": "pipeline: []",
    "domain.yml": "intents: []",
    "data/nlu/fi/travel.yml": "nlu: []",
    "data/dialogue/rules.yml": "rules: []",
    "data/words/fi/learned.yml": "telling: []",
    "locales/fi/_language.yml": "order: 1",
    "bot/nlu/learned/text.py": "pass",
    "bot/encoder/weights.py": "pass",
    "requirements/rasa.lock": "rasa==3.6.21",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project with one file of each kind."""
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    models = tmp_path / "models"
    models.mkdir()
    monkeypatch.setattr(training, "ROOT", tmp_path)
    monkeypatch.setattr(training, "MODELS", models)
    monkeypatch.setattr(training, "MODEL", models / "model.tar.gz")
    monkeypatch.setattr(training, "FINGERPRINT", models / "model.sha256")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", FILES)
def test_a_change_of_any_ingredient_changes_the_fingerprint(project: Path, name: str) -> None:
    before = training.fingerprint()
    (project / name).write_text(FILES[name] + "\n# changed")
    assert training.fingerprint() != before
    (project / name).write_text(FILES[name])
    assert training.fingerprint() == before


def test_a_new_a_renamed_and_a_missing_file_change_the_fingerprint(project: Path) -> None:
    seen = {training.fingerprint()}
    new = project / "data/nlu/en/travel.yml"
    new.parent.mkdir()
    new.write_text("nlu: []")
    seen.add(training.fingerprint())
    new.rename(new.with_name("trips.yml"))
    seen.add(training.fingerprint())
    (project / "domain.yml").unlink()
    seen.add(training.fingerprint())
    assert len(seen) == 4


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("data/words/fi/danger.yml", id="a word of danger"),
        pytest.param("data/words/fi/cues.yml", id="a word that asks"),
        pytest.param("data/words/fi/subjects.yml", id="the subject of a topic"),
        pytest.param("bot/decision/limits.py", id="a limit"),
        pytest.param("bot/decision/reranking.py", id="how a message is re-ranked"),
        pytest.param("bot/nlu/deciding/topic_decider.py", id="a component that decides"),
        pytest.param("bot/entities/money.py", id="how amounts are read"),
        pytest.param("locales/fi/common.yml", id="a text"),
        pytest.param("README.md", id="a document"),
    ],
)
def test_what_is_not_learned_needs_no_new_model(project: Path, name: str) -> None:
    before = training.fingerprint()
    (project / name).parent.mkdir(parents=True, exist_ok=True)
    (project / name).write_text("changed")
    assert training.fingerprint() == before


def test_what_learns_uses_nothing_that_only_decides() -> None:
    """Otherwise a change there could change what is learned, and nobody would train anew."""
    for file in training.ingredients():
        if file.suffix == ".py":
            imported = re.findall(r"^ *(?:from|import) (bot[.\w]*)", file.read_text(encoding="utf-8"), re.MULTILINE)
            deciding = [name for name in imported if name.startswith(("bot.decision", "bot.nlu.deciding"))]
            assert not deciding, f"{file.name} imports {deciding[0]}"


def test_the_real_ingredients_hold_examples_code_and_packages() -> None:
    names = {str(file.relative_to(training.ROOT)) for file in training.ingredients()}
    assert {
        "config.yml",
        "domain.yml",
        "data/nlu/fi/travel.yml",
        "data/nlu/en/travel.yml",
        "data/dialogue/rules.yml",
        "data/words/fi/learned.yml",
        "bot/nlu/learned/identification.py",
        "requirements/rasa.lock",
    } <= names


def _train(project: Path) -> None:
    training.MODEL.write_text("model")
    training.FINGERPRINT.write_text(training.fingerprint() + "\n")


def test_a_model_is_up_to_date_until_an_ingredient_changes(project: Path) -> None:
    assert not training.up_to_date()
    _train(project)
    assert training.up_to_date()
    (project / "data/nlu/fi/travel.yml").write_text("nlu: [more]")
    assert not training.up_to_date()


@pytest.mark.parametrize("missing", ["MODEL", "FINGERPRINT"])
def test_half_a_model_is_none(project: Path, missing: str) -> None:
    _train(project)
    getattr(training, missing).unlink()
    assert not training.up_to_date()


def test_nothing_is_trained_when_the_model_is_up_to_date(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def unexpected() -> None:
        raise AssertionError("trained without need")

    _train(project)
    monkeypatch.setattr(training, "train", unexpected)
    assert training.main() == 0
    assert "up to date" in capsys.readouterr().out


@pytest.fixture
def python(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in place of the interpreter that trains; a test writes what it does."""
    monkeypatch.setattr(training, "LOG", project / "var" / "log" / "train.log")
    program = project / "python"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o700)
    monkeypatch.setattr(training, "RASA_PYTHON", program)
    return program


def test_what_changed_is_trained_in_a_process_of_its_own(python: Path, capsys: pytest.CaptureFixture[str]) -> None:
    python.write_text(
        "#!/bin/sh\necho 'progress: Training the classifier'\necho 'a line of Rasa'\n"
        f"echo trained > {training.MODEL}\necho $RASA_TELEMETRY_ENABLED > telemetry\n"
    )
    assert training.main() == 0
    shown = capsys.readouterr().out
    assert "Training the model" in shown
    assert "    Training the classifier\n" in shown
    assert "a line of Rasa" not in shown
    assert "a line of Rasa" in training.LOG.read_text()
    assert training.MODEL.exists()
    assert Path("telemetry").read_text() == "false\n"


def test_examples_are_encoded_by_a_process_beside_the_training(python: Path) -> None:
    python.write_text(
        '#!/bin/sh\nif [ "$1" = -m ]; then echo "$2" > module; echo encoded ahead; exec sleep 600; fi\n'
        f"while [ ! -e module ]; do sleep 0.01; done\necho trained > {training.MODEL}\n"
    )
    assert training.main() == 0
    assert Path("module").read_text() == "bot.nlu.learned.encoding_ahead\n"
    assert "encoded ahead" in training.LOG.read_text()


def test_a_process_beside_it_that_fails_does_not_fail_the_training(python: Path) -> None:
    python.write_text(f'#!/bin/sh\n[ "$1" != -m ] || exit 1\necho trained > {training.MODEL}\n')
    assert training.main() == 0


def test_the_examples_are_read_once_however_rasa_asks_for_them() -> None:
    asked = []

    def read(*arguments: str) -> Any:
        asked.append(arguments)
        return object()

    once = training._once(read)
    assert once("importer") is once("importer", "en")
    assert asked == [("importer",)]


def test_a_training_that_fails_shows_the_end_of_its_log(python: Path, capsys: pytest.CaptureFixture[str]) -> None:
    python.write_text("#!/bin/sh\necho 'no examples for travel.taxi' >&2\nexit 1\n")
    assert training.main() == 1
    assert "no examples for travel.taxi" in capsys.readouterr().err
    assert not training.up_to_date()


def test_an_interrupted_training_leaves_no_process(python: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python.write_text("#!/bin/sh\necho $$ > pid\necho 'progress: begun'\nexec sleep 600\n")

    def interrupt(line: str, **_: object) -> None:
        if "begun" in line:
            raise KeyboardInterrupt

    monkeypatch.setattr("builtins.print", interrupt)
    with pytest.raises(KeyboardInterrupt):
        training.main()
    with pytest.raises(ProcessLookupError):
        os.kill(int(Path("pid").read_text()), 0)
