"""Answers that need no dialogue: knowledge, safety replies, words about the conversation, and "I am not sure"."""

from __future__ import annotations

import re
from typing import Any, Dict, List, Optional, Text

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot import knowledge
from bot.dialogue.reply import EMERGENCY, RESTART, Reply, payload, topic_button
from bot.dialogue.turn import Turn
from bot.languages import codes, get, others
from bot.wording import answers
from bot.wording.i18n import words

Events = List[Dict[Text, Any]]

FALLBACK = "meta.fallback"
UNSUPPORTED_LANGUAGE = "guard.unsupported_language"
# Where a person starts who does not know what to ask.
STARTING_POINTS = ("check.eligibility", "rehab.intensive.apply", "check.travel", "contact.which")
# Words by which people name the language they want, in whichever language they say it.
_LANGUAGE_NAMES = {code: get(code).named for code in codes()}
# What stands around the language that they do not want: "en puhu suomea", "my Finnish is bad", "instead of Finnish".
_UNWANTED_BEFORE = re.compile(
    r"\b(?:en|ei|don['’]?t|not|can['’]?t|cannot|from|instead of|rather than)(?: (?!suom|finn|engl)\w+){0,2} $",
    re.IGNORECASE,
)
_UNWANTED_AFTER = re.compile(r"(?:ni)? (?:is|on) (?:\w+ )?(?:bad|poor|weak|huono\w*|heikko\w*)\b", re.IGNORECASE)


def respond(turn: Turn) -> Reply:
    """Answer a turn outside guided dialogues, whatever its kind."""
    reply = Reply(turn.topic, turn.language, turn.confidence)
    special = _fallback if turn.kind == "reply" else _SPECIAL.get(turn.topic)
    if special is not None:
        return special(turn, reply)
    reply = _known(reply, turn, turn.topic)
    return also(reply, turn) if turn.also else reply


def also(reply: Reply, turn: Turn) -> Reply:
    """Add the answer to a second question in the message, under titles that tell the two apart."""
    topic_id = str(turn.also)
    if knowledge.topic(topic_id).kind == "flow":
        note = words("common.also_asked", reply.language, title=answers.title(topic_id, reply.language))
        return reply.say(note, [topic_button(topic_id, reply.language)])
    if reply.texts and knowledge.topic(reply.topic).kind == "answer":
        reply.texts[-1]["text"] = _titled(reply.topic, reply.texts[-1]["text"], reply.language)
    answer = answers.answer(topic_id, reply.language, turn.now)
    return reply.say(_titled(topic_id, answer.text, reply.language), _related(answer, turn)).cite(answer.sources)


def _titled(topic_id: str, text: str, language: str) -> str:
    return f"**{answers.title(topic_id, language)}**\n\n{text}"


def _known(reply: Reply, turn: Turn, topic_id: str) -> Reply:
    """Add the written answer of a topic with its sources and what one may ask next."""
    answer = answers.answer(topic_id, reply.language, turn.now)
    return reply.say(answer.text, _related(answer, turn)).cite(answer.sources)


def _related(answer: answers.Answer, turn: Turn) -> List[Dict[str, str]]:
    buttons = [topic_button(topic_id, answer.language) for topic_id in answer.related]
    if knowledge.topic(answer.topic).kind == "flow":
        buttons.insert(0, topic_button(answer.topic, answer.language))
    return buttons


def _starting_points(language: str) -> List[Dict[str, str]]:
    return [topic_button(topic_id, language) for topic_id in STARTING_POINTS]


def _greet(turn: Turn, reply: Reply) -> Reply:
    answer = answers.answer(turn.topic, turn.language, turn.now)
    return reply.say(answer.text, _starting_points(turn.language))


def _emergency(turn: Turn, reply: Reply) -> Reply:
    answer = answers.answer(EMERGENCY, turn.language, turn.now)
    return reply.say(answer.text).cite(answer.sources)


def _unsupported_language(turn: Turn, reply: Reply) -> Reply:
    if turn.message_language == "sv":
        reply.say(words(f"{UNSUPPORTED_LANGUAGE}.swedish", turn.language), language="sv")
    # Somebody who writes a third language may read either of ours.
    for language in (turn.language, *others(turn.language)):
        reply.say(answers.answer(UNSUPPORTED_LANGUAGE, language, turn.now).text, language=language)
    return reply


def _language(turn: Turn, reply: Reply) -> Reply:
    wanted = turn.entity("value") or requested_language(turn.text, turn.language, turn.conversation_language)
    reply.language = wanted
    switches = [
        {"title": get(other).switch, "payload": payload("meta", topic="meta.language", value=other)}
        for other in others(wanted)
    ]
    return reply.say(answers.answer(turn.topic, wanted, turn.now).text, switches)


def requested_language(text: str, language: str, before: Optional[str]) -> str:
    """Return the language a person asks to switch to.

    Args:
        text: what they wrote.
        language: the language they wrote it in.
        before: the conversation's language until now; where they name no language, they want another one than that.
    """
    wanted = set()
    for code, pattern in _LANGUAGE_NAMES.items():
        for name in pattern.finditer(text):
            unwanted = _UNWANTED_BEFORE.search(text[: name.start()]) or _UNWANTED_AFTER.match(text[name.end() :])
            wanted.update(others(code) if unwanted else (code,))
    if len(wanted) == 1:
        return wanted.pop()
    choices = others(language)
    # Among several others, the buttons under the answer let them choose.
    return choices[0] if language == before and len(choices) == 1 else language


def _again(turn: Turn, reply: Reply) -> Reply:
    if turn.last_topic is None:
        return reply.say(words("meta.repeat.nothing", turn.language), _starting_points(turn.language))
    return _known(reply.say(words("meta.repeat.text", turn.language)), turn, turn.last_topic)


def _source(turn: Turn, reply: Reply) -> Reply:
    if turn.last_topic is None:
        return reply.say(words("meta.source.nothing", turn.language), _starting_points(turn.language))
    sources = answers.answer(turn.last_topic, turn.language, turn.now).sources
    if not sources:
        return reply.say(words("meta.source.none", turn.language))
    lines = [words("meta.source.text", turn.language), ""]
    for source in sources:
        reviewed = answers.source_dates(source, turn.language)
        lines.append(f"- [{source['title']}]({source['url']}), {reviewed}")
    return reply.say("\n".join(lines)).cite(sources)


def _fallback(turn: Turn, reply: Reply) -> Reply:
    reply.topic = FALLBACK
    if turn.misses:
        text = answers.phrase(f"{FALLBACK}.second", turn.language, turn.now)
        return reply.say(text, _starting_points(turn.language))
    suggestions = turn.candidates or STARTING_POINTS[:3]
    text = answers.answer(FALLBACK, turn.language, turn.now).text
    return reply.say(text, [topic_button(topic_id, turn.language) for topic_id in suggestions])


_SPECIAL = {
    EMERGENCY: _emergency,
    FALLBACK: _fallback,
    UNSUPPORTED_LANGUAGE: _unsupported_language,
    "meta.greet": _greet,
    "meta.language": _language,
    "meta.repeat": _again,
    RESTART: _greet,
    "meta.source": _source,
}


def memory(turn: Turn, reply: Reply) -> Events:
    """Return the events by which the conversation remembers this turn."""
    events: Events = [SlotSet("misses", turn.misses + 1 if reply.topic == FALLBACK else 0)]
    last_topic = reply.last_topic(turn.last_topic)
    if last_topic != turn.last_topic:
        events.append(SlotSet("last_topic", last_topic))
    return [*events, SlotSet("flow", None)] if reply.topic == RESTART else events


class _Respond:
    """Answers with the words of the turn's topic."""

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[Text, Any]) -> Events:
        """Send one answer and remember it."""
        turn = Turn.of(tracker)
        reply = self.reply(turn)
        reply.send(dispatcher, turn)
        return memory(turn, reply)

    def reply(self, turn: Turn) -> Reply:
        """Return the answer to `turn`."""
        return respond(turn)


class ActionAnswer(_Respond, Action):
    """Answers a question from the knowledge base."""

    def name(self) -> Text:
        """Return the action's name in the domain."""
        return "action_answer"


class ActionGuard(_Respond, Action):
    """Gives a safety reply that uses nothing the person told about themselves."""

    def name(self) -> Text:
        """Return the action's name in the domain."""
        return "action_guard"


class ActionMeta(_Respond, Action):
    """Talks about the assistant and the conversation."""

    def name(self) -> Text:
        """Return the action's name in the domain."""
        return "action_meta"


class ActionFallback(_Respond, Action):
    """Says that the message was not understood, with topics it may have meant, then with people to ask."""

    def name(self) -> Text:
        """Return the action's name in the domain."""
        return "action_fallback"

    def reply(self, turn: Turn) -> Reply:
        """Return suggestions, or human channels after a second miss."""
        return _fallback(turn, Reply(FALLBACK, turn.language, turn.confidence))


class ActionReply(ActionFallback):
    """Takes a bare "yes" or "60 euros" where nothing was asked: not understood, but no failure of the person's."""

    def name(self) -> Text:
        """Return the action's name in the domain."""
        return "action_reply"
