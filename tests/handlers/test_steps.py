"""I-4 is measured where a course says so, from then on, of steps between hints alone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.dispatch import Dispatcher, Outcome
from handlers.all import ROUTES
from handlers.chat.outgoing import Reply
from handlers.importing import keep
from handlers.rules.importing.records import WrittenHint
from storage.columns import table
from storage.kinds import Role
from storage.store import Store
from storage.tables import UnsettledEventTable
from tests.bot.events import form, press
from tests.storage import rows
from tests.storage.rows import COURSE, KEYS, MONDAY

TEXT = "Look at the key column and count how often each key comes. " * 4  # 44 words: 5.5 s


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    opened = Store(sqlite_url, KEYS)
    with opened.begin() as work:
        course = rows.course(measures_steps=True)
        work.courses.add(course)
        hints = [WrittenHint((f"h{rung}",), "Joins", "", rung, TEXT, "") for rung in (1, 2, 3)]
        keep(hints, course, work)
    yield opened
    opened.close()


def steps(store: Store) -> list[str]:
    """What was noted of steps: with nothing of a question, and no time finer than the window."""
    with store.read() as work:
        rows_ = work.connection.execute(select(table(UnsettledEventTable))).mappings()
        found = [dict(row) for row in rows_ if row["what"] == "step"]
    assert {row["window"] for row in found} <= {"2026-W37"}
    return [row["detail"] for row in found]


def ask(store: Store, role: Role = Role.STUDENT) -> str:
    fields = {"text": "How do joins treat a key twice?", "tried": "counted the rows"}
    asked = replace(form("ask", fields), role=role)
    for one in Dispatcher(store, ROUTES).handle(asked).said:
        if isinstance(one, Reply):
            for button in one.message.buttons:
                if button.name == "next-hint":
                    return button.args[0]
    raise AssertionError("no ladder")


def go_on(store: Store, question: str, at: datetime, role: Role = Role.STUDENT) -> Outcome:
    pressed = replace(press("next-hint", question, at=at), role=role)
    return Dispatcher(store, ROUTES).handle(pressed)


def after(seconds: float) -> datetime:
    return MONDAY + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("seconds", "expected"), [(0.4, []), (2, ["quick"]), (5.4, ["quick"]), (6, ["read"]), (700, [])]
)
def test_a_step_is_noted_when_the_next_hint_is_shown(
    store: Store, seconds: float, expected: list[str]
) -> None:
    go_on(store, ask(store), after(seconds))
    assert steps(store) == expected


def test_each_step_counts_from_its_own_hint_and_rereading_is_none(store: Store) -> None:
    question = ask(store)
    go_on(store, question, after(20))
    Dispatcher(store, ROUTES).handle(press("my-question", question, at=after(21)))
    go_on(store, question, after(22))
    assert sorted(steps(store)) == ["quick", "read"]
    go_on(store, question, after(23))  # there is no further hint: people are next
    assert len(steps(store)) == 2


def test_nothing_is_noted_of_staff_or_where_a_course_has_not_said_so(store: Store) -> None:
    go_on(store, ask(store, Role.TA), after(2), Role.TA)
    assert steps(store) == []
    question = ask(store)
    with store.begin() as work:
        work.courses.set(COURSE, measures_steps=False)
    go_on(store, question, after(2))
    assert steps(store) == []
