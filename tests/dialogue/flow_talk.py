"""A conversation with the assistant without Rasa: topics are given, facts and short replies are really read."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Dict, List, Optional

from bot.contract import ConversationState, DialogueState, Envelope, MessageContext, UnderstoodTopic
from bot.dialogue.respond import respond
from bot.dialogue.turn import Turn
from bot.entities import extract
from bot.hours.clock import HELSINKI

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=HELSINKI)


@dataclass
class Talk:
    """A conversation; `state` is what the gateway would keep of it, `language` the one that the person writes."""

    language: str = "fi"
    now: datetime = NOW
    state: ConversationState = ConversationState()
    answers: List[Envelope] = field(default_factory=list)

    def say(self, text: str, topic: str = "reply/inform", confidence: float = 0.9, **understood: Any) -> Envelope:
        """Send a message that the classifier takes for `topic`, "kind/topic.id"."""
        kind, _, topic_id = topic.partition("/")
        read = {"id": topic if kind == "reply" else topic_id, "kind": kind, "confidence": confidence, **understood}
        return self._take(text, UnderstoodTopic.model_validate(read), facts=tuple(extract(text, self.language)))

    def press(self, kind: str = "reply", **values: str) -> Envelope:
        """Press a button, whose payload names `values`."""
        read = {"id": values.get("topic", f"{kind}/button"), "kind": kind, "confidence": 1.0}
        return self._take(f"/{kind}", UnderstoodTopic.model_validate(read), button=values)

    def choose(self, title: str) -> Envelope:
        """Press the button of the last answer that has this title."""
        buttons = {button.title: button.payload for reply in self.answers[-1].replies for button in reply.buttons}
        return self.press_payload(buttons[title])

    def press_payload(self, payload: str) -> Envelope:
        """Press what a payload stands for."""
        kind, _, values = payload[1:].partition("{")
        return self.press(kind, **json.loads("{" + values))

    @property
    def dialogue(self) -> DialogueState:
        """The state of the dialogue that is under way."""
        assert self.state.dialogue is not None
        return self.state.dialogue

    def _take(self, text: str, topic: UnderstoodTopic, **read: Any) -> Envelope:
        # As it travels: through JSON, to whichever process takes the message.
        context = MessageContext.of(json.loads(MessageContext(state=self.state).model_dump_json()))
        envelope = respond(Turn(text, self.now, topic, self.language, self.language, context, **read))
        self.state = envelope.state
        self.language = envelope.language
        self.answers.append(envelope)
        return envelope


def titles_of(envelope: Envelope) -> List[str]:
    """Return the titles of an answer's buttons."""
    return [button.title for reply in envelope.replies for button in reply.buttons]


def step_of(envelope: Envelope) -> Optional[str]:
    """Return the question that an answer leaves open."""
    return envelope.flow.step if envelope.flow else None


def result_of(envelope: Envelope) -> Dict[str, Any]:
    """Return the result with which an answer ends a dialogue."""
    assert envelope.flow is not None
    assert envelope.flow.step is None, f"still asks {envelope.flow.step}"
    assert envelope.flow.result is not None
    return envelope.flow.result


def text_of(envelope: Envelope) -> str:
    """Return all that an answer says."""
    return "\n\n".join(reply.text for reply in envelope.replies)
