"""The scaffold writes every file of a language or a topic, and writes nothing where it must refuse."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from bot.knowledge.catalogue import load_topics
from bot.knowledge.source_list import sources
from bot.languages import Languages
from devtools.paths import ROOT
from scripts import add

LANGUAGE = ["language", "sv", "--name", "Svenska", "--locale", "sv"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the files that the scaffold reads and writes."""
    for folder in ("locales", "data", "evaluation/cases", "bot/knowledge"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def files(root: Path) -> dict[str, str]:
    """Return every file with its text."""
    return {str(path.relative_to(root)): path.read_text(encoding="utf-8") for path in root.rglob("*.[yt]*")}


def test_a_language_gets_every_file_of_the_default_one(project: Path) -> None:
    assert add.main(LANGUAGE, project) == 0
    assert Languages(project).codes() == ("fi", "en", "sv")
    for tree in ("locales", "data/words", "data/nlu", "evaluation/cases"):
        names = {path.name for path in (project / tree / "fi").iterdir()}
        assert names <= {path.name for path in (project / tree / "sv").iterdir()}, tree


def test_every_text_of_a_new_language_is_listed_as_untranslated(project: Path) -> None:
    add.main(LANGUAGE, project)
    listed = (project / "locales/sv/_untranslated.txt").read_text(encoding="utf-8").splitlines()
    assert "common.buttons.yes" in listed
    assert "travel.who.title" in listed
    assert len(listed) == len(set(listed))


def test_the_words_of_a_language_that_was_only_recognised_stay(project: Path) -> None:
    before = (project / "data/words/sv/danger.yml").read_text(encoding="utf-8")
    add.main(LANGUAGE, project)
    assert (project / "data/words/sv/danger.yml").read_text(encoding="utf-8") == before


def test_a_word_list_keeps_its_keys_and_no_words(project: Path) -> None:
    add.main(LANGUAGE, project)
    lists = yaml.safe_load((project / "data/words/sv/counts.yml").read_text(encoding="utf-8"))
    assert lists["periods"] == {"day": [], "week": [], "month": [], "year": []}
    assert lists["things"] == []


@pytest.mark.parametrize(
    ("topic", "group", "path"),
    [
        pytest.param("travel.example", "travel", ["example"], id="in a group"),
        pytest.param("rehab.intensive.example", "rehab", ["intensive", "example"], id="below others of its name"),
        pytest.param("rehab.novel.example", "rehab", ["novel", "example"], id="below a name of its own"),
    ],
)
def test_a_topic_gets_its_entry_texts_and_examples(project: Path, topic: str, group: str, path: list[str]) -> None:
    before = files(project)
    assert add.main(["topic", topic, "--kind", "answer", "--source", "kela_travel_means"], project) == 0
    assert load_topics(project / "bot/knowledge/topics.yml", sources())[topic].sources == ("kela_travel_means",)
    for code in ("fi", "en"):
        texts = yaml.safe_load((project / f"locales/{code}/{group}.yml").read_text(encoding="utf-8"))
        for key in path:
            texts = texts[key]
        assert list(texts) == ["title", "text", "short"]
        untranslated = (project / f"locales/{code}/_untranslated.txt").read_text(encoding="utf-8")
        assert untranslated.splitlines() == [f"{topic}.{key}" for key in ("title", "text", "short")]
        nlu = yaml.safe_load((project / f"data/nlu/{code}/{group}.yml").read_text(encoding="utf-8"))["nlu"]
        assert nlu[-1]["intent"] == f"answer/{topic}"
        cases = yaml.safe_load((project / f"evaluation/cases/{code}/test_set.yml").read_text(encoding="utf-8"))
        assert cases[-1]["topic"] == topic
    for name, text in files(project).items():
        added = len(text.splitlines()) - len(before.get(name, "").splitlines())
        assert set(before.get(name, "").splitlines()) <= set(text.splitlines()), f"{name} lost a line"
        assert added < 8, f"{name} got {added} lines"


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        pytest.param(["language", "s", "--name", "S", "--locale", "sv"], "'s' is no code", id="a wrong code"),
        pytest.param(["language", "en", "--name", "E", "--locale", "en"], "'en' exists already", id="one there is"),
        pytest.param(["language", "sv", "--name", "S", "--locale", "q_Q"], "no locale 'q_Q'", id="an unknown locale"),
        pytest.param(["topic", "Travel", "--kind", "answer"], "'Travel' is no id", id="a wrong id"),
        pytest.param(["topic", "travel.who", "--kind", "answer"], "'travel.who' exists already", id="a topic there is"),
        pytest.param(["topic", "moon.who", "--kind", "answer"], "no group 'moon'", id="a missing group"),
        pytest.param(
            ["topic", "travel.x", "--kind", "answer", "--source", "y"],
            "no source 'y'",
            id="a source that is not listed",
        ),
    ],
)
def test_what_cannot_be_added_is_refused_and_nothing_written(
    project: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], problem: str
) -> None:
    before = files(project)
    assert add.main(arguments, project) == 1
    assert problem in capsys.readouterr().err
    assert files(project) == before


def test_a_guided_dialogue_is_more_than_an_entry(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        add.main(["topic", "check.x", "--kind", "flow"], project)
    assert "invalid choice: 'flow'" in capsys.readouterr().err
