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

from bot.gateway.app import create_app
from bot.gateway.openapi import describe
from bot.gateway.settings import Settings
from bot.languages import codes
from bot.wording.i18n import keys
from tests.wording.test_locales import template

ROOT = Path(__file__).resolve().parents[1]
BUNDLE = ROOT / "bot" / "gateway" / "static" / "widget"
SOURCE = ROOT / "widget"
RELEASED = SOURCE / "released.json"
LARGEST = 30 * 1024


def load(path: Path) -> dict[str, Any]:
    """Return a JSON file."""
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def current() -> Path:
    """Return the current version's script."""
    version: str = load(BUNDLE / "version.json")["version"]
    return BUNDLE / version / "widget.js"


def integrity(script: Path) -> str:
    """Return what a page writes as `integrity`."""
    return f"sha384-{base64.b64encode(hashlib.sha384(script.read_bytes()).digest()).decode()}"


def changed(released: dict[str, str], folder: Path) -> list[str]:
    """Return the released versions whose script is gone or another one: pages that fixed them would lose the chat."""
    scripts = {version: folder / version / "widget.js" for version in released}
    return [version for version, it in scripts.items() if not it.exists() or integrity(it) != released[version]]


def test_each_script_says_of_which_version_it_is() -> None:
    scripts = list(BUNDLE.glob("*/widget.js"))
    assert current() in scripts
    assert [each for each in scripts if f"widget {each.parent.name}," not in each.read_text("utf-8")[:80]] == []


def test_the_version_file_names_the_bundle_as_it_is() -> None:
    version = load(SOURCE / "package.json")["version"]
    assert load(BUNDLE / "version.json") == {
        "version": version,
        "script": f"/widget/{version}/widget.js",
        "integrity": integrity(current()),
    }


def test_the_types_are_made_from_what_the_gateway_serves() -> None:
    served = describe(create_app(Settings()), "/widget")
    assert load(SOURCE / "openapi.json") == json.loads(json.dumps(served)), "make widget"


def test_no_released_version_has_changed() -> None:
    assert changed(load(RELEASED), BUNDLE) == []


def test_a_released_version_that_was_rebuilt_or_removed_is_found(tmp_path: Path) -> None:
    released = {}
    for version in ("1.0.0", "1.1.0", "1.2.0"):
        script = tmp_path / version / "widget.js"
        script.parent.mkdir()
        script.write_text(version, encoding="utf-8")
        released[version] = integrity(script)
    assert changed(released, tmp_path) == []
    (tmp_path / "1.0.0" / "widget.js").write_text("another", encoding="utf-8")
    (tmp_path / "1.1.0" / "widget.js").unlink()
    assert changed(released, tmp_path) == ["1.0.0", "1.1.0"]


def test_every_version_before_the_current_one_was_released() -> None:
    served = {script.parent.name for script in BUNDLE.glob("*/widget.js")}
    assert served - {current().parent.name} - load(RELEASED).keys() == set()


def test_a_release_puts_the_current_version_on_the_list() -> None:
    newest = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)[0]
    assert newest == "Unreleased" or current().parent.name in load(RELEASED)


def test_the_bundle_is_small_enough_for_a_phone() -> None:
    assert len(gzip.compress(current().read_bytes(), 9)) <= LARGEST


@pytest.mark.parametrize("language", codes())
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
