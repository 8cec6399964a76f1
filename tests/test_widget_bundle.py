"""The committed widget fits its source, as far as that shows without Node.js; scripts/widget.sh builds it again."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.i18n import LANGUAGES, keys
from tests.test_locales import template

ROOT = Path(__file__).resolve().parents[1]
BUNDLE = ROOT / "bot" / "gateway" / "static" / "widget"
SOURCE = ROOT / "widget"
LARGEST = 30 * 1024


def load(path: Path) -> dict[str, Any]:
    """Return a JSON file."""
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def current() -> Path:
    """Return the current version's script."""
    return BUNDLE / load(BUNDLE / "version.json")["version"] / "widget.js"


def test_each_script_says_of_which_version_it_is() -> None:
    scripts = list(BUNDLE.glob("*/widget.js"))
    assert current() in scripts
    assert [each for each in scripts if f"widget {each.parent.name}," not in each.read_text("utf-8")[:80]] == []


def test_the_version_file_names_the_bundle_as_it_is() -> None:
    version = load(SOURCE / "package.json")["version"]
    digest = hashlib.sha384(current().read_bytes()).digest()
    assert load(BUNDLE / "version.json") == {
        "version": version,
        "script": f"/widget/{version}/widget.js",
        "integrity": f"sha384-{base64.b64encode(digest).decode()}",
    }


def test_the_bundle_is_small_enough_for_a_phone() -> None:
    assert len(gzip.compress(current().read_bytes(), 9)) <= LARGEST


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bundle_has_the_words_of_the_locales(language: str) -> None:
    bundle = current().read_text(encoding="utf-8")
    words = [template(key, language) for key in keys(language) if key.startswith("widget.")]
    # A line break, a quotation mark or a placeholder's sign may be written in another way in a script.
    pieces = {piece for text in words for piece in re.split(r"[\n\"'`$\\]", text.strip())}
    assert len(pieces) > len(words) / 2
    assert {piece for piece in pieces if piece not in bundle} == set()


def test_the_widgets_packages_are_exact_and_come_from_no_named_registry() -> None:
    wanted = load(SOURCE / "package.json")["devDependencies"]
    assert [name for name, version in wanted.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    packages = load(SOURCE / "package-lock.json")["packages"]
    assert [path for path, package in packages.items() if "resolved" in package] == []
    assert [path for path, package in packages.items() if path and "integrity" not in package] == []
