"""Bringing a database to the tables this version needs.

Alembic is imported only when something has to change: a start with nothing to do stays quick.
"""

from importlib.resources import as_file, files
from typing import Literal

from sqlalchemy import Engine, inspect, text

from storage.engine import DatabaseProblem

HEADS = {"main": "0036", "vault": "0002"}
"""The newest revision of each history; a test compares them with the files."""

History = Literal["main", "vault"]


def current(engine: Engine) -> str | None:
    """The revision a database is at; ``None`` when it is empty."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.execute(
            text("SELECT version_num FROM alembic_version")
        ).scalar_one_or_none()
        return found


def upgrade(engine: Engine, history: History) -> None:
    """Make or change tables until they are this version's.

    Raises:
        DatabaseProblem: the database was written by a newer Askwell.
    """
    if history == "vault" and engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.execute(text("CREATE SCHEMA IF NOT EXISTS vault"))
    if current(engine) == HEADS[history]:
        return
    from alembic import command  # noqa: PLC0415  # only when there is something to do
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    with as_file(files("storage") / "migrations" / history) as folder, engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError:
            raise DatabaseProblem(
                "The database was written by a newer Askwell. Install that version, or restore a "
                "backup made before the upgrade."
            ) from None
