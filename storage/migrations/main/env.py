"""Alembic's entry point for the main database."""

from alembic import context
from sqlmodel import SQLModel

import storage.search_tables
import storage.tables  # noqa: F401  # both make tables known

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
