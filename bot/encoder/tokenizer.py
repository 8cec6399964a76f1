"""Cuts text into the pieces multilingual-e5-small was trained on (SentencePiece unigram, XLM-RoBERTa's vocabulary)."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from bot.encoder.weights import Vocabulary

SPACE = "\u2581"  # SentencePiece's mark for a space, which begins a word
UNKNOWN_PENALTY = 10.0  # below the least likely piece, as in SentencePiece
CACHED_WORDS = 8192


class Tokenizer:
    """Finds the most likely pieces of a text, word by word: no piece reaches across a space."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Index the pieces by their text."""
        self._vocabulary = vocabulary
        self._ids = {piece: index for index, piece in enumerate(vocabulary.pieces) if index != vocabulary.unknown}
        self._longest = max(map(len, vocabulary.pieces))
        self._unknown_score = min(vocabulary.scores) - UNKNOWN_PENALTY
        self._word_ids = lru_cache(CACHED_WORDS)(self._best_path)

    def ids(self, text: str) -> list[int]:
        """Return the ids of a text's pieces, without the special ones at its start and end."""
        spaced = re.sub(" +", SPACE, text.translate(self._vocabulary.characters))
        if not spaced.startswith(SPACE):
            spaced = SPACE + spaced
        return [piece for word in re.findall(f"{SPACE}[^{SPACE}]*", spaced) for piece in self._word_ids(word)]

    def _best_path(self, word: str) -> tuple[int, ...]:
        """Return the ids of the likeliest pieces of one word (Viterbi); a character of no piece is unknown."""
        scores = self._vocabulary.scores
        best = [0.0] + [-math.inf] * len(word)
        last = [(0, 0)] * (len(word) + 1)  # the piece that ends here and where it starts
        for start in range(len(word)):
            for end in range(start + 1, min(start + self._longest, len(word)) + 1):
                piece = self._ids.get(word[start:end])
                if piece is not None and best[start] + scores[piece] > best[end]:
                    best[end], last[end] = best[start] + scores[piece], (piece, start)
            if best[start] + self._unknown_score > best[start + 1]:
                best[start + 1], last[start + 1] = best[start] + self._unknown_score, (self._vocabulary.unknown, start)
        path = []
        end = len(word)
        while end:
            piece, end = last[end]
            path.append(piece)
        return tuple(reversed(path))
