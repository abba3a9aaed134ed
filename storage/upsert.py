"""``INSERT … ON CONFLICT``, for which SQLAlchemy has a statement of its own for each database."""

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite


def upsert(table: Table, dialect: str) -> postgresql.Insert | sqlite.Insert:
    """An insert that can say what happens where the row is there already.

    Args:
        table: where.
        dialect: the database: ``sqlite`` or ``postgresql``.
    """
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
