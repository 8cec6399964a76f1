"""Whether a message is a follow-up on the answer, or the clause, before it."""

from __future__ import annotations

import pytest

from bot.decision.follow_ups import FollowUp, follow_up, is_dependent, is_short
from bot.decision.limits import SplittingLimits

UNNAMED, CONTINUING = FollowUp.UNNAMED, FollowUp.CONTINUING


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("miten haen?", UNNAMED),
        ("ja paljonko?", UNNAMED),
        ("kuinka kauan se kestää?", UNNAMED),
        ("entä aikuisilla?", UNNAMED),
        ("how do I apply for that?", UNNAMED),
        ("and for adults?", UNNAMED),
        ("how much is it", UNNAMED),
        ("entä ryhmässä?", CONTINUING),
        ("mites omalla autolla", CONTINUING),
        ("entä sää?", CONTINUING),
        ("what about my own car?", CONTINUING),
        ("saako omainenkin?", CONTINUING),
        ("can a relative get it too?", CONTINUING),
        ("meneekö siitä veroa?", CONTINUING),
    ],
)
def test_a_follow_up(text: str, expected: FollowUp) -> None:
    assert follow_up(text) is expected


@pytest.mark.parametrize(
    "text",
    [
        "Mikä on matkakuntoutus?",
        "Paljonko taksin omavastuu on?",
        "How much is the taxi copayment?",
        "how to aply for rehab",
        "kiitos",
        "se on kiva",
        "that is nice",
        "joo",
        "60 euroa",
        "",
    ],
)
def test_what_stands_alone(text: str) -> None:
    assert follow_up(text) is None


@pytest.mark.parametrize("clause", ["miten sitä haetaan", "and who is it for?", "kuinka haen", "how long does it take"])
def test_a_clause_that_depends_on_the_one_before_it(clause: str) -> None:
    assert is_dependent(clause)


@pytest.mark.parametrize("clause", ["korvataanko matkat", "are travel costs covered?", "mitä ryhmäterapioita on"])
def test_a_clause_that_stands_by_itself(clause: str) -> None:
    assert not is_dependent(clause)


def test_only_a_short_message_can_be_a_follow_up() -> None:
    limits = SplittingLimits()
    assert is_short("entä jos asun kaukana kaikesta?", limits)
    assert not is_short("Entä jos asun kaukana kaikesta ja minun pitäisi päästä terapiaan joka viikko?", limits)
    assert not is_short("entä aikuisilla?", SplittingLimits(most_follow_up_words=1))


def test_signs_without_blanks_are_no_short_message() -> None:
    assert is_short("entä aikuisilla?", SplittingLimits())
    assert not is_short("😀" * 2000, SplittingLimits())
