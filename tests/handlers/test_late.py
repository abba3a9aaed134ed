"""Whom a late ticket is told of privately, beside the message in the staff room."""

from datetime import timedelta

import pytest

from bot.dispatch import Dispatcher
from handlers.all import ROUTES
from handlers.life.due import LATE
from storage.kinds import QuestionState, Role
from storage.store import Store
from storage.tables import Job
from tests.storage import rows
from tests.storage.rows import BEN, COURSE, KEYS, MONDAY, TIM


@pytest.mark.parametrize("seated", [False, True])
@pytest.mark.parametrize(
    ("known", "escalated", "told"),
    [
        (True, 0, []),
        (True, 1, [f"staff:{COURSE}"]),
        (False, 1, ["seat:ines"]),
    ],
)
def test_the_instructor_is_told_after_the_other_staff(
    sqlite_url: str, *, seated: bool, known: bool, escalated: int, told: list[str]
) -> None:
    """Also without a seat; who was named before their seal was kept needs one."""
    store = Store(sqlite_url, KEYS)
    job = Job(
        id="j", course_id=COURSE, question_id="q", name=LATE, args="q", due=MONDAY + timedelta(1)
    )
    with store.begin() as work:
        work.courses.add(rows.course())
        ines = rows.staff(BEN, Role.INSTRUCTOR)
        work.courses.name_staff(ines if known else ines.model_copy(update={"member_seal": None}))
        work.courses.name_staff(rows.staff(TIM, Role.TA))
        if seated:
            work.seats.add(rows.seat("ines", BEN))
        work.seats.add(rows.seat("tim", TIM))
        work.questions.add(rows.question("q", state=QuestionState.OPEN, posted_at=MONDAY))
        work.tickets.add(rows.ticket("q", escalated=escalated, posted_at=MONDAY))
        work.jobs.add(job)
    assert Dispatcher(store, ROUTES).tick(job, b"a seed of 16 byte")
    with store.read() as work:
        notices = [one for one in work.outbox.waiting() if one.kind == "notice"]
    expected = [("late", scope) for scope in told if known or seated]
    assert [(one.notice, one.scope) for one in notices] == expected
    assert {(one.args, one.body) for one in notices} <= {("", "")}
    store.close()
