"""Takes two costs out of every call of an action.

Rasa 3.6 checks its own constant schema of action results against the meta-schema each time it validates a result, and
opens a new connection to the action server for each call. Together that was most of the time a message took
(docs/benchmarks/profile.md). Results are still validated, against the same schema, and what is refused is the same.
"""

from __future__ import annotations

from typing import Any, Dict, Optional, Text

import aiohttp
import jsonschema
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import EndpointConfig

_SCHEMA = RemoteAction.action_response_format_spec()
_VALIDATOR = jsonschema.validators.validator_for(_SCHEMA)(_SCHEMA)


def validate_action_result(self: RemoteAction, result: Dict[Text, Any]) -> bool:
    """Return True where an action's result has the form that Rasa asks for.

    Raises:
        jsonschema.ValidationError: it has not.
    """
    _VALIDATOR.validate(result)
    return True


# The action server closes a connection that was idle for 5 seconds. A call must not meet that moment, or it fails.
IDLE_SECONDS = 2


class _KeptSession:
    """A client session that outlives the `async with` around each request."""

    def __init__(self, endpoint: EndpointConfig) -> None:
        self._endpoint = endpoint
        self._session: Optional[aiohttp.ClientSession] = None

    async def __aenter__(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = _new_session(self._endpoint)
            connector: Any = self._session.connector
            connector._keepalive_timeout = IDLE_SECONDS
        return self._session

    async def __aexit__(self, *exception: Any) -> None:
        """Leave the session open; it ends with the process."""


_new_session = EndpointConfig.session


def kept_session(self: EndpointConfig) -> _KeptSession:
    """Return the endpoint's one session."""
    kept: _KeptSession = self.__dict__.setdefault("_kept_session", _KeptSession(self))
    return kept


def install() -> None:
    """Replace Rasa's own check and session by these."""
    RemoteAction._validate_action_result = validate_action_result
    EndpointConfig.session = kept_session
