"""R9, R10, R12 and R13 on classes of 1 to 250: rules that are kept by what no digest says.

Each is tried on digests as they are composed, and then with the rule switched off.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text, update

from handlers.chat.incoming import Command
from handlers.digest import composing, counting
from handlers.digest import pulse as of_the_pulse
from handlers.digest.composing import compose
from handlers.digest.findings import About, Finding, OfTickets
from handlers.digest.freezing import freeze
from handlers.pulse import steering
from handlers.rules.release import Released, Window, window_at, word
from storage.columns import table
from storage.figures.people import PeopleFigures
from storage.figures.tickets import Span, TicketFigures
from storage.keys import Somebody
from storage.kinds import Role
from storage.store import Store, Work
from storage.tables import Course as CourseRecord
from storage.tables import QuestionTable
from tests.digest import world
from tests.digest.world import DUE, MONDAY, WEEK, WORDS
from tests.storage import rows

some = settings(max_examples=12, deadline=None)
SIZES = st.integers(1, 250)
SURE = 60
"""A class that is large enough for figures about people."""


class _Undone(Exception):
    """What a trial wrote goes."""


@contextmanager
def trial(store: Store) -> Iterator[Work]:
    try:
        with store.begin() as work:
            yield work
            raise _Undone
    except _Undone:
        pass


def of(enrolment: int) -> CourseRecord:
    return world.record("c", enrolment, term_end=MONDAY + timedelta(weeks=10))


def told(work: Work, found: CourseRecord) -> str:
    """Last week's digest, as if nobody had seen it yet."""
    return freeze(compose(world.opened(work, found), MONDAY))


# R9: nothing that students wrote is quoted, and nothing is made a theme of it.


def quotes(store: Store, people: int) -> bool:
    """Whether a digest has any three words in a row of what students wrote, topics included."""
    with trial(store) as work:
        found = of(people)
        world.furnish(work, found, range(people))
        # There is no list of topics, and askers typed something of their own.
        work.connection.execute(update(table(QuestionTable)).values(topic=WORDS))
        content, words = told(work, found), WORDS.split()
    return any(" ".join(words[n : n + 3]) in content for n in range(len(words) - 2))


@some
@example(250)
@example(SURE)
@given(SIZES)
def test_no_digest_quotes_anybody(one_store: Store, people: int) -> None:
    assert not quotes(one_store, people)


def test_a_theme_of_students_words_is_noticed(
    one_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TicketFigures, "named_topics", lambda _self: {WORDS})
    assert quotes(one_store, 5)


# R10: nothing is live, and nothing is said student by student.


def read_by_staff(work: Work, found: CourseRecord) -> tuple[str, list[str]]:
    """Last week's digest, and ``/askwell pulse`` in the week after it."""
    command = Command(
        who=world.somebody(found, 999),
        role=Role.INSTRUCTOR,
        course=found.id,
        platform="local",
        at=DUE + timedelta(days=4),
        seed=bytes(16),
        delivery="d",
        name="pulse",
    )
    pulse = map(repr, steering.steer(command, world.opened(work, found)))
    return told(work, found), list(pulse)


def moves(store: Store, people: int) -> bool:
    """Whether anything that staff read moves with what people do in the running window."""
    with trial(store) as work:
        found = of(people)
        world.furnish(work, found, range(people), questions=1)
        begin_pulse(work, found)
        before = read_by_staff(work, found)
        course, later = world.opened(work, found), DUE + timedelta(days=2)
        for number in range(people):
            who = world.somebody(found, number)
            for what, detail in (("asked", "answer"), ("panel", "silent"), ("posted", "named")):
                world.note(work, course, who, f"now-{number}-{what}", what, detail, later)
            answer(work, who, f"now-{number}", course.window(later), 5)
        return read_by_staff(work, found) != before


def begin_pulse(work: Work, found: CourseRecord) -> None:
    """The course is asked: its fourth week is the digest's."""
    assert found.term_start is not None
    if found.enrolment is not None and found.enrolment >= 12:
        term = rows.pulse_term(
            course_id=found.id, enrolment=found.enrolment, starts=found.term_start, week=4
        )
        work.pulses.add_term(term)


def answer(work: Work, who: Somebody, name: str, window: str, value: int) -> None:
    work.pulses.join(rows.pulse_member(who))
    slot = rows.pulse_slot(who)
    work.pulses.answered(name, slot, window, "belonging", "B1", value, consent=1)


@some
@example(250)
@example(SURE)
@given(SIZES)
def test_nothing_moves_with_the_running_window(one_store: Store, people: int) -> None:
    assert not moves(one_store, people)


def live_people(monkeypatch: pytest.MonkeyPatch) -> None:
    def running(_monday: date, enrolment: int | None, start: date | None) -> Window:
        return window_at(DUE.date(), enrolment, start)

    monkeypatch.setattr(composing, "last_over", running)


def live_pulse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steering, "window_name", lambda *_: "9999-W52")


@pytest.mark.parametrize("live", [live_people, live_pulse])
def test_a_live_figure_is_noticed(
    one_store: Store,
    monkeypatch: pytest.MonkeyPatch,
    live: Callable[[pytest.MonkeyPatch], None],
) -> None:
    live(monkeypatch)
    assert moves(one_store, SURE)


def differs_by_person(store: Store, people: int, seed: int) -> bool:
    """Whether a digest shows that people have changed places: each did what another did."""
    contents, order = set(), list(range(people))
    for _ in range(2):
        with trial(store) as work:
            found = of(people)
            world.furnish(work, found, order)
            contents.add(told(work, found))
        Random(seed).shuffle(order)  # noqa: S311  # an order to be repeated
    return len(contents) > 1


@some
@example(250, 1)
@example(SURE, 1)
@given(SIZES, st.integers(0, 99))
def test_nothing_is_told_student_by_student(one_store: Store, people: int, seed: int) -> None:
    assert not differs_by_person(one_store, people, seed)


def test_a_table_per_student_is_noticed(one_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def each(figures: PeopleFigures, _enrolment: int, *, steps: bool) -> Iterator[Finding]:
        assert not steps
        query = "SELECT count(*) FROM person_event GROUP BY person_tag ORDER BY person_tag"
        for (number,) in figures._connection.execute(text(query)):
            yield OfTickets("bottom", {"share": number, "whole": number})

    monkeypatch.setattr(counting, "of_people", each)
    assert differs_by_person(one_store, 20, 1)


# R12: how few there were is not told, nor whether there was anybody.


def about_people(store: Store, enrolment: int, values: Sequence[int]) -> list[str]:
    """What is said of people where so few did and answered something.

    But for the reach, of which a tenth of a large class may be fewer than ten.
    """
    with trial(store) as work:
        found = of(enrolment)
        work.courses.add(found)
        begin_pulse(work, found)
        course = world.opened(work, found)
        for number, value in enumerate(values):
            who = world.somebody(found, number)
            for what in ("asked", "panel", "alone", "posted"):
                name = f"{number}-{what}"
                world.note(work, course, who, name, what, "hidden", DUE - timedelta(days=3))
            if enrolment >= 12:
                answer(work, who, f"a{number}", WEEK, value)
        digest = compose(course, MONDAY)
        lines = [*digest.front, *digest.more]
        return [repr(one) for one in lines if one.about is About.PEOPLE and one.key != "reach"]


@some
@example(250, [1] * 9)
@given(SIZES, st.lists(st.integers(1, 5), max_size=9))
def test_nine_people_are_told_like_none(
    one_store: Store, enrolment: int, values: list[int]
) -> None:
    none = about_people(one_store, enrolment, [])
    assert about_people(one_store, enrolment, values) == none
    assert bool(none) is (enrolment >= 12)


def unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scale has a line where somebody answered."""
    monkeypatch.setattr(of_the_pulse, "scales_asked", lambda *_: ())


def a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said in a word also of few."""

    def said(what: str, people: int, enrolment: int) -> Released:
        return word(what, 10 * people, enrolment)

    monkeypatch.setattr(of_the_pulse, "word", said)


@pytest.mark.parametrize("off", [unasked, a_word])
def test_that_there_was_somebody_is_noticed(
    one_store: Store, monkeypatch: pytest.MonkeyPatch, off: Callable[[pytest.MonkeyPatch], None]
) -> None:
    off(monkeypatch)
    assert about_people(one_store, SURE, [3]) != about_people(one_store, SURE, [])


# R13: nothing is told of how one or two members of staff answered.

Answers = list[tuple[bool, bool]]
"""For each answer of staff: whether it was one in full, and whether the asker came back."""


def answered(work: Work, found: CourseRecord, staff: int, said: Answers, days: int = 3) -> None:
    """So many of staff answered some days before the digest, each at least once."""
    course, at = world.opened(work, found), DUE - timedelta(days=days)
    for number in range(staff):
        who = world.somebody(found, 900 + number)
        world.note(work, course, who, f"s{days}-{number}", "answered as staff", "", at)
    for number, (full, back) in enumerate(said):
        name = f"q{days}-{number}"
        work.questions.add(rows.question(name, course_id=found.id, asked_at=at, topic="Joins"))
        happened = [("posted", "class named"), ("answered", f"staff {'full' if full else 'hint'}")]
        if back:
            happened.append(("not yet", ""))
        for place, (what, detail) in enumerate(happened):
            when = at + timedelta(minutes=place)
            event = rows.ticket_event(
                f"{name}-{what}", name, course_id=found.id, what=what, detail=detail, at=when
            )
            work.log.about_ticket(event)


def of_staff(store: Store, enrolment: int, staff: int, said: Answers) -> str:
    with trial(store) as work:
        found = of(enrolment)
        work.courses.add(found)
        answered(work, found, staff, said)
        return told(work, found)


@some
@given(SIZES, st.integers(1, 2), st.lists(st.tuples(st.booleans(), st.booleans()), max_size=9))
def test_one_or_two_of_staff_are_told_nothing_of(
    one_store: Store, enrolment: int, staff: int, said: Answers
) -> None:
    hints: Answers = [(False, False)] * len(said)
    one, other = (of_staff(one_store, enrolment, staff, each) for each in (said, hints))
    assert one == other


def test_three_of_staff_are_told_of(one_store: Store) -> None:
    full: Answers = [(True, True)] * 4 + [(False, False)]
    content = of_staff(one_store, SURE, 3, full)
    assert "full answer by staff before any hint: 4 of their 5 answers (80 %)." in content
    assert "“Not yet” after an answer: 4 of 5 answered questions (80 %)." in content
    assert "How the answers went is told where at least three" not in content


def test_a_report_on_one_of_staff_is_noticed(
    one_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(composing, "of_a_team", lambda _members: True)
    for one in ([(True, False)], [(False, True)]):
        assert of_staff(one_store, SURE, 1, one) != of_staff(one_store, SURE, 1, [(False, False)])


def in_two_weeks(store: Store) -> str:
    """Three answered in the window's first week, one of them in its last."""
    with trial(store) as work:
        found = of(30)
        work.courses.add(found)
        answered(work, found, 3, [(False, False)] * 3, days=10)
        answered(work, found, 1, [(True, False)])
        return told(work, found)


def test_a_team_is_told_of_over_the_window_in_which_it_is_one(
    one_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "1 of their 4 answers (25 %)" in in_two_weeks(one_store)
    # Over the week it would be about the one who answered in it.
    last = Span("c", DUE - timedelta(days=7), DUE)
    monkeypatch.setattr(composing, "_span", lambda *_: last)
    assert "1 of their 1 answers (100 %)" in in_two_weeks(one_store)
