"""A working copy of a project like this one, with a small launcher and no model, for what measures assistants."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

TRAINING = """
from pathlib import Path

def up_to_date():
    return Path("models/up-to-date").exists()
"""
# Starts three servers, as the assistant's parts are started: each a process, which listens on the loopback address.
LAUNCHER = '''
import os, signal, subprocess, sys, time
from pathlib import Path

SERVER = """
import json, sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        button = {"title": "Yes", "payload": "/yes"}
        reply = {"text": "Hello", "buttons": [button], "language": "en"}
        body = json.dumps({"conversation_id": "1", "replies": [reply], "flow": None}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = answer

    def log_message(self, *arguments):
        pass

ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""

def stop(*_):
    raise KeyboardInterrupt

def main():
    signal.signal(signal.SIGINT, stop)
    (Path(os.environ["KUNTOUTUSNEUVO_VAR"]) / "dev-partner-key").write_text("key")
    rasa = int(os.environ["RASA_PORT"])
    workers = range(rasa, rasa + int(os.environ["RASA_WORKERS"]))
    ports = [*workers, int(os.environ["ACTION_PORT"]), int(os.environ["PORT"])]
    children = []
    try:
        for port in ports:
            children.append(subprocess.Popen([sys.executable, "-c", SERVER, str(port)]))
        while True:
            time.sleep(0.1)
    except KeyboardInterrupt:
        for child in children:
            child.kill()
            child.wait()
        print("Stopped.")

if __name__ == "__main__":
    main()
'''


@pytest.fixture
def working_copy(tmp_path: Path) -> Path:
    """Return the folder of a working copy of the older kind, whose launcher is bot/launcher.py."""
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "training.py").write_text(TRAINING, encoding="utf-8")
    (tmp_path / "bot" / "launcher.py").write_text(LAUNCHER, encoding="utf-8")
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "up-to-date").touch()
    interpreter = tmp_path / ".venv" / "bin" / "python"
    interpreter.parent.mkdir(parents=True)
    interpreter.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    interpreter.chmod(0o755)
    return tmp_path
