"""The limited Markdown of answers becomes paragraphs, lists, bold and safe links, and nothing else."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot import knowledge
from bot.gateway.pages.markdown import Block, Piece, blocks
from bot.languages import codes
from bot.wording import answers
from bot.wording.i18n import keys, words
from tests.gateway.conftest import NOW


def shape(text: str) -> list[Any]:
    """Return blocks in short: a list of items for a list, a tuple of lines for a paragraph."""
    return [(list if block.is_list else tuple)(_line(line) for line in block.lines) for block in blocks(text)]


def _line(line: tuple[Piece, ...]) -> str:
    return "".join(_piece(piece) for piece in line)


def _piece(piece: Piece) -> str:
    text = f"*{piece.text}*" if piece.strong else piece.text
    return f"<{piece.href}>{text}" if piece.href else text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hei", [("Hei",)]),
        ("Hei\n\nMoi", [("Hei",), ("Moi",)]),
        ("Hei\nMoi", [("Hei", "Moi")]),
        ("- a\n- b", [["a", "b"]]),
        ("Lista:\n- a\n- b\nloppu", [("Lista:",), ["a", "b"], ("loppu",)]),
        ("Lista:\n\n- a\n  \n- b", [("Lista:",), ["a"], ["b"]]),
        ("a **b** c", [("a *b* c",)]),
        ("[Kela](https://www.kela.fi/x).", [("<https://www.kela.fi/x>Kela.",)]),
        ("[a](mailto:x@kela.fi) [b](tel:112)", [("<mailto:x@kela.fi>a <tel:112>b",)]),
        ("**a", [("**a",)]),
        ("[a](b)", [("[a](b)",)]),
        ("-a", [("-a",)]),
        ("1. tammikuuta", [("1. tammikuuta",)]),
        ("*a* _b_ 2 * 3", [("*a* _b_ 2 * 3",)]),
        ("**[Kela](https://www.kela.fi)**", [("<https://www.kela.fi>*Kela*",)]),
        ("[a]( https://www.kela.fi)", [("<https://www.kela.fi>a",)]),
    ],
)
def test_what_is_marked_is_read(text: str, expected: list[Any]) -> None:
    assert shape(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "[a](javascript:alert(1))",
        "[a](JavaScript:alert(1))",
        "[a](data:text/html,x)",
        "[a](http://www.kela.fi)",
        "[a](//evil.example)",
        "[a](https://)",
        "<a href=https://evil.example>a</a>",
        "![a](javascript:1)",
    ],
)
def test_what_is_no_safe_link_stays_text(text: str) -> None:
    assert blocks(text) == [Block(False, ((Piece(text),),))]


@pytest.mark.parametrize("language", codes())
def test_no_marks_are_left_in_any_answer(language: str) -> None:
    for topic in knowledge.topics():
        for block in blocks(answers.answer(topic, language, NOW).text):
            for piece in (piece for line in block.lines for piece in line):
                assert "**" not in piece.text
                assert "](" not in piece.text


# How the texts are written: bold without marks inside, links without brackets inside.
BOLD = re.compile(r"\*\*([^*]+)\*\*")
LINK = re.compile(r"\[([^\]]+)\]\(((?:https://|mailto:|tel:)[^\s)]+)\)")


class AnyValue(dict[str, str]):
    """Fills every placeholder."""

    def __missing__(self, name: str) -> str:
        return "x"


@pytest.mark.parametrize("language", codes())
def test_every_text_keeps_its_lists_its_bold_and_its_links(language: str) -> None:
    for key in keys(language):
        text = words(key, language, AnyValue())
        found = blocks(text)
        pieces = [piece for block in found for line in block.lines for piece in line]
        items = [line for line in text.strip().split("\n") if line.startswith("- ")]
        assert sum(len(block.lines) for block in found if block.is_list) == len(items), key
        assert [piece.text for piece in pieces if piece.strong] == BOLD.findall(text), key
        assert [(piece.text, piece.href) for piece in pieces if piece.href] == LINK.findall(text), key
