"""The clock: due work in order, each piece at its own time and delivered before the next."""

import asyncio
import io
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot import logs
from bot.clock import HOUSEKEEPING, LEASE, Clock
from bot.delivery import Delivery
from bot.dispatch import Dispatcher
from bot.door import Door
from handlers.chat.incoming import Tick
from handlers.chat.outgoing import Line, Message, Outgoing, Post
from handlers.course import Course
from handlers.routes import Routes
from storage.engine import open_engine, vault_url
from storage.kinds import Address, Room
from storage.store import Store
from storage.tables import Job
from storage.vault import Vault
from tests.bot.platform import Stage
from tests.storage import rows
from tests.storage.rows import ANA, COURSE, KEYS, MONDAY

NOON = datetime(2026, 9, 7, 12, 0, tzinfo=UTC)


class Bell:
    """A bot whose due work rings, and what happened in which order."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.wall, self.real = NOON, 1_000_000.0
        self.happened: list[str] = []
        self.seeds: list[bytes] = []
        self.held, self.free = threading.Event(), threading.Event()
        self.store = Store(url, KEYS)
        self.vault = Vault(open_engine(vault_url(url)), KEYS)
        self.stage = Stage(after=self._sent)
        with self.store.begin() as work:
            work.courses.add(rows.course())
            work.courses.give_room(COURSE, Room.STAFF, Address("local", "demo", "staff"))
        self.routes = Routes()
        self._add_routes()
        self.restart()

    def restart(self) -> None:
        """Another process on the same database."""
        platforms = {"local": self.stage}
        door = Door(self.store, self.vault, platforms)
        delivery = Delivery(self.store, door, platforms)
        dispatcher = Dispatcher(self.store, self.routes)
        self.clock = Clock(
            self.store, dispatcher, delivery, wall=lambda: self.wall, seed=self._seed
        )

    def _add_routes(self) -> None:
        @self.routes.tick("ring")
        def ring(tick: Tick, course: Course) -> Iterator[Outgoing]:
            self.happened.append(f"ring {tick.args[0]} {tick.at:%H:%M}")
            yield Post(Room.STAFF, f"card {tick.args[0]}", Message((Line(tick.args[0]),)))
            if tick.args[0] == "again":
                job = Job(
                    id="later",
                    course_id=course.id,
                    name="ring",
                    args="later",
                    due=tick.at + timedelta(minutes=1),
                )
                course.jobs.add(job)

        @self.routes.tick("break")
        def break_down(_tick: Tick, _course: Course) -> tuple[Outgoing, ...]:
            self.happened.append("break")
            raise ZeroDivisionError

        @self.routes.tick("hold")
        def hold(_tick: Tick, _course: Course) -> tuple[Outgoing, ...]:
            self.held.set()
            assert self.free.wait(60)
            self.happened.append("held")
            return ()

    async def _sent(self, _what: str, _where: str) -> None:
        self.happened.append("delivered")

    def _seed(self) -> bytes:
        self.seeds.append(f"{len(self.seeds)}".encode().ljust(16))
        return self.seeds[-1]

    def due(self, name: str, minutes: float, route: str = "ring") -> None:
        """Something falls due in so many minutes."""
        job = Job(
            id=name,
            course_id=COURSE,
            name=route,
            args=name,
            due=NOON + timedelta(minutes=minutes),
        )
        with self.store.begin() as work:
            work.jobs.add(job)

    def forward(self, minutes: float) -> None:
        """Move the time on."""
        asyncio.run(self.clock.forward(timedelta(minutes=minutes)))

    def tick(self) -> None:
        """The second that APScheduler calls."""
        asyncio.run(self.clock.tick())

    def count(self, table: str) -> int:
        """How many rows a table has."""
        with self.store.read() as work:
            statement = text(f"SELECT count(*) FROM {table}")  # noqa: S608  # named in this file
            return int(work.connection.execute(statement).scalar_one())

    def close(self) -> None:
        """Close everything."""
        self.store.close()
        self.vault.close()


@pytest.fixture
def bell(stored_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bell]:
    opened = Bell(stored_url)
    monkeypatch.setattr(time, "time", lambda: opened.real)
    yield opened
    opened.close()


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    logs.configure("debug", "json", stream)
    yield stream
    logs.configure()


def test_moving_the_time_does_what_falls_due_on_the_way_in_order(bell: Bell) -> None:
    for name, minutes in (("third", 30), ("first", 1), ("second", 2), ("not-yet", 61)):
        bell.due(name, minutes)
    bell.forward(60)
    assert bell.happened == [
        "ring first 12:01",
        "delivered",
        "ring second 12:02",
        "delivered",
        "ring third 12:30",
        "delivered",
    ]
    assert bell.clock.now() == NOON + timedelta(minutes=60)
    assert len(set(bell.seeds)) == 3


def test_work_that_makes_work_has_it_done_in_its_turn(bell: Bell) -> None:
    bell.due("again", 1)
    bell.due("after", 3)
    bell.forward(5)
    assert [one for one in bell.happened if one != "delivered"] == [
        "ring again 12:01",
        "ring later 12:02",
        "ring after 12:03",
    ]


def test_what_is_late_is_done_at_its_own_time(bell: Bell) -> None:
    bell.due("late", -90)
    bell.tick()
    assert bell.happened == ["ring late 10:30"]


def test_to_the_next_thing_that_falls_due(bell: Bell) -> None:
    bell.due("first", 10)
    bell.due("second", 20)
    assert asyncio.run(bell.clock.to_next())
    assert bell.clock.now() == NOON + timedelta(minutes=10)
    assert [one for one in bell.happened if one != "delivered"] == ["ring first 12:10"]
    assert asyncio.run(bell.clock.to_next())
    assert not asyncio.run(bell.clock.to_next())


def test_the_clock_only_goes_forward(bell: Bell) -> None:
    with pytest.raises(ValueError, match="only goes forward"):
        bell.forward(-1)
    assert bell.clock.now() == NOON


def test_the_time_that_was_moved_is_kept(bell: Bell) -> None:
    bell.forward(90)
    bell.restart()
    assert bell.clock.now() == NOON + timedelta(minutes=90)
    bell.wall += timedelta(minutes=5)
    assert bell.clock.now() == NOON + timedelta(minutes=95)


def test_a_second_looks_at_real_time_and_does_nothing_early(bell: Bell) -> None:
    bell.due("first", 1)
    bell.tick()
    assert bell.happened == []
    bell.wall += timedelta(minutes=1)
    bell.tick()
    bell.tick()
    assert bell.happened == ["ring first 12:01"]


def test_what_breaks_stays_due_and_stops_nothing_else(bell: Bell, log: io.StringIO) -> None:
    bell.due("broken", 1, "break")
    bell.due("after", 2)
    bell.forward(5)
    assert [one for one in bell.happened if one != "delivered"] == ["break", "ring after 12:02"]
    assert "tick failed" in log.getvalue()
    assert bell.count("job") == 1
    bell.tick()
    assert bell.happened.count("break") == 1
    bell.real += LEASE + 1
    bell.tick()
    assert bell.happened.count("break") == 2


def test_work_in_the_hands_of_another_process_is_left_to_it_while_its_lease_lasts(
    bell: Bell,
) -> None:
    bell.due("theirs", 1)
    bell.due("ours", 2)
    with bell.store.begin() as work:
        taken = work.jobs.take(NOON + timedelta(minutes=1), bell.real, LEASE)
    assert taken is not None
    bell.forward(5)
    assert "ring theirs 12:01" not in bell.happened
    assert "ring ours 12:02" in bell.happened
    bell.real += LEASE + 1
    bell.tick()
    assert "ring theirs 12:01" in bell.happened


def test_a_route_that_no_longer_exists_ends_its_work(bell: Bell) -> None:
    bell.due("old", 1, "gone-with-last-version")
    bell.forward(2)
    assert bell.count("job") == 0


def test_a_database_that_is_away_is_looked_at_again(
    bell: Bell, monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    bell.due("first", 0)

    def away() -> None:
        raise OperationalError("SELECT", {}, Exception("gone"), hide_parameters=True)

    with monkeypatch.context() as broken:
        broken.setattr(bell.store, "begin", away)
        bell.tick()
    assert "tick failed" in log.getvalue()
    bell.tick()
    assert bell.happened == ["ring first 12:00"]


def _remember(bell: Bell) -> None:
    with bell.store.begin() as work:
        work.inbox.keep(work.inbox.key("old"), b"words", bell.clock.now())
        rows.note(work, "e1", ANA)


Jump = Callable[[Bell], None]
JUMPS: dict[str, Jump] = {
    "an hour on": lambda bell: bell.forward(60),
    "a year on": lambda bell: bell.forward(60 * 24 * 365),
    "the wall clock goes on": lambda bell: setattr(bell, "wall", NOON + timedelta(hours=2)),
}


@pytest.mark.parametrize("name", JUMPS)
def test_replies_are_gone_after_an_hour_however_it_passed(bell: Bell, name: str) -> None:
    bell.tick()
    _remember(bell)
    bell.forward(10)
    assert bell.count("inbox") == 1
    JUMPS[name](bell)
    bell.tick()
    assert bell.count("inbox") == 0


def test_a_wall_clock_that_goes_back_keeps_them_no_longer_than_it_went_back(bell: Bell) -> None:
    bell.tick()
    _remember(bell)
    bell.wall -= timedelta(hours=1)
    bell.tick()
    bell.wall += timedelta(hours=2) + HOUSEKEEPING
    bell.tick()
    assert bell.count("inbox") == 0


def test_a_process_that_starts_cleans_up_at_once(bell: Bell) -> None:
    _remember(bell)
    bell.wall += timedelta(hours=1)
    bell.restart()
    bell.tick()
    assert bell.count("inbox") == 0


def test_events_about_people_are_settled_when_the_week_is_over(bell: Bell) -> None:
    _remember(bell)
    bell.forward(60)
    assert (bell.count("unsettled_event"), bell.count("person_event")) == (1, 0)
    bell.forward(60 * 24 * 7)
    assert (bell.count("unsettled_event"), bell.count("person_event")) == (0, 1)


def test_it_looks_by_itself_every_second_until_stopped(bell: Bell) -> None:
    async def play() -> None:
        bell.due("first", 0)
        done = asyncio.Event()
        take = bell.clock._take

        def noted(now: datetime, most: int) -> list[Job]:
            found = take(now, most)
            if not found:
                loop.call_soon_threadsafe(done.set)
            return found

        loop = asyncio.get_running_loop()
        bell.clock._take = noted  # type: ignore[method-assign]  # to know when it has looked
        bell.clock.start()
        await asyncio.wait_for(done.wait(), 60)
        await bell.clock.stop()
        await bell.clock.stop()

    asyncio.run(play())
    assert bell.happened == ["ring first 12:00"]
    assert MONDAY < NOON


def test_what_takes_long_is_begun_once_and_finished_before_a_stop_without_a_word_in_the_log(
    bell: Bell, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play() -> None:
        bell.due("long", -1, "hold")
        bell.due("after", 0)
        looked = 0
        often = asyncio.Event()
        tick = bell.clock.tick

        async def counted() -> None:
            nonlocal looked
            looked += 1
            if looked == 5:
                often.set()
            await tick()

        monkeypatch.setattr(bell.clock, "tick", counted)
        bell.clock.start()
        await asyncio.to_thread(bell.held.wait, 60)
        await asyncio.wait_for(often.wait(), 20)
        stopping = asyncio.create_task(bell.clock.stop())
        await asyncio.sleep(0)
        assert not stopping.done()
        bell.free.set()
        await stopping

    monkeypatch.setattr("bot.clock.EVERY", 0.01)
    asyncio.run(play())
    assert bell.happened == ["held"]
    assert bell.count("job") == 1
    assert log.getvalue() == ""
