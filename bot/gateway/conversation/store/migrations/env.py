"""Runs the migrations in versions/ on the connection that bot.gateway.conversation.store.migrating gives."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
