"""Adds a language or a topic: writes every file that it needs and prints which ones are to be filled in.

    .venv/bin/python -m scripts.add language sv --name Svenska --locale sv
    .venv/bin/python -m scripts.add topic travel.example --kind answer --source kela_travel_means

The assistant runs with what this writes. It is not finished: texts still to be written are listed in
locales/<code>/_untranslated.txt, and tests refuse these, topics with too few examples and word lists that are missing.
"""

from __future__ import annotations

import argparse
import datetime
import json
import re
import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

import yaml
from babel import Locale, UnknownLocaleError

from bot.knowledge.catalogue import Kind
from bot.languages import Languages
from bot.languages.languages import DESCRIPTION, UNTRANSLATED
from devtools.paths import ROOT

_CODE = re.compile(r"[a-z]{2,3}")
_TOPIC = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+")
_TOPICS = Path("bot", "knowledge", "topics.yml")
_SOURCES = Path("bot", "knowledge", "sources.yml")
# Kinds that a topic's entry makes by itself; a guided dialogue is a module as well.
_KINDS = tuple(kind for kind in get_args(Kind) if kind != "flow")
_INDENT = "  "


class Refused(ValueError):
    """What was asked for cannot be added; says why and what to do."""


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Add what the command line says; return 1 where it cannot be added."""
    given = _parser().parse_args(arguments)
    try:
        if given.what == "language":
            steps = add_language(root, given.code, given.name, given.locale)
        else:
            steps = add_topic(root, given.id, given.kind, given.source)
    except Refused as refused:
        sys.stderr.write(f"Nothing was written: {refused}\n")
        return 1
    sys.stdout.write("".join(f"{step}\n" for step in steps))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scripts.add", description=(__doc__ or "").splitlines()[0])
    kinds = parser.add_subparsers(dest="what", required=True)
    language = kinds.add_parser("language", help="a language: its folders, and every text still to be translated")
    language.add_argument("code", help="ISO 639 code, for instance sv; the name of its folders")
    language.add_argument("--name", required=True, help="its own name: Svenska")
    language.add_argument("--locale", required=True, help="CLDR locale for its formats: sv, or sv_FI")
    topic = kinds.add_parser("topic", help="a topic: its entry, and its texts and examples in every language")
    topic.add_argument("id", help="group, point and name: travel.example")
    topic.add_argument("--kind", required=True, choices=_KINDS)
    topic.add_argument("--source", action="append", default=[], help=f"id of {_SOURCES}; may be repeated")
    return parser


def add_language(root: Path, code: str, name: str, locale: str) -> list[str]:
    """Write the folders of a language; return what is to be done next.

    Raises:
        Refused: the code or the locale is wrong, or the language exists.
    """
    spoken = Languages(root)
    if not _CODE.fullmatch(code):
        raise Refused(f"'{code}' is no code of a language: use two or three small letters (ISO 639), for instance sv")
    if code in spoken.codes():
        raise Refused(f"the language '{code}' exists already: edit locales/{code}/")
    try:
        Locale.parse(locale)
    except (UnknownLocaleError, ValueError):
        raise Refused(f"CLDR knows no locale '{locale}': use one such as sv or sv_FI") from None
    model = spoken.codes()[0]
    locales = root / "locales" / code
    order = 1 + max(spoken.get(other).order for other in spoken.codes())
    _write(locales / DESCRIPTION, _description(order, name, locale))
    keys = []
    for file in sorted((root / "locales" / model).glob("[!_]*.yml")):
        text = file.read_text(encoding="utf-8")
        _write(locales / file.name, text)
        keys += [f"{file.stem}.{key}" for key in _keys(yaml.safe_load(text))]
    _write(locales / UNTRANSLATED, "".join(f"{key}\n" for key in keys))
    words = root / "data" / "words"
    for file in sorted((words / model).glob("*.yml")):
        _write_new(words / code / file.name, _empty_lists(file, model))
    for file in sorted((root / "data" / "nlu" / model).glob("*.yml")):
        _write_new(root / "data" / "nlu" / code / file.name, _empty_examples(file))
    cases = root / "evaluation" / "cases"
    for file in sorted((cases / model).glob("*.yml")):
        _write_new(cases / code / file.name, _empty_cases(file))
    return [
        f"The language '{code}' is there; its texts are those of '{model}' until they are translated. Fill in:",
        f"- locales/{code}/{DESCRIPTION}: how people name it, and its ids in spaCy, simplemma and lingua",
        f"- locales/{code}/*.yml: {len(keys)} texts. Take the key of each that is done out of {UNTRANSLATED}",
        f"- data/words/{code}/*.yml: its words; data/words/{model}/ says what each list is for",
        f"- data/nlu/{code}/*.yml: training examples, at least 30 a topic",
        f"- evaluation/cases/{code}/*.yml: at least four sentences a topic, by somebody who did not see the examples",
        "Then `make widget` and `make test`, which names what is missing. See docs/adding-a-topic.md#a-language.",
    ]


def _description(order: int, name: str, locale: str) -> str:
    return textwrap.dedent(
        f"""\
        # What the programs need to know of the language; the fields are described in bot/languages/languages.py.
        order: {order}
        name: {_quoted(name)}
        switch: {_quoted(name)}
        names: [{_quoted(name.lower() + "*")}]
        names_at_end: []
        babel: {locale}
        # spaCy's id of the language; "xx" splits any language into words.
        spacy: xx
        # Their ids of the language, null where they do not know it.
        simplemma: null
        greedy_lemmas: false
        lingua: null
        """
    )


def _keys(node: dict[str, Any]) -> Iterator[str]:
    for key, value in node.items():
        if isinstance(value, dict):
            yield from (f"{key}.{below}" for below in _keys(value))
        else:
            yield str(key)


def _empty_lists(file: Path, model: str) -> str:
    """Return a word list's keys without its words."""
    lists = _without_words(yaml.safe_load(file.read_text(encoding="utf-8"))) or {}
    head = f"# Still to be written. What each list is for: data/words/{model}/{file.name}\n"
    return head + yaml.safe_dump(lists, allow_unicode=True, sort_keys=False, default_flow_style=False)


def _without_words(node: Any) -> Any:
    """Return lists empty, switches off, and None for a text."""
    if isinstance(node, dict) and node:
        empty = {key: _without_words(value) for key, value in node.items()}
        return {key: value for key, value in empty.items() if value is not None} or None
    if isinstance(node, bool):
        return False
    return type(node)() if isinstance(node, (list, dict)) else None


def _empty_examples(file: Path) -> str:
    intents = [block["intent"] for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]]
    wanted = "".join(f"# - intent: {intent}\n#   examples: |\n#     -\n" for intent in intents)
    return f'version: "3.1"\nnlu: []\n# Still to be written:\n{wanted}'


def _empty_cases(file: Path) -> str:
    cases = yaml.safe_load(file.read_text(encoding="utf-8"))
    head = f"# Still to be written, as {file.parent.name}/{file.name} is.\n"
    if isinstance(cases, dict):
        return head + "".join(f"{key}: []\n" for key in cases)
    return f"{head}[]\n"


def add_topic(root: Path, topic_id: str, kind: str, sources: Sequence[str] = ()) -> list[str]:
    """Write a topic's entry, and its texts and examples in every language; return what is to be done next.

    Raises:
        Refused: the id is wrong or taken, its group or a source does not exist.
    """
    codes = Languages(root).codes()
    topics = yaml.safe_load((root / _TOPICS).read_text(encoding="utf-8"))
    known_sources = yaml.safe_load((root / _SOURCES).read_text(encoding="utf-8"))
    if not _TOPIC.fullmatch(topic_id):
        raise Refused(f"'{topic_id}' is no id of a topic: use group, point and name in snake_case, as travel.example")
    if topic_id in topics:
        raise Refused(f"the topic '{topic_id}' exists already: edit its entry in {_TOPICS}")
    group, *path = topic_id.split(".")
    texts = [root / "locales" / code / f"{group}.yml" for code in codes]
    for file in texts:
        if not file.is_file():
            groups = sorted({topic.split(".")[0] for topic in topics})
            raise Refused(f"there is no group '{group}' in {file.parent.relative_to(root)}: use {', '.join(groups)}")
    for source in sources:
        if source not in known_sources:
            raise Refused(
                f"there is no source '{source}': add it to {_SOURCES}, and its titles to locales/*/sources.yml"
            )
    label = f"{group} {' '.join(path)}".replace("_", " ")
    _append(root / _TOPICS, _entry(topic_id, kind, sources))
    done = [
        f"The topic '{topic_id}' is there. Fill in:",
        f"- {_TOPICS}: its sources, when checked, and what is related",
    ]
    for code, file in zip(codes, texts, strict=True):
        _insert(file, path, label)
        _append(root / "locales" / code / UNTRANSLATED, *(f"{topic_id}.{key}\n" for key in ("title", "text", "short")))
        examples = _examples_of(root / "data" / "nlu" / code, group)
        _add_examples(examples, f"{kind}/{topic_id}", label)
        cases = root / "evaluation" / "cases" / code / "test_set.yml"
        _add_case(cases, topic_id, label)
        done += [
            f"- {file.relative_to(root)}: title, text and short; then take them out of {UNTRANSLATED} beside it",
            f"- {examples.relative_to(root)}: at least 30 examples in place of the one there (60 for a guard)",
            f"- {cases.relative_to(root)}: at least four sentences in place of the one there",
        ]
    return [
        *done,
        "- data/nlu/*/follow_ups.yml: ten or more examples of what people ask after another answer",
        "- README.md (number of topics) and CHANGELOG.md",
        "Then `make test`, which names what is missing. See docs/adding-a-topic.md#a-topic.",
    ]


def _entry(topic_id: str, kind: str, sources: Sequence[str]) -> str:
    today = datetime.date.today().isoformat()  # noqa: DTZ011 (a day in the writer's own time)
    return f"{topic_id}:\n  kind: {kind}\n  sources: [{', '.join(sources)}]\n  reviewed: {today}\n  related: []\n"


def _insert(file: Path, path: Sequence[str], label: str) -> None:
    """Put a topic's texts at the end of the mapping that its id leads to, below the mappings that exist."""
    lines = file.read_text(encoding="utf-8").splitlines()
    depth, start, end = 0, 0, len(lines)
    while depth < len(path) - 1:
        key = re.compile(rf"{_INDENT * depth}{re.escape(path[depth])}:\s*$")
        found = next((number for number in range(start, end) if key.match(lines[number])), None)
        if found is None:
            break
        depth, start = depth + 1, found + 1
        inside = (n for n in range(start, end) if lines[n].strip() and not lines[n].startswith(_INDENT * depth))
        end = next(inside, end)
    while end > start and not lines[end - 1].strip():
        end -= 1
    block = [f"{_INDENT * level}{key}:" for level, key in enumerate(path) if level >= depth]
    inner = _INDENT * len(path)
    block += [f"{inner}title: {_quoted(label.capitalize())}", f"{inner}text: |-", f"{inner}  {label.capitalize()}."]
    block += [f"{inner}short: {_quoted(label.capitalize() + '.')}"]
    _write(file, "\n".join([*lines[:end], *block, *lines[end:]]) + "\n")


def _examples_of(folder: Path, group: str) -> Path:
    """Return the file with the examples of a group: that of its name, or the one that has other topics of it."""
    own = folder / f"{group}.yml"
    others = (file for file in sorted(folder.glob("*.yml")) if f"/{group}." in file.read_text(encoding="utf-8"))
    return own if own.is_file() else next(others, own)


def _add_examples(file: Path, intent: str, label: str) -> None:
    block = f"- intent: {intent}\n  examples: |\n    - {label}\n"
    text = file.read_text(encoding="utf-8") if file.is_file() else 'version: "3.1"\nnlu: []\n'
    if "\nnlu: []\n" in text:
        _write(file, text.replace("\nnlu: []\n", f"\nnlu:\n{block}"))
    else:
        _write(file, text.rstrip("\n") + "\n" + block)


def _add_case(file: Path, topic_id: str, label: str) -> None:
    case = f"- {{topic: {topic_id}, register: standard, text: {_quoted(label + '?')}}}\n"
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    _write(file, re.sub(r"(?m)^\[\]\n", "", text) + case)


def _quoted(text: str) -> str:
    """Return a text as YAML and JSON both write it."""
    return json.dumps(text, ensure_ascii=False)


def _append(file: Path, *text: str) -> None:
    before = file.read_text(encoding="utf-8") if file.is_file() else ""
    _write(file, before + "".join(text))


def _write_new(file: Path, text: str) -> None:
    """Write a file, unless there is one: a language that is only recognised has some."""
    if not file.is_file():
        _write(file, text)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
