"""How far a dialogue has got: every answer can be changed from everywhere, and every question gone back from."""

from __future__ import annotations

from typing import Dict, List, Tuple

import pytest

from bot.contract import Progress
from bot.dialogue.discovery import flows
from bot.languages import codes
from bot.wording.i18n import words
from tests.dialogue.flow_talk import Talk, step_of, text_of, titles_of

# Answers to every question but the last: buttons in brackets, by the key of their words; anything else is typed.
TALKS: Dict[str, Tuple[str, List[str]]] = {
    "eligibility": (
        "check.eligibility",
        ["45", "[common.buttons.yes]", "[common.buttons.yes]", "[common.buttons.no]", "[common.buttons.unsure]"],
    ),
    "allowance": (
        "check.allowance",
        ["17", "[common.buttons.no]", "3 h", "[common.buttons.yes]"],
    ),
    "travel by taxi": ("check.travel", ["[flow.check.travel.means.choices.taxi]", "60 €", "2"]),
    "travel by car": ("check.travel", ["[flow.check.travel.means.choices.own_car]", "85 km", "4"]),
    "travel, not known": ("check.travel", ["[common.buttons.unsure]", "[common.buttons.unsure]", "1"]),
    "district": ("contact.district", ["[common.buttons.unsure]"]),
    "which contact": ("contact.which", ["[flow.contact.which.subject.choices.contracts]"]),
    "municipalities": ("provider.municipality_rule", ["Vantaa"]),
}


def begun(flow_id: str, language: str, answers: List[str]) -> Talk:
    """Return a talk in which the first questions were answered."""
    talk = Talk(language)
    talk.press("flow", topic=flow_id)
    for answer in answers:
        give(talk, answer)
    return talk


def give(talk: Talk, answer: str) -> None:
    """Press a button or type."""
    if answer.startswith("["):
        talk.choose(words(answer.strip("[]"), talk.language))
    else:
        talk.say(answer)


def progress(talk: Talk) -> Progress:
    """Return the progress that the last reply tells."""
    found = talk.answers[-1].progress
    assert found is not None
    return found


# Every dialogue at every question but the first.
STAGES = [
    pytest.param(flow_id, answers[:count], id=f"{name} {count}")
    for name, (flow_id, answers) in TALKS.items()
    for count in range(1, len(answers) + 1)
]


def test_every_dialogue_is_walked_through() -> None:
    assert {flow_id for flow_id, _ in TALKS.values()} == set(flows())


@pytest.mark.parametrize("flow_id", flows())
def test_a_dialogue_begins_with_its_first_question(flow_id: str) -> None:
    found = progress(begun(flow_id, "fi", []))
    assert found.number == 1
    assert found.of >= 1
    assert found.answers == ()


@pytest.mark.parametrize("language", codes())
@pytest.mark.parametrize(("flow_id", "answers"), STAGES)
def test_the_number_counts_the_questions(flow_id: str, answers: List[str], language: str) -> None:
    found = progress(begun(flow_id, language, answers))
    assert found.number == len(answers) + 1
    assert found.of >= found.number
    assert len(found.answers) == len(answers)
    for answer in found.answers:
        assert answer.title in {words(f"flow.{flow_id}.{step.id}.label", language) for step in flows()[flow_id].steps}
        assert answer.value


@pytest.mark.parametrize("language", codes())
@pytest.mark.parametrize(("flow_id", "answers"), STAGES)
def test_every_answer_can_be_changed_from_everywhere(flow_id: str, answers: List[str], language: str) -> None:
    before = begun(flow_id, language, answers)
    for place, changed in enumerate(progress(before).answers):
        talk = begun(flow_id, language, answers)
        talk.press_payload(changed.payload)
        assert step_of(talk.answers[-1]) == changed.step
        reopened = progress(talk)
        assert reopened.number == place + 1
        assert changed.payload not in [answer.payload for answer in reopened.answers]
        give(talk, answers[place])
        assert step_of(talk.answers[-1]) == step_of(before.answers[-1])
        assert progress(talk) == progress(before)


@pytest.mark.parametrize("language", codes())
@pytest.mark.parametrize(("flow_id", "answers"), STAGES)
def test_going_back_leads_to_the_first_question_and_forth_again(
    flow_id: str, answers: List[str], language: str
) -> None:
    talk = begun(flow_id, language, answers)
    back = words("common.buttons.back", language)
    for place in reversed(range(len(answers))):
        assert back in titles_of(talk.answers[-1])
        talk.choose(back)
        assert progress(talk).number == place + 1
        assert len(progress(talk).answers) == place
    assert back not in titles_of(talk.answers[-1])
    for answer in answers:
        give(talk, answer)
    assert progress(talk) == progress(begun(flow_id, language, answers))


@pytest.mark.parametrize(
    ("language", "answers"),
    [
        ("fi", [("Kulkuväline", "Taksi"), ("Hinta suuntaansa", "60 €"), ("Yhdensuuntaisia matkoja", "2")]),
        ("en", [("Means of travel", "Taxi"), ("Price one way", "€60"), ("One-way trips", "2")]),
    ],
)
def test_answers_are_told_in_words(language: str, answers: List[Tuple[str, str]]) -> None:
    found = progress(begun("check.travel", language, TALKS["travel by taxi"][1]))
    assert [(answer.title, answer.value) for answer in found.answers] == answers
    assert [answer.step for answer in found.answers] == ["means", "price", "trips"]
    assert (found.number, found.of) == (4, 4)


@pytest.mark.parametrize(
    ("answers", "of"),
    [
        ([], 3),
        (["45"], 3),
        (["17"], 4),
        (["17", "[common.buttons.no]", "6 h"], 4),
        (["17", "[common.buttons.no]", "3 h"], 5),
    ],
)
def test_questions_are_counted_as_far_as_they_are_known(answers: List[str], of: int) -> None:
    assert progress(begun("check.allowance", "fi", answers)).of == of


def test_another_means_of_travel_has_another_question() -> None:
    talk = begun("check.travel", "fi", TALKS["travel by taxi"][1])
    talk.press_payload(progress(talk).answers[0].payload)
    talk.choose("Oma auto")
    assert step_of(talk.answers[-1]) == "km"
    assert [answer.step for answer in progress(talk).answers] == ["means", "trips"]
    assert (progress(talk).number, progress(talk).of) == (2, 4)


def test_an_answer_that_no_longer_matters_is_not_asked_for_again() -> None:
    talk = begun("check.travel", "fi", TALKS["travel by car"][1])
    kilometres = progress(talk).answers[1].payload
    talk.press_payload(progress(talk).answers[0].payload)
    talk.choose("Taksi")
    assert step_of(talk.answers[-1]) == "price"
    talk.press_payload(kilometres)
    assert step_of(talk.answers[-1]) == "price"


def test_a_side_question_leaves_the_progress_as_it_is() -> None:
    talk = begun("check.travel", "fi", ["[flow.check.travel.means.choices.taxi]"])
    before = progress(talk)
    talk.say("Mikä on kuntoutusraha?", "answer/allowance.overview")
    assert progress(talk) == before


def test_the_answers_follow_a_switch_of_language() -> None:
    talk = begun("check.travel", "fi", ["[flow.check.travel.means.choices.taxi]"])
    talk.say("in English please", "meta/meta.language")
    assert progress(talk).answers[0].value == "Taxi"


@pytest.mark.parametrize("ending", ["result", "stop", "restart"])
def test_an_ended_dialogue_has_no_progress(ending: str) -> None:
    talk = begun("check.travel", "fi", TALKS["travel by taxi"][1])
    if ending == "result":
        talk.choose("Ei vielä mitään")
    elif ending == "stop":
        talk.choose("Lopeta")
    else:
        talk.say("aloita alusta", "meta/meta.restart")
    assert text_of(talk.answers[-1])
    assert talk.answers[-1].progress is None
