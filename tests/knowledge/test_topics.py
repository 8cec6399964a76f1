"""The catalogue of topics is the agreed one, and everything that it refers to exists."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from bot.data_files import DataError
from bot.knowledge import TOPICS_FILE, Source, load_topics, sources, topics
from bot.languages import codes

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT.parent / "shared" / "topics.yml"

SOURCES = {"page": Source(id="page", url="https://www.kela.fi/page", publisher="Kela", dated=None)}
GOOD = "{kind: answer, sources: [page], reviewed: 2026-11-22, related: [%s]}"


def load(tmp_path: Path, text: str) -> None:
    """Read a topics file with that text."""
    path = tmp_path / "topics.yml"
    path.write_text(text, encoding="utf-8")
    load_topics(path, SOURCES)


def test_ids_and_kinds_are_those_of_the_shared_catalogue() -> None:
    if not CATALOGUE.exists():
        pytest.skip(f"{CATALOGUE} is absent: the topics cannot be compared with the catalogue")
    catalogue = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))["topics"]
    # Topics that the catalogue has marked as new since its second edition may still be missing here.
    first_edition = {entry["id"]: entry["kind"] for entry in catalogue if entry.get("since") != 2}
    whole = {entry["id"]: entry["kind"] for entry in catalogue}
    ours = {entry.id: entry.kind for entry in topics().values()}
    assert first_edition.items() <= ours.items() <= whole.items()


def test_answers_and_flows_rest_on_sources() -> None:
    without = [entry.id for entry in topics().values() if entry.kind in ("answer", "flow") and not entry.sources]
    assert without == []


def test_no_topic_is_related_to_itself_to_the_fallback_or_twice_to_another() -> None:
    for entry in topics().values():
        assert entry.id not in entry.related
        assert len(set(entry.related)) == len(entry.related)
        assert "meta.fallback" not in entry.related


def test_every_page_is_one_source() -> None:
    urls = [entry.url for entry in sources().values()]
    assert len(set(urls)) == len(urls)
    assert all(urlsplit(url).scheme in ("http", "https") and urlsplit(url).netloc for url in urls)


@pytest.mark.parametrize("language", codes())
def test_every_source_has_a_title_in_each_language(language: str) -> None:
    titles = yaml.safe_load((ROOT / "locales" / language / "sources.yml").read_text(encoding="utf-8"))
    assert set(titles) == set(sources())
    assert all(titles.values())


def test_an_unknown_topic_or_source_is_an_error_that_names_it() -> None:
    with pytest.raises(KeyError, match=f"no topic 'travel.rocket': use one of .*or add it to {TOPICS_FILE.name}"):
        topics()["travel.rocket"]
    with pytest.raises(KeyError, match="no source 'kela_moon'"):
        sources()["kela_moon"]


def test_a_good_file_is_accepted(tmp_path: Path) -> None:
    load(tmp_path, f"a: {GOOD % 'b'}\nb: {GOOD % 'a'}\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"a: {GOOD % 'missing'}", r"topics.yml: 'a.related' names 'missing', which is no topic: correct it"),
        (f"a: {GOOD % ''}".replace("page", "moon"), r"'a.sources' names 'moon': add it to sources.yml"),
        (f"a: {GOOD % ''}".replace("reviewed", "checked"), r"topics.yml: 'a.checked' is not known: use one of kind, "),
        ("a: {kind: answer, sources: [], related: []}", r"topics.yml: 'a.reviewed' is missing: add it"),
        (f"a: {GOOD % ''}".replace("answer", "reply"), r"topics.yml: 'a.kind' has the wrong value"),
        (f"a: {GOOD % ''}".replace("2026-11-22", "soon"), r"topics.yml: 'a.reviewed' has the wrong value"),
        (f"a: {GOOD % ''}\na: {GOOD % ''}", r"topics.yml: 'a' is given twice: remove one"),
        ("a: answer", r"topics.yml: 'a' must be a mapping"),
        ("- a", r"topics.yml: must be a mapping"),
    ],
)
def test_a_broken_file_is_refused_with_file_key_and_fix(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        load(tmp_path, text)
