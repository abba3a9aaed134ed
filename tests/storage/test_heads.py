"""**[Take next]** on PostgreSQL: the plan it keeps, and two who press at the same moment."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import literal_column, text
from sqlalchemy.dialects.postgresql import dialect

from handlers.rules.line import BROUGHT, MATCH
from storage import heads
from storage.store import Store, Work
from tests.storage import rows
from tests.storage.rows import COURSE, KEYS, MONDAY


@pytest.fixture
def store(postgresql_url: str) -> Iterator[Store]:
    store = Store(postgresql_url, KEYS, alone=False)
    with store.begin() as work:
        work.courses.add(rows.course())
    yield store
    store.close()
    heads.head.cache_clear()


@pytest.fixture
def work(store: Store) -> Iterator[Work]:
    with store.begin() as work:
        for number in range(300):
            work.tickets.add(rows.ticket(f"q{number}", topic=f"t{number % 3}"))
        work.connection.execute(text("ANALYZE ticket"))
        yield work


def expected(work: Work) -> list[int]:
    """How many tickets each head is expected to yield, in the plan made for any values.

    With one that looks dear for anybody the server makes a new one at each press, which takes as
    long again as taking the ticket, and the more so the longer the line is.
    """
    asked = {"course": "", "desk": "", "own": [], "topic0": "", "topic1": "", "topic2": ""}
    heads.head.cache_clear()
    compiled = (
        heads.head(3, MATCH, BROUGHT)
        .params(asked)
        .compile(
            dialect=dialect(paramstyle="numeric_dollar"),  # type: ignore[no-untyped-call]  # SQLAlchemy declares no types for it
            compile_kwargs={"render_postcompile": True},
        )
    )
    explained = f"EXPLAIN (GENERIC_PLAN, FORMAT JSON) {compiled}"
    driver: Any = work.connection.connection.driver_connection
    # Past the driver's own parameters, which would be values.
    ((plan,),) = driver.execute(explained.encode(), prepare=False).fetchall()
    found: list[int] = []

    def look(node: dict[str, Any]) -> None:
        if node["Node Type"] == "Limit":
            found.append(node["Plan Rows"])
        for below in node.get("Plans", ()):
            look(below)

    look(plan[0]["Plan"])
    return found


def test_of_each_head_few_are_expected(work: Work) -> None:
    # The one that is taken; of the whole line, of three topics, and of what was brought.
    assert expected(work) == [1, 8, 8, 8, 8, 1]


def test_a_limit_that_is_not_known_beforehand_is_noticed(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heads, "_SEVERAL", literal_column("$9::integer"))
    assert max(expected(work)) > 8


def take(work: Work, seat: str, *topics: str) -> str | None:
    return work.tickets.take_next(COURSE, seat, topics, (), MONDAY, match=MATCH, brought=BROUGHT)


def test_what_somebody_is_just_taking_is_passed_over_and_nothing_else_is(store: Store) -> None:
    with store.begin() as work:
        for name, topic in (("q1", "joins"), ("q2", "joins"), ("q3", "plots")):
            work.tickets.add(rows.ticket(name, topic=topic))
    with store.begin() as first, store.begin() as second, store.begin() as third:
        assert take(first, "s1", "joins", "plots") == "q1"
        assert take(second, "s2", "joins", "plots") == "q2"
        assert take(third, "s3", "joins", "plots") == "q3"


@pytest.mark.parametrize("leaves", [True, False])
def test_the_last_one_is_waited_for(store: Store, leaves: bool) -> None:
    with store.begin() as work:
        work.tickets.add(rows.ticket("q1"))

    def second() -> str | None:
        with store.begin() as work:
            return take(work, "s2")

    with ThreadPoolExecutor(1) as pool:
        with store.begin() as first:
            assert take(first, "s1") == "q1"
            other = pool.submit(second)
            with store.read() as watching:
                while not _is_waited_for(watching):
                    assert not other.done(), "nobody waits for the first"
            if leaves:
                first.connection.execute(text("ROLLBACK"))
        assert other.result() == ("q1" if leaves else None)


def _is_waited_for(work: Work) -> bool:
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    return bool(work.connection.execute(waiting).scalar_one())
