"""Column types and the one typed way to a table's columns."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import BigInteger, Dialect, String, Table
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

Named = TypeVar("Named", bound=StrEnum)


class EnumText(TypeDecorator[Named], Generic[Named]):
    """One of a closed set of words, kept as text so that adding a word needs no migration."""

    impl = String
    cache_ok = True

    def __init__(self, kinds: type[Named]) -> None:
        super().__init__(length=32)
        self.kinds = kinds

    def process_bind_param(self, value: Named | None, dialect: Dialect) -> str | None:  # noqa: ARG002  # SQLAlchemy's signature
        """The word itself."""
        return None if value is None else value.value

    def process_result_value(self, value: Any, dialect: Dialect) -> Named | None:  # noqa: ANN401, ARG002  # SQLAlchemy's signature
        """The member of the set."""
        return None if value is None else self.kinds(value)


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept as whole microseconds since 1970 UTC.

    The same order, equality and arithmetic on both databases, with no zone to lose on the way.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002  # SQLAlchemy's signature
        """Microseconds since 1970-01-01 UTC."""
        if value is None:
            return None
        return round(value.timestamp() * 1_000_000)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401, ARG002  # SQLAlchemy's signature
        """The moment in UTC."""
        return None if value is None else datetime.fromtimestamp(value / 1_000_000, UTC)


def one_of(kinds: type[Named]) -> Any:  # noqa: ANN401  # `Field` types `sa_type` too narrowly
    """The column type of a closed set of words, for ``Field(sa_type=…)``."""
    return EnumText(kinds)


def table(model: type[SQLModel]) -> Table:
    """The Core table of a model, for statements built once."""
    return model.__table__  # type: ignore[attr-defined, no-any-return]  # SQLModel sets it
