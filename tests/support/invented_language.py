"""Invents a language in a copy of the project: what the scaffold writes, with a few words and topics filled in."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from devtools.paths import ROOT
from scripts import add

CODE = "xx"
NAME = "Xeno"
# Its formats are German: "20,18 €", "Donnerstag".
LOCALE = "de"
FOLDERS = ("bot", "data", "devtools", "evaluation", "locales", "scripts", "tests")
TOPICS = ("travel.rocket", "therapy.laughter", "rehab.intensive.moon")
# What a translator would fill in, by file and key.
WORDS: Mapping[str, Mapping[str, Any]] = {
    "replies": {"affirm": ["jah"], "deny": ["neh"], "unsure": ["vydnu"], "back": ["rukva"], "contrasts": ["zed"]},
    "numbers": {"unit": {2: ["dvo"], 5: ["pentu"]}, "small": {20: ["vigin"], 60: ["sesdek"]}, "ranges": ["tilu"]},
    "money": {"units": ["korbi*"], "prices": ["kustu*"]},
    "dates": {
        "months": [
            "ilmon",
            "vebron",
            "kolmon",
            "aprilon",
            "mazon",
            "zunon",
            "yulon",
            "ogson",
            "setton",
            "oxton",
            "novron",
            "dekron",
        ],
        "stands_alone": True,
        "ordinals": ["."],
    },
    "ages": {"units": ["letzi*"], "cues": ["ja sum"]},
    "counts": {"things": ["putiz"], "periods": {"day": [], "week": ["sebda"], "month": [], "year": []}, "per": ["pro"]},
    "hours": {"hours": ["urzi"]},
    "means": {"taxi": {"names": ["voziko*"], "alone": []}},
    "dialogue": {"question_words": ["kva"], "polar": ["jah", "neh"], "corrections": ["nehzed"]},
    "learned": {"telling": ["kva", "jah", "neh", "sum", "ja", "zed"]},
}
TEXTS = {
    "travel": {"rocket": {"title": "Raketo", "text": "Raketo kustu %{copayment_per_trip}.", "short": "Raketo."}},
    "therapy": {"laughter": {"title": "Ridado", "text": "Ridado est bona.", "short": "Ridado."}},
}


def invent(root: Path) -> None:
    """Copy the project to `root` and add the language and its topics, as a developer would."""
    leave_out = shutil.ignore_patterns("__pycache__", "*.npz", "node_modules")
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, root / folder, ignore=leave_out)
    for file in ("pyproject.toml", "domain.yml", "config.yml"):
        shutil.copy(ROOT / file, root / file)
    add.add_language(root, CODE, NAME, LOCALE)
    for topic in TOPICS:
        add.add_topic(root, topic, "answer", ["kela_travel_means"])
    for name, lists in WORDS.items():
        _merge(root / "data" / "words" / CODE / f"{name}.yml", lists)
    for name, texts in TEXTS.items():
        _merge(root / "locales" / CODE / f"{name}.yml", texts)


def run_tests(root: Path, file: str) -> str:
    """Run a file of tests inside the copy; return what pytest prints of those that failed, nothing where none did."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--no-header", file]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def _merge(file: Path, changes: Mapping[str, Any]) -> None:
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    content.update(changes)
    file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
