"""What every course's Monday brings, the next term's as well."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.dispatch import Dispatcher
from handlers.all import ROUTES
from storage.columns import table
from storage.kinds import Address, Role, Room
from storage.store import Store
from storage.tables import Job, JobTable, OutboxTable
from tests.bot.events import form
from tests.storage import rows
from tests.storage.rows import COURSE, KEYS, MONDAY

CLASS = Address("local", "demo", "data-101")


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    opened = Store(sqlite_url, KEYS)
    with opened.begin() as work:
        work.courses.add(rows.course())
        work.courses.give_room(COURSE, Room.CLASS, CLASS)
    yield opened
    opened.close()


def jobs(store: Store, name: str) -> dict[str, datetime]:
    """When work of a name falls due, by course."""
    with store.read() as work:
        found = work.connection.execute(select(table(JobTable))).mappings()
        return {job["course_id"]: job["due"] for job in found if job["name"] == name}


def posted(store: Store) -> list[tuple[str, str]]:
    """Kind and key of the cards in the outbox."""
    with store.read() as work:
        found = work.connection.execute(select(table(OutboxTable))).mappings()
        return [(parcel["kind"], parcel["card_key"]) for parcel in found]


def test_a_course_for_the_next_term_has_its_first_monday(store: Store) -> None:
    asked = replace(form("next-term", {"name": "Spring"}), role=Role.INSTRUCTOR)
    Dispatcher(store, ROUTES).handle(asked)
    (course,) = jobs(store, "digest").keys() - {COURSE}
    due = jobs(store, "digest")[course]
    assert MONDAY < due <= MONDAY + timedelta(weeks=1)


def monday(store: Store) -> None:
    """Do what falls due on Monday morning."""
    with store.begin() as work:
        work.jobs.add(Job(id="j", course_id=COURSE, name="digest", due=MONDAY))
    while True:
        with store.begin() as work:
            job = work.jobs.take(MONDAY + timedelta(hours=2), 1.0, 60.0)
        if job is None:
            return
        Dispatcher(store, ROUTES).tick(job, job.name.encode().ljust(16))


def test_the_pinned_card_is_renewed_on_monday(store: Store) -> None:
    monday(store)
    assert posted(store) == [("renew", "ask")]


def test_an_archived_course_s_pinned_card_is_left(store: Store) -> None:
    with store.begin() as work:
        work.courses.set(COURSE, archived_at=MONDAY)
    monday(store)
    assert posted(store) == []
