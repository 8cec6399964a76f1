"""Keeps a database's file usable: begins a new one in place of a damaged one, and deletes by age what was set aside."""

from __future__ import annotations

import logging
from pathlib import Path

import sqlalchemy as sa

from bot.gateway.conversation.store.damage import remove_set_aside, set_aside_damaged
from bot.gateway.conversation.store.dialects import make_private, reason
from bot.gateway.conversation.store.tables import REVISION
from bot.retention import CONVERSATION_DAYS, FEEDBACK_DAYS

logger = logging.getLogger(__name__)


class Keeper:
    """Looks after the file of a database; its methods are for the thread that works with the database.

    Args:
        file: of the database; None where it is in memory, and there is nothing to look after.
    """

    def __init__(self, file: Path | None) -> None:
        """Look after a file."""
        self._file = file

    def set_aside(self, thorough: bool = False) -> None:
        """Set the file aside where it is damaged, and say so loudly.

        Args:
            thorough: whether to look for damage between the parts of the file too.

        Raises:
            OSError: the file cannot be set aside.
        """
        aside = None if self._file is None else set_aside_damaged(self._file, thorough)
        if aside is not None:
            logger.critical(
                "the database %s is damaged. It was set aside as %s, and a new one begins. Lost are the conversations "
                "of the last day, and the feedback and ratings of %s days. The file is deleted after %s day, since "
                "nothing in it is erased by age (docs/operations.md)",
                self._file,
                aside,
                FEEDBACK_DAYS,
                CONVERSATION_DAYS,
            )

    def repair(self, engine: sa.Engine) -> None:
        """Let go of a file that turned out damaged while it was used, and go on with a new one."""
        if self._file is None:
            return
        try:
            engine.dispose()
            self.set_aside(thorough=True)
            make_private(self._file)
            with engine.begin() as connection:
                bring_up_to_date(connection)
        except (OSError, sa.exc.SQLAlchemyError) as error:
            # The next message tries again.
            logger.critical("the damaged database %s could not be replaced: %s", self._file, reason(error))

    def purge(self, oldest: float) -> None:
        """Delete what was set aside before a moment, in seconds since 1970."""
        if self._file is None:
            return
        for path in remove_set_aside(self._file, oldest):
            logger.warning("deleted by age: %s", path)


def bring_up_to_date(connection: sa.Connection) -> None:
    """Make the tables, or those of an earlier version the present ones."""
    if sa.inspect(connection).has_table("alembic_version"):
        revisions = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalars().all()
        if revisions == [REVISION]:
            return
    # Alembic takes half a second and 12 MB, which a gateway need not spend at each of its starts.
    from bot.gateway.conversation.store import migrating

    migrating.bring_up_to_date(connection)
