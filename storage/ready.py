"""Statements that are taken often: SQL made once for each database, then straight to its driver.

SQLAlchemy writes the SQL and knows how each type is bound and read. What it does besides at every
execution costs several times what SQLite needs for a short statement, and all of it happens in the
write lane, where everybody queues.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, NoReturn, TypeVar

from sqlalchemy import ColumnElement, Connection, Dialect, literal
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler
from sqlmodel import SQLModel

from storage.trouble import is_lost

Values = Mapping[str, object]
Statement = ClauseElement | Callable[[str], ClauseElement]
Kept = TypeVar("Kept", bound=SQLModel)
_Process = Callable[[Any], Any] | None


def among(column: ColumnElement[Any], values: Iterable[object]) -> ColumnElement[bool]:
    """That a column is one of some values, known when the statement is built."""
    return column.in_([literal(value, column.type) for value in values])


class _Made:
    """A statement in the words of one database."""

    def __init__(self, statement: ClauseElement, dialect: Dialect, inserted: list[str]) -> None:
        """Have SQLAlchemy make it.

        Args:
            statement: it.
            dialect: the database's.
            inserted: names of the values that are given, which an insert needs to know.
        """
        compiled = statement.compile(
            dialect=dialect,
            column_keys=inserted if getattr(statement, "is_insert", False) else None,
        )
        assert isinstance(compiled, SQLCompiler)  # noqa: S101  # a statement, no table's definition
        self.sql = str(compiled)
        self._by_name = not compiled.positional
        order: Iterable[str] = compiled.binds if self._by_name else compiled.positiontup or ()
        self._binds = [self._bind(compiled, dialect, name) for name in order]
        self._order = [bind[0] for bind in self._binds]
        columns = compiled._result_columns  # noqa: SLF001  # no public name leads to the types
        self.names = tuple(column.keyname for column in columns)
        self._types = [column.type.dialect_impl(dialect) for column in columns]
        self._dialect = dialect
        self._reads: list[tuple[int, Callable[[Any], Any]]] | None = None

    @staticmethod
    def _bind(
        compiled: SQLCompiler, dialect: Dialect, name: str
    ) -> tuple[str, bool, object, _Process]:
        """Name, whether it is given, else the driver's value, and what makes a given one that."""
        bind = compiled.binds[name]
        process = bind.type.dialect_impl(dialect).bind_processor(dialect)
        own = bind.value if process is None or bind.required else process(bind.value)
        return name, bind.required, own, process

    def values(self, given: Values) -> Any:  # noqa: ANN401  # as the driver takes them
        """What the driver is given.

        Raises:
            KeyError: a value is missing.
        """
        bound = tuple(
            own if not needed else given[name] if process is None else process(given[name])
            for name, needed, own, process in self._binds
        )
        return dict(zip(self._order, bound, strict=True)) if self._by_name else bound

    def read(self, rows: list[Sequence[Any]], cursor: Any) -> list[Sequence[Any]]:  # noqa: ANN401  # the driver's
        """The driver's rows as ours."""
        if not self._types:  # written as text: nothing is known of its columns
            return rows
        if self._reads is None:
            # How a number is read depends on what PostgreSQL says it is. That is looked at once:
            # psycopg makes it anew each time, an object for each column.
            made = [
                (place, kind.result_processor(self._dialect, described[1]))
                for place, (kind, described) in enumerate(
                    zip(self._types, cursor.description, strict=True)
                )
            ]
            self._reads = [(place, process) for place, process in made if process is not None]
        if not self._reads:
            return rows
        read: list[Sequence[Any]] = []
        for row in rows:
            values = list(row)
            for place, process in self._reads:
                values[place] = process(values[place])
            read.append(values)
        return read


class Ready:
    """A statement, built once at import.

    What goes wrong is raised as SQLAlchemy would, without the values: they are people's words.

    Attributes:
        statement: as it was built, or what builds it for a database where they differ.
    """

    def __init__(self, statement: Statement) -> None:
        """Take the statement.

        Args:
            statement: with ``bindparam`` for each value that is given later, none of them a list;
                an insert is always given the same ones.
        """
        self.statement = statement
        self._made: dict[str, _Made] = {}

    def rows(self, connection: Connection, values: Values) -> list[Sequence[Any]]:
        """Every row that comes back."""
        made, cursor = self._run(connection, values)
        return made.read(cursor.fetchall(), cursor)

    def first(self, connection: Connection, values: Values) -> Sequence[Any] | None:
        """The first row, where one comes back."""
        made, cursor = self._run(connection, values)
        row = cursor.fetchone()
        found = None if row is None else made.read([row], cursor)[0]
        cursor.close()
        return found

    def named(self, connection: Connection, values: Values) -> list[dict[str, Any]]:
        """Every row that comes back, by the names of its columns."""
        made, cursor = self._run(connection, values)
        names = [described[0] for described in cursor.description]
        rows = made.read(cursor.fetchall(), cursor)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def value(self, connection: Connection, values: Values) -> Any:  # noqa: ANN401  # the column's
        """The first value of the first row; ``None`` where none comes back."""
        row = self.first(connection, values)
        return None if row is None else row[0]

    def run(self, connection: Connection, values: Values) -> int:
        """Do it; how many rows it changed."""
        changed: int = self._run(connection, values)[1].rowcount
        return changed

    def each(self, connection: Connection, several: Sequence[Values]) -> None:
        """Do it for several values, at least one."""
        made = self._for(connection, several[0])
        self._sent(connection, made, [made.values(values) for values in several], many=True)

    def _run(self, connection: Connection, values: Values) -> tuple[_Made, Any]:
        made = self._for(connection, values)
        return made, self._sent(connection, made, made.values(values), many=False)

    def _sent(self, connection: Connection, made: _Made, values: Any, *, many: bool) -> Any:  # noqa: ANN401  # a driver's cursor
        if not connection.in_transaction():
            connection.begin()  # as SQLAlchemy does by itself
        cursor = connection.connection.cursor()
        # Whoever watches SQLAlchemy's statements sees these too.
        for watch in connection.dispatch.before_cursor_execute:
            watch(connection, cursor, made.sql, values, None, many)
        try:
            (cursor.executemany if many else cursor.execute)(made.sql, values)
        except Exception as problem:  # noqa: BLE001  # sorted out there
            _failed(connection, made.sql, problem)
        return cursor

    def _for(self, connection: Connection, values: Values) -> _Made:
        name = connection.dialect.name
        made = self._made.get(name)
        if made is None:
            statement = self.statement
            chosen = statement if isinstance(statement, ClauseElement) else statement(name)
            made = self._made[name] = _Made(chosen, connection.dialect, [*values])
        return made


class Records(Ready, Generic[Kept]):
    """A statement whose rows are records of one kind."""

    def __init__(self, model: type[Kept], statement: Statement) -> None:
        """Take the kind of record, whose fields are the columns that come back."""
        super().__init__(statement)
        self._model = model

    def one(self, connection: Connection, values: Values) -> Kept | None:
        """The first row as a record, unchecked: it was checked when it was made."""
        row = self.first(connection, values)
        return None if row is None else self._records(connection, [row])[0]

    def every(self, connection: Connection, values: Values) -> list[Kept]:
        """The rows as records, in their order."""
        return self._records(connection, self.rows(connection, values))

    def _records(self, connection: Connection, rows: Iterable[Sequence[Any]]) -> list[Kept]:
        names = self._made[connection.dialect.name].names
        make = self._model.model_construct
        return [make(**dict(zip(names, row, strict=True))) for row in rows]


def _failed(connection: Connection, sql: str, problem: Exception) -> NoReturn:
    """Raise what SQLAlchemy raises: of the driver's problems its own kind, without values.

    Raises:
        DBAPIError: the driver's problem.
    """
    dialect = connection.dialect
    driver = dialect.loaded_dbapi.Error
    if not isinstance(problem, driver):
        raise problem
    session = connection.connection
    lost = is_lost(problem) or dialect.is_disconnect(problem, session.dbapi_connection, None)
    if lost:
        connection.engine.pool._invalidate(session, problem)  # noqa: SLF001  # as SQLAlchemy does
        connection.invalidate(problem)
    raise DBAPIError.instance(
        sql,
        None,
        problem,
        driver,
        hide_parameters=True,
        connection_invalidated=lost,
        dialect=dialect,
    ) from problem
