"""Cuts texts into the pieces multilingual-e5-small was trained on (SentencePiece unigram, XLM-RoBERTa vocabulary)."""

from __future__ import annotations

import re
from functools import lru_cache
from math import inf

from bot.encoder.weights import Vocabulary

SPACE = "\u2581"  # SentencePiece's mark for a space, which begins a word
WORD = re.compile(f"{SPACE}[^{SPACE}]*")
UNKNOWN_PENALTY = 10.0  # an unknown character scores this much less than the least likely piece
CACHED_WORDS = 8192


class Tokenizer:
    """Finds the likeliest pieces of a text, word by word, for no piece has a space inside it."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Index the pieces by their text."""
        self._ids = {piece: index for index, piece in enumerate(vocabulary.pieces) if index != vocabulary.unknown}
        self._scores = vocabulary.scores
        self._characters = {0: "", **vocabulary.characters}  # the map is for C strings, which cannot hold a zero
        self._unknown = vocabulary.unknown
        self._unknown_score = min(vocabulary.scores) - UNKNOWN_PENALTY
        self._longest = max(map(len, vocabulary.pieces))
        self._word_ids = lru_cache(CACHED_WORDS)(self._likeliest_path)

    def ids(self, text: str) -> list[int]:
        """Return the ids of a text's pieces, without those that mark its start and end."""
        spaced = re.sub(" +", SPACE, text.translate(self._characters))
        if not spaced.startswith(SPACE):
            spaced = SPACE + spaced
        return [piece for word in WORD.findall(spaced) for piece in self._word_ids(word)]

    def _likeliest_path(self, word: str) -> tuple[int, ...]:
        """Return the pieces of one word (Viterbi); of equally likely paths, the first found."""
        length = len(word)
        best = [0.0] + [-inf] * length  # by position: the score of the likeliest path that ends there
        last = [(self._unknown, 0)] * (length + 1)  # and the last piece of that path, with its start
        for start in range(length):
            for end in range(start + 1, min(start + self._longest, length) + 1):
                piece = self._ids.get(word[start:end])
                if piece is not None and best[start] + self._scores[piece] > best[end]:
                    best[end] = best[start] + self._scores[piece]
                    last[end] = (piece, start)
            if best[start] + self._unknown_score > best[start + 1]:
                best[start + 1] = best[start] + self._unknown_score
                last[start + 1] = (self._unknown, start)
        path = []
        end = length
        while end:
            piece, end = last[end]
            path.append(piece)
        return tuple(reversed(path))
