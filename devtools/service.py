"""Starts the whole assistant as a user starts it, and talks to it over the partner API."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from devtools.paths import ROOT
from devtools.ports import free_ports
from devtools.pythons import python

# Training takes minutes where the machine is slow; starting takes seconds.
READY_SECONDS = 1800
STOP_SECONDS = 30


@dataclass
class Response:
    """An HTTP response: its status and its JSON body, None where it is empty."""

    status: int
    body: Any


@dataclass
class Service:
    """A running assistant.

    Attributes:
        ports: the ports of its parts, the gateway's first.
        key: its development key.
        folder: its files' folder.
        pid: the launcher's process.
        check: what every answer of the gateway has to pass: method, path, status, media type, body.
    """

    ports: list[int]
    key: str
    folder: Path
    pid: int
    check: Callable[[str, str, int, str, bytes], None] | None = None

    @property
    def url(self) -> str:
        """The gateway's address."""
        return f"http://127.0.0.1:{self.ports[0]}"

    def request(self, method: str, path: str, body: Any = None, key: str | None = None) -> Response:
        """Send a request with the development key, or another one."""
        request = urllib.request.Request(
            self.url + path,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {key or self.key}"},
            method=method,
        )
        try:
            response = urllib.request.urlopen(request, timeout=60)
        except urllib.error.HTTPError as error:
            response = error
        with response:
            content = response.read()
        if self.check is not None:
            media_type = response.headers.get_content_type()
            self.check(method, path.partition("?")[0], response.status, media_type, content)
        return Response(response.status, json.loads(content) if content else None)

    def ready(self) -> bool:
        """Whether every part answers."""
        try:
            return self.request("GET", "/readyz").status == 200
        except OSError:
            return False

    def processes(self) -> dict[int, str]:
        """Return the command of every process that the launcher started, and of theirs."""
        return descendants(self.pid)


@dataclass
class Conversation:
    """One person's conversation over the partner API."""

    service: Service
    language: str | None = None
    id: str | None = None
    turns: list[dict[str, Any]] = field(default_factory=list)

    def say(self, text: str) -> dict[str, Any]:
        """Send a text and return the answer."""
        return self._send({"text": text})

    def press(self, title: str) -> dict[str, Any]:
        """Press a button of the last answer by its title."""
        payloads = {button["title"]: button["payload"] for button in buttons(self.turns[-1])}
        assert title in payloads, f"no button '{title}' among {list(payloads)}"
        return self._send({"payload": payloads[title]})

    def _send(self, message: dict[str, Any]) -> dict[str, Any]:
        response = self.service.request(
            "POST", "/api/v1/messages", {**message, "conversation_id": self.id, "language": self.language}
        )
        assert response.status == 200, f"{message}: {response.status} {response.body}"
        answer: dict[str, Any] = response.body
        self.id = answer["conversation_id"]
        self.turns.append(answer)
        return answer


def buttons(answer: dict[str, Any]) -> list[dict[str, str]]:
    """Return every button of an answer."""
    return [button for reply in answer["replies"] for button in reply["buttons"]]


def text_of(answer: dict[str, Any]) -> str:
    """Return all that an answer says."""
    return "\n\n".join(reply["text"] for reply in answer["replies"])


@contextmanager
def running_service(folder: Path, now: str, **environment: str) -> Iterator[Service]:
    """Run the assistant with its files in `folder` and its clock at `now`, and stop it with Ctrl-C."""
    command = [str(python("gateway")), "-m", "bot.run.launcher"]
    with launched(command, folder, {"KUNTOUTUSNEUVO_NOW": now, **environment}) as service:
        yield service


@contextmanager
def launched(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    root: Path = ROOT,
    waiting: Callable[[Service], None] = lambda service: None,
) -> Iterator[Service]:
    """Run a launcher of the assistant, and stop it with Ctrl-C.

    Args:
        command: starts the launcher.
        folder: where the assistant's databases, key and logs are to be.
        environment: further variables for it.
        root: the working copy to run it in.
        waiting: called again and again until every part answers.

    Raises:
        AssertionError: the launcher ended early, did not get ready, or left processes behind.
    """
    ports = free_ports(3)
    log = folder / "launcher.log"
    with log.open("wb") as output:
        launcher = subprocess.Popen(
            command,
            cwd=root,
            env={
                **os.environ,
                **dict(zip(("PORT", "RASA_PORT", "ACTION_PORT"), map(str, ports), strict=True)),
                "KUNTOUTUSNEUVO_VAR": str(folder),
                # Every message comes from one address, and faster than a person types.
                "KUNTOUTUSNEUVO_WIDGET_PER_MINUTE": "10000",
                **environment,
            },
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    family: dict[int, str] = {}
    try:
        service = Service(ports, "", folder, launcher.pid)
        _wait_until_ready(service, launcher, log, waiting)
        service.key = (folder / "dev-partner-key").read_text().strip()
        family = service.processes()
        assert len(family) >= 3, f"expected three processes: {family}"
        yield service
        family |= service.processes()
    finally:
        launcher.send_signal(signal.SIGINT)
        try:
            code = launcher.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            launcher.kill()
            code = launcher.wait()
    left = _left(family)
    for pid in left:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    assert left == {}, f"processes were left behind: {left}"
    assert code == 0, f"the launcher ended with {code}: {log.read_text()}"
    assert log.read_text().rstrip().endswith("Stopped.")


def _wait_until_ready(
    service: Service, launcher: subprocess.Popen[bytes], log: Path, waiting: Callable[[Service], None]
) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not service.ready():
        assert launcher.poll() is None, f"the launcher ended with {launcher.returncode}: {log.read_text()}"
        assert time.monotonic() < deadline, f"not ready after {READY_SECONDS} s: {log.read_text()}"
        waiting(service)
        time.sleep(0.1)


def descendants(pid: int) -> dict[int, str]:
    """Return the commands of a process's children, and of theirs, by process id."""
    command = ["ps", "-Aww", "-o", "pid=,ppid=,args="]
    listing = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listing.splitlines()]
    found: dict[int, str] = {}
    parents = {pid}
    while parents:
        children = {int(row[0]): row[2] for row in rows if int(row[1]) in parents}
        found |= children
        parents = set(children)
    return {child: command for child, command in found.items() if not command.startswith("ps -A")}


def _left(family: dict[int, str]) -> dict[int, str]:
    """Return which of a family's processes run on, after a moment for those that were killed just now."""
    deadline = time.monotonic() + 5
    while True:
        left = {pid: command for pid, command in family.items() if _alive(pid)}
        if not left or time.monotonic() > deadline:
            return left
        time.sleep(0.1)


def _alive(pid: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.startswith("Z")
