"""What a message is about by the rankings of its parts: two questions, one in a story, or more on the answer before."""

from __future__ import annotations

import pytest

from bot.questions.leaning import Leaning
from bot.questions.rankings import LEAST, best, product, topic
from bot.questions.weighing import INDIVIDUAL_CASE, Clause, ContextLimits, PartLimits, weigh_context, weigh_parts

TAXI, COPAYMENT, CLAIM = "answer/travel.taxi", "answer/travel.copayment", "answer/travel.claim"
OVERVIEW, APPLY = "answer/allowance.overview", "answer/allowance.apply"
INTENSIVE_APPLY = "answer/rehab.intensive.apply"
CHECK, FREE, THANKS = "flow/check.eligibility", "answer/fees.free", "meta/meta.thanks"
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
    ],
)
def test_parts(whole: dict[str, float], clauses: list[Clause], first: str, second: str | None) -> None:
    verdict = weigh_parts(whole, clauses, LIMITS)
    assert (best(verdict.ranking), verdict.second) == (first, second)


def in_context(
    own: dict[str, float], context: dict[str, float], how: Leaning = Leaning.GOES_ON, asked: tuple[str, ...] = ()
) -> dict[str, float]:
    """Return the ranking of a message after travel.taxi; the subject alone is about the copayment."""
    return dict(weigh_context(own, context, ranking(COPAYMENT=0.9), how, "travel.taxi", asked, CONTEXT).ranking)


def test_what_names_nothing_goes_by_its_context() -> None:
    found = in_context(ranking(INTENSIVE_APPLY=0.99), ranking(CLAIM=0.9), Leaning.NAMES_NOTHING)
    assert best(found) == CLAIM
    assert found[CLAIM] > 0.9


def test_what_goes_on_needs_something_of_its_own() -> None:
    backed = in_context(ranking(CLAIM=0.3, FREE=0.3), ranking(CLAIM=0.6, COPAYMENT=0.4))
    assert best(backed) == CLAIM
    assert backed[CLAIM] > 0.5
    doubtful = in_context(ranking(FREE=0.3, OUT_OF_SCOPE=0.3), ranking(COPAYMENT=0.9))
    assert best(doubtful) == COPAYMENT
    assert doubtful[COPAYMENT] < 0.5, "it is offered, not answered"


def test_an_aspect_leads_where_its_words_do_not() -> None:
    own, context = ranking(SOURCE=0.6), ranking(COPAYMENT=0.9)
    assert topic(best(in_context(own, context, asked=("travel.own_car",)))) == "travel.own_car"


@pytest.mark.parametrize(
    ("own", "how"),
    [
        pytest.param(ranking(OUT_OF_SCOPE=0.6), Leaning.GOES_ON, id="out of scope"),
        pytest.param(ranking(INDIVIDUAL_CASE=0.6), Leaning.NAMES_NOTHING, id="the own case"),
        pytest.param(ranking(SOURCE=0.6), Leaning.NAMES_NOTHING, id="the conversation itself"),
        pytest.param(ranking(FREE=0.9), Leaning.GOES_ON, id="a matter of its own"),
    ],
)
def test_what_stands_alone_whatever_was_before(own: dict[str, float], how: Leaning) -> None:
    assert in_context(own, ranking(CLAIM=0.99), how) == own


def test_what_names_nothing_is_not_out_of_scope() -> None:
    assert best(in_context(ranking(OUT_OF_SCOPE=0.9), ranking(CLAIM=0.9), Leaning.NAMES_NOTHING)) == CLAIM


def test_a_doubtful_context_leaves_what_is_sure_by_itself() -> None:
    own = ranking(FREE=0.7)
    assert in_context(own, ranking(COPAYMENT=0.9)) == own
