"""The shapes of what callers send, checked field by field."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from typing import Annotated, Any, Optional, TypeVar

import pydantic
from aiohttp import web
from pydantic_core import ErrorDetails

from bot import languages
from bot.contract import Audience
from bot.gateway.conversation.model import MAX_TEXT, IncomingMessage
from bot.gateway.errors import FieldProblem, Problem, sentence
from bot.languages.field import LanguageCode

logger = logging.getLogger(__name__)

MAX_ID = 100
# 64 KiB need less over any connection on which somebody could chat.
BODY_SECONDS = 15.0

Read = TypeVar("Read", bound=pydantic.BaseModel)
TopicHint = Annotated[str, pydantic.Field(strict=True, max_length=MAX_ID, pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$")]
Identifier = Annotated[str, pydantic.Field(strict=True, min_length=1, max_length=MAX_ID)]


class RequestModel(pydantic.BaseModel):
    """The body of a request. Unknown fields are errors: a misspelt field must not be ignored silently."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)


class ParameterModel(pydantic.BaseModel):
    """The parameters of an address, in its path and after its question mark; unknown ones are errors."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)


class ResponseModel(pydantic.BaseModel):
    """The body of an answer."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)


class LanguageParameter(ParameterModel):
    """The language to answer in."""

    language: LanguageCode = pydantic.Field(languages.default(), description="The language to answer in.")


def _only(field: str, other: str) -> dict[str, Any]:
    """Describe that one of two texts is there."""
    return {"properties": {field: {"type": "string"}, other: {"type": "null"}}, "required": [field]}


class MessageRequest(RequestModel):
    """One message of a person, or one pressed button."""

    # Only described here: what is wrong with a message is said in the person's language, by the core.
    model_config = pydantic.ConfigDict(
        json_schema_extra={"oneOf": [_only("text", "payload"), _only("payload", "text")]}
    )

    conversation_id: Optional[Identifier] = pydantic.Field(
        None, description="From the previous answer; null starts a conversation."
    )
    message_id: Optional[Identifier] = pydantic.Field(
        None, description="The client's own id of this message; makes a retry safe."
    )
    text: Optional[pydantic.StrictStr] = pydantic.Field(
        None,
        description=f"What the person wrote, at most {MAX_TEXT} characters; or null where `payload` is given.",
        json_schema_extra={"minLength": 1, "maxLength": MAX_TEXT},
    )
    payload: Optional[pydantic.StrictStr] = pydantic.Field(
        None, description="The payload of a button that an earlier answer of this conversation offered."
    )
    language: Optional[LanguageCode] = pydantic.Field(None, description="A hint; null detects the language.")

    audience: Audience = pydantic.Field(
        "public",
        description="Who asks: the public, or authorities and service providers. Decides between topics that differ "
        "only by it.",
    )
    topic_hint: Optional[TopicHint] = pydantic.Field(
        None,
        description="What the page is about where the person writes: a topic id such as `travel.taxi`, or its "
        "beginning, such as `travel`. Raises its topics a little; one that there is none of changes nothing.",
    )

    def incoming(self) -> IncomingMessage:
        """Return the message as the core takes it."""
        return IncomingMessage(**dict(self))


async def body_in_time(request: web.Request, language: str | None = None) -> bytes:
    """Read the request's body, whose sender has so many seconds for it.

    Args:
        request: the request; it keeps what was read.
        language: of the person who reads an error; None where a program does.

    Raises:
        Problem: 408 the body did not come in time, 400 it was cut off.
    """
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await request.read()
    except TimeoutError:
        logger.info("a body did not come in time")
        detail = sentence("failed", language) if language else "The body did not come in time."
        raise Problem(408, detail, "body", f"Send it within {BODY_SECONDS:.0f} seconds.") from None
    # ConnectionError: the sender has gone; the other: the end of the body is not where it was announced.
    except (web.RequestPayloadError, ConnectionError) as error:
        logger.info("a body was cut off: %s", type(error).__name__)
        detail = sentence("failed", language) if language else "The body was cut off."
        raise Problem(400, detail, "body", "Send all of it, as it is announced.") from None


async def read_body(request: web.Request, schema: type[Read]) -> Read:
    """Parse the request's JSON body.

    Raises:
        Problem: 400 the body is no JSON object; 408 it does not come; 422 a field is wrong, naming each.
    """
    await body_in_time(request)
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


def read_parameters(request: web.Request, schema: type[Read]) -> Read:
    """Read the parameters of the request's address.

    Raises:
        Problem: 422 one is unknown, missing or wrong, naming each.
    """
    return validated(schema, {**request.query, **request.match_info}, "parameter")


def validated(schema: type[Read], data: Mapping[str, Any], kind: str = "field") -> Read:
    """Check `data` against `schema`; `kind` is what the caller calls its entries.

    Raises:
        Problem: 422 naming each wrong entry and the fix.
    """
    try:
        return schema.model_validate(data)
    except pydantic.ValidationError as error:
        errors = tuple(
            FieldProblem(field=".".join(str(part) for part in entry["loc"]), hint=_hint(schema, entry, kind))
            for entry in error.errors()
        )
        raise Problem(422, f"Wrong {kind}: {', '.join(entry.field for entry in errors)}.", errors=errors) from None


def _hint(schema: type[Read], entry: ErrorDetails, kind: str) -> str:
    if entry["type"] == "extra_forbidden":
        return f"There is no such {kind}. {kind.capitalize()}s: {', '.join(schema.model_fields) or 'none'}."
    return entry["msg"].removeprefix("Value error, ")
