"""The ports come from the environment's variables; what cannot be used is named with what to do."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from bot.run import ports
from bot.run.ports import Failure


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave what whoever runs the tests has set out of them."""
    for variable in ("PORT", "RASA_PORT", "ACTION_PORT", "RASA_WORKERS"):
        monkeypatch.delenv(variable, raising=False)


@pytest.mark.parametrize("value", ["0", "65536", "-1", "http", "80 80", "8080.0", "²", ""])
def test_what_is_no_port_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("PORT", value)
    with pytest.raises(Failure, match="PORT is '.*': set it to a port number from 1 to 65535"):
        ports.ports()


def test_one_port_for_two_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "5005")
    with pytest.raises(Failure, match="must differ"):
        ports.ports()


def test_the_default_ports_are_those_of_the_design() -> None:
    assert ports.ports() == {"gateway": 8080, "rasa": 5005, "actions": 5055}


# --- Rasa workers


def test_one_worker_has_rasas_own_port() -> None:
    assert ports.worker_ports(ports.ports()) == [5005]


@pytest.mark.parametrize("value", ["0", "-1", "two", "", "2.0", "33", "²"])
def test_what_is_no_number_of_workers_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("RASA_WORKERS", value)
    with pytest.raises(Failure, match="RASA_WORKERS is '.*': set it to a number of processes from 1 to 32"):
        ports.worker_ports(ports.ports())


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        pytest.param(set(), [5005, 5006, 5007], id="consecutive ones"),
        pytest.param({5006}, [5005, 5007, 5009], id="none that is taken, nor another part's"),
    ],
)
def test_workers_get_the_next_free_ports(monkeypatch: pytest.MonkeyPatch, taken: set[int], expected: list[int]) -> None:
    monkeypatch.setenv("RASA_WORKERS", "3")
    monkeypatch.setenv("ACTION_PORT", "5008")
    monkeypatch.setattr(ports, "is_free", lambda port: port not in taken)
    assert ports.worker_ports(ports.ports()) == expected


def test_too_few_ports_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASA_WORKERS", "3")
    monkeypatch.setenv("RASA_PORT", "65534")
    with pytest.raises(Failure, match="not 3 free ports from RASA_PORT=65534"):
        ports.worker_ports(ports.ports())


def test_a_port_is_free_until_somebody_listens() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        assert not ports.is_free(port)
    assert ports.is_free(port)


def test_a_leftover_is_named_with_how_to_stop_it() -> None:
    leftover = [
        sys.executable,
        "-c",
        "import socket; s = socket.create_server(('127.0.0.1', 0)); print(s.getsockname()[1], flush=True); input()",
    ]
    with subprocess.Popen(leftover, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        with pytest.raises(Failure) as caught:
            ports.check_free({"rasa": port})
        process.communicate("\n")
    message = str(caught.value)
    assert f"port {port} is taken by process {process.pid}: {sys.executable} -c import socket" in message
    assert f"Stop it (kill {process.pid}), or choose another port: RASA_PORT={port + 1} make run" in message


def test_where_it_cannot_be_told_who_holds_a_port_it_is_another_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "_listening", lambda port: iter(()))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(Failure, match=f"port {port} is taken by another program .* Stop that program"):
            ports.check_free({"rasa": port})
