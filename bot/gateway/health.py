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
    """Answer 200 where every part answers, else 503 naming the parts that do not."""
    action_url = request.app[SETTINGS].action_url
    failures: Dict[str, Optional[str]] = {
        f"rasa {url}": failure for url, failure in (await request.app[RASA].failures()).items()
    }
    failures[f"actions {action_url}"] = await _failure(f"{action_url}/health")
    ready = not any(failures.values())
    parts = {name: failure or "ok" for name, failure in failures.items()}
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
