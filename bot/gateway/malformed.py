"""Answers what is no valid HTTP, which reaches no handler, and what fails outside of them; quotes nothing."""

from __future__ import annotations

import logging
from http import HTTPStatus

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from bot.gateway.errors import Problem, problem_of
from bot.gateway.headers import add_headers

logger = logging.getLogger(__name__)


def handle_error(
    self: RequestHandler,
    request: web.BaseRequest,
    status: int = 500,
    exc: BaseException | None = None,
    message: str | None = None,
) -> web.StreamResponse:
    """Return the answer to a request that aiohttp itself could not handle, in place of aiohttp's own.

    Raises:
        ConnectionError: an answer was begun.
    """
    kind = type(exc).__name__ if exc is not None else "TimeoutError"
    if status == HTTPStatus.BAD_REQUEST:
        # Anybody can send it, as often as they like.
        logger.info("a request is no valid HTTP: %s", kind)
        problem = Problem(400, "The request is not valid HTTP.", hint="Let a library for HTTP write the request.")
    else:
        logger.error("%s outside of every handler", kind)
        problem = problem_of(exc if isinstance(exc, Exception) else RuntimeError())
    if request.writer.output_size > 0:
        raise ConnectionError("an answer was begun")
    response = problem.response()
    add_headers(response)
    response.force_close()
    return response


def install() -> None:
    """Put it in place of aiohttp's own, which neither an application nor a runner lets change."""
    RequestHandler.handle_error = handle_error  # type: ignore[method-assign]
