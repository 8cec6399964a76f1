"""What a message is about by the rankings of its parts: two questions, one in a story, or more on the answer before."""

from __future__ import annotations

import pytest

from bot.decision.leaning import Leaning
from bot.decision.rankings import LEAST, best, product
from bot.decision.weighing import (
    EMERGENCY,
    INDIVIDUAL_CASE,
    Clause,
    ContextLimits,
    PartLimits,
    cry,
    emergency_in_context,
    weigh_context,
    weigh_parts,
)
from bot.nlu.deciding.topic_decider import TopicDecider

TAXI, COPAYMENT, CLAIM = "answer/travel.taxi", "answer/travel.copayment", "answer/travel.claim"
OVERVIEW, APPLY = "answer/allowance.overview", "answer/allowance.apply"
INTENSIVE_APPLY = "answer/rehab.intensive.apply"
CHECK, FREE, THANKS = "flow/check.eligibility", "answer/fees.free", "meta/meta.thanks"
DANGER, INFORM = EMERGENCY, "reply/inform"
OUT_OF_SCOPE, SOURCE = "guard/guard.out_of_scope", "meta/meta.source"
LIMITS, CONTEXT = PartLimits(), ContextLimits()


def ranking(**shares: float) -> dict[str, float]:
    """Return a ranking by the names of the constants above."""
    return {globals()[name]: share for name, share in shares.items()}


def clause(leans: bool = False, **shares: float) -> Clause:
    """Return a clause that asks."""
    return Clause(ranking(**shares), leans)


def test_a_product_speaks_for_what_both_do() -> None:
    shares = product({"a": 0.6, "b": 0.4}, {"b": 0.9, "c": 0.1})
    assert best(shares) == "b"
    assert sum(shares.values()) == pytest.approx(1)
    assert shares["a"] == pytest.approx(0.6 * LEAST / (0.6 * LEAST + 0.4 * 0.9 + LEAST * 0.1))
    assert "b" not in product({"a": 0.6, "b": 0.4}, {"b": 0.9}, without={"b"})


@pytest.mark.parametrize(
    ("whole", "clauses", "first", "second"),
    [
        pytest.param(
            ranking(COPAYMENT=0.7, TAXI=0.2), [clause(TAXI=0.9), clause(COPAYMENT=0.8)], TAXI, COPAYMENT, id="two"
        ),
        pytest.param(
            ranking(COPAYMENT=0.9, TAXI=0.1), [clause(TAXI=0.9), clause(TAXI=0.8)], COPAYMENT, None, id="the same twice"
        ),
        pytest.param(
            ranking(TAXI=0.9), [clause(TAXI=0.9), clause(COPAYMENT=0.7)], TAXI, None, id="nothing backs the second"
        ),
        pytest.param(
            ranking(TAXI=0.9),
            [clause(TAXI=0.9), clause(COPAYMENT=0.95)],
            TAXI,
            COPAYMENT,
            id="a second that is very sure",
        ),
        pytest.param(
            ranking(FREE=0.9),
            [clause(TAXI=0.95), clause(COPAYMENT=0.95)],
            FREE,
            None,
            id="one topic explains it better",
        ),
        pytest.param(
            ranking(FREE=0.9, TAXI=0.06, COPAYMENT=0.01),
            [clause(TAXI=0.95), clause(COPAYMENT=0.95)],
            TAXI,
            COPAYMENT,
            id="two together look like a third",
        ),
        pytest.param(
            ranking(INDIVIDUAL_CASE=0.9, TAXI=0.1),
            [clause(INDIVIDUAL_CASE=0.95), clause(TAXI=0.9)],
            INDIVIDUAL_CASE,
            TAXI,
            id="the own case, and a question in general",
        ),
        pytest.param(
            ranking(APPLY=0.8, OVERVIEW=0.2),
            [clause(OVERVIEW=0.95), clause(leans=True, INTENSIVE_APPLY=0.9, APPLY=0.05)],
            OVERVIEW,
            APPLY,
            id="the second leans on the first",
        ),
        pytest.param(
            ranking(OVERVIEW=0.98),
            [clause(OVERVIEW=0.95), clause(leans=True, INTENSIVE_APPLY=0.9)],
            OVERVIEW,
            None,
            id="what leans is backed by nothing",
        ),
        pytest.param(
            ranking(TAXI=0.6, THANKS=0.3),
            [clause(TAXI=0.9), clause(THANKS=0.95)],
            TAXI,
            None,
            id="thanks are no question",
        ),
        pytest.param(
            ranking(TAXI=0.9, INDIVIDUAL_CASE=0.05),
            [clause(INDIVIDUAL_CASE=0.95), clause(TAXI=0.9)],
            INDIVIDUAL_CASE,
            TAXI,
            id="the own case comes first",
        ),
        pytest.param(
            ranking(INDIVIDUAL_CASE=0.9), [clause(TAXI=0.9)], INDIVIDUAL_CASE, None, id="the story makes it an own case"
        ),
        pytest.param(
            ranking(CHECK=0.9, APPLY=0.01),
            [clause(APPLY=0.95)],
            APPLY,
            None,
            id="a story looks like the wish for a check",
        ),
        pytest.param(
            ranking(CHECK=0.9),
            [clause(APPLY=0.95, CHECK=0.05)],
            CHECK,
            None,
            id="a check where nothing backs the question",
        ),
        pytest.param(
            ranking(FREE=0.4, TAXI=0.3), [clause(TAXI=0.9)], TAXI, None, id="the whole is not clear, the question is"
        ),
        pytest.param(
            ranking(FREE=0.4, TAXI=0.3), [clause(leans=True, TAXI=0.9)], FREE, None, id="what leans saves nothing"
        ),
        pytest.param(ranking(FREE=0.6, TAXI=0.3), [clause(TAXI=0.99)], FREE, None, id="the background counts"),
        pytest.param(ranking(INFORM=0.9), [clause(TAXI=0.9)], TAXI, None, id="what is only told is no answer"),
        pytest.param(ranking(DANGER=0.9), [clause(TAXI=0.9)], TAXI, None, id="nor is what only sounds like danger"),
        pytest.param(ranking(DANGER=0.9), [clause(leans=True, TAXI=0.9)], TAXI, None, id="even one that leans on it"),
        pytest.param(ranking(INFORM=1.0), [clause(INFORM=1.0)], INFORM, None, id="nothing but facts"),
        pytest.param(ranking(INFORM=0.9), [clause(TAXI=0.6)], INFORM, None, id="the question is not sure by itself"),
    ],
)
def test_parts(whole: dict[str, float], clauses: list[Clause], first: str, second: str | None) -> None:
    verdict = weigh_parts(whole, clauses, LIMITS)
    assert (best(verdict.ranking), verdict.second) == (first, second)


def in_context(own: dict[str, float], context: dict[str, float], how: Leaning | None) -> dict[str, float]:
    """Return the ranking of a message after travel.taxi."""
    return dict(weigh_context(own, context, how, "travel.taxi", CONTEXT).ranking)


@pytest.mark.parametrize(
    ("own", "context", "how", "expected"),
    [
        pytest.param(
            ranking(INTENSIVE_APPLY=0.99), ranking(CLAIM=0.9), Leaning.NAMES_NOTHING, CLAIM, id="it names nothing"
        ),
        pytest.param(
            ranking(OUT_OF_SCOPE=0.9), ranking(CLAIM=0.9), Leaning.NAMES_NOTHING, CLAIM, id="nothing is out of scope"
        ),
        pytest.param(ranking(FREE=0.9), ranking(CLAIM=0.9), Leaning.GOES_ON, CLAIM, id="it says that it goes on"),
        pytest.param(
            ranking(INDIVIDUAL_CASE=0.6),
            ranking(CLAIM=0.99),
            Leaning.NAMES_NOTHING,
            INDIVIDUAL_CASE,
            id="the own case, though it names nothing",
        ),
        pytest.param(
            ranking(INDIVIDUAL_CASE=0.6), ranking(CLAIM=0.99), Leaning.GOES_ON, INDIVIDUAL_CASE, id="the own case"
        ),
        pytest.param(ranking(FREE=0.6, CLAIM=0.1), ranking(CLAIM=0.9), None, CLAIM, id="it is not sure by itself"),
        pytest.param(ranking(FREE=0.75), ranking(CLAIM=0.9), None, FREE, id="it is surer, and nothing says it goes on"),
        pytest.param(ranking(FREE=0.99), ranking(CLAIM=0.9), Leaning.GOES_ON, FREE, id="it is a matter of its own"),
        pytest.param(ranking(FREE=0.6), ranking(FREE=0.4, CLAIM=0.4), None, FREE, id="both speak for it"),
    ],
)
def test_a_message_after_an_answer(
    own: dict[str, float], context: dict[str, float], how: Leaning | None, expected: str
) -> None:
    assert best(in_context(own, context, how)) == expected


def test_what_is_near_the_answer_before_is_likelier() -> None:
    alike = in_context(ranking(OUT_OF_SCOPE=0.3, TAXI=0.3), ranking(OUT_OF_SCOPE=0.4, TAXI=0.4), Leaning.GOES_ON)
    assert alike[TAXI] == pytest.approx(2 * alike[OUT_OF_SCOPE])


@pytest.mark.parametrize(
    ("own", "context", "how", "expected"),
    [
        pytest.param(0.9, 0.0, Leaning.GOES_ON, 0.9, id="a cry is heard whatever was before"),
        pytest.param(0.5, 0.02, Leaning.GOES_ON, 0.02, id="few words that go on from an answer sound like one"),
        pytest.param(0.5, 0.02, None, 0.5, id="the same, but nothing says that they go on"),
        pytest.param(0.1, 0.9, None, 0.9, id="it is clear only with what was before"),
        pytest.param(0.1, 0.3, None, 0.1, id="it is not"),
    ],
)
def test_an_emergency_after_an_answer(own: float, context: float, how: Leaning | None, expected: float) -> None:
    assert emergency_in_context(own, context, how) == expected


@pytest.mark.parametrize(
    ("whole", "parts", "heard"),
    [
        pytest.param(0.02, [0.01, 0.3], True, id="one sentence is half sure, and the message shows a trace"),
        pytest.param(0.0, [0.8], True, id="one is sure enough to need none"),
        pytest.param(0.0, [0.3], False, id="an old accident sounds a little like one, by itself"),
        pytest.param(0.4, [0.02], False, id="a sad story in which nothing cries"),
        pytest.param(0.97, [0.0], True, id="the whole message is sure, parts are not all that was said"),
        pytest.param(0.9, [0.02], False, id="a fall last winter, and how to apply: both parts are harmless"),
        pytest.param(0.01, [], False, id="no parts"),
    ],
)
def test_a_part_cries_for_help(whole: float, parts: list[float], heard: bool) -> None:
    threshold = TopicDecider.get_default_config()["emergency_threshold"]
    assert (cry(whole, parts) >= threshold) is heard


def test_a_louder_part_or_message_is_never_heard_less() -> None:
    shares = [0.0, 1e-4, 0.01, 0.3, 0.59, 0.6, 0.9, 1.0]
    heard = [[cry(whole, [part]) for part in shares] for whole in shares]
    assert all(row == sorted(row) for row in heard)
    assert all(list(column) == sorted(column) for column in zip(*heard, strict=True))
    assert 0 <= heard[0][0] < heard[-1][-1] <= 1
