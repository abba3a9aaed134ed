"""Composed once, frozen, the same bytes whatever happens after; and what is never in it."""

import os
import re
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.dispatch import Dispatcher
from handlers.all import ROUTES
from handlers.digest import card, counting
from handlers.digest.composing import compose
from handlers.digest.findings import About, Digest, Finding, OfPeople, OfTickets
from handlers.digest.freezing import freeze, thawed
from handlers.digest.suggesting import suggested
from handlers.rules.indicators.wilson import wilson
from handlers.rules.release import Group, share
from storage.columns import table
from storage.erasure import erase
from storage.keys import Somebody
from storage.kinds import Address, Room
from storage.store import Store, Work
from storage.tables import Job, JobTable, TicketEvent
from tests.digest import world
from tests.digest.world import DUE, MONDAY, WEEK, WORDS
from tests.storage import rows
from tests.storage.rows import KEYS

FRONT = ("unanswered", "hardest", "hint", "reply", "pulse")


@pytest.fixture
def store(stored_url: str) -> Iterator[Store]:
    opened = Store(stored_url, KEYS)
    yield opened
    opened.close()


def made(store: Store, course_id: str, enrolment: int | None, people: int) -> Digest:
    found = world.record(course_id, enrolment)
    world.fill(store, found, people)
    with store.begin() as work:
        return compose(world.opened(work, found), MONDAY)


def ring(store: Store, course_id: str, due: datetime = DUE) -> None:
    """The course's Monday morning."""
    job = Job(id=f"digest-{course_id}", course_id=course_id, name="digest", due=due)
    with store.begin() as work:
        work.jobs.done(job.id)
        work.jobs.add(job)
    assert Dispatcher(store, ROUTES).tick(job, os.urandom(16))


def next_monday(work: Work, course_id: str) -> datetime:
    """When the course's next digest falls due."""
    job = table(JobTable).c
    due = work.connection.execute(select(job.due).where(job.id == f"digest-{course_id}"))
    found: datetime = due.scalar_one()
    return found


@pytest.mark.parametrize("answers", [0, 1, 4, 5])
def test_what_classmates_answered_is_told_from_five_answers_on(store: Store, answers: int) -> None:
    """Of one or two it would be a verdict on somebody whose card the class has seen."""
    found = world.record(f"peers-{answers}", 60)
    world.fill(store, found, 30)
    with store.begin() as work:
        for number in range(answers):
            work.log.about_ticket(
                TicketEvent(
                    id=f"peer-{answers}-{number}",
                    course_id=found.id,
                    question_id=f"{found.id}-{number}-0",
                    what="answered",
                    detail="classmate hint",
                    at=DUE - timedelta(days=1),
                )
            )
        digest = compose(world.opened(work, found), MONDAY)
    peers = digest.line("peers")
    assert peers is not None
    if answers < 5:
        assert peers.values == {}
        assert peers.text == (
            "Classmates: they gave fewer than five answers this week, too few to tell of."
        )
    else:
        assert peers.values["peers"] == 5
        assert "Staff stood behind none of 5 answers of theirs." in peers.text


def test_a_large_class_reads_of_tickets_and_of_people(store: Store) -> None:
    digest = made(store, "large", 60, 30)
    assert tuple(line.key for line in digest.front) == FRONT
    people = {line.key: line for line in digest.more if line.about is About.PEOPLE}
    assert people.keys() == {"kinds", "attempts", "silent", "alone", "hidden", "reach"}
    assert people["reach"].values == {"share": "share:50"}
    assert people["kinds"].values["people"] == "band:25-49"
    assert "25–49 people" in people["kinds"].text
    assert "about 50 % of the class" in people["reach"].text
    assert len(digest.actions) == 3
    assert digest.picture is not None
    assert digest.picture.bars[0].label == "Joins"
    assert "Joins needed most help" in digest.picture.alt
    hardest = digest.line("hardest")
    assert hardest is not None
    assert hardest.values["topic"] == "Joins"
    # Nobody and nobody's words are in it, and no sentence about people has a raw number.
    content = freeze(digest)
    assert WORDS not in content
    assert thawed(content) == digest
    for line in people.values():
        said = set(re.findall(r"\d+", line.text))
        assert said <= {
            "10",
            "20",
            "30",
            "40",
            "50",
            "60",
            "70",
            "80",
            "90",
            "25",
            "49",
            "15",
            "24",
        }


@pytest.mark.parametrize("enrolment", [15, 30])
def test_a_small_class_still_reads_of_tickets(store: Store, enrolment: int) -> None:
    digest = made(store, f"c{enrolment}", enrolment, enrolment - 2)
    said = {line.key: line.text for line in digest.front}
    assert "Joins" in said["hardest"]
    assert "the hint on Joins" in said["hint"]
    assert "Waiting for an answer" in said["unanswered"]
    assert " % of " in said["reply"]


def test_a_class_of_eleven_reads_no_number_about_people(store: Store) -> None:
    digest = made(store, "tiny", 11, 11)
    assert {line.about for line in (*digest.front, *digest.more)} == {About.TICKETS}
    assert digest.notes[0] == "In a class this small nothing is said about people."
    unknown = made(store, "unknown", None, 40)
    assert {line.about for line in (*unknown.front, *unknown.more)} == {About.TICKETS}
    assert "how many are enrolled" in unknown.notes[0]


def test_too_few_answers_are_said_to_be_so_without_the_number(store: Store) -> None:
    digest = made(store, "quiet", 60, 9)
    assert digest.line("kinds") is None
    kinds = digest.line("answers")
    assert kinds is not None
    assert kinds.text == "Asked for the answer: not enough answers."
    assert "9" not in kinds.text
    assert set(kinds.values.values()) == {"withheld:"}


def test_between_windows_the_lines_about_tickets_stand_alone(store: Store) -> None:
    found = world.record("middle", 30, term_start=MONDAY - timedelta(weeks=2))
    world.fill(store, found, 25)
    with store.begin() as work:
        digest = compose(world.opened(work, found), MONDAY)
    assert {line.about for line in digest.more} == {About.TICKETS}
    assert "2 weeks" in digest.notes[0]


def test_published_bytes_never_change(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    found = world.record("frozen", 60)
    world.fill(store, found, 30)
    with store.begin() as work:
        work.courses.give_room(found.id, Room.STAFF, Address("local", "demo", "staff"))
    ring(store, found.id)
    with store.read() as work:
        first = work.digests.find(found.id, WEEK)
        assert first is not None
        assert work.outbox.count() == 2  # the digest, and the fortnight's invitation
    # A late answer, another person, another time zone of the machine and of the course.
    late = Somebody(KEYS, b"late" * 4)
    with store.begin() as work:
        course = world.opened(work, found)
        world.note(work, course, late, "late", "asked", "answer", DUE - timedelta(days=2))
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    time.tzset()
    ring(store, found.id)
    monkeypatch.undo()
    time.tzset()
    assert "TZ" not in os.environ or os.environ["TZ"] != "Asia/Kathmandu"
    # Everything of everybody is erased.
    with store.begin() as work:
        for person in range(30):
            erase(work.connection, world.somebody(found, person).tag)
        assert work.questions.find(found.id, f"{found.id}-0-0") is None
    ring(store, found.id)
    with store.read() as work:
        again = work.digests.find(found.id, WEEK)
        assert again is not None
        assert again.content == first.content
        assert work.outbox.count() == 2


def test_the_same_week_is_the_same_bytes_on_both_databases(
    sqlite_url: str, postgresql_url: str
) -> None:
    contents = set()
    for url in (sqlite_url, postgresql_url):
        store = Store(url, KEYS)
        contents.add(freeze(made(store, "both", 60, 30)))
        store.close()
    assert len(contents) == 1


def test_freezing_notices_that_it_is_off(store: Store) -> None:
    found = world.record("thawing", 60)
    world.fill(store, found, 30)
    ring(store, found.id)
    with store.begin() as work:
        first = work.digests.find(found.id, WEEK)
        for person in range(20):
            erase(work.connection, world.somebody(found, person).tag)
        again = compose(world.opened(work, found), MONDAY)
    assert first is not None
    assert freeze(again) != first.content


def test_nothing_is_posted_where_nothing_happened(store: Store) -> None:
    found = world.record("empty", 60)
    world.fill(store, found, 0)
    ring(store, found.id)
    with store.read() as work:
        assert work.digests.find(found.id, WEEK) is not None
        assert work.outbox.count() == 0
        assert next_monday(work, found.id) == DUE + timedelta(weeks=1)


@pytest.mark.parametrize(
    ("due", "term", "made_one"),
    [
        (DUE, (None, None), True),
        (DUE + timedelta(days=3), (None, None), False),  # scheduled in the middle of a week
        (DUE, (MONDAY + timedelta(days=9), None), False),  # before the term
        (DUE, (MONDAY + timedelta(days=2), None), True),
        (DUE, (None, MONDAY - timedelta(days=1)), False),  # after it
        (DUE, (None, MONDAY + timedelta(days=2)), True),
    ],
)
def test_when_there_is_a_digest(
    store: Store, due: datetime, term: tuple[object, object], made_one: bool
) -> None:
    found = world.record("term", 60, term_start=term[0], term_end=term[1])
    world.fill(store, found, 2)
    ring(store, found.id, due)
    with store.read() as work:
        assert (work.digests.last(found.id) is not None) is made_one
        assert next_monday(work, found.id) == DUE + timedelta(weeks=1)


def test_the_message_fits_both_platforms(store: Store) -> None:
    digest = made(store, "fits", 60, 30)
    message = card.message(digest)
    assert message.chart == digest.picture
    assert [button.name for button in message.all_buttons()] == [
        *card.BUTTONS.values(),
        "digest-more",
    ]
    assert [reply.message.parts[0].text for reply in card.more(digest)] == [digest.title]


def test_a_line_about_people_takes_no_raw_figure() -> None:
    with pytest.raises(TypeError, match="has not been released"):
        OfPeople("reach", {"share": 13})  # type: ignore[dict-item]


def test_what_is_not_released_is_not_thawed(store: Store) -> None:
    content = freeze(made(store, "raw", 60, 30))
    assert "share:50" in content
    with pytest.raises(ValueError, match="never released"):
        thawed(content.replace("share:50", "share:47"))


def test_suggestions_are_tied_to_what_is_shown() -> None:
    nine = share(Group.of([1] * 20), 40)
    lines: dict[str, Finding] = {
        "unanswered": OfTickets("unanswered", {"two": 0}),
        "kinds": OfPeople("kinds", {"answer": nine}),
        "reach": OfPeople("reach", {"share": share(Group.of([0] * 20), 40)}),
        "hidden": OfPeople("hidden", {"share": share(Group.of([0] * 3), 40)}),
        "reply": OfTickets("reply", {"share": 20, "tickets": 4}),
    }
    assert list(suggested(lines)) == [("split-the-task", "kinds"), ("invite", "reach")]
    lines["unanswered"] = OfTickets("unanswered", {"two": 1})
    lines["reply"] = OfTickets("reply", {"share": 20, "tickets": 5})
    assert [what for what, _because in suggested(lines)] == [
        "oldest-first",
        "duty-at-the-peak",
        "split-the-task",
    ]


@pytest.mark.parametrize(
    ("ends", "archived", "made_one"),
    [(60, False, True), (-9, False, False), (60, True, False)],
)
def test_an_older_course_has_its_pulse_from_monday_on(
    store: Store, ends: int, archived: bool, made_one: bool
) -> None:
    """Its settings were complete before there was a pulse, and nobody saves them again."""
    since = DUE if archived else None
    end = MONDAY + timedelta(days=ends)
    found = world.record("older", 60, term_end=end, archived_at=since)
    world.fill(store, found, 2)
    ring(store, found.id)
    with store.read() as work:
        term = work.pulses.current(found.id)
        assert (term is not None) is made_one
    ring(store, found.id)  # and no second one
    with store.read() as work:
        assert work.pulses.current(found.id) == term


def asked_privately(store: Store, questions: int) -> Digest:
    """Ten posted questions, and some that only their askers ever saw."""
    found = world.record(f"private-{questions}", 11)
    with store.begin() as work:
        work.courses.add(found)
        for number in range(10 + questions):
            name, posted = f"p{questions}-{number}", number < 10
            at = DUE - timedelta(days=4)
            work.questions.add(
                rows.question(name, course_id=found.id, asked_at=at, topic="Joins", text=WORDS)
            )
            happened = ["asked", "shown", *(["posted"] if posted else ["solved"])]
            for what in happened:
                detail = {"shown": "rung 2 hint:h", "solved": "rung 2", "asked": "learning"}
                work.log.about_ticket(
                    TicketEvent(
                        id=f"{name}-{what}",
                        course_id=found.id,
                        question_id=name,
                        what=what,
                        detail=detail.get(what, ""),
                        at=at,
                    )
                )
        return compose(world.opened(work, found), MONDAY)


def test_no_line_counts_a_question_that_was_never_posted(store: Store) -> None:
    """In a class of eleven: with one or two private questions staff read what they would without.

    But for the share of a hard topic, which is told in tenths (docs/decisions/0023).
    """

    def told(questions: int) -> list[tuple[str, object]]:
        digest = asked_privately(store, questions)
        lines = (*digest.front, *digest.more)
        return [(one.text, dict(one.values)) for one in lines if one.key != "hardest"]

    none, one, two = told(0), told(1), told(2)
    assert none == one == two
    assert any("Posted to people: 10" in text for text, _values in none)


@pytest.mark.parametrize(
    ("count", "said"), [(0, 0), (4, 0), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15)]
)
def test_questions_never_posted_count_in_fives(count: int, said: int) -> None:
    assert counting.fives(count) == said


def test_shares_of_them_are_in_tenths_and_their_intervals_outwards() -> None:
    # Wilson's interval for 3 of 8: .137 to .694.
    assert counting.coarse(wilson(3, 8)) == {"whole": 10, "share": 40, "least": 10, "most": 70}
    assert counting.coarse(wilson(0, 0)) == {"whole": 0, "share": 0, "least": 0, "most": 100}
