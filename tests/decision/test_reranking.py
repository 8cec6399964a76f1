"""What a message is about by the rankings of its parts: two questions, one in a story, or more on the answer before."""

from __future__ import annotations

import pytest

from bot.decision.emergencies import in_context as emergency_in_context
from bot.decision.emergencies import in_parts as emergency_in_parts
from bot.decision.follow_ups import FollowUp
from bot.decision.labels import EMERGENCY, INDIVIDUAL_CASE, OUT_OF_SCOPE, Label
from bot.decision.limits import RerankingLimits
from bot.decision.parts import Part, Role
from bot.decision.rankings import best, product
from bot.decision.reranking import Clause, RankedPart, rerank_by_clauses, rerank_in_context, reranked

LABELS = {
    "TAXI": Label("answer", "travel.taxi"),
    "COPAYMENT": Label("answer", "travel.copayment"),
    "CLAIM": Label("answer", "travel.claim"),
    "OVERVIEW": Label("answer", "allowance.overview"),
    "APPLY": Label("answer", "allowance.apply"),
    "INTENSIVE_APPLY": Label("answer", "rehab.intensive.apply"),
    "CHECK": Label("flow", "check.eligibility"),
    "FREE": Label("answer", "fees.free"),
    "THANKS": Label("meta", "meta.thanks"),
    "DANGER": EMERGENCY,
    "INDIVIDUAL_CASE": INDIVIDUAL_CASE,
    "OUT_OF_SCOPE": OUT_OF_SCOPE,
    "INFORM": Label("reply", "reply/inform"),
}
LIMITS = RerankingLimits.of({})


def ranking(**probabilities: float) -> dict[Label, float]:
    """Return a ranking by the names of LABELS."""
    return {LABELS[name]: probability for name, probability in probabilities.items()}


def clause(dependent: bool = False, **probabilities: float) -> Clause:
    """Return a clause that asks."""
    return Clause(ranking(**probabilities), dependent)


def test_a_product_speaks_for_what_both_do() -> None:
    least = 1e-3
    found = product(ranking(TAXI=0.6, CLAIM=0.4), ranking(CLAIM=0.9, FREE=0.1), least)
    assert best(found) == LABELS["CLAIM"]
    assert sum(found.values()) == pytest.approx(1)
    assert found[LABELS["TAXI"]] == pytest.approx(0.6 * least / (0.6 * least + 0.4 * 0.9 + least * 0.1))
    without = {LABELS["CLAIM"]}
    assert without.isdisjoint(product(ranking(TAXI=0.6, CLAIM=0.4), ranking(CLAIM=0.9), least, without=without))


@pytest.mark.parametrize(
    ("whole", "clauses", "first", "second"),
    [
        pytest.param(
            ranking(COPAYMENT=0.7, TAXI=0.2), [clause(TAXI=0.9), clause(COPAYMENT=0.8)], "TAXI", "COPAYMENT", id="two"
        ),
        pytest.param(
            ranking(COPAYMENT=0.9, TAXI=0.1),
            [clause(TAXI=0.9), clause(TAXI=0.8)],
            "COPAYMENT",
            None,
            id="one twice",
        ),
        pytest.param(
            ranking(TAXI=0.9), [clause(TAXI=0.9), clause(COPAYMENT=0.7)], "TAXI", None, id="nothing backs the second"
        ),
        pytest.param(
            ranking(TAXI=0.9),
            [clause(TAXI=0.9), clause(COPAYMENT=0.95)],
            "TAXI",
            "COPAYMENT",
            id="a second that is very sure",
        ),
        pytest.param(
            ranking(FREE=0.9),
            [clause(TAXI=0.95), clause(COPAYMENT=0.95)],
            "FREE",
            None,
            id="one topic explains it better",
        ),
        pytest.param(
            ranking(FREE=0.9, TAXI=0.06, COPAYMENT=0.01),
            [clause(TAXI=0.95), clause(COPAYMENT=0.95)],
            "TAXI",
            "COPAYMENT",
            id="two together look like a third",
        ),
        pytest.param(
            ranking(INDIVIDUAL_CASE=0.9, TAXI=0.1),
            [clause(INDIVIDUAL_CASE=0.95), clause(TAXI=0.9)],
            "INDIVIDUAL_CASE",
            "TAXI",
            id="the own case, and a question in general",
        ),
        pytest.param(
            ranking(APPLY=0.8, OVERVIEW=0.2),
            [clause(OVERVIEW=0.95), clause(dependent=True, INTENSIVE_APPLY=0.9, APPLY=0.05)],
            "OVERVIEW",
            "APPLY",
            id="the second depends on the first",
        ),
        pytest.param(
            ranking(OVERVIEW=0.98),
            [clause(OVERVIEW=0.95), clause(dependent=True, INTENSIVE_APPLY=0.9)],
            "OVERVIEW",
            None,
            id="what depends is backed by nothing",
        ),
        pytest.param(
            ranking(TAXI=0.6, THANKS=0.3),
            [clause(TAXI=0.9), clause(THANKS=0.95)],
            "TAXI",
            None,
            id="thanks are no question",
        ),
        pytest.param(
            ranking(TAXI=0.9, INDIVIDUAL_CASE=0.05),
            [clause(INDIVIDUAL_CASE=0.95), clause(TAXI=0.9)],
            "INDIVIDUAL_CASE",
            "TAXI",
            id="the own case comes first",
        ),
        pytest.param(
            ranking(INDIVIDUAL_CASE=0.9),
            [clause(TAXI=0.9)],
            "INDIVIDUAL_CASE",
            None,
            id="a story of an own case",
        ),
        pytest.param(
            ranking(CHECK=0.9, APPLY=0.01),
            [clause(APPLY=0.95)],
            "APPLY",
            None,
            id="a story looks like the wish for a check",
        ),
        pytest.param(
            ranking(CHECK=0.9),
            [clause(APPLY=0.95, CHECK=0.05)],
            "CHECK",
            None,
            id="a check where nothing backs the question",
        ),
        pytest.param(
            ranking(FREE=0.4, TAXI=0.3), [clause(TAXI=0.9)], "TAXI", None, id="the whole is not clear, the question is"
        ),
        pytest.param(
            ranking(FREE=0.4, TAXI=0.3),
            [clause(dependent=True, TAXI=0.9)],
            "FREE",
            None,
            id="it depends",
        ),
        pytest.param(ranking(FREE=0.6, TAXI=0.3), [clause(TAXI=0.99)], "FREE", None, id="the background counts"),
        pytest.param(ranking(INFORM=0.9), [clause(TAXI=0.9)], "TAXI", None, id="what is only told is no answer"),
        pytest.param(ranking(DANGER=0.9), [clause(TAXI=0.9)], "TAXI", None, id="nor is what only sounds like danger"),
        pytest.param(ranking(DANGER=0.9), [clause(dependent=True, TAXI=0.9)], "TAXI", None, id="even if it depends"),
        pytest.param(ranking(INFORM=1.0), [clause(INFORM=1.0)], "INFORM", None, id="nothing but facts"),
        pytest.param(ranking(INFORM=0.9), [clause(TAXI=0.6)], "INFORM", None, id="the question is not sure by itself"),
    ],
)
def test_parts(whole: dict[Label, float], clauses: list[Clause], first: str, second: str | None) -> None:
    verdict = rerank_by_clauses(whole, clauses, LIMITS)
    assert (best(verdict.ranking), verdict.further) == (LABELS[first], (LABELS[second],) if second else ())


@pytest.mark.parametrize(
    ("told", "first", "further"),
    [
        pytest.param(False, "CLAIM", ("TAXI",), id="by itself it is a question of its own"),
        pytest.param(True, "COPAYMENT", ("TAXI",), id="after a story it asks about that"),
    ],
)
def test_a_first_question_may_refer_to_what_was_told(told: bool, first: str, further: tuple[str, ...]) -> None:
    whole = ranking(TAXI=0.5, COPAYMENT=0.45, CLAIM=0.001)
    clauses = [clause(dependent=True, CLAIM=0.6, COPAYMENT=0.4), clause(TAXI=0.95)]
    verdict = rerank_by_clauses(whole, clauses, LIMITS, told)
    assert best(verdict.ranking) == LABELS[first]
    assert verdict.further == tuple(LABELS[name] for name in further)


def test_what_the_whole_message_suggests_stays_beside_the_question_of_an_unclear_one() -> None:
    verdict = rerank_by_clauses(ranking(FREE=0.4, TAXI=0.3), [clause(TAXI=0.9)], LIMITS)
    (first, probability), (second, _) = list(verdict.ranking.items())[:2]
    assert (first, second) == (LABELS["TAXI"], LABELS["FREE"])
    assert 0.5 < probability < 0.9


def test_a_question_after_what_is_told_raises_no_alarm_by_itself() -> None:
    told = RankedPart(Part(Role.STATEMENT, "They rejected it."), ranking(FREE=0.9))
    asked = RankedPart(Part(Role.QUESTION, "What am I to live on?"), ranking(DANGER=0.8, FREE=0.2))
    found = reranked("They rejected it. What am I to live on?", ranking(FREE=0.9), [asked, told], None, LIMITS)
    assert found.ranking[EMERGENCY] < 0.05


def in_context(own: dict[Label, float], context: dict[Label, float], how: FollowUp | None) -> dict[Label, float]:
    """Return the ranking of a message after travel.taxi."""
    return dict(rerank_in_context(own, context, how, "travel.taxi", LIMITS).ranking)


@pytest.mark.parametrize(
    ("own", "context", "how", "expected"),
    [
        pytest.param(
            ranking(INTENSIVE_APPLY=0.99), ranking(CLAIM=0.9), FollowUp.UNNAMED, "CLAIM", id="it names nothing"
        ),
        pytest.param(
            ranking(OUT_OF_SCOPE=0.9), ranking(CLAIM=0.9), FollowUp.UNNAMED, "CLAIM", id="nothing is out of scope"
        ),
        pytest.param(ranking(FREE=0.9), ranking(CLAIM=0.9), FollowUp.CONTINUING, "CLAIM", id="it says that it goes on"),
        pytest.param(
            ranking(INDIVIDUAL_CASE=0.6),
            ranking(CLAIM=0.99),
            FollowUp.UNNAMED,
            "INDIVIDUAL_CASE",
            id="the own case, though it names nothing",
        ),
        pytest.param(
            ranking(INDIVIDUAL_CASE=0.6), ranking(CLAIM=0.99), FollowUp.CONTINUING, "INDIVIDUAL_CASE", id="the own case"
        ),
        pytest.param(ranking(FREE=0.6, CLAIM=0.1), ranking(CLAIM=0.9), None, "CLAIM", id="it is not sure by itself"),
        pytest.param(ranking(FREE=0.75), ranking(CLAIM=0.9), None, "FREE", id="surer, and no follow-up"),
        pytest.param(ranking(FREE=0.99), ranking(CLAIM=0.9), FollowUp.CONTINUING, "FREE", id="its own matter"),
        pytest.param(ranking(FREE=0.6), ranking(FREE=0.4, CLAIM=0.4), None, "FREE", id="both speak for it"),
    ],
)
def test_a_message_after_an_answer(
    own: dict[Label, float], context: dict[Label, float], how: FollowUp | None, expected: str
) -> None:
    assert best(in_context(own, context, how)) == LABELS[expected]


def test_what_is_near_the_answer_before_is_likelier() -> None:
    alike = in_context(ranking(OUT_OF_SCOPE=0.3, TAXI=0.3), ranking(OUT_OF_SCOPE=0.4, TAXI=0.4), FollowUp.CONTINUING)
    assert alike[LABELS["TAXI"]] == pytest.approx(2 * alike[OUT_OF_SCOPE])


@pytest.mark.parametrize(
    ("own", "context", "how", "expected"),
    [
        pytest.param(0.9, 0.0, FollowUp.CONTINUING, 0.9, id="a clear emergency counts whatever was before"),
        pytest.param(0.5, 0.02, FollowUp.CONTINUING, 0.02, id="few words that go on from an answer sound like one"),
        pytest.param(0.5, 0.02, None, 0.5, id="the same, but nothing says that they go on"),
        pytest.param(0.1, 0.9, None, 0.9, id="it is clear only with what was before"),
        pytest.param(0.1, 0.3, None, 0.1, id="it is not"),
    ],
)
def test_an_emergency_after_an_answer(own: float, context: float, how: FollowUp | None, expected: float) -> None:
    assert emergency_in_context(own, context, how, LIMITS) == expected


@pytest.mark.parametrize(
    ("whole", "parts", "detected"),
    [
        pytest.param(0.02, [0.01, 0.3], True, id="one sentence is half sure, and the message shows a trace"),
        pytest.param(0.0, [0.8], True, id="one is sure enough to need none"),
        pytest.param(0.0, [0.3], False, id="an old accident sounds a little like one, by itself"),
        pytest.param(0.4, [0.02], False, id="a sad story without an emergency in any part"),
        pytest.param(0.97, [0.0], True, id="the whole message is sure, parts are not all that was said"),
        pytest.param(0.9, [0.02], False, id="a fall last winter, and how to apply: both parts are harmless"),
        pytest.param(0.01, [], False, id="no parts"),
    ],
)
def test_an_emergency_in_a_part(whole: float, parts: list[float], detected: bool) -> None:
    assert (emergency_in_parts(whole, parts, LIMITS) >= 0.15) is detected


def test_a_likelier_part_or_message_never_makes_an_emergency_less_likely() -> None:
    steps = [0.0, 1e-4, 0.01, 0.3, 0.59, 0.6, 0.9, 1.0]
    found = [[emergency_in_parts(whole, [part], LIMITS) for part in steps] for whole in steps]
    assert all(row == sorted(row) for row in found)
    assert all(list(column) == sorted(column) for column in zip(*found, strict=True))
    assert 0 <= found[0][0] < found[-1][-1] <= 1


def test_a_limit_is_an_argument_and_no_constant() -> None:
    part = RankedPart(Part(Role.QUESTION, "Mistä taksi tilataan?"), ranking(TAXI=0.7))
    whole = ranking(FREE=0.4, TAXI=0.3)
    text = "Asun kaukana. Mistä taksi tilataan?"
    assert best(reranked(text, whole, [part], None, LIMITS).ranking) == LABELS["FREE"]
    assert best(reranked(text, whole, [part], None, RerankingLimits.of({"rescue": 0.6})).ranking) == LABELS["TAXI"]
