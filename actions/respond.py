"""The one custom action: hands what Rasa understood to the dialogue, and its answer back to Rasa."""

from __future__ import annotations

from typing import Any, Dict, List, Text

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.dialogue.respond import respond
from bot.dialogue.turn import read_turn
from bot.hours.clock import helsinki_now


class ActionRespond(Action):
    """Answers every message, whatever its intent."""

    def name(self) -> Text:
        """Return the action's name in the domain."""
        return "action_respond"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[Text, Any]) -> List[Dict[Text, Any]]:
        """Send the envelope as one JSON message, since Rasa's REST channel would send each paragraph by itself.

        No event is returned: the conversation's state goes back to the gateway in the envelope.
        """
        envelope = respond(read_turn(tracker.latest_message, helsinki_now()))
        dispatcher.utter_message(json_message=envelope.model_dump(mode="json"))
        return []
