"""An answer in the making: texts with buttons, sources, and where a guided dialogue stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import List, Optional, Sequence

from bot.contract import Button, ConversationState, Envelope, OpenQuestion, Progress, Reply, Source


@dataclass
class Draft:
    """What is to be answered to one message; `replies` grow text by text until `envelope` closes it."""

    topic: str
    language: str
    confidence: float
    replies: List[Reply] = field(default_factory=list)
    sources: List[Source] = field(default_factory=list)
    flow: Optional[OpenQuestion] = None
    progress: Optional[Progress] = None

    def say(self, text: str, buttons: Sequence[Button] = (), language: Optional[str] = None) -> Draft:
        """Add a text with its buttons; `language` where it is not the answer's."""
        self.replies.append(Reply(text=text, buttons=tuple(buttons), language=language or self.language))
        return self

    def cite(self, sources: Sequence[Source]) -> Draft:
        """Add the sources that are not there yet."""
        self.sources += [source for source in dict.fromkeys(sources) if source not in self.sources]
        return self

    def without_buttons(self) -> Draft:
        """Take the buttons off the texts so far: in the middle of a question they would lead away from it."""
        self.replies = [reply.model_copy(update={"buttons": ()}) for reply in self.replies]
        return self

    def envelope(self, state: ConversationState) -> Envelope:
        """Return the finished answer; `state` is the conversation's after it."""
        return Envelope(
            replies=tuple(self.replies),
            topic=self.topic,
            language=self.language,
            confidence=self.confidence,
            sources=tuple(self.sources),
            flow=self.flow,
            progress=self.progress,
            state=state,
        )
