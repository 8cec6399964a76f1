"""Run inside a copy of the project that has an invented language: its words are read, its topics and checks answered.

tests/languages/test_invented_language.py makes the copy; tests/support/invented_language.py says what the words mean.
"""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from bot import knowledge, languages
from bot.entities import extract, reply_act
from bot.wording import formats
from bot.wording.i18n import words
from tests.dialogue.flow_talk import Talk, result_of, step_of, text_of, titles_of
from tests.support.invented_language import CODE, NAME, TOPICS


def test_the_language_is_one_of_those_spoken() -> None:
    assert languages.codes() == ("fi", "en", CODE)
    assert languages.get(CODE).name == NAME


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        pytest.param("sesdek korbi", "money", "60", id="money in words"),
        pytest.param("20,50 korbiz", "money", "20.5", id="money in digits, with the language's decimal mark"),
        pytest.param("kustu 45", "money", "45", id="a price by the word before it"),
        pytest.param("dvo putiz pro sebda", "count", 2, id="how often"),
        pytest.param("ja sum 45", "age", 45, id="an age by the words before it"),
        pytest.param("45 letzi", "age", 45, id="an age by its unit"),
        pytest.param("3. mazon 2026", "date", "2026-05-03", id="a date"),
        pytest.param("pentu urzi", "hours", "5", id="hours"),
        pytest.param("vozikom", "means", "taxi", id="a means of travel"),
        pytest.param("kuuskyt euroo", "money", "60", id="Finnish words are still understood"),
    ],
)
def test_its_words_are_read(text: str, kind: str, value: object) -> None:
    assert [(fact.kind, fact.value) for fact in extract(text, CODE)] == [(kind, value)]


@pytest.mark.parametrize(("text", "act"), [("jah", "affirm"), ("Neh!", "deny"), ("vydnu", "unsure"), ("rukva", "back")])
def test_its_short_replies_are_read(text: str, act: str) -> None:
    assert reply_act(text, CODE) == act


def test_its_formats_are_those_of_its_locale() -> None:
    assert formats.euros(Decimal("20.18"), CODE) == "20,18 €"
    assert formats.weekday(datetime.date(2026, 12, 31), CODE).startswith("Donnerstag")


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_of_the_scaffold_is_answered(topic: str) -> None:
    answer = Talk(CODE).say("kva est to?", f"answer/{topic}")
    assert (answer.topic, answer.language) == (topic, CODE)
    assert [source.title for source in answer.sources] == [words("sources.kela_travel_means", CODE)]


def test_a_text_is_the_languages_own_with_its_own_formats() -> None:
    assert "Raketo kustu 25 €." in text_of(Talk(CODE).say("kva kustu raketo?", "answer/travel.rocket"))


@pytest.mark.parametrize("topic", [topic.id for topic in knowledge.topics().values() if topic.kind == "answer"])
def test_every_topic_is_answered(topic: str) -> None:
    assert text_of(Talk(CODE).say("kva?", f"answer/{topic}"))


def test_a_calculation_is_gone_through_in_it() -> None:
    talk = Talk(CODE)
    assert step_of(talk.say("kva kustu puti?", "flow/check.travel")) == "means"
    assert step_of(talk.say("voziko")) == "price"
    assert step_of(talk.say("sesdek korbi")) == "trips"
    assert step_of(talk.say("rukva", "reply/back")) == "price"
    assert step_of(talk.say("60,00")) == "trips"
    assert step_of(talk.say("dvo putiz")) == "paid"
    result = result_of(talk.say("neh", "reply/deny"))
    assert (result["reimbursed_eur"], result["client_pays_eur"]) == (70, 50)
    assert "70 €" in text_of(talk.answers[-1])
    assert all(answer.language == CODE for answer in talk.answers)


def test_a_check_with_a_yes_and_an_age_is_gone_through_in_it() -> None:
    talk = Talk(CODE)
    assert step_of(talk.say("kva?", "flow/check.allowance")) == "age"
    assert step_of(talk.say("ja sum sesdek")) == "day_length"
    assert step_of(talk.say("dvo urzi")) == "prevents_work"
    assert step_of(talk.say("jah", "reply/affirm")) == "organiser"
    assert talk.dialogue.answers == {"age": 60, "day_length": "2", "prevents_work": True}


def test_a_district_is_named_though_kela_has_no_name_of_it_in_the_language() -> None:
    talk = Talk(CODE)
    talk.say("kva?", "flow/contact.district")
    assert "Etel" in text_of(talk.choose(titles_of(talk.answers[-1])[0]))


def test_one_switches_to_it_and_back() -> None:
    talk = Talk("fi")
    there = talk.say("xeno, kiitos", "meta/meta.language")
    assert there.language == CODE
    assert titles_of(there) == [languages.get(code).switch for code in languages.others(CODE)]
    assert talk.choose("In English").language == "en"
    assert talk.choose(NAME).language == CODE


def test_a_wish_for_another_language_leaves_the_choice_among_several() -> None:
    talk = Talk("fi")
    talk.say("hei", "meta/meta.greet")
    assert titles_of(talk.say("vaihda kieltä", "meta/meta.language")) == ["In English", NAME]


def test_a_message_in_no_language_spoken_is_declined_in_all_of_them() -> None:
    declined = Talk(CODE).say("...", "guard/guard.unsupported_language")
    assert [reply.language for reply in declined.replies] == [CODE, "fi", "en"]
