"""Answers a message: the one entry point of the dialogue."""

from __future__ import annotations

from typing import Optional

from bot import knowledge
from bot.contract import ConversationState, DialogueState, Envelope, Reply
from bot.dialogue import guided
from bot.dialogue.draft import Draft
from bot.dialogue.topic_ids import EMERGENCY, FALLBACK, RESTART
from bot.dialogue.topics import answer_topic, offer_dialogue
from bot.dialogue.turn import Turn
from bot.wording import answers
from bot.wording.i18n import words

# Kinds of topics that a later question may refer to; the others talk about the conversation.
_REFERRED_TO = ("answer", "flow", "guard")


def respond(turn: Turn) -> Envelope:
    """Return the answer to a message and the conversation's next state; the same turn gets the same answer."""
    dialogue = guided.known(turn.state.dialogue)
    if dialogue is None and turn.topic.kind == "flow" and turn.topic.alternatives:
        draft = offer_dialogue(turn)
    elif dialogue is not None or turn.topic.kind == "flow":
        draft, dialogue = guided.take(turn, dialogue)
    else:
        draft = answer_topic(turn)
    _tell_what_was_removed(turn, draft)
    _tell_of_help(turn, draft)
    return draft.envelope(_next_state(turn, draft, dialogue))


def _tell_what_was_removed(turn: Turn, draft: Draft) -> None:
    """Say which kinds of personal data the gateway removed from the message, if any."""
    if not turn.context.redacted:
        return
    kinds = ", ".join(words(f"common.redacted_kinds.{kind}", draft.language) for kind in turn.context.redacted)
    notice = Reply(text=words("common.redacted", draft.language, kinds=kinds), language=draft.language)
    # The emergency text comes first.
    draft.replies.insert(len(draft.replies) if draft.topic == EMERGENCY else 0, notice)


def _tell_of_help(turn: Turn, draft: Draft) -> None:
    """Put a line on 112 and the crisis line above the answer, where the message may tell of danger to life."""
    if turn.topic.possible_danger and draft.topic != EMERGENCY:
        line = answers.phrase(f"{EMERGENCY}.line", draft.language, turn.now)
        draft.replies.insert(0, Reply(text=line, language=draft.language, role="alert"))


def _next_state(turn: Turn, draft: Draft, dialogue: Optional[DialogueState]) -> ConversationState:
    if draft.topic == RESTART:
        return ConversationState(language=draft.language)
    referred_to = knowledge.topics()[draft.topic].kind in _REFERRED_TO
    return ConversationState(
        language=draft.language,
        last_topic=draft.topic if referred_to else turn.state.last_topic,
        misses=turn.state.misses + 1 if draft.topic == FALLBACK else 0,
        dialogue=dialogue,
    )
