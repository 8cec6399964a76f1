"""The shapes of what callers send, checked field by field."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal, Optional, TypeVar

import pydantic
from aiohttp import web
from pydantic_core import ErrorDetails

from bot import languages
from bot.gateway.conversation.model import MAX_TEXT, IncomingMessage, IncomingRating
from bot.gateway.errors import Problem
from bot.languages.field import LanguageCode

MAX_ID = 100

Body = TypeVar("Body", bound=pydantic.BaseModel)
Identifier = Annotated[str, pydantic.Field(strict=True, min_length=1, max_length=MAX_ID)]


class RequestModel(pydantic.BaseModel):
    """What a caller sends. Unknown fields are errors: a misspelt field must not be ignored silently."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)


class MessageRequest(RequestModel):
    """One message of a person, or one pressed button."""

    conversation_id: Optional[Identifier] = pydantic.Field(
        None, description="From the previous answer; null starts a conversation."
    )
    message_id: Optional[Identifier] = pydantic.Field(
        None, description="The client's own id of this message; makes a retry safe."
    )
    text: Optional[pydantic.StrictStr] = pydantic.Field(
        None, description=f"What the person wrote, at most {MAX_TEXT} characters; or null where `payload` is given."
    )
    payload: Optional[pydantic.StrictStr] = pydantic.Field(
        None, description="The payload of a button that an earlier answer of this conversation offered."
    )
    language: Optional[LanguageCode] = pydantic.Field(None, description="A hint; null detects the language.")

    def incoming(self) -> IncomingMessage:
        """Return the message as the core takes it."""
        return IncomingMessage(**dict(self))


class FeedbackRequest(RequestModel):
    """A person's rating of an answer."""

    conversation_id: Identifier
    message_id: Identifier
    rating: Literal["up", "down"]
    comment: Optional[pydantic.StrictStr] = None
    language: Optional[LanguageCode] = None

    def incoming(self) -> IncomingRating:
        """Return the rating as the core takes it."""
        return IncomingRating(**dict(self))


async def read_body(request: web.Request, schema: type[Body]) -> Body:
    """Parse the request's JSON body.

    Raises:
        Problem: 400 where the body is no JSON object, 422 where a field is wrong, naming each.
    """
    try:
        data = _whole_characters(await request.json())
    # ValueError: no JSON, no UTF-8 or a number too long to read; LookupError: an encoding that nobody knows.
    except (ValueError, LookupError, RecursionError):
        raise Problem(400, "The body is not valid JSON.", "body", "Send a JSON object, encoded in UTF-8.") from None
    if not isinstance(data, dict):
        raise Problem(400, "The body is not a JSON object.", "body", 'Send an object, such as {"text": "Hei"}.')
    return validated(schema, data)


def _whole_characters(data: Any) -> Any:
    """Replace halves of characters, which JSON can hold ("\\ud83d") and neither a database nor a log can."""
    return json.loads(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"))


def known_parameters(request: web.Request, *names: str) -> None:
    """Check that the address has no parameter but `names`.

    Raises:
        Problem: 422 it has.
    """
    for name in request.query:
        if name not in names:
            raise Problem(422, f"There is no parameter '{name}'.", name, f"Parameters: {', '.join(names) or 'none'}.")


def language_parameter(request: web.Request) -> str:
    """Return the language that the address asks for, the default one where it names none.

    Raises:
        Problem: 422 it is none of ours.
    """
    language = request.query.get("language", languages.default())
    if language not in languages.codes():
        spoken = " or ".join(f"'{code}'" for code in languages.codes())
        raise Problem(422, f"'{language}' is not a language spoken here.", "language", f"Use {spoken}.")
    return language


def validated(schema: type[Body], data: dict[str, Any]) -> Body:
    """Check `data` against `schema`.

    Raises:
        Problem: 422 naming each wrong field and its mend.
    """
    try:
        return schema.model_validate(data)
    except pydantic.ValidationError as error:
        errors = [
            {"field": ".".join(str(part) for part in entry["loc"]), "mend": _mend(schema, entry)}
            for entry in error.errors()
        ]
        names = ", ".join(entry["field"] for entry in errors)
        raise Problem(422, f"Wrong field: {names}.", extra={"errors": errors}) from None


def _mend(schema: type[Body], entry: ErrorDetails) -> str:
    if entry["type"] == "extra_forbidden":
        return f"There is no such field. Fields: {', '.join(schema.model_fields)}."
    return entry["msg"].removeprefix("Value error, ")
