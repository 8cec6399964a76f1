"""The tuned Rasa server still refuses what Rasa refuses, and keeps its connection to the action server."""

from __future__ import annotations

from typing import Any, Dict

import jsonschema
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import EndpointConfig

from bot.rasa_server import kept_session, validate_action_result

RESULTS: Dict[str, Dict[str, Any]] = {
    "nothing": {"events": [], "responses": []},
    "a slot and a loop": {
        "events": [{"event": "slot", "name": "misses", "value": 1}, {"event": "active_loop", "name": None}],
        "responses": [{"custom": {"topic": "meta.greet"}}],
    },
    "an event that is no object": {"events": ["slot"], "responses": []},
    "an event of no known form": {"events": [{"name": "misses"}], "responses": []},
    "a response that is no object": {"events": [], "responses": ["hei"]},
}


def _refused(check: Any, result: Dict[str, Any]) -> bool:
    try:
        return not check(result)
    except jsonschema.ValidationError:
        return True


@pytest.mark.parametrize("case", RESULTS)
def test_results_are_judged_as_rasa_judges_them(case: str) -> None:
    stock = RemoteAction("action_answer", None)
    assert _refused(lambda result: validate_action_result(stock, result), RESULTS[case]) == _refused(
        stock._validate_action_result, RESULTS[case]
    )


def test_some_results_are_refused() -> None:
    assert _refused(lambda result: validate_action_result(None, result), RESULTS["a response that is no object"])


async def test_calls_share_a_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    peers = set()

    async def webhook(request: web.Request) -> web.Response:
        peers.add(request.transport.get_extra_info("peername"))
        return web.json_response({"events": [], "responses": []})

    application = web.Application()
    application.router.add_post("/webhook", webhook)
    monkeypatch.setattr(EndpointConfig, "session", kept_session)
    async with TestServer(application) as server:
        endpoint = EndpointConfig(url=str(server.make_url("/webhook")))
        for _ in range(3):
            assert await endpoint.request(json={}) == {"events": [], "responses": []}
        async with endpoint.session() as session:
            await session.close()
    assert len(peers) == 1
