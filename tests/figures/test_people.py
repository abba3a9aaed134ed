"""Figures about people: five events of each at most, on both databases."""

import secrets
from fractions import Fraction
from itertools import count

from handlers.rules.release import RULES, Group
from storage.figures.people import PER, Counted, PeopleFigures
from storage.keys import Somebody
from storage.kinds import Purpose
from storage.store import Store, Work
from storage.tables import PersonEvent
from tests.storage.rows import COURSE, KEYS, TIM

WINDOW = "2026-W40"
PEOPLE = [Somebody(KEYS, bytes([65 + number]) * 16) for number in range(4)]


def did(work: Work, name: str, who: Somebody, what: str, detail: str = "", **other: str) -> None:
    window = other.get("window", WINDOW)
    scope = f"{COURSE}/{window}"
    event = PersonEvent(
        id=name,
        course_id=COURSE,
        window=window,
        window_scope=scope,
        person_tag=who.tag(Purpose.WINDOW, scope),
        what=what,
        detail=detail,
    )
    work.log.about_person(event, who.tag(Purpose.WINDOW, name))


def test_each_person_counts_once_and_with_five_events(stored_url: str) -> None:
    store = Store(stored_url, KEYS)
    with store.begin() as work:
        # Ten asks of one person, the first five by id for the answer; the others for a pointer.
        for number in range(10):
            wish = "answer" if number < 5 else "pointer"
            did(work, f"a{number}", PEOPLE[0], "asked", wish)
        did(work, "b1", PEOPLE[1], "asked", "answer attempt")
        did(work, "b2", PEOPLE[1], "asked", "pointer")
        did(work, "c1", PEOPLE[2], "asked", "check attempt")
        did(work, "d1", PEOPLE[3], "followed")
        did(work, "t1", TIM, "answered as staff")
        did(work, "t2", TIM, "asked", "answer")
        did(work, "x1", PEOPLE[3], "asked", "answer", window="2026-W39")
        numbers = count()
        work.log.settle_window(COURSE, WINDOW, lambda: f"{next(numbers):04}")
    with store.read() as work:
        figures = PeopleFigures(work.connection, COURSE, WINDOW)
        answers = figures.share("asked", "answer%", RULES.events)
        assert answers == Counted(4, 60 + 30 + 0 + 60, 0, 60)
        assert figures.share("asked", "%attempt", RULES.events) == Counted(4, 30 + 60, 0, 60)
        assert figures.share("asked", "answer%", 10) == Counted(4, 30 + 30 + 60, 0, 60)
        assert figures.share("posted", "hidden", RULES.events) == Counted(0, 0, 0, 0)
        assert (figures.reached(), figures.team()) == (4, 1)
        group = Group.counted(answers.people, answers.total, answers.least, answers.most, PER)
        assert group.mean == Fraction(5, 8)
    store.close()


def test_only_the_window_of_this_course_is_settled(stored_url: str) -> None:
    store = Store(stored_url, KEYS)
    with store.begin() as work:
        did(work, "a1", PEOPLE[0], "asked")
        did(work, "a2", PEOPLE[0], "asked", window="2026-W41")
        work.log.settle_window("another", WINDOW, secrets.token_hex)
        assert PeopleFigures(work.connection, COURSE, WINDOW).reached() == 0
        work.log.settle_window(COURSE, WINDOW, secrets.token_hex)
        assert PeopleFigures(work.connection, COURSE, WINDOW).reached() == 1
        assert PeopleFigures(work.connection, COURSE, "2026-W41").reached() == 0
    store.close()
