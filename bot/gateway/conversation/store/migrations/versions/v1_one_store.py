"""The first tables of the one store; feedback and ratings of the files before it are kept.

Files from before have tables of the same names and no version of Alembic's. Their conversations and answers are no
older than a day and lack what Rasa kept beside them: they are dropped, as if they had expired.
"""

import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision = None

_KEPT = {
    "feedback": ("given", "channel", "language", "text"),
    "ratings": ("given", "channel", "language", "topic", "rating", "comment"),
}


def upgrade() -> None:
    """Make the tables, and move what is kept into them."""
    before = set(sa.inspect(op.get_bind()).get_table_names())
    for name in before & {"conversations", "answers"}:
        op.drop_table(name)
    for name in before & set(_KEPT):
        op.rename_table(name, f"{name}_before")
    _make_tables()
    for name in sorted(before & set(_KEPT)):
        columns = ", ".join(_KEPT[name])
        # The names are constants of this file, not input.
        op.execute(f"INSERT INTO {name} ({columns}) SELECT {columns} FROM {name}_before ORDER BY given")  # noqa: S608
        op.drop_table(f"{name}_before")


def _make_tables() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("offered", sa.Text, nullable=False),
        sa.Column("updated", sa.Double, nullable=False, index=True),
    )
    op.create_table(
        "answers",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("conversation", sa.Text, nullable=False, index=True),
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("response", sa.Text, nullable=False),
        sa.Column("rating", sa.Integer),
        sa.Column("updated", sa.Double, nullable=False, index=True),
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("given", sa.Double, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_table(
        "ratings",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("given", sa.Double, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("rating", sa.Text, nullable=False),
        sa.Column("comment", sa.Text),
    )
