"""The dispatcher: once, whole, in time, and always an answer."""

import io
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.event import listens_for
from sqlalchemy.exc import OperationalError

from bot import dispatch as dispatch_module
from bot import logs
from bot.dispatch import Dispatcher, Outcome
from bot.platform import NotCommitted
from handlers.chat.incoming import Acted, Press
from handlers.chat.outgoing import Forget, OpenForm, Outgoing, Post, Reply
from handlers.course import Course
from handlers.routes import Routes
from handlers.words import words
from storage import store as store_module
from storage.engine import BUSY_MS
from storage.inbox import KEPT
from storage.kinds import Address, Role, Room
from storage.store import Busy, Store
from storage.tables import Job
from tests.bot import events
from tests.bot.events import command, form, press
from tests.storage import rows
from tests.storage.rows import ANA, BEN, COURSE, KEYS, MONDAY

SAY = words("en")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    logs.configure("debug", "json", stream)
    yield stream
    logs.configure()


@pytest.fixture
def store(stored_url: str) -> Iterator[Store]:
    opened = Store(stored_url, KEYS)
    furnish(opened)
    yield opened
    opened.close()


@pytest.fixture
def sqlite(sqlite_url: str) -> Iterator[Store]:
    opened = Store(sqlite_url, KEYS)
    furnish(opened)
    yield opened
    opened.close()


def furnish(store: Store) -> None:
    with store.begin() as work:
        work.courses.add(rows.course())
        work.courses.give_room(COURSE, Room.STAFF, Address("local", "demo", "staff"))


def dispatcher(store: Store, routes: Routes = events.routes) -> Dispatcher:
    return Dispatcher(store, routes)


def said(outcome: Outcome) -> list[str]:
    return [
        part.text for one in outcome.said if isinstance(one, Reply) for part in one.message.parts
    ]


def kept(store: Store) -> tuple[int, int]:
    """How many topics were added, and how many parcels wait."""
    with store.read() as work:
        return len(work.hints.topics(COURSE)), work.outbox.count()


def test_one_event_is_one_transaction_with_its_outbox(store: Store) -> None:
    outcome = dispatcher(store).handle(press("add"))
    assert said(outcome) == ["number 1"]
    assert outcome.delivers
    assert kept(store) == (1, 1)


@pytest.mark.parametrize("event", [press("add", delivery="same"), command("add", delivery="same")])
def test_a_redelivery_is_told_the_same_and_changes_nothing(store: Store, event: Acted) -> None:
    handle = dispatcher(store).handle
    first, second = handle(event), handle(event)
    assert first.said == second.said
    assert not second.delivers
    assert kept(store) == (1, 1)
    assert said(handle(press("add"))) == ["number 2"]


def test_a_second_press_of_the_same_message_is_the_first_one(store: Store) -> None:
    handle = dispatcher(store).handle
    first = handle(press("add", "q1", once="token"))
    assert handle(press("add", "q1", once="token")).said == first.said
    assert kept(store)[0] == 1
    for another in (
        press("add", "q1", once="another"),
        press("add", "q2", once="token"),
        press("add", "q1", once="token", who=BEN),
    ):
        before = kept(store)[0]
        handle(another)
        assert kept(store)[0] == before + 1


def test_a_form_that_is_sent_twice_is_kept_once(store: Store) -> None:
    handle = dispatcher(store).handle
    first = handle(form("add", {"text": "x"}, once="token"))
    assert handle(form("add", {"text": "x"}, once="token")).said == first.said
    assert kept(store)[0] == 1


def test_nobody_is_told_what_another_was_whatever_id_a_platform_gives(store: Store) -> None:
    handle = dispatcher(store).handle
    assert said(handle(press("add", delivery="1"))) == ["number 1"]
    assert said(handle(press("add", delivery="1", who=BEN))) == ["number 2"]


def test_after_an_hour_it_is_a_new_event(store: Store) -> None:
    handle = dispatcher(store).handle
    handle(press("add", once="token"))
    assert said(handle(press("add", once="token", at=MONDAY + KEPT))) == ["number 2"]
    assert said(handle(press("add", once="token", at=MONDAY + KEPT))) == ["number 2"]


def test_a_form_is_opened_again_and_never_replayed(store: Store) -> None:
    handle = dispatcher(store).handle
    first, second = (handle(press("open", delivery="same")).said[0] for _ in range(2))
    assert isinstance(first, OpenForm)
    assert isinstance(second, OpenForm)
    assert first.form.once != second.form.once
    with store.read() as work:
        assert work.connection.execute(text("SELECT count(*) FROM inbox")).scalar_one() == 0


def test_a_deletion_cut_short_is_carried_through_when_it_is_delivered_again(store: Store) -> None:
    routes = Routes()

    @routes.submission("delete")
    def delete(_event: object, course: Course) -> Iterator[Outgoing]:
        yield Reply(course.line("unlinked"))
        yield Forget()

    handle = dispatcher(store, routes).handle
    first, second = handle(form("delete", once="t")), handle(form("delete", once="t"))
    assert first.forget
    assert second.forget
    assert first.said == second.said


def test_a_refusal_changes_nothing(store: Store) -> None:
    outcome = dispatcher(store).handle(press("refuse"))
    assert said(outcome) == [SAY("not-for-you")]
    assert not outcome.delivers
    assert kept(store) == (0, 0)


@pytest.mark.parametrize(
    ("role", "expected"),
    [(Role.STUDENT, SAY("not-for-you")), (Role.TA, "number 1"), (Role.INSTRUCTOR, "number 1")],
)
def test_roles(store: Store, role: Role, expected: str) -> None:
    assert said(dispatcher(store).handle(press("staff", role=role))) == [expected]
    assert kept(store)[0] == (role != Role.STUDENT)


def test_a_button_that_no_longer_exists_is_answered_kindly(store: Store) -> None:
    assert said(dispatcher(store).handle(press("gone-with-last-version"))) == [SAY("unknown")]


def test_outside_every_course_it_says_so(store: Store) -> None:
    assert said(dispatcher(store).handle(press("add", course=None))) == [SAY("no-course")]
    assert said(dispatcher(store).handle(press("add", course="deleted"))) == [SAY("no-course")]


def test_a_reading_route_cannot_write(store: Store) -> None:
    assert said(dispatcher(store).handle(press("read"))) == ["0 topics"]
    with pytest.raises(NotCommitted):
        dispatcher(store).handle(press("write-while-reading"))
    assert kept(store) == (0, 0)


def test_a_handler_that_breaks_on_a_press_leaves_a_kind_line(
    store: Store, log: io.StringIO
) -> None:
    assert said(dispatcher(store).handle(press("break"))) == [SAY("failed")]
    assert kept(store) == (0, 0)
    assert "handler failed" in log.getvalue()
    assert "ZeroDivisionError" in log.getvalue()
    assert "Press break" in log.getvalue()
    assert "somebody" not in log.getvalue()


def test_a_handler_that_breaks_on_a_form_leaves_the_text_in_it(
    store: Store, log: io.StringIO
) -> None:
    with pytest.raises(NotCommitted):
        dispatcher(store).handle(form("break", {"text": "my very own words"}))
    assert kept(store) == (0, 0)
    assert "Submission break" in log.getvalue()
    assert "own words" not in log.getvalue()


def test_where_even_the_kind_line_cannot_be_read_nothing_was_kept(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_time() -> None:
        raise Busy

    handle = dispatcher(store).handle
    monkeypatch.setattr(store, "read", no_time)
    with pytest.raises(NotCommitted):
        handle(press("break"))


class SlowClock:
    """A monotonic clock that moves on by so much at each look."""

    def __init__(self, step: float) -> None:
        self.now, self.step = 0.0, step

    def monotonic(self) -> float:
        self.now += self.step
        return self.now


@pytest.mark.parametrize(("seconds", "through"), [(2.4, True), (2.6, False)])
def test_what_takes_too_long_is_not_kept(
    store: Store, monkeypatch: pytest.MonkeyPatch, seconds: float, through: bool
) -> None:
    monkeypatch.setattr(dispatch_module, "BUSY_MS", BUSY_MS)  # as it is outside tests
    monkeypatch.setattr(dispatch_module, "time", SlowClock(seconds))
    handle = dispatcher(store).handle
    if through:
        handle(form("add", once="token"))
    else:
        with pytest.raises(NotCommitted):
            handle(form("add", once="token"))
    assert kept(store) == ((1, 1) if through else (0, 0))
    monkeypatch.setattr(dispatch_module, "time", SlowClock(0))
    assert said(handle(form("add", once="token"))) == ["number 1"]


def path_of(store: Store) -> Path:
    return Path(str(store.engine.url.database))


def test_a_locked_database_keeps_nothing(
    sqlite: Store, monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    monkeypatch.setattr(store_module, "BUSY_MS", 1)
    other = sqlite3.connect(path_of(sqlite), isolation_level=None)
    for connection in [sqlite.engine.raw_connection() for _ in range(8)]:  # nobody waits
        connection.cursor().execute("PRAGMA busy_timeout = 0")
        connection.close()
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(NotCommitted):
        dispatcher(sqlite).handle(form("add", {"text": "my very own words"}))
    other.execute("ROLLBACK")
    other.close()
    assert kept(sqlite) == (0, 0)
    assert "OperationalError" in log.getvalue()
    assert "own words" not in log.getvalue()
    assert said(dispatcher(sqlite).handle(form("add"))) == ["number 1"]


@pytest.mark.parametrize(
    "make_bad", ["PRAGMA query_only = ON", "PRAGMA max_page_count = 1"], ids=["read-only", "full"]
)
def test_a_database_that_takes_nothing_keeps_nothing(sqlite: Store, make_bad: str) -> None:
    big = "x" * 100_000
    connections = [sqlite.engine.raw_connection() for _ in range(8)]
    for connection in connections:
        connection.cursor().execute(make_bad)
        connection.close()
    routes = Routes()

    @routes.submission("add")
    def add(_event: object, course: Course) -> Iterator[Outgoing]:
        course.work.settings.set("big", big)
        yield Reply(course.line("unlinked"))

    with pytest.raises(NotCommitted):
        dispatcher(sqlite, routes).handle(form("add"))
    with sqlite.read() as work:
        assert work.settings.find("big") is None


def test_a_connection_that_is_lost_keeps_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost() -> None:
        raise OperationalError("INSERT", {"text": "words"}, Exception("gone"), hide_parameters=True)

    monkeypatch.setattr(store.engine, "connect", lost)
    with pytest.raises(NotCommitted):
        dispatcher(store).handle(press("add"))


def test_the_same_event_at_the_same_moment_in_two_threads_is_one(store: Store) -> None:
    barrier = threading.Barrier(6)
    handle = dispatcher(store).handle
    event = press("add", once="token")

    def at_once(_number: int) -> Outcome:
        barrier.wait(30)
        return handle(event)

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(at_once, range(6)))
    assert {outcome.said for outcome in outcomes} == {outcomes[0].said}
    assert [outcome.delivers for outcome in outcomes].count(True) == 1
    assert kept(store) == (1, 1)


Change = Callable[[Course], Iterator[Outgoing]]


class _Crossing:
    """Two routes that change the same two things, each in its own order.

    In the first try both have changed one thing before either goes on to the other.
    """

    def __init__(self, one: Change, other: Change) -> None:
        self.routes, self.tries = Routes(), 0
        self._barrier = threading.Barrier(2)
        self.routes.press("down")(self._route(one, other))
        self.routes.press("up")(self._route(other, one))

    def _route(
        self, first: Change, second: Change
    ) -> Callable[[Press, Course], Iterator[Outgoing]]:
        def route(_press: Press, course: Course) -> Iterator[Outgoing]:
            self.tries += 1
            again = self.tries > 2
            yield from first(course)
            if not again:
                self._barrier.wait(60)
            yield from second(course)
            yield from events._add(course)

        return route

    def play(self, store: Store) -> list[Outcome]:
        handle = dispatcher(store, self.routes).handle
        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(handle, (press("down"), press("up"))))


def _uses(name: str) -> Change:
    """One more of an allowance."""

    def uses(course: Course) -> Iterator[Outgoing]:
        course.work.allowances.use(name, "tag", MONDAY, 9)
        yield from ()

    return uses


def _posts_the_board(course: Course) -> Iterator[Outgoing]:
    yield Post(Room.STAFF, "board", events.said(course.chance.token()))


@pytest.fixture
def crossed(postgresql_url: str) -> Iterator[Store]:
    """PostgreSQL, which looks after ten milliseconds whether two wait for each other."""
    opened = Store(postgresql_url, KEYS)

    @listens_for(opened.engine, "connect")
    def _impatient(connection: DBAPIConnection, _record: object) -> None:
        connection.cursor().execute("SET deadlock_timeout = 10")
        connection.commit()

    furnish(opened)
    yield opened
    opened.close()


def _used(store: Store, name: str) -> int:
    """How much of an allowance was used before now."""
    with store.begin() as work:
        return work.allowances.use(name, "tag", MONDAY, 9) - 1


def test_of_two_events_that_wait_for_each_other_one_begins_anew(crossed: Store) -> None:
    crossing = _Crossing(_uses("a"), _uses("b"))
    outcomes = crossing.play(crossed)
    assert sorted(map(said, outcomes)) == [["number 1"], ["number 2"]]
    assert crossing.tries == 3
    assert [_used(crossed, name) for name in "ab"] == [2, 2]
    assert kept(crossed) == (2, 1)


def test_what_is_posted_locks_nothing_before_the_end(crossed: Store) -> None:
    crossing = _Crossing(_uses("a"), _posts_the_board)
    outcomes = crossing.play(crossed)
    assert [outcome.delivers for outcome in outcomes] == [True, True]
    assert crossing.tries == 2
    assert _used(crossed, "a") == 2


def test_a_form_is_the_first_and_only_answer(store: Store) -> None:
    routes = Routes()

    @routes.press("both")
    def both(_event: object, course: Course) -> Iterator[Outgoing]:
        yield Reply(course.line("unlinked"))
        yield from events.open_form(press("open"), course)

    @routes.submission("form")
    def to_a_form(_event: object, course: Course) -> Iterator[Outgoing]:
        yield from events.open_form(press("open"), course)

    assert said(dispatcher(store, routes).handle(press("both"))) == [SAY("failed")]
    with pytest.raises(NotCommitted):
        dispatcher(store, routes).handle(form("form"))
    assert kept(store) == (0, 0)


def test_due_work_is_done_once_with_its_effect_or_not_at_all(store: Store) -> None:
    routes = Routes()

    @routes.tick("count")
    def count(_event: object, course: Course) -> Iterator[Outgoing]:
        yield from events._add(course)

    @routes.tick("break")
    def break_down(_event: object, course: Course) -> Iterator[Outgoing]:
        yield from events._add(course)
        raise ZeroDivisionError

    jobs = {
        name: Job(id=name, course_id=COURSE, name=name, due=MONDAY) for name in ("count", "break")
    }
    with store.begin() as work:
        for job in jobs.values():
            work.jobs.add(job)
    tick = dispatcher(store, routes).tick
    assert tick(jobs["count"], b"s" * 16)
    assert not tick(jobs["count"], b"s" * 16)
    with pytest.raises(ZeroDivisionError):
        tick(jobs["break"], b"s" * 16)
    assert kept(store)[0] == 1
    with store.read() as work:
        assert work.jobs.first_due(1e12) == MONDAY
    assert ANA is not BEN


class _Door:
    """A route that is closed at first: it refuses, until it is opened."""

    def __init__(self) -> None:
        self.open = False
        self.routes = Routes()
        self.routes.press("enter")(self._enter)
        self.routes.press("ring", repeats=True)(self._ring)
        self.rung = 0

    def _enter(self, _event: Acted, course: Course) -> list[Outgoing]:
        if not self.open:
            raise course.refuse("not-for-you")
        return [Reply(course.line("kept"))]

    def _ring(self, _event: Acted, course: Course) -> list[Outgoing]:
        self.rung += 1
        return [Reply(course.line("ask-too-long", length=self.rung, most=1))]


def test_a_refusal_that_is_delivered_again_stays_a_refusal(store: Store) -> None:
    door = _Door()
    handle = dispatcher(store, door.routes).handle
    refused = handle(press("enter", once="token", delivery="first"))
    door.open = True
    assert handle(press("enter", once="token", delivery="first")) == refused
    # Pressing the same button once more is another thing: by now it may be right.
    assert said(handle(press("enter", once="token", delivery="second"))) == [SAY("kept")]


def test_a_press_that_may_be_repeated_acts_again_but_not_when_redelivered(store: Store) -> None:
    door = _Door()
    handle = dispatcher(store, door.routes).handle
    first = handle(press("ring", once="token", delivery="first"))
    assert handle(press("ring", once="token", delivery="first")) == first
    assert handle(press("ring", once="token", delivery="second")) != first
    assert door.rung == 2
