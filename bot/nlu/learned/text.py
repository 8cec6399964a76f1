"""Normal forms of a message text that several components share."""

from __future__ import annotations

import re
import unicodedata

from bot.nlu.learned.words import conjunction

# What the privacy guard leaves in place of personal data, e.g. "[phone_number]".
REDACTION_MARK = re.compile(r"\[[a-z_]+\]")
_SPACES = re.compile(r"\s+")
_FOLD = str.maketrans("äöåéüõ", "aoaeuo")


def is_payload(text: str) -> bool:
    """Whether the text is a pressed button's payload; the gateway lets no other text through that begins with "/"."""
    return text.startswith("/")


def without_marks(text: str) -> str:
    """Return `text` without the privacy guard's marks, for what judges only a person's own words."""
    return _SPACES.sub(" ", REDACTION_MARK.sub(" ", text)).strip()


def question_part(text: str) -> str:
    """Return the part of a message that asks something, where personal data was removed from it.

    "My number is [phone_number], how do I apply?" asks only its second clause. Where every clause holds a mark, the
    message is returned without its marks.
    """
    if not REDACTION_MARK.search(text):
        return text
    clauses = [clause.strip() for clause in conjunction().split(text)]
    asking = [clause for clause in clauses if len(clause.split()) > 1 and not REDACTION_MARK.search(clause)]
    return ". ".join(asking) or without_marks(text)


def encoded_text(text: str) -> str:
    """Return a message's text as the sentence encoder gets it."""
    return unicodedata.normalize("NFC", question_part(text)).lower()


def folded(text: str) -> str:
    """Return `text` in lower case with Finnish letters' dots dropped.

    Many people write Finnish without dots on foreign or phone keyboards ("laakariin"); after folding both
    spellings share their character n-grams.
    """
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text).lower().translate(_FOLD)).strip()
