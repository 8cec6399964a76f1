"""A gateway's core as a process of its own, to be killed or to run beside another: `python -m` with a JSON argument."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from typing import Any

import sqlalchemy as sa

from bot.gateway.conversation.model import IncomingMessage, Sender
from bot.gateway.conversation.rasa_client import RasaClient
from bot.gateway.conversation.service import ConversationService
from bot.gateway.conversation.store.opening import open_store
from bot.gateway.conversation.store.sql import SqlStore

SENDER = Sender("widget", "page", shows_given_answers=True)


def _die(*_: Any) -> None:
    """End as a power cut would, or the kernel when memory is short: no handler runs, nothing is put away."""
    os.kill(os.getpid(), signal.SIGKILL)


class DiesAfterwards(SqlStore):
    """A store whose process is killed as soon as a turn is committed, before anybody hears of it."""

    async def save(self, *arguments: Any) -> None:
        await super().save(*arguments)
        _die()


async def main(database: str, rasa: str, messages: list[dict[str, Any]], dies: str | None) -> None:
    """Take messages, all at once where there are several, and write how many were answered."""
    store = await open_store(database)
    if dies == "before the commit":
        # All statements of the transaction have run.
        sa.event.listen(sa.Engine, "commit", _die)
    elif dies == "after the commit":
        store.__class__ = DiesAfterwards
    client = RasaClient([rasa])
    service = ConversationService(store, client)
    answers = await asyncio.gather(*(service.take(SENDER, IncomingMessage(**message)) for message in messages))
    sys.stdout.write(str(len(answers)))
    await client.close()
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(**json.loads(sys.argv[1])))
