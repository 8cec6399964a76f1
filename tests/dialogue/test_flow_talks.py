"""The guided dialogues as people meet them: every outcome, and every way to leave the straight path."""

from __future__ import annotations

import json
from typing import Any, List

import pytest

from bot import knowledge
from bot.contract import ConversationState, DialogueState, Envelope, OpenQuestion
from bot.dialogue.discovery import flows
from bot.dialogue.rendering import question
from bot.wording import answers
from tests.dialogue.flow_talk import NOW, Talk, result_of, step_of, text_of, titles_of

WISHES = {
    "check.eligibility": ("Voinko saada kuntoutusta?", "Could I get rehabilitation?"),
    "check.allowance": ("Saanko kuntoutusrahaa?", "Would I get the allowance?"),
    "check.travel": ("Laske matkakorvaus", "Work out my trip"),
    "contact.district": ("Mihin lähetän terapiasopimuksen?", "Where do I send the contract?"),
    "contact.which": ("Keneen otan yhteyttä?", "Who do I contact?"),
    "provider.municipality_rule": ("Voiko terapeutti olla eri kunnassa?", "Can the therapist be in another town?"),
}
YES, NO = {"fi": "joo", "en": "yep"}, {"fi": "en", "en": "nope"}
UNSURE = {"fi": "en tiedä", "en": "I don't know"}
LANGUAGES = ("fi", "en")


def begin(flow_id: str, language: str = "fi") -> Talk:
    talk = Talk(language)
    talk.say(WISHES[flow_id][LANGUAGES.index(language)], f"flow/{flow_id}")
    return talk


def through(talk: Talk, *messages: str) -> Talk:
    for message in messages:
        talk.say(message)
    return talk


def test_every_flow_of_the_catalogue_is_a_dialogue() -> None:
    assert set(flows()) == {topic.id for topic in knowledge.topics().values() if topic.kind == "flow"}


# --- All of them ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("flow_id", WISHES)
def test_a_person_who_knows_nothing_gets_an_honest_end(flow_id: str, language: str) -> None:
    talk = begin(flow_id, language)
    for _ in range(10):
        if step_of(talk.answers[-1]) is None:
            break
        talk.say(UNSURE[language])
    assert result_of(talk.answers[-1])["outcome"] == "unknown"
    assert talk.answers[-1].topic == flow_id
    assert talk.answers[-1].sources


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("flow_id", WISHES)
def test_a_side_question_is_answered_and_the_question_repeated(flow_id: str, language: str) -> None:
    talk = begin(flow_id, language)
    step = step_of(talk.answers[-1])
    asked = text_of(talk.answers[-1]).split("\n\n")[-1]
    reply = talk.say({"fi": "Mikä on omavastuu?", "en": "What is the copayment?"}[language], "answer/travel.copayment")
    assert reply.topic == "travel.copayment"
    assert "25" in text_of(reply)
    assert text_of(reply).endswith(asked)
    assert step_of(reply) == step
    assert reply.sources


@pytest.mark.parametrize("flow_id", WISHES)
def test_a_language_switch_keeps_everything_and_asks_in_the_new_language(flow_id: str) -> None:
    talk = begin(flow_id)
    before = talk.dialogue
    reply = talk.say("in English please", "meta/meta.language")
    assert reply.language == "en"
    assert talk.dialogue == before
    assert text_of(reply).endswith(text_of(begin(flow_id, "en").answers[-1]).split("\n\n")[-1])


def test_answers_go_on_in_the_language_of_the_message() -> None:
    talk = through(begin("check.travel"), "taksilla")
    talk.language = "en"
    reply = talk.say("sixty euros")
    assert step_of(reply) == "trips"
    assert "one-way trips" in text_of(reply)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("flow_id", WISHES)
def test_two_useless_answers_bring_help(flow_id: str, language: str) -> None:
    talk = begin(flow_id, language)
    first, second = talk.say("blaablaa"), talk.say("blaablaa")
    help_words = {"fi": "ohita kysymys", "en": "skip the question"}[language]
    assert help_words not in text_of(first)
    assert help_words in text_of(second)
    assert titles_of(second)[-1] == {"fi": "Lopeta", "en": "Stop"}[language]
    assert step_of(second) == step_of(first)


@pytest.mark.parametrize("word", ["lopeta", "stop", "riittää"])
def test_stopping_ends_the_dialogue_and_forgets_the_answers(word: str) -> None:
    talk = through(begin("check.travel"), "taksilla")
    reply = talk.say(word)
    assert talk.state.dialogue is None
    assert reply.flow == OpenQuestion(id="check.travel", result={"outcome": "stopped"})


@pytest.mark.parametrize("topic", ["meta/meta.restart", "reply/inform"])
def test_starting_over_forgets_the_answers(topic: str) -> None:
    talk = through(begin("check.travel"), "taksilla")
    reply = talk.say("aloita alusta", topic)
    assert talk.state.dialogue is None
    assert reply.topic == "meta.restart"
    assert reply.flow is None
    assert json.loads(reply.replies[-1].buttons[0].payload[len("/flow") :]) == {"topic": "check.travel"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("flow_id", WISHES)
def test_every_question_can_be_explained(flow_id: str, language: str) -> None:
    flow = flows()[flow_id]
    for step in flow.steps:
        talk = begin(flow_id, language)
        talk.state = ConversationState(dialogue=DialogueState(id=flow_id, asked=(step.id,), step=step.id))
        asked = question(flow, step, language, NOW)
        reply = talk.say({"fi": "mitä se tarkoittaa?", "en": "what does that mean?"}[language], "meta/meta.repeat")
        explanation, *rest = text_of(reply).split("\n\n")
        assert rest == [asked]
        assert explanation != asked
        assert talk.dialogue.step == step.id


@pytest.mark.parametrize(
    ("language", "text"), [("fi", "mitä laitoshoito tarkoittaa?"), ("en", "what counts as institutional care?")]
)
def test_a_term_of_the_question_is_explained(language: str, text: str) -> None:
    yes, no = YES[language], NO[language]
    talk = through(begin("check.eligibility", language), "45", yes, yes, no)
    reply = talk.say(text, "answer/rehab.intensive.criteria")
    assert (reply.topic, step_of(reply)) == ("check.eligibility", "institution")
    assert {"fi": "Kotona asuva", "en": "lives at home"}[language] in text_of(reply)


def test_another_term_is_a_side_question() -> None:
    talk = through(begin("check.eligibility"), "45")
    assert talk.say("mitä kuntoutusraha tarkoittaa?", "answer/allowance.overview").topic == "allowance.overview"


@pytest.mark.parametrize(("language", "slip"), [("fi", "sori, 54"), ("fi", "anteeksi 54"), ("en", "sorry, 54")])
def test_a_slip_in_the_age_is_put_right(language: str, slip: str) -> None:
    reply = through(begin("check.eligibility", language), "45", slip).answers[-1]
    assert step_of(reply) == "difficulty"
    assert "54" in text_of(reply)


# --- After the result


def calculated(language: str = "fi") -> Talk:
    talk = begin("check.travel", language)
    return through(talk, *{"fi": ("taksilla", "60 e", "1", "0"), "en": ("by taxi", "60 euros", "1", "0")}[language])


@pytest.mark.parametrize(("language", "text"), [("fi", "ei kun omalla autolla"), ("en", "no wait, by my own car")])
def test_a_correction_after_the_result_goes_on_with_what_it_needs(language: str, text: str) -> None:
    talk = calculated(language)
    reply = talk.say(text, "flow/check.travel")
    assert (reply.topic, step_of(reply)) == ("check.travel", "km")
    assert result_of(talk.say("100 km"))["client_pays_eur"] == 25.0


def test_a_slip_after_the_result_calculates_anew() -> None:
    reply = calculated("en").say("sorry, 80 euros", "guard/guard.out_of_scope")
    assert result_of(reply)["reimbursed_eur"] == 55.0
    assert "I changed the answer" in text_of(reply)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Kuka voi saada kuntoutusrahaa?", "answer/allowance.overview"),
        ("kiitos", "meta/meta.thanks"),
        ("blaa", "guard/guard.out_of_scope"),
    ],
)
def test_another_message_after_the_result_forgets_the_answers(text: str, topic: str) -> None:
    talk = calculated()
    assert talk.dialogue.answers
    assert talk.say(text, topic).topic == topic.split("/")[1]
    assert talk.state.dialogue is None


def test_a_bare_number_after_the_result_is_not_understood() -> None:
    assert calculated().say("80").topic == "meta.fallback"


def test_danger_after_the_result_is_no_correction() -> None:
    assert calculated().say("sori, haluan kuolla 80", "guard/guard.emergency").topic == "guard.emergency"


@pytest.mark.parametrize("confidence", [0.55, 0.9])
def test_after_the_result_another_dialogue_starts_at_once(confidence: float) -> None:
    reply = calculated().say("tarkista kuntoutusraha", "flow/check.allowance", confidence=confidence)
    assert (reply.topic, step_of(reply)) == ("check.allowance", "age")


def test_after_the_result_the_same_dialogue_starts_anew() -> None:
    talk = calculated()
    assert step_of(talk.say("laske toinen matka", "flow/check.travel")) == "means"
    assert talk.dialogue.answers == {}


def test_after_the_result_one_may_choose_what_to_change() -> None:
    talk = calculated()
    reply = talk.say("haluan muuttaa vastausta", "reply/change")
    assert any("60" in title for title in titles_of(reply))
    assert step_of(talk.choose(next(title for title in titles_of(reply) if "60" in title))) == "price"


# --- A question beside the wish


def test_a_question_beside_the_wish_for_a_check_is_answered_first() -> None:
    reply = begin_with("Laske matka ja kerro kuka saa kuntoutusrahaa", also=("allowance.overview",))
    assert (reply.topic, step_of(reply)) == ("check.travel", "means")
    assert "18–67" in reply.replies[0].text
    assert reply.replies[0].buttons == ()
    assert reply.sources


def begin_with(text: str, also: tuple[str, ...]) -> Envelope:
    return Talk().say(text, "flow/check.travel", also=also)


def test_danger_comes_first_and_alone_and_the_dialogue_waits() -> None:
    talk = through(begin("check.travel"), "taksilla")
    reply = talk.say("haluan kuolla", "guard/guard.emergency")
    assert "112" in text_of(reply)
    assert titles_of(reply) == []
    assert step_of(reply) == "price"
    assert step_of(talk.say("60")) == "trips"


def test_goodbye_ends_the_dialogue() -> None:
    talk = begin("check.travel")
    assert talk.say("hei hei", "meta/meta.goodbye").topic == "meta.goodbye"
    assert talk.state.dialogue is None


def test_a_wish_to_hear_it_again_repeats_the_question() -> None:
    talk = begin("check.travel")
    reply = talk.say("toista", "meta/meta.repeat")
    assert (reply.topic, step_of(reply)) == ("check.travel", "means")


def test_a_sure_wish_for_another_dialogue_switches_to_it() -> None:
    talk = through(begin("check.eligibility"), "45")
    reply = talk.say("Laske matkakorvaus, taksi 60 euroa", "flow/check.travel")
    assert (reply.topic, step_of(reply)) == ("check.travel", "trips")


def test_an_unsure_guess_at_another_dialogue_does_not_switch() -> None:
    talk = begin("check.eligibility")
    reply = talk.say("no jaa", "flow/check.travel", confidence=0.5)
    assert step_of(reply) == "age"


def test_a_pressed_button_of_another_dialogue_switches_to_it() -> None:
    reply = begin("check.eligibility").press("flow", topic="check.travel")
    assert (reply.topic, step_of(reply)) == ("check.travel", "means")


def test_a_message_that_was_not_understood_does_not_leave_the_dialogue() -> None:
    reply = begin("check.travel").say("hmhm", "meta/meta.fallback")
    assert (reply.topic, step_of(reply)) == ("check.travel", "means")
    assert text_of(reply).startswith("Valitse kulkuväline")


def test_a_question_holds_no_more_than_a_phone_shows_at_once() -> None:
    for flow_id in WISHES:
        for language in LANGUAGES:
            assert len(text_of(begin(flow_id, language).answers[-1])) < 320


# --- check.eligibility ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("age", "outcome", "alternatives"),
    [("64", "met", []), ("65", "not_met", ["rehab.discretionary"]), ("70", "not_met", ["rehab.discretionary"])],
)
def test_eligibility_by_age_when_all_else_is_met(
    language: str, age: str, outcome: str, alternatives: List[str]
) -> None:
    yes, no = YES[language], NO[language]
    reply = through(begin("check.eligibility", language), age, yes, yes, no, no, yes).answers[-1]
    assert result_of(reply)["outcome"] == outcome
    assert result_of(reply)["alternatives"] == alternatives
    assert text_of(reply).count("\n- **") == 6


def test_eligibility_takes_the_age_of_the_first_message() -> None:
    talk = Talk()
    reply = talk.say("Olen 52-vuotias ja sairastan MS-tautia. Voisinko saada kuntoutusta?", "flow/check.eligibility")
    assert step_of(reply) == "difficulty"
    assert "ikä: 52" in text_of(reply)


@pytest.mark.parametrize(("text", "language"), [("400", "fi"), ("-5", "fi"), ("I'm 400 years old", "en")])
def test_an_age_that_cannot_be_gets_a_helpful_question(text: str, language: str) -> None:
    reply = through(begin("check.eligibility", language), text).answers[-1]
    assert step_of(reply) == "age"
    assert "45" in text_of(reply)


def test_a_birth_year_is_enough_where_it_decides() -> None:
    assert step_of(through(begin("check.eligibility"), "1975").answers[-1]) == "difficulty"


def test_a_birth_year_on_the_limit_asks_which_age() -> None:
    talk = through(begin("check.eligibility"), "synt. 1961")
    assert "64 tai 65" in text_of(talk.answers[-1])
    assert step_of(talk.say("64")) == "difficulty"


@pytest.mark.parametrize(
    ("text", "result"),
    [("kaksi vuotta", "met"), ("yli vuoden", "met"), ("3 kuukautta", "not_met"), ("15 vuotta", "met")],
)
def test_the_need_may_be_told_as_a_length_of_time(text: str, result: str) -> None:
    talk = through(begin("check.eligibility"), "40", "joo", text, "ei", "ei", "kyllä")
    assert {c["id"]: c["result"] for c in result_of(talk.answers[-1])["criteria"]}["duration"] == result


def test_an_unknown_answer_leaves_the_outcome_open() -> None:
    reply = through(begin("check.eligibility"), "40", "joo", "joo", "ei", "ei", "en tiedä").answers[-1]
    assert result_of(reply)["outcome"] == "unknown"
    assert "020 692 205" in text_of(reply)


def test_yes_is_corrected_to_no() -> None:
    talk = through(begin("check.eligibility"), "40", "joo", "joo", "ei", "joo", "ei kun ei", "kyllä")
    assert result_of(talk.answers[-1])["outcome"] == "met"


# --- check.allowance --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        (("45", "5 tuntia", "Kela"), "met"),
        (("45", "4", "työterveys"), "met"),
        (("68", "5", "Kela"), "not_met"),
        (("17", "joo", "5", "Kela"), "met"),
        (("17", "ei", "5", "Kela"), "not_met"),
        (("17", "en tiedä", "5", "Kela"), "unknown"),
        (("45", "3", "ei", "Kela"), "not_met"),
        (("45", "3,5", "joo", "Kela"), "unknown"),
        (("45", "5", "Joku muu"), "not_met"),
        (("45", "5", "en tiedä"), "unknown"),
    ],
)
def test_allowance_outcomes(answers: Any, outcome: str) -> None:
    assert result_of(through(begin("check.allowance"), *answers).answers[-1])["outcome"] == outcome


def test_the_birth_date_is_asked_only_where_it_decides() -> None:
    assert step_of(through(begin("check.allowance"), "17").answers[-1]) == "birth_date"
    assert step_of(through(begin("check.allowance"), "16").answers[-1]) == "day_length"
    assert step_of(through(begin("check.allowance"), "40").answers[-1]) == "day_length"


def test_a_birth_date_in_the_first_message_is_enough() -> None:
    talk = Talk()
    reply = talk.say("Nuori on syntynyt 12.12.2008, saako hän kuntoutusrahaa?", "flow/check.allowance")
    assert step_of(reply) == "day_length"
    assert talk.dialogue.answers == {"age": 17, "birth_date": True}


def test_hours_of_rehabilitation_and_of_travel_are_added_up() -> None:
    talk = Talk()
    reply = talk.say("mulla menee terapiaan 2h ja matkoihin 2,5h, saanko kuntoutusrahaa", "flow/check.allowance")
    assert talk.dialogue.answers["day_length"] == "4.5"
    assert step_of(reply) == "age"


def test_a_short_day_told_without_its_travel_is_asked_about() -> None:
    talk = Talk()
    talk.say("terapia kestää 2 tuntia, saanko kuntoutusrahaa", "flow/check.allowance")
    assert "day_length" not in talk.dialogue.answers


@pytest.mark.parametrize(
    ("language", "text", "answers"),
    [
        ("fi", "Täytän ensi kuussa 18. Voisinko saada kuntoutusrahaa?", {}),
        ("fi", "päivä on 3,5 h ilman matkoja", {}),
        ("fi", "matkoineen kolme tuntia", {"day_length": "3"}),
        ("en", "my rehab takes 2 h and bus 1 h each way", {"day_length": "4"}),
        ("en", "the day is shorter than four hours", {}),
        ("en", "vocational rehabilitation 20 hours a week", {}),
        ("en", "my mother is 70 years old and my dad is 66 years old", {}),
        ("en", "I'm 16, born 2009", {"age": 16, "birth_date": False}),
    ],
)
def test_allowance_takes_only_what_the_first_message_surely_tells(language: str, text: str, answers: Any) -> None:
    talk = Talk(language)
    talk.say(text, "flow/check.allowance")
    assert talk.dialogue.answers == answers


def test_a_day_of_thirty_hours_is_asked_again() -> None:
    reply = through(begin("check.allowance"), "40", "30 tuntia").answers[-1]
    assert step_of(reply) == "day_length"
    assert "4,5" in text_of(reply)


# --- check.travel -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "answers", "pays", "reimbursed"),
    [
        ("fi", ("taksilla", "kuuskyt", "meno-paluu", "en mitään"), 50.0, 70.0),
        ("en", ("taxi", "sixty euros", "two", "nothing"), 50.0, 70.0),
        ("fi", ("bussilla", "12,50", "kaksi", "0"), 25.0, 0.0),
        ("fi", ("omalla autolla", "100 km", "1", "en tiedä"), 25.0, 8.0),
        ("en", ("by car", "50", "There and back", "300"), 0.0, 33.0),
        ("fi", ("taksi", "140", "2", "290 euroa"), 10.0, 270.0),
        ("fi", ("taksi", "60 €", "2 kertaa viikossa", "0"), 100.0, 140.0),
        ("fi", ("en tiedä", "60", "1", "0"), 25.0, 35.0),
    ],
)
def test_travel_sums(language: str, answers: Any, pays: float, reimbursed: float) -> None:
    result = result_of(through(begin("check.travel", language), *answers).answers[-1])
    assert (result["client_pays_eur"], result["reimbursed_eur"]) == (pays, reimbursed)


@pytest.mark.parametrize(
    ("language", "text", "answers", "step"),
    [
        (
            "fi",
            "Laske matkakorvaus, taksi 60 euroa suuntaansa, kaksi matkaa",
            {"means": "taxi", "price": "60", "trips": 2},
            "paid",
        ),
        ("fi", "taksi 85 €, olen maksanut jo 280 euroa", {"means": "taxi", "price": "85", "paid": "280"}, "trips"),
        ("en", "own car 200 km round trip", {"means": "own_car", "km": "100", "trips": 2}, "paid"),
        ("en", "own car 120 km return", {"means": "own_car", "km": "60", "trips": 2}, "paid"),
        ("en", "by taxi, 90 euros return", {"means": "taxi", "price": "45", "trips": 2}, "paid"),
        ("fi", "omalla autolla 120 km edestakaisin", {"means": "own_car", "km": "60", "trips": 2}, "paid"),
        ("en", "have paid 300 already, taxi 70 euros", {"means": "taxi", "price": "70", "paid": "300"}, "trips"),
        ("fi", "paljonko maksan bussista", {"means": "public_transport"}, "price"),
        # Each of these was once read wrongly.
        ("fi", "taksi 110 € edestakaisin", {"means": "taxi", "price": "55", "trips": 2}, "paid"),
        ("fi", "edestakas 2 x 40 euron taksi", {"means": "taxi", "price": "40", "trips": 2}, "paid"),
        ("fi", "Katosta puuttuu 20 euroa. Taksi on 90 euroa", {"means": "taxi", "price": "90"}, "trips"),
        ("fi", "30 terapiakertaa, taksi 52 euroa", {"means": "taxi", "price": "52", "trips": 60}, "paid"),
        ("en", "40 trips a year by taxi", {"means": "taxi", "trips": 40}, "price"),
        (
            "en",
            "5 return trips by taxi, a single ride is 72 euros",
            {"means": "taxi", "price": "72", "trips": 10},
            "paid",
        ),
        (
            "en",
            "what's to be paid if the taxi is 61 € and 275 € is used up",
            {"means": "taxi", "price": "61", "paid": "275"},
            "trips",
        ),
    ],
)
def test_travel_takes_what_the_first_message_tells(language: str, text: str, answers: Any, step: str) -> None:
    talk = Talk(language)
    reply = talk.say(text, "flow/check.travel")
    assert talk.dialogue.answers == answers
    assert step_of(reply) == step


@pytest.mark.parametrize("price", ["-5", "7000", "-20 euroa"])
def test_a_price_that_cannot_be_is_asked_again(price: str) -> None:
    reply = through(begin("check.travel"), "taksi", price).answers[-1]
    assert step_of(reply) == "price"
    assert "42,50" in text_of(reply)


@pytest.mark.parametrize("trips", ["0", "5000", "1,5"])
def test_a_number_of_trips_that_cannot_be_is_asked_again(trips: str) -> None:
    assert step_of(through(begin("check.travel"), "taksi", "60", trips).answers[-1]) == "trips"


@pytest.mark.parametrize(
    ("language", "text"),
    [("fi", "ei kun 50 euroa"), ("fi", "anteeksi tarkoitin 50"), ("en", "actually it was 50"), ("fi", "ei 60 vaan 50")],
)
def test_the_price_is_corrected_right_after_it(language: str, text: str) -> None:
    talk = through(begin("check.travel", language), "taxi", "60")
    reply = talk.say(text)
    assert talk.dialogue.answers["price"] == "50"
    assert step_of(reply) == "trips"


def test_the_means_is_corrected_and_its_own_question_asked() -> None:
    talk = through(begin("check.travel"), "taksi", "60")
    assert step_of(talk.say("oma auto olikin, ei taksi")) == "km"
    talk = through(talk, "100", "1", "0")
    assert result_of(talk.answers[-1])["client_pays_eur"] == 25.0


def test_change_my_answer_offers_the_answers_given() -> None:
    talk = through(begin("check.travel"), "taksi", "60")
    reply = talk.say("haluan muuttaa vastausta")
    assert titles_of(reply) == ["Kulkuväline: Taksi", "Hinta suuntaansa: 60 €"]
    assert step_of(talk.choose("Hinta suuntaansa: 60 €")) == "price"
    assert step_of(talk.say("50")) == "trips"


@pytest.mark.parametrize("text", ["hinta", "hinnan"])
def test_the_answer_to_change_may_be_named(text: str) -> None:
    talk = through(begin("check.travel"), "taksi", "60", "haluan muuttaa vastausta")
    assert step_of(talk.say(text)) == "price"


def test_change_my_answer_asks_again_at_once_where_there_is_one_answer() -> None:
    talk = through(begin("check.travel"), "taksi")
    assert step_of(talk.say("vastasin väärin")) == "means"


def test_back_and_another_means() -> None:
    talk = through(begin("check.travel"), "taksi")
    assert step_of(talk.choose("Takaisin")) == "means"
    assert step_of(talk.choose("Oma auto")) == "km"


def test_a_button_of_an_earlier_question_changes_it() -> None:
    talk = through(begin("check.travel"), "taksi", "60")
    reply = talk.press(step="means", value="public_transport")
    assert step_of(reply) == "trips"
    assert "Julkinen liikenne" in text_of(reply)


def test_the_calculation_says_which_values_nobody_has_confirmed() -> None:
    reply = through(begin("check.travel"), "taksi", "60", "1", "0").answers[-1]
    assert set(result_of(reply)["unconfirmed"]) == {"copayment_per_trip", "travel_annual_maximum"}
    assert "tarkista ne Kelasta" in text_of(reply)


def test_a_typed_title_of_a_button_counts() -> None:
    assert step_of(through(begin("check.travel"), "Julkinen liikenne").answers[-1]) == "price"


# --- contact.district -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "email"),
    [
        (("eteläinen",), "etelainenvp.terapiasopimukset@kela.fi"),
        (("pohjoisen piirin kanssa",), "pohjoinenvp.terapiasopimukset@kela.fi"),
        (("en tiedä", "Kuopiossa"), "itainenvp.terapiasopimukset@kela.fi"),
        (("en tiedä", "Åbo"), "lantinenvp.terapiasopimukset@kela.fi"),
        (("Tampereella",), "keskinenvp.terapiasopimukset@kela.fi"),
    ],
)
def test_district_mailboxes(answers: Any, email: str) -> None:
    reply = through(begin("contact.district"), *answers).answers[-1]
    assert result_of(reply)["email"] == email
    assert email in text_of(reply)
    assert "minkä piirin kanssa sopimus on tehty" in text_of(reply)


def test_a_municipality_that_changed_districts_names_both() -> None:
    text = text_of(through(begin("contact.district"), "en tiedä", "Jyväskylä").answers[-1])
    assert "keskinenvp" in text
    assert "itainenvp" in text


def test_the_district_of_the_contract_beats_the_municipality() -> None:
    talk = Talk("en")
    reply = talk.say("my contract is with the eastern district but I moved to Turku", "flow/contact.district")
    assert result_of(reply)["district"] == "eastern"


def test_an_unknown_municipality_is_asked_again() -> None:
    reply = through(begin("contact.district"), "en tiedä", "Kuuhun").answers[-1]
    assert step_of(reply) == "municipality"
    assert "En tunnistanut kuntaa" in text_of(reply)


# --- contact.which ----------------------------------------------------------------------------------------------------


def test_a_subject_by_buttons() -> None:
    talk = begin("contact.which")
    assert step_of(talk.choose("Tulkkaus")) == "subject"
    reply = talk.press(step="interpreting", value="contact.interpreting_order")
    assert result_of(reply) == {
        "outcome": "found",
        "subject": "contact.interpreting_order",
        "email": "vatu.kuntoutus@kela.fi",
    }
    assert "vatu.kuntoutus@kela.fi" in text_of(reply)


def test_a_group_of_one_subject_needs_no_second_question() -> None:
    reply = begin("contact.which", "en").choose("Extranet and systems")
    assert result_of(reply)["email"] == "kuntoutus_jarjestelmat@kela.fi"


@pytest.mark.parametrize("topic", ["answer/contact.service_changes", "meta/meta.fallback"])
def test_a_subject_in_ones_own_words(topic: str) -> None:
    reply = begin("contact.which").say("Mihin kurssin siirrosta?", topic, candidates=("contact.service_changes",))
    assert result_of(reply)["subject"] == "contact.service_changes"


def test_therapy_contracts_lead_to_the_dialogue_about_districts() -> None:
    talk = begin("contact.which")
    talk.choose("Sopimukset")
    reply = talk.choose(answers.title("contact.district", "fi"))
    assert (reply.topic, step_of(reply)) == ("contact.district", "district")


def test_back_from_the_narrower_question() -> None:
    talk = begin("contact.which")
    talk.choose("Kurssit ja muutokset")
    assert "Mistä on kyse?" in text_of(talk.choose("Takaisin"))


# --- provider.municipality_rule ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text", "home", "provider"),
    [
        ("fi", "asun vantaalla ja terapeutti on helsingissä, käykö", "Vantaa", "Helsinki"),
        ("fi", "Terapeutti on Tampereella, me asumme Kangasalla", "Kangasala", "Tampere"),
        ("en", "Can a provider from Turku treat a client living in Naantali?", "Naantali", "Turku"),
        ("en", "Can a Vantaa resident pick a Helsinki provider?", "Vantaa", "Helsinki"),
        ("en", "live in Kauniainen therapist Espoo", "Kauniainen", "Espoo"),
        ("en", "can we go to oulu for therapy when we live in kempele", "Kempele", "Oulu"),
        ("en", "I moved from Lahti to Hollola. Can I keep the therapist in Lahti?", "Hollola", "Lahti"),
        ("fi", "Hei, asun Raahessa. Voinko valita oululaisen?", "Raahe", "Oulu"),
    ],
)
def test_both_municipalities_in_the_first_message(language: str, text: str, home: str, provider: str) -> None:
    reply = Talk(language).say(text, "flow/provider.municipality_rule")
    assert result_of(reply)["outcome"] == "unknown"
    assert text_of(reply).index(home) < text_of(reply).index(provider)


def test_the_same_municipality_is_fine() -> None:
    reply = through(begin("provider.municipality_rule"), "Oulussa", "Oulussa").answers[-1]
    assert result_of(reply)["outcome"] == "met"


@pytest.mark.parametrize(
    ("language", "text", "step", "then"),
    [
        ("fi", "terapeutti on Turussa", "municipality", "Naantalissa"),
        ("en", "the therapist is in Turku", "municipality", "Naantali"),
        ("en", "the clinic is in Turku", "municipality", "in Naantali"),
        ("fi", "asun Naantalissa", "provider_municipality", "Turussa"),
    ],
)
def test_a_municipality_of_the_other_is_not_taken_for_the_one_asked(
    language: str, text: str, step: str, then: str
) -> None:
    talk = begin("provider.municipality_rule", language)
    assert step_of(talk.say(text)) == step
    reply = talk.say(then)
    assert result_of(reply)["outcome"] == "unknown"
    assert text_of(reply).index("Naantali") < text_of(reply).index("Turku")


def test_one_municipality_is_asked_for_the_other() -> None:
    talk = Talk()
    reply = talk.say("Asun Vantaalla, voiko terapeutti olla muualla?", "flow/provider.municipality_rule")
    assert step_of(reply) == "provider_municipality"
    reply = talk.say("Helsingissä")
    assert "Vantaa" in text_of(reply)
    assert "Helsinki" in text_of(reply)
