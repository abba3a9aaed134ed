"""Where students may be minors, nobody is asked weekly until an instructor turns it on."""

from datetime import date

import pytest

from handlers.course import Course
from handlers.pulse.terms import plan, plan_for_minors
from handlers.rules.chance import Chance
from storage.kinds import PulseState
from storage.store import Store
from tests.storage import rows
from tests.storage.conftest import store  # noqa: F401  # the fixture
from tests.storage.rows import MONDAY


@pytest.mark.parametrize("enrolment", [12, 19, 20, 120])
@pytest.mark.parametrize("minors", [True, False])
def test_the_pulse_is_off_by_default(store: Store, enrolment: int, minors: bool) -> None:  # noqa: F811
    record = rows.course(
        enrolment=enrolment, term_start=date(2026, 10, 5), term_end=date(2026, 12, 18)
    )
    with store.begin() as work:
        work.courses.add(record)
        course = Course(work, Chance(b"a seed of 16 bytes"), record)
        plan(course, MONDAY)
        term = work.pulses.current(course.id)
        assert term is not None
        by_size = PulseState.RUNNING if enrolment >= 20 else PulseState.OFF
        assert term.state == by_size
        record.minors = minors
        plan_for_minors(course)
        term = work.pulses.current(course.id)
        assert term is not None
        assert term.state == (PulseState.OFF if minors else by_size)
        work.pulses.forget(term.id)
        plan(course, MONDAY)
        term = work.pulses.current(course.id)
        assert term is not None
        assert term.state == (PulseState.OFF if minors else by_size)
