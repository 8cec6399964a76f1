"""Guided dialogues are found by folder: a new module is a new dialogue, and nothing lists it."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import Callable

import pytest

from bot import knowledge
from bot.dialogue.discovery import DuplicateFlow, find_flows, flows
from bot.dialogue.engine import start
from bot.dialogue.utterance import Utterance
from tests.dialogue.turns import OPEN

SWIM = '''
"""An invented dialogue about swimming."""
from bot.dialogue.engine import Ending, Flow
from bot.dialogue.steps import yes_or_no

FLOW = Flow("check.swim", (yes_or_no("wet"),), lambda answers, language, now: Ending("", {}, (), "check.swim"))
'''
HELPER = '"""No dialogue: what two dialogues share."""\n'
Package = Callable[..., ModuleType]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Package:
    """Return a function that makes a package of some modules."""

    def make(**modules: str) -> ModuleType:
        folder = tmp_path / "invented_flows"
        folder.mkdir()
        for name, code in {"__init__": "", **modules}.items():
            (folder / f"{name}.py").write_text(code, encoding="utf-8")
        for name in [name for name in sys.modules if name.split(".")[0] == "invented_flows"]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.syspath_prepend(str(tmp_path))
        return importlib.import_module("invented_flows")

    return make


def test_every_flow_of_the_catalogue_has_a_dialogue() -> None:
    assert set(flows()) == {topic.id for topic in knowledge.topics().values() if topic.kind == "flow"}


def test_a_module_in_the_folder_is_a_dialogue(package: Package) -> None:
    found = find_flows(package(check_swim=SWIM, shared=HELPER))
    assert set(found) == {"check.swim"}
    assert start(found["check.swim"], Utterance("swim", OPEN.date())).state.step == "wet"


def test_two_modules_cannot_hold_the_same_dialogue(package: Package) -> None:
    with pytest.raises(DuplicateFlow, match=r"invented_flows\.swim_again has the id of another dialogue, check\.swim"):
        find_flows(package(check_swim=SWIM, swim_again=SWIM))
