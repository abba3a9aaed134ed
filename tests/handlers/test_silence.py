"""I-2: a day after a panel it is noted whether its asker went on, without saying who it was."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.dispatch import Dispatcher
from handlers.all import ROUTES
from handlers.silence import PANEL
from storage.columns import table
from storage.figures.people import PeopleFigures
from storage.kinds import Purpose
from storage.store import Store
from storage.tables import JobTable, PersonEventTable, UnsettledEventTable
from tests.bot.events import form, press
from tests.storage import rows
from tests.storage.rows import ANA, COURSE, KEYS, MONDAY

NEXT = MONDAY + timedelta(days=1)
WINDOW = "2026-W37"


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    opened = Store(sqlite_url, KEYS)
    with opened.begin() as work:
        work.courses.add(rows.course())
    yield opened
    opened.close()


def ask(store: Store) -> str:
    """Ana asks; the question's id."""
    Dispatcher(store, ROUTES).handle(form("ask", {"text": "My join doubles the rows."}))
    with store.read() as work:
        job = work.connection.execute(select(table(JobTable))).mappings().one()
    assert (job["name"], job["due"]) == (PANEL, MONDAY + timedelta(days=1))
    return str(job["question_id"])


def nothing(_store: Store, _question: str) -> None:
    pass


def pressed(*names: str) -> Callable[[Store, str], None]:
    def do(store: Store, question: str) -> None:
        for name in names:
            Dispatcher(store, ROUTES).handle(press(name, question))

    return do


def unlink(store: Store, question: str) -> None:
    Dispatcher(store, ROUTES).handle(replace(form("unlink"), args=(question,)))


def a_day_later(store: Store) -> bool:
    """Do the work that has fallen due; false if there was none about a panel."""
    found = []
    while True:
        with store.begin() as work:
            job = work.jobs.take(NEXT, 1.0, 60.0)
        if job is None:
            return PANEL in found
        found.append(job.name)
        Dispatcher(store, ROUTES).tick(job, bytes([len(found)]) * 16)  # chance is new every time


@pytest.mark.parametrize(
    ("meanwhile", "noted"),
    [
        (nothing, "silent"),
        (pressed("keep"), "silent"),
        (pressed("post"), "moved"),
        (pressed("that-did-it"), "moved"),
        (pressed("keep", "that-did-it"), "moved"),
    ],
)
def test_what_came_of_a_panel(
    store: Store, meanwhile: Callable[[Store, str], None], noted: str
) -> None:
    meanwhile(store, ask(store))
    assert a_day_later(store)
    with store.begin() as work:
        work.log.settle_window(COURSE, WINDOW, secrets.token_hex)
        figures = PeopleFigures(work.connection, COURSE, WINDOW)
        assert figures.share(PANEL, noted, 5).total == 60
        tag = ANA.tag(Purpose.WINDOW, f"{COURSE}/{WINDOW}")
        assert figures.share(PANEL, noted, 5).people == 1
        person = table(PersonEventTable)
        found = work.connection.execute(select(person.c.person_tag)).scalars().all()
        assert set(found) == {tag}


def test_the_job_tells_nobody_who_it_is_about(store: Store) -> None:
    ask(store)
    with store.begin() as work:
        job = work.connection.execute(select(table(JobTable))).mappings().one()
        assert ANA.tag(Purpose.WINDOW, f"{COURSE}/{WINDOW}") not in str(dict(job))
    before = set(str(dict(job)["args"]).split())
    assert a_day_later(store)
    with store.begin() as work:
        waiting = work.connection.execute(select(table(UnsettledEventTable))).mappings().all()
    assert not any(before & set(map(str, row.values())) for row in waiting)


def test_unlinking_takes_the_job_along(store: Store) -> None:
    unlink(store, ask(store))
    assert not a_day_later(store)
