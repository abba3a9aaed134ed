"""The plan PostgreSQL keeps for **[Take next]**: one that reads a head's first, whoever asks.

With a plan that looks dear for anybody it makes a new one at each press, which takes as long again
as taking the ticket, and the more so the longer the line is.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import literal_column, text
from sqlalchemy.dialects.postgresql import dialect

from handlers.rules.line import BROUGHT, MATCH
from storage import heads
from storage.store import Store, Work
from tests.storage import rows
from tests.storage.rows import KEYS


@pytest.fixture
def work(postgresql_url: str) -> Iterator[Work]:
    store = Store(postgresql_url, KEYS, alone=False)
    with store.begin() as work:
        work.courses.add(rows.course())
        for number in range(60):
            work.tickets.add(rows.ticket(f"q{number}", topic=f"t{number % 3}"))
        work.connection.execute(text("ANALYZE ticket"))
        yield work
    store.close()
    heads.head.cache_clear()


def expected(work: Work) -> list[int]:
    """How many tickets each head is expected to yield, in the plan made for any values."""
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


def test_each_head_is_one_ticket(work: Work) -> None:
    # The whole line, three topics, what was brought; and the first of those.
    assert expected(work) == [1] * 6


def test_a_limit_that_is_not_known_beforehand_is_noticed(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heads, "_ONE", literal_column("$9::integer"))
    assert max(expected(work)) > 1
