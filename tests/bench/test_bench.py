import json
from collections.abc import Iterator
from contextlib import closing

import pytest
import typer
from sqlalchemy import func, select
from typer.testing import CliRunner, Result

from bot.bench import asking, digesting, dispatching, searching, starting, wiring
from bot.bench.rehearsal import Bare, Rehearsal
from bot.bench.rows import at_most_times, in_turn, within
from bot.bench.stage import Class, Stage, stage
from bot.cli.bench import bench
from bot.dispatch import Dispatcher
from handlers.all import ROUTES
from storage.columns import table
from storage.store import Store
from storage.tables import InboxTable, QuestionTable, ShowingTable, TicketEventTable

KEYS = ["name", "floor", "ours", "unit", "ratio", "aim", "holds"]
WRITTEN = (QuestionTable, ShowingTable, TicketEventTable, InboxTable)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few of everything: what is measured is not looked at here."""
    for module in (asking, dispatching, searching, starting):
        monkeypatch.setattr(module, "TIMES", 2)
    for name, value in (("WARM", 1), ("FAQ", 5), ("FEW", 5), ("AT_ONCE", 4), ("ROUNDS", 1)):
        monkeypatch.setattr(asking, name, value)
    for name, value in (("FAQ", 5), ("AT_ONCE", 2), ("ROUNDS", 1)):
        monkeypatch.setattr(wiring, name, value)
    monkeypatch.setattr(wiring, "SETTLING", 0.1)
    for name, value in (("LARGE", 20), ("SMALL", 3), ("COURSES", 2), ("TIMES", 2)):
        monkeypatch.setattr(digesting, name, value)
    for name, value in (("FAQ", 5), ("LARGE", 10)):
        monkeypatch.setattr(searching, name, value)


@pytest.fixture
def measured_in(stored_url: str) -> Iterator[Stage]:
    with stage(stored_url) as opened:
        yield opened


def run(*arguments: str) -> Result:
    app = typer.Typer()
    app.command()(bench)
    return CliRunner().invoke(app, arguments)


def rows(store: Store) -> list[int]:
    with store.read() as work:
        count = select(func.count())
        return [
            work.connection.execute(count.select_from(table(model))).scalar_one()
            for model in WRITTEN
        ]


@pytest.mark.usefixtures("small")
def test_every_row_has_the_same_form(stored_url: str) -> None:
    result = run("ask", "claim", "search", "dispatch", "--json", "--database", stored_url)
    told = json.loads(result.stdout)["rows"]
    assert [list(row) for row in told] == [KEYS] * len(told)
    assert [row["name"].split(",")[0] for row in told] == [
        *["ask", "ask", "claim"],
        *["search", "search", "dispatch", "dispatch"],
    ]
    for row in told:
        assert row["ratio"] == pytest.approx(row["ours"] / row["floor"])
        assert row["floor"] > 0
        assert row["aim"]


@pytest.mark.usefixtures("small")
def test_starting_is_measured_in_interpreters_of_their_own() -> None:
    told = json.loads(run("start", "--json").stdout)["rows"]
    assert [row["unit"] for row in told] == ["ms", "ms", "MiB"]
    # An interpreter with Askwell in it takes longer and is larger than nothing at all.
    assert all(row["ours"] > 1 for row in told)


@pytest.mark.usefixtures("small")
def test_running_bots_are_measured_beside_the_least_of_their_library() -> None:
    told = json.loads(run("wire", "--json").stdout)["rows"]
    assert [row["name"].split(", ", 1)[1] for row in told] == [
        f"{platform}, {what}"
        for platform in ("Slack", "Discord")
        for what in ("2 at once, p99", "CPU an ask", "idle memory")
    ]
    # Nothing is asked of the least bot that Askwell is not asked too, and it does more.
    for row in told:
        if "memory" in row["name"]:
            assert row["ours"] > row["floor"] > 10


@pytest.mark.usefixtures("small")
def test_a_digest_is_measured_beside_its_bare_statements(stored_url: str) -> None:
    told = json.loads(run("digest", "--json", "--database", stored_url).stdout)["rows"]
    assert [row["unit"] for row in told] == ["ms", "MiB", "s"]
    assert [row["name"] for row in told] == [
        "digest, 20 questions",
        "digest, memory",
        "digest, 2 courses",
    ]
    assert told[0]["ours"] > 0
    assert told[0]["floor"] > 0


@pytest.mark.usefixtures("small")
def test_the_table_says_what_holds() -> None:
    result = run("dispatch")
    assert result.exit_code == 0
    assert "Holds" in result.stdout
    assert "dispatch, 3 features" in result.stdout
    assert "dispatch, 60 features" in result.stdout


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    result = run("asc")
    assert result.exit_code == 2
    assert "asc is none of ask, claim, search, dispatch, start, wire" in result.stderr


def test_a_rehearsal_keeps_nothing_and_playing_it_keeps_the_same(measured_in: Stage) -> None:
    people = Class(measured_in.store, 5)
    with closing(Rehearsal(measured_in)) as rehearsal, closing(Bare(measured_in.store)) as bare:
        script = rehearsal.script(people.ask())
        assert rows(measured_in.store) == [0, 0, 0, 0]
        bare.play(script)
    played = rows(measured_in.store)
    asking._handle(Dispatcher(measured_in.store, ROUTES), people.ask())
    assert rows(measured_in.store) == [2 * number for number in played]
    assert min(played) == 1


def test_an_event_that_is_not_answered_is_not_measured(measured_in: Stage) -> None:
    people = Class(measured_in.store, 5)
    dispatcher = Dispatcher(measured_in.store, ROUTES)
    with pytest.raises(RuntimeError, match="not answered"):
        asking._handle(dispatcher, people.press("ask"))  # opens a form


@pytest.mark.parametrize(("ours", "holds"), [(39.0, True), (40.0, True), (40.1, False)])
def test_an_aim_for_the_ratio(ours: float, holds: bool) -> None:
    row = at_most_times("ask", 10.0, ours, "ms", 4.0, "≥ 1/4")
    assert row.ratio == pytest.approx(ours / 10)
    assert row.holds is holds


@pytest.mark.parametrize(("ours", "holds"), [(10.0, True), (10.1, False)])
def test_an_aim_for_the_product(ours: float, holds: bool) -> None:
    assert within("search", 1.0, ours, "ms", 10.0, "≤ 10 ms").holds is holds


def test_calls_are_made_in_turn() -> None:
    made: list[str] = []
    in_turn([(lambda: made.append("floor"), lambda: made.append("ours"))] * 2)
    assert made == ["floor", "ours", "floor", "ours"]


def test_the_same_seed_makes_the_same_texts(measured_in: Stage) -> None:
    one, same, other = (Class(measured_in.store, 3, seed).question() for seed in (1, 1, 2))
    assert one == same
    assert one != other
