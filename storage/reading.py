"""Rows into records."""

from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import Row
from sqlmodel import SQLModel

Kept = TypeVar("Kept", bound=SQLModel)


def one(model: type[Kept], row: Row[Any] | None) -> Kept | None:
    """The row as a record, unchecked: it was checked when it was made. ``None`` stays ``None``."""
    return None if row is None else model.model_construct(**row._mapping)  # noqa: SLF001  # public in SQLAlchemy, despite its name


def every(model: type[Kept], rows: Iterable[Row[Any]]) -> list[Kept]:
    """The rows as records, in their order."""
    return [model.model_construct(**row._mapping) for row in rows]  # noqa: SLF001  # as above
