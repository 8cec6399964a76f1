"""Rasa's part of the dialogue: every message leads to the one action, and nothing of it is remembered."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any, AsyncIterator, Dict, Iterator, List, Optional, get_args

import pytest
import yaml
from aiohttp import web
from aiohttp.test_utils import TestServer
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.engine.storage.storage import ModelMetadata
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

from actions.respond import ActionRespond
from bot.contract import ConversationState, Envelope, MessageContext, TopicKind
from bot.rasa_server import without_tensorflow
from bot.rasa_server.tracker_store import ForgetfulTrackerStore
from bot.run.training import ROOT

ACTION, LISTEN = "action_respond", "action_listen"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Train a model of the rules alone, with the project's own policies: buttons need no understanding."""
    folder = tmp_path_factory.mktemp("rules")
    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    config_file = folder / "config.yml"
    config_file.write_text(yaml.safe_dump({**config, "pipeline": []}), encoding="utf-8")
    options = {"--config": config_file, "--domain": "domain.yml", "--stories": "data/dialogue", "--out": folder}
    command = [sys.executable, "-W", "ignore", "-m", "rasa", "train", "core", "--fixed-model-name", "rules"]
    command += [str(part) for option in options.items() for part in option]
    # In a process of its own: training imports TensorFlow.
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false"}
    result = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert result.returncode == 0, result.stderr
    return str(folder / "rules.tar.gz")


@pytest.fixture(scope="module")
def agent(model: str) -> Iterator[Agent]:
    """Load the rules as the server does, with its stores."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ModelMetadata, "from_dict", ModelMetadata.from_dict)
        without_tensorflow.skip_training_graph()
        yield load(model)


def load(model: str, endpoint: Optional[EndpointConfig] = None) -> Agent:
    """Return a worker."""
    return Agent.load(
        model,
        tracker_store=ForgetfulTrackerStore(Domain.empty()),
        lock_store=InMemoryLockStore(),
        action_endpoint=endpoint,
    )


@pytest.fixture
async def calls(agent: Agent) -> AsyncIterator[List[Dict[str, Any]]]:
    """Serve the real action to the agent; return what Rasa asks it."""
    received: List[Dict[str, Any]] = []
    executor = ActionExecutor()
    executor.register_action(ActionRespond())

    async def webhook(request: web.Request) -> web.Response:
        received.append(await request.json())
        return web.json_response(await executor.run(received[-1]))

    application = web.Application()
    application.router.add_post("/webhook", webhook)
    async with TestServer(application) as server:
        endpoint = EndpointConfig(url=str(server.make_url("/webhook")))
        assert agent.processor is not None
        agent.processor.action_endpoint = endpoint
        yield received


async def send(agent: Agent, text: str, state: ConversationState) -> Envelope:
    """Send a message as the gateway does, and return the one envelope that answers it."""
    output = CollectingOutputChannel()
    metadata = MessageContext(state=state, language_hint="en").model_dump(mode="json")
    await agent.handle_message(UserMessage(text, output, "conversation", metadata=metadata))
    (message,) = output.messages
    return Envelope.model_validate(message["custom"])


# --- The rules


def next_action(agent: Agent, *events: Any) -> str:
    """Return the action that the policies choose after some events."""
    assert agent.processor is not None
    assert agent.domain is not None
    tracker = DialogueStateTracker.from_events("x", [ActionExecuted(LISTEN), *events], domain=agent.domain)
    prediction = agent.processor._predict_next_with_tracker(tracker)
    chosen: str = agent.domain.action_names_or_texts[prediction.max_confidence_index]
    return chosen


@pytest.mark.parametrize("intent", get_args(TopicKind))
def test_every_intent_leads_to_the_one_action_and_then_to_silence(agent: Agent, intent: str) -> None:
    message = UserUttered("x", {"name": intent, "confidence": 1.0})
    assert next_action(agent, message) == ACTION
    assert next_action(agent, message, ActionExecuted(ACTION)) == LISTEN


def test_a_message_without_an_intent_leads_to_it_too(agent: Agent) -> None:
    assert next_action(agent, UserUttered("x", {"name": None, "confidence": 0.0})) == ACTION


# --- A message through Rasa


async def test_a_message_is_answered_by_one_call_with_its_metadata_untouched(
    agent: Agent, calls: List[Dict[str, Any]]
) -> None:
    state = ConversationState(language="en", last_topic="travel.taxi", misses=1)
    envelope = await send(agent, '/answer{"topic": "travel.copayment"}', state)
    assert (envelope.topic, envelope.language) == ("travel.copayment", "en")
    assert envelope.state == ConversationState(language="en", last_topic="travel.copayment")
    (call,) = calls
    assert MessageContext.of(call["tracker"]["latest_message"]["metadata"]).state == state


async def test_a_dialogue_goes_on_by_the_state_that_travels_and_by_nothing_else(
    agent: Agent, calls: List[Dict[str, Any]]
) -> None:
    wish = await send(agent, '/flow{"topic": "check.travel"}', ConversationState(language="en"))
    assert (wish.flow and wish.flow.step) == "means"
    button = '/reply{"step": "means", "value": "taxi"}'
    going_on = await send(agent, button, wish.state)
    assert (going_on.flow and going_on.flow.step) == "price"
    assert await send(agent, button, wish.state) == going_on, "the same message is answered alike"
    assert (await send(agent, button, ConversationState())).topic == "meta.fallback", "without its state it is lost"
    assert all(call["tracker"]["slots"].get("flow") is None for call in calls)


async def test_rasa_keeps_nothing_of_a_conversation(agent: Agent, calls: List[Dict[str, Any]]) -> None:
    envelope = await send(agent, '/answer{"topic": "travel.copayment"}', ConversationState())
    await send(agent, '/meta{"topic": "meta.greet"}', envelope.state)
    assert await agent.tracker_store.retrieve("conversation") is None
    assert list(await agent.tracker_store.keys()) == []
    events = [event["event"] for event in calls[-1]["tracker"]["events"]]
    assert events.count("user") == 1, "the message before is not there"
    # Rasa holds a lock for each sender whom it is answering; a lock that stayed would be a leak.
    assert agent.lock_store.conversation_locks == {}


async def test_another_worker_may_take_any_message(model: str, agent: Agent, calls: List[Dict[str, Any]]) -> None:
    wish = await send(agent, '/flow{"topic": "check.travel"}', ConversationState(language="en"))
    other = load(model, agent.processor.action_endpoint)
    going_on = await send(other, '/reply{"step": "means", "value": "taxi"}', wish.state)
    assert (going_on.flow and going_on.flow.step) == "price"


def test_the_store_of_the_endpoints_is_the_forgetful_one() -> None:
    endpoints = yaml.safe_load((ROOT / "endpoints.yml").read_text(encoding="utf-8"))
    module, _, name = endpoints["tracker_store"]["type"].rpartition(".")
    assert (module, name) == (ForgetfulTrackerStore.__module__, ForgetfulTrackerStore.__name__)
