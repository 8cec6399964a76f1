"""Reads the limited Markdown of answers into parts that a template writes: no part of a text becomes markup."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import List, Optional, Tuple

_LIST_ITEM = "- "
_MARKED = re.compile(r"\*\*([^*]+)\*\*|\[([^\]]+)\]\(((?:https://|mailto:|tel:)[^\s)]+)\)")


@dataclass(frozen=True)
class Piece:
    """A piece of a line: bold or not, a link or not."""

    text: str
    strong: bool = False
    href: Optional[str] = None


@dataclass(frozen=True)
class Block:
    """A paragraph with its lines, or a list with its items."""

    is_list: bool
    lines: Tuple[Tuple[Piece, ...], ...]


def blocks(text: str) -> List[Block]:
    """Return the paragraphs and lists of a text."""
    found = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        for is_list, lines in groupby(paragraph.split("\n"), key=lambda line: line.startswith(_LIST_ITEM)):
            found.append(Block(is_list, tuple(_pieces(line[len(_LIST_ITEM) if is_list else 0 :]) for line in lines)))
    return found


def _pieces(line: str) -> Tuple[Piece, ...]:
    pieces = []
    end = 0
    for match in _MARKED.finditer(line):
        pieces.append(Piece(line[end : match.start()]))
        bold, label, href = match.groups()
        pieces.append(Piece(bold, strong=True) if bold else Piece(label, href=href))
        end = match.end()
    return tuple(piece for piece in (*pieces, Piece(line[end:])) if piece.text)
