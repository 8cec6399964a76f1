"""The limited Markdown of answers becomes paragraphs, lists, bold and safe links, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from bot import knowledge
from bot.gateway.pages.markdown import Block, Piece, blocks
from bot.languages import codes
from bot.wording import answers
from tests.gateway.conftest import NOW


def shape(text: str) -> list[Any]:
    """Return blocks in short: a list of items for a list, a tuple of lines for a paragraph."""
    return [(list if block.is_list else tuple)(_line(line) for line in block.lines) for block in blocks(text)]


def _line(line: tuple[Piece, ...]) -> str:
    return "".join(
        f"*{piece.text}*" if piece.strong else f"<{piece.href}>{piece.text}" if piece.href else piece.text
        for piece in line
    )


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
        "[a]( https://www.kela.fi)",
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
