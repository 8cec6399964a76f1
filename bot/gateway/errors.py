"""Errors as RFC 9457 problem details: what was wrong, where, and how to mend it."""

from __future__ import annotations

import dataclasses
import json
import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from aiohttp import web

from bot.gateway.conversation import errors
from bot.languages import codes
from bot.wording.i18n import words

logger = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"


@dataclass
class Problem(Exception):
    """An error that the caller is told about.

    Args:
        status: HTTP status.
        detail: one sentence, in the person's language where a person may read it.
        field: name of the offending field, as the caller wrote it; None where it is the request as a whole.
        mend: what to do about it, for the developer of the calling program.
        extra: further members of the problem object.
        headers: headers of the response.
    """

    status: int
    detail: str
    field: str | None = None
    mend: str | None = None
    extra: dict[str, Any] = dataclasses.field(default_factory=dict)
    headers: dict[str, str] = dataclasses.field(default_factory=dict)

    def response(self) -> web.Response:
        """Return the problem as an HTTP response."""
        body: dict[str, Any] = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
        }
        if self.field:
            body["errors"] = [{"field": self.field, "mend": self.mend or self.detail}]
        elif self.mend:
            body["mend"] = self.mend
        body.update(self.extra)
        return web.Response(
            status=self.status,
            body=json.dumps(body, ensure_ascii=False).encode(),
            content_type=CONTENT_TYPE,
            headers=self.headers,
        )


def sentence(key: str, language: str | None, **values: Any) -> str:
    """Return a sentence on an error: in the person's language, in all of ours while it is not known."""
    languages = (language,) if language else codes()
    return " ".join(words(f"common.errors.{key}", code, **values) for code in languages)


def problem_of(error: errors.ConversationError) -> Problem:
    """Say an error of the core in HTTP."""
    language = error.language
    match error:
        case errors.UnknownConversation():
            mend = "Unknown or expired. Send null to start a new conversation."
            return Problem(404, sentence("expired", language), "conversation_id", mend)
        case errors.UnknownAnswer():
            mend = "Send the message_id of an answer of this conversation that is not older than a day."
            return Problem(404, sentence("not_kept", language), "message_id", mend)
        case errors.MessageIdReused():
            mend = "Give every message an id of its own; repeat one only with the same content."
            return Problem(409, "This message_id was already used for another message.", "message_id", mend)
        case errors.NotEitherTextOrPayload():
            mend = "Send either text or payload, and null or nothing for the other."
            return Problem(422, sentence("empty", language), "text", mend)
        case errors.NothingToRead():
            return Problem(422, sentence("empty", language), "text", "Send at least one character to read.")
        case errors.NotOffered():
            mend = "Send back, unchanged, the payload of a button that this conversation has offered."
            return Problem(422, sentence("not_offered", language), "payload", mend)
        case errors.TooLong(field=field, limit=limit, given=given):
            mend = f"{given} characters are too many: send at most {limit}."
            return Problem(422, sentence("too_long", language, limit=limit), field, mend)
        case errors.Unavailable(retry_after=seconds):
            mend = "Send the same request again; a message with the same message_id."
            headers = {"Retry-After": str(seconds)}
            return Problem(503, sentence("unavailable", language), mend=mend, headers=headers)
    raise TypeError(f"nobody says how to answer {type(error).__name__}")


def problem_from_http(error: web.HTTPException) -> Problem:
    """Turn aiohttp's own error (unknown path, wrong method, body too large) into a problem."""
    mends = {
        404: "See /openapi.json for the paths there are.",
        405: f"Allowed here: {error.headers.get('Allow', 'see /openapi.json')}.",
        413: "Send a smaller body.",
    }
    headers = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else {}
    return Problem(error.status, error.reason, mend=mends.get(error.status), headers=headers)


@web.middleware
async def problems(request: web.Request, handler: Any) -> web.StreamResponse:
    """Answer every error as a problem; never show a stack trace or the text of a message."""
    try:
        return await handler(request)
    except Problem as problem:
        return problem.response()
    except errors.ConversationError as error:
        return problem_of(error).response()
    except web.HTTPException as error:
        if error.status < 400:
            raise
        return problem_from_http(error).response()
    except Exception as error:
        # The traceback's last lines could quote the message, so only the place is logged.
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
        logger.error("%s in %s %s at %s", type(error).__name__, request.method, request.path, place)
        return Problem(500, "Something went wrong here. Try again in a moment.").response()
