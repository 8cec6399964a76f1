"""Every word a person reads is there in both languages, with the same placeholders, short enough, true to its links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
import yaml

from bot import knowledge
from bot.hours import HELSINKI
from bot.languages import codes
from bot.wording import answers
from bot.wording.i18n import LOCALES, keys, words
from tests.support.sms import gsm7_length

PLACEHOLDER = re.compile(r"%\{([\w.]+)\}")
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
ADDRESS = re.compile(r"\b\w+://[^\s)\"]+")
MAX_TITLE = 60
MAX_SHORT = 306
TOPICS = list(knowledge.topics())
# While the partner chat is open, in the evening, at a weekend, over Christmas; this year and the ones after it.
MOMENTS = [
    datetime(2026, 11, 23, 10, 0, tzinfo=HELSINKI),
    datetime(2026, 11, 25, 20, 30, tzinfo=HELSINKI),
    datetime(2026, 12, 24, 12, 0, tzinfo=HELSINKI),
    datetime(2026, 12, 31, 23, 59, tzinfo=HELSINKI),
    datetime(2027, 1, 1, 0, 0, tzinfo=HELSINKI),
    datetime(2027, 9, 22, 15, 0, tzinfo=HELSINKI),
    datetime(2028, 2, 29, 9, 0, tzinfo=HELSINKI),
    # May Day on a Tuesday: the longest that the chat's status gets in English.
    datetime(2029, 5, 1, 12, 0, tzinfo=HELSINKI),
]


def template(key: str, language: str) -> str:
    """Return the words of a key with their placeholders."""
    node = yaml.safe_load((LOCALES / language / f"{key.split('.')[0]}.yml").read_text(encoding="utf-8"))
    for part in key.split(".")[1:]:
        node = node[part]
    assert isinstance(node, str)
    return node


def templates(language: str) -> Iterator[tuple[str, str]]:
    """Yield every key with its words."""
    for key in keys(language):
        yield key, _TEMPLATES[language][key]


def _flat(prefix: str, node: object) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            assert isinstance(key, str), f"{prefix}.{key}: quote this key, YAML reads it as something else"
            yield from _flat(f"{prefix}.{key}", value)
    else:
        assert isinstance(node, str), f"{prefix}: quote this value, YAML reads it as {type(node).__name__}"
        yield prefix, node


def _read(language: str) -> dict[str, str]:
    files = sorted((LOCALES / language).glob("[!_]*.yml"))
    return {
        key: value
        for file in files
        for key, value in _flat(file.stem, yaml.safe_load(file.read_text(encoding="utf-8")))
    }


_TEMPLATES = {language: _read(language) for language in codes()}


# --- Parity


def test_the_languages_are_the_folders() -> None:
    assert sorted(path.name for path in LOCALES.iterdir() if path.is_dir()) == sorted(codes())


def test_both_languages_have_the_same_files_and_keys_in_the_same_order() -> None:
    first, *others = codes()
    for other in others:
        assert list(_TEMPLATES[other]) == list(_TEMPLATES[first])


def test_both_languages_have_the_same_placeholders() -> None:
    first, *others = codes()
    for other in others:
        different = {
            key: (names(_TEMPLATES[first][key]), names(_TEMPLATES[other][key]))
            for key in _TEMPLATES[first]
            if names(_TEMPLATES[first][key]) != names(_TEMPLATES[other].get(key, ""))
        }
        assert different == {}


def names(text: str) -> set[str]:
    """Return the placeholders of a text."""
    return set(PLACEHOLDER.findall(text))


@pytest.mark.parametrize("language", codes())
def test_no_words_are_empty_or_unfinished(language: str) -> None:
    for key, text in templates(language):
        assert text.strip(), key
        assert not re.search(r"TODO|FIXME|XXX|lorem", text), key
        assert not re.search(r"(?<!%)\{\w+\}|%\w*\{(?![\w.]+\})|\(at\)", text), (
            f"{key} has a broken placeholder or address"
        )


# --- Topics


@pytest.mark.parametrize("language", codes())
@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_has_title_text_and_short_form(topic: str, language: str) -> None:
    for part in ("title", "text", "short"):
        assert f"{topic}.{part}" in _TEMPLATES[language]
    title = answers.title(topic, language)
    assert len(title) <= MAX_TITLE
    assert "\n" not in title
    assert not names(title)


@pytest.mark.parametrize("language", codes())
def test_no_two_topics_have_the_same_title(language: str) -> None:
    titles = [answers.title(topic, language) for topic in TOPICS]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("language", codes())
def test_no_words_belong_to_a_topic_that_does_not_exist(language: str) -> None:
    with_title = {key.removesuffix(".title") for key in _TEMPLATES[language] if key.endswith(".title")}
    orphans = {key for key in with_title if key.split(".")[0] in {topic.split(".")[0] for topic in TOPICS}} - set(
        TOPICS
    )
    assert orphans == set()


@pytest.mark.parametrize("language", codes())
@pytest.mark.parametrize("topic", TOPICS)
def test_every_short_form_fits_into_two_text_messages(topic: str, language: str) -> None:
    for moment in MOMENTS:
        short = answers.answer(topic, language, moment, answers.SHORT).text
        assert gsm7_length(short) <= MAX_SHORT, f"{gsm7_length(short)} characters at {moment:%d.%m.%Y}: {short}"
        assert not LINK.search(short), "a text message shows no Markdown"
        assert "**" not in short


@pytest.mark.parametrize("language", codes())
@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_reads_well_on_every_day(topic: str, language: str) -> None:
    days = [MOMENTS[0] + timedelta(days=step, hours=step) for step in range(0, 800, 16)]
    for moment in [*MOMENTS, *days]:
        text = answers.answer(topic, language, moment).text
        assert "%{" not in text
        assert "None" not in text
        assert not re.search(r" {2,}\S|\s[.,;:](?:\s|$)", text), f"spaces at {moment:%d.%m.%Y}: {text}"


@pytest.mark.parametrize("language", codes())
def test_every_source_has_a_title(language: str) -> None:
    for source in knowledge.sources():
        assert f"sources.{source}" in _TEMPLATES[language]
    titles = {key.removeprefix("sources.") for key in _TEMPLATES[language] if key.startswith("sources.")}
    assert titles == set(knowledge.sources())


# --- Links and mailboxes


def hosts() -> set[str]:
    """Return the hosts that answers may lead to."""
    known = {urlsplit(source.url).hostname or "" for source in knowledge.sources().values()}
    return known | {"kela.fi", "www.kela.fi"}


@pytest.mark.parametrize("language", codes())
def test_links_lead_to_known_hosts_over_https(language: str) -> None:
    for key, text in templates(language):
        for address in ADDRESS.findall(text):
            assert address.startswith("https://"), f"{key}: {address}"
            assert urlsplit(address).hostname in hosts(), f"{key}: {address}"
        assert "](" not in LINK.sub("", text), f"{key} has a link that is not well formed"


def test_sources_are_https_pages() -> None:
    for source in knowledge.sources().values():
        assert source.url.startswith("https://"), source.id


@pytest.mark.parametrize("language", codes())
def test_mailboxes_and_phone_numbers_come_from_the_directory(language: str) -> None:
    for key, text in templates(language):
        assert not re.search(r"\S@\S", text), f"{key}: write %{{mailbox....}} instead of an address"
        assert not re.search(r"\b0\d{1,2} ?\d{3} ?\d{3}\b", text), f"{key}: write %{{phone....}} instead of a number"


@pytest.mark.parametrize("language", codes())
def test_markdown_is_limited_to_what_every_channel_shows(language: str) -> None:
    for key, text in templates(language):
        assert text.count("**") % 2 == 0, key
        assert not re.search(r"^\s*(#|\d+\. |\* |>|\|)|`|<\w+>|!\[", text, re.MULTILINE), key


# --- Words beside the topics


@pytest.mark.parametrize("language", codes())
@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("common.errors.too_long", {"limit": 2000}),
        ("common.errors.unavailable", {}),
        ("common.errors.empty", {}),
        ("common.errors.expired", {}),
        ("common.errors.not_offered", {}),
        ("common.redacted", {"kinds": "x"}),
    ],
)
def test_words_of_the_gateway_need_only_what_it_gives(key: str, values: dict[str, object], language: str) -> None:
    assert words(key, language, values)


def test_every_kind_of_personal_data_has_a_name() -> None:
    from bot.privacy import redact

    text = "131052-9308, 040 123 4567, a.b@example.com, FI21 1234 5600 0007 85, Kauppakatu 5 A 3"
    for language in codes():
        for kind in redact(text).kinds:
            assert f"common.redacted_kinds.{kind}" in _TEMPLATES[language]
