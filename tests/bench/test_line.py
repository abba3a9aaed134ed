"""The bench of the line, small; and processes that take next, of which no two are given one."""

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import make_url

from bot.bench import searching
from bot.bench.line import measuring
from bot.bench.line.loading import TOPICS, entries, tickets
from bot.bench.line.taking import judged, take_all
from bot.bench.stage import Class, Stage, beside, stage
from storage.columns import table
from storage.search_tables import EntryTable, PostingTable
from storage.tables import TicketTable
from tests.bench.test_bench import KEYS, run

_ticket, _entry, _posting = (table(model) for model in (TicketTable, EntryTable, PostingTable))


@pytest.fixture
def measured_in(stored_url: str) -> Iterator[Stage]:
    with stage(stored_url) as opened:
        yield opened


@pytest.fixture
def server(postgresql_url: str) -> Iterator[Stage]:
    with stage(postgresql_url) as opened:
        yield opened


def test_every_row_has_the_same_form(stored_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    small = {"FEW": 20, "MANY": 60, "COURSES": 3, "WARM": 1, "TIMES": 3, "LARGE": 5, "OTHERS": 2}
    for name, value in {**small, "PROCESSES": 2, "TOGETHER": 6}.items():
        monkeypatch.setattr(measuring, name, value)
    monkeypatch.setattr(searching, "TIMES", 2)
    told = json.loads(run("line", "--json", "--database", stored_url).stdout)["rows"]
    assert [list(row) for row in told] == [KEYS] * len(told)
    several = ["take next, 2 processes", "take next, 2 processes, twice or lost"]
    assert [row["name"] for row in told] == [
        "take next, 60 wait",
        "take next, 20 wait, 60 in a fleet",
        *(several if make_url(stored_url).get_backend_name() == "postgresql" else []),
        "search, 5 of 15 entries",
    ]
    for row in told:
        assert row["ratio"] == pytest.approx(row["ours"] / row["floor"])
        assert row["floor"] > 0
        assert row["aim"]


def test_a_million_is_made_as_it_says(measured_in: Stage) -> None:
    store = measured_in.store
    tickets(store, 24, "one")
    tickets(store, 24, "fleet-", 3)
    people = Class(store, 4)
    entries(store, people.course, 2)
    with store.read() as work:
        line = work.tickets.line("one")
        assert len({ticket.due for ticket in line}) == 24
        assert [ticket.question_id for ticket in line[:2]] == ["one-10000000", "one-10000001"]
        assert {ticket.topic for ticket in line} == set(TOPICS)
        assert [len(work.tickets.line(f"fleet-{n}")) for n in range(4)] == [8, 8, 8, 0]
        count = select(func.count())
        assert work.connection.execute(count.select_from(_entry)).scalar_one() == 12
        words = [
            work.connection.execute(
                count.select_from(_posting).where(_posting.c.course_id == course)
            ).scalar_one()
            for course in (people.course.id, "fleet-0", "fleet-1")
        ]
    assert words[0] > words[1] == words[2] > 4


def test_beside_it_is_another_database(measured_in: Stage) -> None:
    with beside(measured_in) as other:
        tickets(other.store, 2, "few")
        with other.store.read() as work:
            assert len(work.tickets.line("few")) == 2
    with measured_in.store.read() as work:
        assert work.tickets.line("few") == []


@pytest.mark.parametrize(
    ("given", "desks", "found"),
    [
        ([["a", "b"], ["c"]], {"a": "seat-0", "b": "seat-0", "c": "seat-1"}, (0, 0)),
        ([["a", "b"], ["c", "a"]], {"a": "seat-1", "b": "seat-0", "c": "seat-1"}, (1, 0)),
        ([["a", "b"], []], {"a": "seat-0", "b": "seat-0"}, (0, 1)),
        ([["a", "b"], ["c"]], {"a": "seat-1", "b": "seat-0"}, (0, 2)),
    ],
    ids=["each once", "given twice", "given to nobody", "on another's desk, or on none"],
)
def test_what_is_given_twice_or_to_nobody_is_counted(
    given: list[list[str]], desks: dict[str, str], found: tuple[int, int]
) -> None:
    assert judged(given, ["a", "b", "c"], desks) == found


def test_eight_processes_take_every_ticket_once(server: Stage) -> None:
    tickets(server.store, 200, "course")
    taken = take_all(server.store, server.url, server.folder / "keys.json", "course", 8)
    assert sum(taken.by) == 200
    assert (taken.doubled, taken.lost) == (0, 0)
    # They did so side by side.
    assert sum(number > 0 for number in taken.by) > 1
