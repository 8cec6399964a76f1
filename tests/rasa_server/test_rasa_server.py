"""The changed Rasa server does what Rasa's own does: the same results refused, the same graphs run."""

from __future__ import annotations

import dataclasses
import gc
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, List

import dask
import jsonschema
import pytest
import sanic.config
from aiohttp import web
from aiohttp.test_utils import TestServer
from rasa.core.actions.action import RemoteAction
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.utils.schemas.events import EVENT_SCHEMA
from rasa.utils.endpoints import EndpointConfig

from bot.rasa_server import graph_runner, memory
from bot.rasa_server.action_calls import kept_session, validate_action_result
from bot.run.training import ROOT
from devtools.service import Service

# --- Calls of actions

ACTION_SERVER_IDLE_SECONDS: Any = sanic.config.DEFAULT_CONFIG["KEEP_ALIVE_TIMEOUT"]

RESULTS: Dict[str, Any] = {
    "nothing": {"events": [], "responses": []},
    "a slot and a loop": {
        "events": [{"event": "slot", "name": "misses", "value": 1}, {"event": "active_loop", "name": None}],
        "responses": [{"custom": {"topic": "meta.greet"}}],
    },
    **{
        f"an event of the form {form['properties']['event']['const']}": {
            "events": [{"event": form["properties"]["event"]["const"]}]
        }
        for form in EVENT_SCHEMA["oneOf"]
    },
    "no events": {"responses": []},
    "no object": [],
    "events that are no list": {"events": {"event": "restart"}},
    "a good event and a bad one": {"events": [{"event": "restart"}, {"event": "slot", "name": "misses"}]},
    "a slot with the time as a text": {"events": [{"event": "slot", "name": "a", "value": 1, "timestamp": "now"}]},
    "an event named by a list": {"events": [{"event": ["slot"]}]},
    "an event that is no object": {"events": ["slot"], "responses": []},
    "an event of an unknown form": {"events": [{"event": "slots"}], "responses": []},
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
    stock = RemoteAction("action_respond", None)
    assert _refused(lambda result: validate_action_result(stock, result), RESULTS[case]) == _refused(
        stock._validate_action_result, RESULTS[case]
    )


@pytest.mark.parametrize("case", ["a response that is no object", "a good event and a bad one"])
def test_some_results_are_refused(case: str) -> None:
    assert _refused(lambda result: validate_action_result(None, result), RESULTS[case])


async def test_calls_share_a_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    peers = set()

    async def webhook(request: web.Request) -> web.Response:
        assert request.transport is not None
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


async def test_idle_connections_are_dropped_before_the_action_server_closes_them() -> None:
    async with kept_session(EndpointConfig(url="http://127.0.0.1:1")) as session:
        connector: Any = session.connector
        assert connector._keepalive_timeout < ACTION_SERVER_IDLE_SECONDS
        await session.close()


# --- The graph


@dataclasses.dataclass
class Joining(GraphComponent):
    """Joins what it gets, and notes in which order nodes run."""

    name: str
    ran: List[str]

    @classmethod
    def create(cls, config: Dict[str, Any], *unused: Any, **also_unused: Any) -> Joining:
        return cls(config["name"], config["ran"])

    def join(self, **inputs: str) -> str:
        self.ran.append(self.name)
        if self.name in inputs.values():
            raise RuntimeError("asked to fail")
        return f"{self.name}({','.join(inputs[key] for key in sorted(inputs))})"


def diamond(ran: List[str]) -> DaskGraphRunner:
    """Return a runner of: first <- left, right <- last, and another that nothing needs."""
    needs = {
        "last": {"a": "left", "b": "right"},
        "left": {"a": "first"},
        "right": {"a": "first", "b": "message"},
        "first": {"a": "message"},
        "another": {"a": "first"},
    }
    nodes = {
        name: SchemaNode(
            needs=inputs,
            uses=Joining,
            fn="join",
            constructor_name="create",
            config={"name": name, "ran": ran},
            eager=True,
        )
        for name, inputs in needs.items()
    }
    return DaskGraphRunner(GraphSchema(nodes), None, ExecutionContext(GraphSchema(nodes)))


TARGETS = [["last"], ["left", "right"], ["another"], ["first"], ["first", "last", "another"]]


@pytest.mark.parametrize("targets", TARGETS)
def test_a_graph_gives_what_dask_gives_and_each_node_runs_once(targets: List[str]) -> None:
    by_dask: List[str] = []
    expected = diamond(by_dask).run({"message": "hei"}, targets)
    ran: List[str] = []
    runner = diamond(ran)
    assert graph_runner.run(runner, {"message": "hei"}, targets) == expected
    assert sorted(ran) == sorted(by_dask)
    assert graph_runner.run(runner, {"message": "moi"}, targets) != expected, "nothing of one message is kept"


def test_dask_is_no_longer_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask, "get", None)
    assert graph_runner.run(diamond([]), {"message": "hei"}, ["left"]) == {"left": "left(first(hei))"}


@pytest.mark.parametrize(
    "inputs", [pytest.param({}, id="no message"), pytest.param({"message": "first"}, id="a node that fails")]
)
def test_what_dask_refuses_is_refused(inputs: Dict[str, str]) -> None:
    for run in (DaskGraphRunner.run, graph_runner.run):
        with pytest.raises(Exception) as caught:  # noqa: PT011 (Rasa wraps a node's error in its own)
            run(diamond([]), inputs, ["last"])
        assert isinstance(caught.value, (GraphRunError, ValueError)) or type(caught.value).__module__.startswith("rasa")


# --- Memory


async def test_the_garbage_collector_is_frozen_after_loading() -> None:
    async def load(*arguments: str) -> tuple[str, ...]:
        return arguments

    try:
        assert await memory.settled(load)("model", "endpoints") == ("model", "endpoints")
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()


def test_a_c_library_without_the_function_is_no_trouble() -> None:
    memory.call_malloc("no_such_function_of_malloc", 0)


# --- TensorFlow

SERVING = """
import sys
from bot.rasa_server import without_tensorflow
without_tensorflow.install()
import rasa.__main__, rasa.core.run, rasa.server
assert "tensorflow" not in sys.modules
"""
TRAIN_HERE = """
from rasa.utils import train_utils
train_utils.RasaModelCheckpoint()
"""
USE_DIET = """
from rasa.nlu.classifiers.diet_classifier import DIETClassifier
from rasa.utils.tensorflow import callback, data_generator, models
assert issubclass(data_generator.RasaBatchDataGenerator, models.tf.keras.utils.Sequence)
assert issubclass(callback.RasaModelCheckpoint, models.tf.keras.callbacks.Callback)
assert models.RasaBatchDataGenerator is data_generator.RasaBatchDataGenerator
"""


def _python(code: str) -> subprocess.CompletedProcess[str]:
    """Run code in a process of its own, where nothing of Rasa is imported yet."""
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )


def test_a_server_starts_without_tensorflow_and_says_why_it_cannot_train() -> None:
    result = _python(SERVING + TRAIN_HERE)
    assert "RasaModelCheckpoint needs TensorFlow, which this server leaves out: see docs/adr/0009" in result.stderr


def test_a_component_that_uses_tensorflow_still_gets_it() -> None:
    result = _python(SERVING + USE_DIET)
    assert result.returncode == 0, result.stderr


@pytest.mark.service
def test_the_running_server_has_not_loaded_tensorflow(service: Service) -> None:
    (pid,) = [pid for pid, line in service.processes().items() if " -m bot.rasa_server " in line]
    mapped = Path(f"/proc/{pid}/maps").read_text()
    assert "onnxruntime" in mapped
    assert "tensorflow" not in mapped
