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


@pytest.mark.parametrize(("escalated", "told"), [(0, []), (1, ["ines"])])
def test_an_instructor_with_a_seat_is_told_after_the_other_staff(
    sqlite_url: str, escalated: int, told: list[str]
) -> None:
    store = Store(sqlite_url, KEYS)
    job = Job(
        id="j", course_id=COURSE, question_id="q", name=LATE, args="q", due=MONDAY + timedelta(1)
    )
    with store.begin() as work:
        work.courses.add(rows.course())
        work.courses.name_staff(rows.staff(BEN, Role.INSTRUCTOR))
        work.courses.name_staff(rows.staff(TIM, Role.TA))
        work.seats.add(rows.seat("ines", BEN))
        work.seats.add(rows.seat("tim", TIM))
        work.questions.add(rows.question("q", state=QuestionState.OPEN, posted_at=MONDAY))
        work.tickets.add(rows.ticket("q", escalated=escalated, posted_at=MONDAY))
        work.jobs.add(job)
    assert Dispatcher(store, ROUTES).tick(job, b"a seed of 16 byte")
    with store.read() as work:
        notices = [one for one in work.outbox.waiting() if one.kind == "notice"]
    assert [(one.notice, one.scope) for one in notices] == [("late", f"seat:{one}") for one in told]
    store.close()
