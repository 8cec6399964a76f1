"""Reads the limited Markdown of answers into parts that a template writes: no part of a text becomes markup."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from markdown_it import MarkdownIt
from markdown_it.token import Token

_LIST_ITEM = "- "
_SAFE_LINK = re.compile(r"(?:https://|mailto:|tel:)\S+")


def _inline_parser() -> MarkdownIt:
    # "zero" has every rule off, HTML included; a text may hold only what is enabled here.
    parser = MarkdownIt("zero").enable(["emphasis", "link"])
    parser.validateLink = lambda url: _SAFE_LINK.fullmatch(url) is not None  # type: ignore[method-assign]
    # As it was written: the template escapes it.
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return parser


_PARSER = _inline_parser()


@dataclass(frozen=True)
class Piece:
    """A piece of a line: bold or not, a link or not."""

    text: str
    strong: bool = False
    href: str | None = None


@dataclass(frozen=True)
class Block:
    """A paragraph with its lines, or a list with its items."""

    is_list: bool
    lines: tuple[tuple[Piece, ...], ...]


def blocks(text: str) -> list[Block]:
    """Return the paragraphs and lists of a text.

    Unlike in CommonMark, a line after a list begins a paragraph, "1." begins no list, and a line ends where it ends.
    """
    found = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        for is_list, lines in groupby(paragraph.split("\n"), key=lambda line: line.startswith(_LIST_ITEM)):
            found.append(Block(is_list, tuple(_pieces(line[len(_LIST_ITEM) if is_list else 0 :]) for line in lines)))
    return found


def _pieces(line: str) -> tuple[Piece, ...]:
    (inline,) = _PARSER.parseInline(line)
    pieces: list[Piece] = []
    strong = 0
    href: str | None = None
    for token in inline.children or ():
        if token.type in ("strong_open", "strong_close"):
            strong += token.nesting
        elif token.type in ("link_open", "link_close"):
            href = str(token.attrs["href"]) if token.nesting == 1 else None
        else:
            pieces.append(Piece(_written(token), strong > 0, href))
    return tuple(_joined(pieces))


def _written(token: Token) -> str:
    """Return a token's text; emphasis other than bold is no part of the limited Markdown, so its marks stay."""
    return token.markup if token.type in ("em_open", "em_close") else token.content


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Put neighbours that look alike together, and leave out empty ones."""
    groups = groupby((piece for piece in pieces if piece.text), key=lambda piece: (piece.strong, piece.href))
    return [Piece("".join(piece.text for piece in alike), strong, href) for (strong, href), alike in groups]
