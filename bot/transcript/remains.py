"""Looking for somebody's words in everything that is stored: tables, files and what was posted."""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, MetaData, select

_SHORTEST = 10
"""Characters: a shorter piece of a sentence could be anybody's."""


def sentences(texts: Iterable[str]) -> list[str]:
    """The pieces of texts between marks and ends of lines, long enough to be somebody's."""
    pieces = [piece.strip() for text in texts for piece in re.split(r'[\n".!?:;,`]', text)]
    return [piece for piece in dict.fromkeys(pieces) if len(piece) >= _SHORTEST]


def reflected(engine: Engine) -> MetaData:
    """Every table that the database says it has."""
    metadata = MetaData()
    metadata.reflect(engine)
    return metadata


def rows_of(engine: Engine, tables: MetaData) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, by the table's name; rows in an order of their own."""
    with engine.connect() as connection:
        return {
            name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for name, table in tables.tables.items()
        }


def in_tables(engine: Engine, words: list[str]) -> Iterator[str]:
    """In which tables any of the words stand."""
    for name, rows in rows_of(engine, reflected(engine)).items():
        text = "\n".join(_text(value) for row in rows for value in row)
        yield from (f"{word!r} in the table {name}" for word in words if word in text)


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def in_files(paths: Iterable[Path], words: list[str]) -> Iterator[str]:
    """In which SQLite files, journals among them, any of the words stand as bytes."""
    for path in paths:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for file in sorted(path.parent.glob(f"{path.name}*")):
            content = file.read_bytes()
            yield from (f"{word!r} in {file.name}" for word in words if word.encode() in content)
