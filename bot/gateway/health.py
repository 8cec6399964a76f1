"""Says whether the gateway is alive, and whether every part behind it answers."""

from __future__ import annotations

import asyncio
from typing import Literal

import aiohttp
import pydantic
from aiohttp import web

from bot.gateway.endpoints import Endpoint, Room
from bot.gateway.parts import CONVERSATIONS, RASA, SETTINGS
from bot.gateway.schemas import ResponseModel

HEALTH = Room("health", "For whoever watches over the service; no key.")


class Liveness(ResponseModel):
    """The gateway is alive."""

    status: Literal["ok"] = "ok"


class Readiness(ResponseModel):
    """Whether messages get answers."""

    status: Literal["ok", "not ready"]
    parts: dict[str, str] = pydantic.Field(description='Each part behind the gateway: "ok" or the kind of failure.')


async def healthz(request: web.Request) -> Liveness:
    """Tell that the gateway is alive."""
    return Liveness()


async def readyz(request: web.Request) -> Readiness:
    """Tell whether messages get answers, and which parts do not answer.

    One Rasa worker is enough: it takes the messages of those that are gone.
    """
    failures: dict[str, str | None] = await request.config_dict[RASA].failures()
    # By number: where they listen is nobody's business outside.
    workers = {f"rasa {number}": failure for number, failure in enumerate(failures.values(), start=1)}
    others = {
        "actions": await _failure(f"{request.config_dict[SETTINGS].action_url}/health"),
        "database": await request.config_dict[CONVERSATIONS].store_failure(),
    }
    is_ready = None in workers.values() and set(others.values()) == {None}
    parts = {name: failure or "ok" for name, failure in {**workers, **others}.items()}
    return Readiness(status="ok" if is_ready else "not ready", parts=parts)


def _status(readiness: Readiness) -> int:
    return 200 if readiness.status == "ok" else 503


async def _failure(url: str) -> str | None:
    try:
        timeout = aiohttp.ClientTimeout(total=3)
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url) as response:
            return None if response.status == 200 else f"status {response.status}"
    except (aiohttp.ClientError, asyncio.TimeoutError) as error:
        return type(error).__name__


ENDPOINTS = [
    Endpoint(HEALTH, "GET", "/healthz", healthz),
    Endpoint(HEALTH, "GET", "/readyz", readyz, problems=(429,), statuses=(200, 503), status=_status),
]
