"""Says whether the gateway is alive, and whether every part behind it answers."""

from __future__ import annotations

import asyncio
from typing import Dict, Optional

import aiohttp
from aiohttp import web

from bot.gateway.keys import RASA, SETTINGS


async def healthz(request: web.Request) -> web.Response:
    """Answer that the gateway is alive."""
    return web.json_response({"status": "ok"})


async def readyz(request: web.Request) -> web.Response:
    """Answer 200 where messages get answers, else 503; names the parts that do not answer either way.

    One Rasa worker is enough: it takes the messages of those that are gone.
    """
    action_url = request.app[SETTINGS].action_url
    workers: Dict[str, Optional[str]] = await request.app[RASA].failures()
    actions = await _failure(f"{action_url}/health")
    ready = actions is None and None in workers.values()
    parts = {f"rasa {url}": failure or "ok" for url, failure in workers.items()}
    parts[f"actions {action_url}"] = actions or "ok"
    return web.json_response({"status": "ok" if ready else "not ready", "parts": parts}, status=200 if ready else 503)


async def _failure(url: str) -> Optional[str]:
    try:
        timeout = aiohttp.ClientTimeout(total=3)
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url) as response:
            return None if response.status == 200 else f"status {response.status}"
    except (aiohttp.ClientError, asyncio.TimeoutError) as error:
        return type(error).__name__


def routes() -> list[web.RouteDef]:
    """Return the routes of this module."""
    return [web.get("/healthz", healthz), web.get("/readyz", readyz)]
