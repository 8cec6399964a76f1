"""Errors as RFC 9457 problem details: what was wrong, where, and what to do about it.

Whatever goes wrong inside the gateway becomes HTTP here, and nowhere else.
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import pydantic
from aiohttp import web
from aiohttp.hdrs import METH_ALL
from aiohttp.typedefs import Handler
from pydantic.json_schema import SkipJsonSchema

from bot.gateway.conversation import errors as core
from bot.gateway.limits import OverLimit
from bot.languages import codes
from bot.rules import InvalidFact
from bot.wording.i18n import words

logger = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"
_PHRASES = {413: "Content Too Large", 422: "Unprocessable Content"}


def _only_if_there(description: str) -> Any:
    """Return a field that is left out where it is None."""
    return pydantic.Field(None, description=description, exclude_if=lambda value: value is None)


class FieldProblem(pydantic.BaseModel):
    """What is wrong with one field."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

    field: str = pydantic.Field(description="A field of the body, a parameter of the address, or a header.")
    hint: str = pydantic.Field(description="What to do about it, for the developer of the calling program.")


class ProblemDetails(pydantic.BaseModel):
    """An error by RFC 9457."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

    type: str
    title: str = pydantic.Field(description="The status in words.")
    status: int = pydantic.Field(description="The HTTP status.")
    detail: str = pydantic.Field(description="A sentence, in the person's language where a person may read it.")
    hint: str | SkipJsonSchema[None] = _only_if_there("What to do, where no single field is wrong.")
    errors: tuple[FieldProblem, ...] | SkipJsonSchema[None] = _only_if_there("The fields that are wrong.")


def phrase(status: int) -> str:
    """Return the status in words, those of RFC 9110: Python 3.13 gave two of them new ones."""
    return _PHRASES.get(status) or HTTPStatus(status).phrase


@dataclass
class Problem(Exception):
    """An error that the caller is told about.

    Args:
        status: HTTP status.
        detail: one sentence, in the person's language where a person may read it.
        field: name of the offending field, as the caller wrote it; None where it is the request as a whole.
        hint: what to do about it, for the developer of the calling program.
        errors: the offending fields, where there may be several.
        headers: headers of the response.
    """

    status: int
    detail: str
    field: str | None = None
    hint: str | None = None
    errors: tuple[FieldProblem, ...] = ()
    headers: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def response(self) -> web.Response:
        """Return the problem as an HTTP response."""
        errors = self.errors
        if self.field:
            errors = (FieldProblem(field=self.field, hint=self.hint or self.detail),)
        details = ProblemDetails(
            type="about:blank",
            title=phrase(self.status),
            status=self.status,
            detail=self.detail,
            hint=None if errors else self.hint,
            errors=errors or None,
        )
        return web.Response(
            status=self.status,
            body=details.model_dump_json().encode(),
            content_type=CONTENT_TYPE,
            headers=self.headers,
        )


def sentence(key: str, language: str | None, **values: Any) -> str:
    """Return a sentence on an error: in the person's language, in every language while it is not known."""
    languages = (language,) if language else codes()
    return " ".join(words(f"common.errors.{key}", code, **values) for code in languages)


def problem_of(error: Exception, language: str | None = None) -> Problem:
    """Say in HTTP what went wrong in the core, in a rule, at a limit or in aiohttp (unknown path, wrong method).

    Args:
        error: what went wrong.
        language: the person's language, where the error does not know it; None where a program asks.
    """
    match error:
        case Problem():
            return error
        case core.ConversationError():
            return _problem_of_core(error)
        case InvalidFact(field=field, problem=problem):
            return Problem(422, f"Wrong field: {field}.", field, problem)
        case OverLimit(seconds=seconds):
            detail = sentence("rate_limited", language) if language else "Too many requests in a short time."
            return Problem(429, detail, hint=f"Wait {seconds} seconds.", headers={"Retry-After": str(seconds)})
        case web.HTTPException(status=status, reason=reason, headers=headers):
            allowed = headers.get("Allow")
            hint = f"Allowed here: {allowed}." if allowed else _HINTS.get(status)
            return Problem(status, reason, hint=hint, headers={"Allow": allowed} if allowed else {})
        case _:
            return Problem(500, sentence("failed", language))


_HINTS = {404: "See /openapi.json for the paths there are.", 413: "Send a smaller body."}


def _problem_of_core(error: core.ConversationError) -> Problem:
    language = error.language
    match error:
        case core.UnknownConversation():
            hint = "Unknown or expired. Send null to start a new conversation."
            return Problem(404, sentence("expired", language), "conversation_id", hint)
        case core.UnknownAnswer():
            hint = "Send the message_id of an answer of this conversation that is not older than a day."
            return Problem(404, sentence("not_kept", language), "message_id", hint)
        case core.MessageIdReused():
            hint = "Give every message an id of its own; repeat one only with the same content."
            return Problem(409, "This message_id was already used for another message.", "message_id", hint)
        case core.NotEitherTextOrPayload():
            hint = "Send either text or payload, and null or nothing for the other."
            return Problem(422, sentence("empty", language), "text", hint)
        case core.NothingToRead():
            return Problem(422, sentence("empty", language), "text", "Send at least one character to read.")
        case core.NotOffered():
            hint = "Send back, unchanged, the payload of a button that this conversation has offered."
            return Problem(422, sentence("not_offered", language), "payload", hint)
        case core.TooLong(field=field, limit=limit, given=given):
            hint = f"{given} characters are too many: send at most {limit}."
            return Problem(422, sentence("too_long", language, limit=limit), field, hint)
        case core.Unavailable(retry_after=seconds):
            hint = "Send the same request again; a message with the same message_id."
            headers = {"Retry-After": str(seconds)}
            key = "busy" if isinstance(error, core.Overloaded) else "unavailable"
            return Problem(503, sentence(key, language), hint=hint, headers=headers)
    raise TypeError(f"no HTTP answer for {type(error).__name__}: add it to problem_of")


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer every error as a problem; never show a stack trace or the text of a message."""
    try:
        if request.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise Problem(415, "The body is compressed.", "Content-Encoding", "Send the body as it is.")
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        return problem_of(error).response()
    except Exception as error:
        problem = problem_of(error)
        if problem.status == 500:
            log_unforeseen(request, error)
        return problem.response()


def log_unforeseen(request: web.Request, error: Exception) -> None:
    """Log an error that nobody foresaw: its kind, the route and the place in the program, nothing that was sent."""
    # The traceback's last lines could quote the message, so only the place is logged.
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    resource = request.match_info.route.resource
    # The route's pattern and a method that is known: the path and the method themselves are the caller's words.
    method = request.method if request.method in METH_ALL else "?"
    logger.error("%s in %s %s at %s", type(error).__name__, method, resource.canonical if resource else "?", place)
