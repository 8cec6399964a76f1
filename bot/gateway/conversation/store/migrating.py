"""Brings a database's tables up to date at the start of the gateway."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

FOLDER = Path(__file__).parent / "migrations"


def bring_up_to_date(connection: sa.Connection) -> None:
    """Make the tables, or change those of an earlier version, inside the connection's transaction.

    Raises:
        ValueError: a later version of the program made the tables.
    """
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if set(MigrationContext.configure(connection).get_current_heads()) - known:
        raise ValueError(
            f"{connection.engine.url.database} was made by a later version of this program: run that one, or remove "
            "the database, which holds a day of conversations and the feedback"
        )
    command.upgrade(config, "head")
