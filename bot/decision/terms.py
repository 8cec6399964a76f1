"""Which topics the words of a message can mean, whatever they say about them: "taksi", "stroke physiotherapy"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, zip_longest

from bot import languages
from bot.entities.folding import folded_in_place
from bot.languages.patterns import whole


@dataclass(frozen=True)
class Term:
    """An entry of data/words/<code>/terms.yml.

    Attributes:
        id: its name.
        words: words of one meaning.
        topics: ids of the topics that they can mean, the likeliest first.
        general: whether they say nothing of rehabilitation by themselves: "price".
    """

    id: str
    words: tuple[str, ...]
    topics: tuple[str, ...]
    general: bool = False


def meant_topics(text: str, general: bool = True) -> tuple[str, ...]:
    """Return ids of the topics that the words of a text can mean: of each term in turn, in the text's order.

    Args:
        text: the message.
        general: whether general words count.
    """
    flat = folded_in_place(text)
    found = [(match.span(), term) for pattern, term in _patterns() if (match := pattern.search(flat))]
    # Of two terms on the same words the longer one says more: "rehabilitation plan".
    longest = [(span, term) for span, term in found if not any(_inside(span, other) for other, _ in found)]
    longest.sort(key=lambda each: each[0])
    named = [term.topics for _, term in longest if general or not term.general]
    turns = zip_longest(*named)
    return tuple(dict.fromkeys(topic_id for topic_id in chain.from_iterable(turns) if topic_id))


def _inside(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return span != other and other[0] <= span[0] and span[1] <= other[1]


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], Term], ...]:
    terms = [term for code in languages.codes() for term in languages.entries(code, "terms", Term).values()]
    return tuple((re.compile(whole(map(folded_in_place, term.words))), term) for term in terms)
