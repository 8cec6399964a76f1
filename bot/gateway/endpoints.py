"""Endpoints: the annotations of a handler say what it takes and what it answers; by them it is served and described.

A handler is `async def handler(request, body: B, parameters: P) -> R`. It leaves out what it does not take. `B` and `P`
are models of bot/gateway/schemas.py, `R` is a pydantic model, or None for an answer without a body.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_type_hints

import pydantic
from aiohttp import web

from bot.gateway.schemas import ParameterModel, RequestModel, read_body, read_parameters

Handler = Callable[..., Awaitable[pydantic.BaseModel | None]]


@dataclass(frozen=True)
class Room:
    """What the endpoints of a sub-application have in common.

    Attributes:
        name: the group that the description lists them in.
        about: what the group is for, in one sentence.
        needs_key: whether a partner's key is asked for.
        problems: the error statuses that its middlewares answer with.
    """

    name: str
    about: str
    needs_key: bool = False
    problems: tuple[int, ...] = ()


class Endpoint:
    """One method of one path.

    Args:
        room: the room it is in.
        method: the HTTP method.
        path: the path in its sub-application; "{name}" is a parameter.
        handler: what answers, as the module says. The first line of its docstring is the endpoint's summary.
        problems: the error statuses that the handler itself answers with.
        status: tells the status of an answer where it is not always 200 (204 for None).
        statuses: the statuses of answers that are no errors.
        headers: headers of every answer.
    """

    def __init__(
        self,
        room: Room,
        method: str,
        path: str,
        handler: Handler,
        *,
        problems: tuple[int, ...] = (),
        status: Callable[[Any], int] | None = None,
        statuses: tuple[int, ...] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        hints = get_type_hints(handler)
        self.room = room
        self.method = method
        self.path = path
        self.body: type[RequestModel] | None = hints.get("body")
        self.parameters: type[ParameterModel] | None = hints.get("parameters")
        result = hints["return"]
        self.result: type[pydantic.BaseModel] | None = None if result is type(None) else result
        self.statuses = statuses or ((200,) if self.result else (204,))
        self.summary = inspect.cleandoc(handler.__doc__ or "").split("\n", 1)[0]
        self._handler = handler
        self._problems = problems
        self._status = status
        self._headers = dict(headers or {})

    @property
    def problems(self) -> tuple[int, ...]:
        """The error statuses that a caller has to reckon with."""
        found = {*self.room.problems, *self._problems, 500}
        if self.body is not None:
            found |= {400, 408, 413, 415, 422}
        if self.parameters is not None:
            found |= {422}
        return tuple(sorted(found))

    async def serve(self, request: web.Request) -> web.Response:
        """Read what the request holds, call the handler, and write what it answers."""
        arguments: dict[str, Any] = {}
        if self.parameters is not None:
            arguments["parameters"] = read_parameters(request, self.parameters)
        if self.body is not None:
            arguments["body"] = await read_body(request, self.body)
        answer = await self._handler(request, **arguments)
        status = self._status(answer) if self._status else self.statuses[0]
        if answer is None:
            return web.Response(status=status, headers=self._headers)
        content = answer.model_dump_json().encode()
        return web.Response(status=status, body=content, content_type="application/json", headers=self._headers)

    def route(self) -> web.RouteDef:
        """Return the endpoint as a route of its sub-application."""
        if self.method == "GET":
            return web.get(self.path, self.serve)  # answers HEAD too
        return web.route(self.method, self.path, self.serve)


def endpoint_of(route: web.AbstractRoute) -> Endpoint | None:
    """Return the endpoint that a route serves; None where it serves something else, such as a page."""
    served = getattr(route.handler, "__self__", None)
    return served if isinstance(served, Endpoint) else None
