"""Answers outside guided dialogues: knowledge, safety replies, words about the conversation, and "I am not sure"."""

from __future__ import annotations

from typing import Callable, Dict, List, Optional, Sequence, Set

from bot import knowledge
from bot.contract import Button, Reply
from bot.dialogue.buttons import payload, topic_button, topic_buttons
from bot.dialogue.draft import Draft
from bot.dialogue.phrases import UNWANTED_AFTER, UNWANTED_BEFORE
from bot.dialogue.topic_ids import (
    EMERGENCY,
    FALLBACK,
    GREETING,
    INDIVIDUAL_CASE,
    LANGUAGE,
    REPEAT,
    RESTART,
    SOURCE,
    UNSUPPORTED_LANGUAGE,
)
from bot.dialogue.turn import Turn
from bot.languages import codes, get, others
from bot.wording import answers
from bot.wording.citations import last_checked, page_date
from bot.wording.i18n import has, words

# Words by which people name the language they want, in whichever language they say it.
_LANGUAGE_NAMES = {code: get(code).named for code in codes()}
# Where a person starts who does not know what to ask.
STARTING_POINTS = ("check.eligibility", "rehab.intensive.apply", "check.travel", "contact.which")
# Kinds of a message that asks nothing: it only answers a question, or was not understood.
_NOT_UNDERSTOOD = ("reply", "nlu_fallback")
# Kinds whose answer begins with its title where it may not be what was meant.
_NAMED = ("answer", "flow")


def answer_topic(turn: Turn) -> Draft:
    """Answer a message outside guided dialogues, whatever its kind."""
    draft = Draft(turn.topic.id, turn.language, turn.topic.confidence)
    special = _fallback if turn.topic.kind in _NOT_UNDERSTOOD else _SPECIAL.get(turn.topic.id)
    if special is not None:
        return special(turn, draft)
    if turn.topic.id == INDIVIDUAL_CASE and turn.topic.also or turn.topic.own_case:
        # What cannot be told here is one sentence, since an answer in general follows.
        draft.say(answers.phrase(f"{INDIVIDUAL_CASE}.brief", turn.language, turn.now))
    if turn.topic.id != INDIVIDUAL_CASE or not turn.topic.also:
        _written_answer(turn, draft, turn.topic.id)
    return offer_alternatives(turn, answer_further_topics(turn, draft))


def answer_further_topics(turn: Turn, draft: Draft) -> Draft:
    """Add what else the message asks: the first further topic's answer, and buttons to the others and to dialogues.

    Two answers have titles that tell them apart.
    """
    answered = _first_answer(turn.topic.also)
    if answered is not None:
        if draft.replies and knowledge.topics()[draft.topic].kind == "answer":
            first = draft.replies.pop()
            draft.say(_titled(draft.topic, first.text, draft.language), first.buttons)
        answer = answers.answer(answered, draft.language, turn.now)
        draft.say(_titled(answered, answer.text, draft.language), _related(answer)).cite(answer.sources)
    for topic_id in turn.topic.also:
        if topic_id != answered:
            note = words("common.also_asked", draft.language, title=answers.title(topic_id, draft.language))
            draft.say(note, [topic_button(topic_id, draft.language, "also_asked")])
    return draft


def _first_answer(topic_ids: Sequence[str]) -> Optional[str]:
    return next((topic_id for topic_id in topic_ids if knowledge.topics()[topic_id].kind != "flow"), None)


def offer_alternatives(turn: Turn, draft: Draft) -> Draft:
    """Where the topic is not sure, say first what was understood, and offer last what else may have been meant."""
    if not turn.topic.alternatives:
        return draft
    about, *others = draft.replies
    if knowledge.topics()[draft.topic].kind in _NAMED and not turn.topic.also:
        title = answers.title(draft.topic, draft.language)
        understood = words("common.understood_as", draft.language, title=title)
        about = about.model_copy(update={"text": f"{understood}\n\n{about.text}"})
        draft.replies = [about, *others]
    meant = topic_buttons(turn.topic.alternatives, draft.language, "alternative")
    draft.replies = [_without(reply, {button.payload for button in meant}) for reply in draft.replies]
    return draft.say(words("common.did_you_mean", draft.language), meant)


def _without(reply: Reply, payloads: Set[str]) -> Reply:
    """Return a text without some of its buttons: nobody is to wonder how two of one name differ."""
    return reply.model_copy(update={"buttons": tuple(each for each in reply.buttons if each.payload not in payloads)})


def offer_dialogue(turn: Turn) -> Draft:
    """Offer a guided dialogue that was not surely asked for, and what else may have been meant."""
    draft = Draft(turn.topic.id, turn.language, turn.topic.confidence)
    text = answers.answer(FALLBACK, turn.language, turn.now).text
    offered = (turn.topic.id, *turn.topic.alternatives)
    return draft.say(text, topic_buttons(offered, turn.language, "alternative"))


def _titled(topic_id: str, text: str, language: str) -> str:
    return f"**{answers.title(topic_id, language)}**\n\n{text}"


def _written_answer(turn: Turn, draft: Draft, topic_id: str) -> Draft:
    """Add the written answer of a topic with its sources and what one may ask next."""
    answer = answers.answer(topic_id, draft.language, turn.now)
    return draft.say(answer.text, _related(answer)).cite(answer.sources)


def _related(answer: answers.Answer) -> List[Button]:
    itself = [answer.topic] if knowledge.topics()[answer.topic].kind == "flow" else []
    return topic_buttons([*itself, *answer.related], answer.language)


def _greet(turn: Turn, draft: Draft) -> Draft:
    answer = answers.answer(turn.topic.id, turn.language, turn.now)
    return draft.say(answer.text, topic_buttons(STARTING_POINTS, turn.language))


def _emergency(turn: Turn, draft: Draft) -> Draft:
    answer = answers.answer(EMERGENCY, turn.language, turn.now)
    back = [
        Button(
            title=words(f"{EMERGENCY}.go_on", turn.language, title=button.title), payload=button.payload, role="go_on"
        )
        for button in topic_buttons(turn.topic.alternatives, turn.language)
    ]
    return draft.say(answer.text, back).cite(answer.sources)


def _unsupported_language(turn: Turn, draft: Draft) -> Draft:
    in_their_own = f"{UNSUPPORTED_LANGUAGE}.{turn.message_language}"
    if has(in_their_own, turn.language):
        draft.say(words(in_their_own, turn.language), language=turn.message_language)
    # Somebody who writes a third language may read any of those that are spoken here.
    for language in (turn.language, *others(turn.language)):
        draft.say(answers.answer(UNSUPPORTED_LANGUAGE, language, turn.now).text, language=language)
    return draft


def _language(turn: Turn, draft: Draft) -> Draft:
    chosen = (turn.button or {}).get("value")
    wanted = chosen or requested_language(turn.text, turn.language, turn.previous_language)
    draft.language = wanted
    switches = [
        Button(title=get(other).switch, payload=payload("meta", topic=LANGUAGE, value=other))
        for other in others(wanted)
    ]
    return draft.say(answers.answer(turn.topic.id, wanted, turn.now).text, switches)


def requested_language(text: str, language: str, before: Optional[str]) -> str:
    """Return the language a person asks to switch to.

    Args:
        text: what they wrote.
        language: the language they wrote it in.
        before: the conversation's language until now; where they name no language, they want another one than that.
    """
    wanted: Set[str] = set()
    for code, pattern in _LANGUAGE_NAMES.items():
        for name in pattern.finditer(text):
            unwanted = UNWANTED_BEFORE.search(text[: name.start()]) or UNWANTED_AFTER.match(text[name.end() :])
            wanted.update(others(code) if unwanted else (code,))
    if len(wanted) == 1:
        return wanted.pop()
    choices = others(language)
    # Among several others, the buttons under the answer let them choose.
    return choices[0] if language == before and len(choices) == 1 else language


def _repeat(turn: Turn, draft: Draft) -> Draft:
    if turn.state.last_topic is None:
        return _nothing_yet(turn, draft)
    return _written_answer(turn, draft.say(words(f"{REPEAT}.text", turn.language)), turn.state.last_topic)


def _source(turn: Turn, draft: Draft) -> Draft:
    if turn.state.last_topic is None:
        return _nothing_yet(turn, draft)
    sources = answers.answer(turn.state.last_topic, turn.language, turn.now).sources
    if not sources:
        return draft.say(words(f"{SOURCE}.none", turn.language))
    pages = [f"- [{source.title}]({source.url}), {page_date(source, turn.language)}" for source in sources]
    checked = last_checked(sources, turn.language)
    text = "\n\n".join([words(f"{SOURCE}.text", turn.language), "\n".join(pages), checked])
    return draft.say(text).cite(sources)


def _nothing_yet(turn: Turn, draft: Draft) -> Draft:
    """Say that there is no earlier answer to repeat, or to name the source of."""
    nothing = words(f"{turn.topic.id}.nothing", turn.language)
    return draft.say(nothing, topic_buttons(STARTING_POINTS, turn.language))


def _fallback(turn: Turn, draft: Draft) -> Draft:
    """Offer topics that the message may have meant, after a second miss in a row people to ask."""
    draft.topic = FALLBACK
    # Where to start is no guess at what was meant: a press there tells nothing of the understanding.
    meant = topic_buttons(turn.topic.candidates, turn.language, "alternative")
    if turn.state.misses:
        text = answers.phrase(f"{FALLBACK}.second", turn.language, turn.now)
        return draft.say(text, meant or topic_buttons(STARTING_POINTS, turn.language))
    text = answers.answer(FALLBACK, turn.language, turn.now).text
    return draft.say(text, meant or topic_buttons(STARTING_POINTS[:3], turn.language))


_SPECIAL: Dict[str, Callable[[Turn, Draft], Draft]] = {
    EMERGENCY: _emergency,
    FALLBACK: _fallback,
    GREETING: _greet,
    LANGUAGE: _language,
    REPEAT: _repeat,
    RESTART: _greet,
    SOURCE: _source,
    UNSUPPORTED_LANGUAGE: _unsupported_language,
}
