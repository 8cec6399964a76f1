"""What the description promises holds: schemathesis makes requests of it, good and bad, and checks every answer."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from pathlib import Path

import pytest

from devtools.paths import ROOT
from tests.gateway.conftest import KEY, Gateway

HOOKS = "tests.gateway.schemathesis_hooks"
SECONDS = 240
# Of each operation, beside the limits of each field and sequences of requests.
EXAMPLES = 20
_GENERATED = re.compile(r"(\d+) generated")


@pytest.mark.slow
async def test_the_description_holds(gateway: Gateway, tmp_path: Path) -> None:
    client = await gateway(widget_per_minute=1_000_000)
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "run", f"http://127.0.0.1:{client.port}/openapi.json"),
        *("--header", f"Authorization: Bearer {KEY}", "--max-examples", str(EXAMPLES), "--seed", "1", "--no-color"),
        # Our own form of it allows for what no schema can say.
        *("--checks", "all", "--exclude-checks", "positive_data_acceptance"),
    ]
    # In a folder of its own: it keeps what it found.
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": HOOKS, "PYTHONPATH": str(ROOT)}
    process = await asyncio.create_subprocess_exec(
        *command, cwd=tmp_path, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    try:
        output = (await asyncio.wait_for(process.communicate(), SECONDS))[0].decode()
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode == 0, output
    generated = _GENERATED.search(output)
    assert generated is not None, output
    assert int(generated[1]) > 500, output
