"""Statements that go straight to the driver: the same values in and out as through SQLAlchemy."""

from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    delete,
    event,
    func,
    insert,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import SQLModel

from storage.columns import EnumText, Moment
from storage.engine import open_engine
from storage.ready import Ready, Records, among


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Thing(SQLModel):
    id: int
    colour: Colour | None
    at: datetime | None
    on: bool
    day: object
    size: float
    words: object


THING = Table(
    "thing",
    MetaData(),
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("colour", EnumText(Colour)),
    Column("at", Moment),
    Column("on", Boolean),
    Column("day", Date),
    Column("size", Float),
    Column("words", JSON),
)
NOON = datetime(2026, 9, 7, 12, tzinfo=UTC)
FIRST = {
    "id": 1,
    "colour": Colour.RED,
    "at": NOON,
    "on": True,
    "day": NOON.date(),
    "size": 2.5,
    "words": {"said": ["a", 1]},
}
SECOND = {**FIRST, "id": 2, "colour": None, "at": None, "on": False, "day": None}
BY_ID = select(THING).where(THING.c.id == bindparam("which"))


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    engine = open_engine(database_url)
    with engine.connect() as opened:
        THING.create(opened)
        yield opened
        opened.rollback()
    engine.dispose()


def test_values_go_in_and_come_out_as_through_sqlalchemy(connection: Connection) -> None:
    add = Ready(insert(THING))
    assert add.run(connection, FIRST) == 1
    add.each(connection, [SECOND])
    every = connection.execute(select(THING).order_by(THING.c.id)).mappings().all()
    assert [dict(row) for row in every] == [FIRST, SECOND]
    found = Records(Thing, select(THING).order_by(THING.c.id))
    assert [one.model_dump() for one in found.every(connection, {})] == [FIRST, SECOND]
    for kept in (FIRST, SECOND):
        one = Records(Thing, BY_ID).one(connection, {"which": kept["id"]})
        assert one is not None
        assert one.model_dump() == kept
    assert Records(Thing, BY_ID).one(connection, {"which": 3}) is None
    assert Ready(BY_ID).first(connection, {"which": 3}) is None
    assert Ready(BY_ID).value(connection, {"which": 3}) is None
    assert Ready(select(func.sum(THING.c.size))).value(connection, {}) == 5.0


def test_a_statement_s_own_values_stay_what_they_are(connection: Connection) -> None:
    Ready(insert(THING)).each(connection, [FIRST, SECOND])
    blank = Ready(
        update(THING)
        .where(among(THING.c.colour, (Colour.RED, Colour.BLUE)))
        .values(colour=Colour.BLUE, at=None, on=bindparam("now"))
        .returning(THING.c.id)
    )
    assert [list(row) for row in blank.rows(connection, {"now": False})] == [[1]]
    after = Ready(select(THING.c.colour, THING.c.at, THING.c.on).order_by(THING.c.id))
    assert [tuple(row) for row in after.rows(connection, {})] == [
        (Colour.BLUE, None, False),
        (None, None, False),
    ]
    assert Ready(delete(THING)).run(connection, {}) == 2


def test_a_statement_may_differ_between_databases(connection: Connection) -> None:
    kind = Ready(lambda name: select(literal(name)))
    assert kind.value(connection, {}) == connection.dialect.name


def test_a_statement_may_be_text(connection: Connection) -> None:
    counted = Ready(text("SELECT :most AS most, count(*) AS things FROM thing WHERE size < :most"))
    assert counted.named(connection, {"most": 3}) == [{"most": 3, "things": 0}]
    Ready(insert(THING)).run(connection, FIRST)
    assert [tuple(row) for row in counted.rows(connection, {"most": 3})] == [(3, 1)]


def test_a_value_that_is_missing_is_a_mistake(connection: Connection) -> None:
    with pytest.raises(KeyError):
        Ready(BY_ID).first(connection, {})


def test_it_stands_in_a_transaction(connection: Connection) -> None:
    connection.commit()
    Ready(insert(THING)).run(connection, FIRST)
    connection.rollback()
    assert Ready(BY_ID).first(connection, {"which": 1}) is None
    connection.execute(delete(THING))
    THING.drop(connection)


def test_what_goes_wrong_is_sqlalchemy_s_and_says_no_value(connection: Connection) -> None:
    words = Table("words", MetaData(), Column("said", String, primary_key=True))
    words.create(connection)
    add = Ready(insert(words))
    add.run(connection, {"said": "mine alone"})
    with pytest.raises(IntegrityError) as twice:
        add.run(connection, {"said": "mine alone"})
    assert str(twice.value.statement).startswith("INSERT INTO words")
    assert twice.value.params is None
    connection.rollback()
    with pytest.raises(DBAPIError):
        add.run(connection, {"said": "there is no such table any more"})


def test_a_mistake_of_ours_is_no_problem_of_the_driver_s(connection: Connection) -> None:
    with pytest.raises(AttributeError):
        Ready(select(bindparam("at", type_=Moment))).first(connection, {"at": "noon"})


def test_a_connection_that_is_gone_is_not_used_again(postgresql_url: str) -> None:
    engine = open_engine(postgresql_url)
    with engine.connect() as opened:
        mine = Ready(select(func.pg_backend_pid())).value(opened, {})
        with engine.connect() as other:
            other.execute(select(func.pg_terminate_backend(mine)))
        with pytest.raises(DBAPIError) as gone:
            Ready(select(func.now())).value(opened, {})
    assert gone.value.connection_invalidated
    with engine.connect() as opened:
        assert Ready(select(bindparam("one", 1))).value(opened, {}) == 1
    engine.dispose()


def test_whoever_watches_statements_sees_these_too(connection: Connection) -> None:
    seen: list[tuple[str, object]] = []
    event.listen(
        connection,
        "before_cursor_execute",
        lambda *call: seen.append((call[2].partition(" (")[0], call[5])),
    )
    Ready(insert(THING)).each(connection, [FIRST])
    assert seen == [("INSERT INTO thing", True)]
