"""The pulse: nothing without a yes, the same words whatever is pressed, no late answer."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import count

import pytest
from sqlalchemy import delete, func, select, update

from bot.dispatch import Dispatcher
from handlers.all import ROUTES
from handlers.chat.incoming import Command, Press
from handlers.chat.outgoing import Message, Reply
from handlers.course import Course
from handlers.pulse.asking import tag_in
from handlers.pulse.results import results
from handlers.rules.chance import Chance
from handlers.rules.pulse.change import Word
from handlers.rules.pulse.times import closes
from storage.columns import table
from storage.keys import Somebody
from storage.kinds import PulseState, Purpose, Role, Seal
from storage.store import Store
from storage.tables import (
    Job,
    LegalHold,
    Member,
    PulseAnswerTable,
    PulseMemberTable,
    PulseSlotTable,
    PulseTerm,
    Section,
)
from tests.storage import rows
from tests.storage.rows import ANA, BEN, COURSE, KEYS, MONDAY

WEDNESDAY = MONDAY + timedelta(days=2)
TABLES = [table(one) for one in (PulseMemberTable, PulseSlotTable, PulseAnswerTable)]
_deliveries = count()


@pytest.fixture
def store(stored_url: str) -> Iterator[Store]:
    opened = Store(stored_url, KEYS)
    with opened.begin() as work:
        work.courses.add(
            rows.course(
                enrolment=120,
                term_start=MONDAY.date(),
                term_end=(MONDAY + timedelta(days=100)).date(),
            )
        )
        work.pulses.add_term(rows.pulse_term(week=1, opened_at=WEDNESDAY))
    yield opened
    opened.close()


def press(
    store: Store, who: Somebody, name: str, *args: str, at: datetime = WEDNESDAY, **changed: object
) -> list[Reply]:
    """What somebody is answered; the button stands in their direct messages."""
    event = Press(
        who=who,
        role=Role.STUDENT,
        course=COURSE,
        platform="local",
        at=at,
        seed=b"s" * 16 + str(next(_deliveries)).encode(),
        delivery=f"d{next(_deliveries)}",
        name=name,
        args=args,
    )
    said = Dispatcher(store, ROUTES).handle(replace(event, **changed)).said  # type: ignore[arg-type]  # as named
    return [one for one in said if isinstance(one, Reply)]


def rows_kept(store: Store) -> list[int]:
    with store.read() as work:
        return [
            work.connection.execute(select(func.count()).select_from(one)).scalar_one()
            for one in TABLES
        ]


def shown(reply: Reply) -> Message:
    return replace(reply.message, once="")


def items_of(store: Store, who: Somebody) -> list[str]:
    with store.read() as work:
        slot = work.pulses.slot("t1", 1, who.tag(Purpose.PULSE, "t1"))
        assert slot is not None
        return slot.codes.split()


def test_nothing_is_kept_without_a_yes(store: Store) -> None:
    asked = press(store, ANA, "pulse-open", "t1", "1")
    assert [button.name for button in asked[0].message.buttons] == [
        "pulse-join",
        "pulse-join",
        "pulse-no",
    ]
    press(store, ANA, "pulse-no", "t1")
    press(store, ANA, "pulse-begin", "t1")
    press(store, ANA, "pulse-mine")
    press(store, ANA, "pulse-pause", "t1")
    press(store, ANA, "pulse-resume", "t1")
    press(store, ANA, "pulse-stop", "t1")
    for item in ("B1", "B5", "B7"):  # a press of somebody else's button, guessed
        press(store, ANA, "pulse-tap", "t1", "1", "0", item, "4")
    assert rows_kept(store) == [0, 0, 0]


def test_opting_in_changes_what_is_kept_from_that_moment_on(store: Store) -> None:
    press(store, ANA, "pulse-join", "t1", "card")
    item = items_of(store, ANA)[0]
    press(store, ANA, "pulse-tap", "t1", "1", "0", item, "4")
    assert rows_kept(store) == [1, 1, 1]
    press(store, ANA, "pulse-stop", "t1")
    assert rows_kept(store) == [0, 0, 1]
    press(store, ANA, "pulse-tap", "t1", "1", "1", other_than(item), "4")
    assert rows_kept(store) == [0, 0, 1]


def other_than(item: str) -> str:
    return "S1" if item != "S1" else "S2"


def test_whatever_is_pressed_the_same_is_read(store: Store) -> None:
    slots, answers = table(PulseSlotTable), table(PulseAnswerTable)
    last: list[Message] = []
    for who in (ANA, BEN):
        press(store, who, "pulse-join", "t1", "direct")
        read = []
        for value in ("1", "2", "3", "4", "5", "skip"):
            with store.begin() as work:
                work.connection.execute(update(slots).values(place=0))
                work.connection.execute(delete(answers))
            said = [
                press(store, who, "pulse-tap", "t1", "1", str(place), item, value)
                for place, item in enumerate(items_of(store, who))
            ]
            assert all(len(one) == 1 and one[0].instead for one in said)
            read.append([shown(one[0]) for one in said])
        assert all(one == read[0] for one in read)
        last.append(read[0][-1])
    # The last words are everyone's, with the contacts.
    assert last[0] == last[1]
    assert "112" in last[0].parts[1].text


def test_a_second_tap_on_the_same_item_is_no_second_answer(store: Store) -> None:
    press(store, ANA, "pulse-join", "t1", "card")
    first, second = items_of(store, ANA)
    one = press(store, ANA, "pulse-tap", "t1", "1", "0", first, "1")
    again = press(store, ANA, "pulse-tap", "t1", "1", "0", first, "5")
    assert shown(one[0]) == shown(again[0])
    press(store, ANA, "pulse-tap", "t1", "1", "0", second, "5")  # the wrong place
    press(store, ANA, "pulse-tap", "t1", "1", "1", second, "6")  # no such answer
    with store.read() as work:
        (kept,) = work.pulses.answers("t1", ANA.tag(Purpose.PULSE, "t1"))
    assert (kept.item, kept.value, kept.window) == (first, 1, "2026-W37")


def test_an_answer_after_seventy_two_hours_is_dropped(store: Store) -> None:
    press(store, ANA, "pulse-join", "t1", "card")
    first, second = items_of(store, ANA)
    end = closes(WEDNESDAY)
    press(store, ANA, "pulse-tap", "t1", "1", "0", first, "4", at=end - timedelta(seconds=1))
    press(store, ANA, "pulse-tap", "t1", "1", "1", second, "4", at=end)
    assert rows_kept(store)[2] == 1
    (said,) = press(store, ANA, "pulse-open", "t1", "1", at=end)
    assert not said.message.buttons


def test_the_section_said_before_is_kept_with_the_answer(store: Store) -> None:
    with store.begin() as work:
        work.courses.set_sections(COURSE, [Section(id="mon", course_id=COURSE, name="M", place=0)])
        tag = ANA.tag(Purpose.MEMBER, COURSE)
        work.courses.join(Member(course_id=COURSE, member_tag=tag, section_id="mon"))
    press(store, ANA, "pulse-join", "t1", "card")
    press(store, ANA, "pulse-tap", "t1", "1", "0", items_of(store, ANA)[0], "4")
    with store.read() as work:
        (kept,) = work.pulses.answers("t1", ANA.tag(Purpose.PULSE, "t1"))
    assert kept.section == "mon"


@pytest.mark.parametrize("name", ["pulse-join", "pulse-begin", "pulse-open"])
def test_staff_are_not_asked(store: Store, name: str) -> None:
    args = {"pulse-join": ("t1", "card"), "pulse-open": ("t1", "1")}.get(name, ("t1",))
    press(store, ANA, name, *args, role=Role.TA)
    assert rows_kept(store) == [0, 0, 0]


def test_a_term_that_is_gone_is_said_to_be(store: Store) -> None:
    with store.begin() as work:
        work.pulses.forget("t1")
    (said,) = press(store, ANA, "pulse-tap", "t1", "1", "0", "B1", "4")
    assert "no pulse" in said.message.parts[0].text


def tick(store: Store, name: str, *args: str, due: datetime, now: datetime | None = None) -> None:
    dispatcher = Dispatcher(store, ROUTES, meet)
    with store.begin() as work:
        job = Job(
            id=f"j{next(_deliveries)}", course_id=COURSE, name=name, args=" ".join(args), due=due
        )
        work.jobs.add(job)
    assert dispatcher.tick(job, b"s" * 16, now or due)


def meet(seal: Seal) -> Somebody:
    """Open a seal with the tests' keys, as the door does with its own."""
    return Somebody(KEYS, KEYS.unlock(Purpose.SEAL, seal.scope, seal.box))


def test_what_comes_late_asks_nobody_at_night(store: Store) -> None:
    night = WEDNESDAY.replace(hour=22, minute=0)
    with store.begin() as work:
        work.pulses.join(rows.pulse_member(ANA))
    tick(store, "pulse-ask", "t1", "1", due=WEDNESDAY, now=night)
    assert rows_kept(store)[1] == 0
    with store.read() as work:
        assert work.jobs.first_due(1e12) == (night + timedelta(days=1)).replace(hour=8)
        assert work.outbox.count() == 0


def test_a_week_that_is_over_asks_nobody(store: Store) -> None:
    with store.begin() as work:
        work.pulses.join(rows.pulse_member(ANA))
    tick(store, "pulse-ask", "t1", "1", due=WEDNESDAY, now=closes(WEDNESDAY))
    assert rows_kept(store)[1] == 0


def test_thirty_days_after_the_term_everything_is_gone(store: Store) -> None:
    press(store, ANA, "pulse-join", "t1", "card")
    press(store, ANA, "pulse-tap", "t1", "1", "0", items_of(store, ANA)[0], "4")
    last = MONDAY.replace(hour=0, minute=0) + timedelta(days=101)
    # The term was prolonged since this was planned: it waits.
    tick(store, "pulse-forget", "t1", due=last + timedelta(days=29))
    assert rows_kept(store) == [1, 1, 1]
    with store.read() as work:
        assert work.jobs.first_due(1e12) == last + timedelta(days=30)
    tick(store, "pulse-forget", "t1", due=last + timedelta(days=30))
    assert rows_kept(store) == [0, 0, 0]


def test_a_course_may_keep_them_shorter_and_a_hold_keeps_them_longer(store: Store) -> None:
    press(store, ANA, "pulse-join", "t1", "card")
    press(store, ANA, "pulse-tap", "t1", "1", "0", items_of(store, ANA)[0], "4")
    last = MONDAY.replace(hour=0, minute=0) + timedelta(days=101)
    with store.begin() as work:
        work.courses.set(COURSE, keep_pulse=7)
        work.oversight.begin_hold(LegalHold(course_id=COURSE, since=MONDAY))
    tick(store, "pulse-forget", "t1", due=last + timedelta(days=400))
    assert rows_kept(store) == [1, 1, 1]
    with store.begin() as work:
        assert work.jobs.first_due(1e12) == last + timedelta(days=401)  # it is looked at daily
        work.oversight.end_hold(COURSE)
    tick(store, "pulse-forget", "t1", due=last + timedelta(days=7))
    assert rows_kept(store) == [0, 0, 0]


def test_the_band_of_those_who_answered_and_no_number(store: Store) -> None:
    people = [Somebody(KEYS, n.to_bytes(16)) for n in range(17)]
    for who in people:
        press(store, who, "pulse-join", "t1", "card")
        press(store, who, "pulse-tap", "t1", "1", "0", items_of(store, who)[0], "4")
    event = Command(
        who=BEN,
        role=Role.TA,
        course=COURSE,
        at=WEDNESDAY + timedelta(days=7),
        seed=b"s" * 16,
        delivery="staff",
        name="pulse",
    )
    said = Dispatcher(store, ROUTES).handle(event).said
    text = "\n".join(
        part.text for one in said if isinstance(one, Reply) for part in one.message.parts
    )
    assert "15–24 people" in text
    assert "17" not in text


def test_a_tag_of_the_pulse_is_of_one_term_alone() -> None:
    terms = [
        PulseTerm(
            id=one, course_id=COURSE, starts=MONDAY.date(), enrolment=40, state=PulseState.RUNNING
        )
        for one in ("t1", "t2")
    ]
    assert tag_in(terms[0], ANA) != tag_in(terms[1], ANA)
    assert tag_in(terms[0], ANA) != ANA.tag(Purpose.WINDOW, "t1")


def test_results_of_a_window_by_hand(store: Store) -> None:
    # Twelve people in three windows; in the third, all are lower by two.
    people = [Somebody(KEYS, bytes([n]) * 16) for n in range(12)]
    with store.begin() as work:
        work.pulses.set("t1", enrolment=30)
        for n, who in enumerate(people):
            work.pulses.join(rows.pulse_member(who, section="mon" if n < 5 else ""))
            slot = rows.pulse_slot(who)
            for window, lower in (("2026-W38", 0), ("2026-W40", 0), ("2026-W42", 2)):
                value = 3 + n % 3 - lower
                work.pulses.answered(
                    f"{n}-{window}", slot, window, "belonging", "B1", value, consent=1
                )
        record = work.courses.find(COURSE)
        assert record is not None
        course = Course(work, Chance(b"s" * 16), record)
        assert results(course, "2026-W36") == []
        (first,) = results(course, "2026-W38")
        (third,) = results(course, "2026-W42")
    assert first.verdict.word == Word.LEVEL
    assert (third.verdict.word, third.verdict.rises) == (Word.CHANGED, False)
    assert third.whole.people == 12
    assert third.whole.mean == Fraction(2)
    assert (third.sections["mon"].people, third.elsewhere.people) == (5, 7)
    # Four each of 1, 2 and 3: s = √(8/11), t.975 with 11 degrees of freedom is 2.201.
    assert third.half_width == pytest.approx(2.201 * (8 / 11) ** 0.5 / 12**0.5, abs=1e-3)


def test_without_a_pulse_there_are_no_results(store: Store) -> None:
    with store.begin() as work:
        work.pulses.forget("t1")
        record = work.courses.find(COURSE)
        assert record is not None
        assert results(Course(work, Chance(b"s" * 16), record), "2026-W38") == []


def test_an_archived_course_asks_nobody(store: Store) -> None:
    with store.begin() as work:
        work.pulses.join(rows.pulse_member(ANA))
        work.courses.set(COURSE, archived_at=MONDAY)
    tick(store, "pulse-ask", "t1", "1", due=WEDNESDAY)
    tick(store, "pulse-week", "t1", "2", "2026-09-16", due=WEDNESDAY + timedelta(days=7))
    press(store, ANA, "pulse-open", "t1", "1")
    assert rows_kept(store)[1] == 0
