"""Runs the whole assistant on this machine: trains if needed, starts, watches and stops every process: `make run`."""

from __future__ import annotations

import argparse
import json
import os
import secrets
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.gateway.settings import unknown_names
from bot.hours.clock import check_clock
from bot.private_files import create_privately, tighten, write_privately
from bot.run import processes, training
from bot.run.ports import Failure, check_free, ports, worker_ports
from bot.run.processes import Process

ROOT = training.ROOT
# Where the development key, the database and the logs are.
VAR = Path(os.environ.get("KUNTOUTUSNEUVO_VAR") or ROOT / "var").resolve()
LOGS = VAR / "log"
DEV_KEY = VAR / "dev-partner-key"
# What the assistant writes in VAR.
_PRIVATE = ("dev-partner-key", "*.sqlite*", "log/*.log", "log/*.log.*")
# Of Rasa and the actions.
_QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONWARNINGS": "ignore",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    # A message's matrices are too small to divide among threads, which would only wait for each other.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


def parts(numbers: Mapping[str, int], workers: Sequence[int]) -> list[Process]:
    """Return the processes to run. Rasa and the actions listen on the loopback interface only.

    Args:
        numbers: port of each part.
        workers: ports of the Rasa workers.
    """
    names = ["rasa"] if len(workers) == 1 else [f"rasa-{number}" for number, _ in enumerate(workers, 1)]
    return [
        _actions(numbers["actions"]),
        *(_rasa(name, port, numbers["actions"]) for name, port in zip(names, workers, strict=True)),
        _gateway(numbers, workers),
    ]


def _actions(port: int) -> Process:
    command = [str(training.RASA_PYTHON), "-m", "rasa_sdk", "--actions", "actions", "--port", str(port)]
    return _process("actions", command, f"{_address(port)}/health", {**_QUIET, "SANIC_HOST": "127.0.0.1"})


def _rasa(name: str, port: int, action_port: int) -> Process:
    command = [str(training.RASA_PYTHON), "-m", "bot.rasa_server", "run", "--interface", "127.0.0.1"]
    command += ["--port", str(port), "--model", str(training.MODEL)]
    command += ["--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]
    environment = {**_QUIET, "ACTION_ENDPOINT": f"{_address(action_port)}/webhook"}
    return _process(name, command, f"{_address(port)}/webhooks/rest/", environment)


def _gateway(numbers: Mapping[str, int], workers: Sequence[int]) -> Process:
    environment = {
        "KUNTOUTUSNEUVO_PORT": str(numbers["gateway"]),
        "KUNTOUTUSNEUVO_RASA_URLS": json.dumps([_address(port) for port in workers]),
        "KUNTOUTUSNEUVO_ACTION_URL": _address(numbers["actions"]),
        "KUNTOUTUSNEUVO_DATABASE": str(VAR / "gateway.sqlite"),
        "KUNTOUTUSNEUVO_DEV_KEY_FILE": str(DEV_KEY),
        # Whoever tries it out wants to see how it is embedded; a public service does not.
        "KUNTOUTUSNEUVO_DEMO": os.environ.get("KUNTOUTUSNEUVO_DEMO", "true"),
    }
    address = _address(numbers["gateway"])
    process = _process("gateway", [sys.executable, "-m", "bot.gateway"], f"{address}/readyz", environment)
    # Healthy also while Rasa is down: a restart of the gateway would not help then.
    process.health_url = f"{address}/healthz"
    return process


def _process(name: str, command: Sequence[str], ready_url: str, environment: Mapping[str, str]) -> Process:
    return Process(name, command, ready_url, LOGS / f"{name}.log", environment, ROOT)


def _address(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def _shown(path: Path) -> str:
    """Write a path as the person at the terminal would: from the project's folder where it is inside."""
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)


def ensure_dev_key() -> None:
    """Make the partner key for development, readable only by its owner, also in place of an empty one."""
    if not (DEV_KEY.exists() and DEV_KEY.read_bytes().strip()):
        write_privately(DEV_KEY, secrets.token_urlsafe(32) + "\n")


def _make_files_private() -> None:
    """Make the folder of the files, and close what an earlier version left open to other users.

    A folder that the operator chose keeps its rights: that it is open is only reported.
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    files = [path for pattern in _PRIVATE for path in VAR.glob(pattern) if not path.is_symlink()]
    own_folder = [VAR] if ROOT / "var" == VAR else []
    left = tighten([*own_folder, LOGS, *files])
    if not own_folder and VAR.stat().st_mode & 0o077:
        left.append(VAR)
    for path in left:
        print(f"Other users of this machine may look into {path}: chmod go= {path}", file=sys.stderr, flush=True)


def _tell_of_damage() -> None:
    """Say which damaged databases the gateway has set aside, until somebody removes them."""
    for damaged in sorted(VAR.glob("*.damaged-*Z")):
        line = f"A damaged database was set aside: {_shown(damaged)}. See docs/operations.md, Keeping and deleting."
        print(line, file=sys.stderr, flush=True)


def run() -> None:
    """Run until interrupted."""
    check_clock()
    if unknown := unknown_names(os.environ):
        raise Failure("\n".join(unknown))
    numbers = ports()
    check_free(numbers)
    workers = worker_ports(numbers)
    if not training.RASA_PYTHON.exists():
        raise Failure(f"there is no {_shown(training.RASA_PYTHON)}: `make setup` makes it.")
    try:
        _make_files_private()
        ensure_dev_key()
    except OSError as error:
        raise Failure(
            f"{error.filename or VAR}: {error.strerror}. The key, the logs and the database go to {VAR}."
        ) from None
    if training.main() != 0:
        raise Failure("the model could not be trained; see above.")
    running = parts(numbers, workers)
    started = time.monotonic()
    try:
        print("Starting (about 10 seconds):", flush=True)
        processes.start(running, lambda line: print(f"    {line}", flush=True))
        address = _address(numbers["gateway"])
        print(
            f"\nKuntoutusneuvo is ready after {time.monotonic() - started:.0f} s.\n"
            f"    Open                {address}/\n"
            f"    Embedded in a site  {address}/demo/\n"
            f"    Partner API         {address}/api/v1/messages (key in {_shown(DEV_KEY)})\n"
            f"    Logs                {_shown(LOGS)}/\n"
            "Ctrl-C stops it.",
            flush=True,
        )
        _tell_of_damage()
        while True:
            time.sleep(0.5)
            for process in running:
                process.keep_running(lambda line: print(line, file=sys.stderr, flush=True))
    finally:
        processes.stop(running)


def _interrupt(*_: object) -> None:
    """Turn a signal into what Ctrl-C raises, so that everything is stopped."""
    raise KeyboardInterrupt


def main(arguments: Sequence[str] = ()) -> int:
    """Run, and turn failures into one clear message.

    Args:
        arguments: of the command line; there are none but --help.
    """
    description = "Run Kuntoutusneuvo on this machine. Variables of the environment change it: docs/operations.md."
    argparse.ArgumentParser(prog="python -m bot.run.launcher", description=description).parse_args(arguments)
    create_privately()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        run()
    except KeyboardInterrupt:
        print("\nStopped.")
        return 0
    except Failure as failure:
        print(f"\nNot running: {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
