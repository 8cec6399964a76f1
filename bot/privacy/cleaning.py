"""Strips from a message what nobody can see, and evens out its white space."""

from __future__ import annotations

import re
import unicodedata

# Invisible by their category: control characters, format characters (zero-width, bidirectional, Unicode tags) and
# lone surrogates, which no encoder accepts.
_INVISIBLE_CATEGORIES = {"Cc", "Cf", "Cs"}
# Invisible in spite of their category: the grapheme joiner, Hangul, Khmer, Mongolian and Braille fillers, and
# variation selectors. https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point
_INVISIBLE_OTHERS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)


def clean(text: str) -> str:
    """Return `text` in Unicode's composed form (NFC), without invisible characters, on one line with single spaces."""
    # Most texts show all they hold, which is seen at once.
    shown = text.isprintable() and not _INVISIBLE_OTHERS.search(text)
    visible = text if shown else "".join(character for character in text if not is_invisible(character))
    return " ".join(unicodedata.normalize("NFC", visible).split())


def is_invisible(character: str) -> bool:
    """Tell whether `character` shows nothing and takes no room; white space, line breaks included, takes room."""
    if character.isspace():
        return False
    return unicodedata.category(character) in _INVISIBLE_CATEGORIES or bool(_INVISIBLE_OTHERS.match(character))
