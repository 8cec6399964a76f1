"""Measures the language identification on MASSIVE's dev partition: `make languages`.

Each utterance is identified as the first message of a conversation, and as one of a conversation in Finnish or English.
Single words are counted apart: many are names or the same in several languages, and there the conversation's language
should decide.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from devtools.pythons import run_on

run_on("rasa", __name__)

from bot import languages
from bot.nlu.learned.identification import identify
from devtools.paths import SHARED
from devtools.report import BENCHMARKS, measured_on, table, write
from evaluation.measures import share

LOCALES = {"fi": "fi-FI", "en": "en-US", "sv": "sv-SE"}
PRIORS = (None, *languages.codes())
HEAD = ("language", "words", "utterances", *(f"identified, conversation in {prior or 'none yet'}" for prior in PRIORS))


def main() -> int:
    """Identify every utterance and write the table; return 1 where MASSIVE is not there."""
    if not (SHARED / "massive").exists():
        print("../shared/data/massive is not there: nothing to measure on.", file=sys.stderr)
        return 1
    measured = measured_on()
    rows = []
    for language in LOCALES:
        texts = utterances(language)
        single = [text for text in texts if len(text.split()) == 1]
        rows += [row(language, "two or more", [text for text in texts if text not in single])]
        rows += [row(language, "one", single)]
    page = f"# Language identification\n\nWritten by `make languages`. {measured}\n\n{__doc__.split(chr(10), 2)[2]}\n"
    write("languages.md", page + table(HEAD, rows), BENCHMARKS)
    return 0


def utterances(language: str) -> list[str]:
    """Return MASSIVE's dev utterances of a language."""
    lines = (SHARED / "massive" / f"{LOCALES[language]}.dev.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["utt"] for line in lines]


def row(language: str, words: str, texts: Sequence[str]) -> list[object]:
    """Return a row of the table: how many texts were identified, under each prior."""
    return [language, words, len(texts)] + [
        share(identify(text, prior).code == language for text in texts) for prior in PRIORS
    ]


if __name__ == "__main__":
    sys.exit(main())
