"""The last step by itself, whatever a handler believes; and the log that nobody changes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage.columns import table
from storage.keys import Somebody
from storage.kinds import Label, Purpose, QuestionState, RequestState, Role
from storage.oversight import KEPT
from storage.store import Store, Work
from storage.tables import OversightEntry, QuestionTable
from tests.storage import rows
from tests.storage.rows import ANA, COURSE, KEYS, MONDAY, TIM

RITA, SAM, DORA = (Somebody(KEYS, letter * 16) for letter in (b"r", b"s", b"d"))
UNTIL = MONDAY + timedelta(hours=24)


@pytest.fixture
def asked(store: Store) -> Store:
    with store.begin() as work:
        work.courses.add(rows.course())
        work.questions.add(rows.question("q", state=QuestionState.OPEN, revealable=True))
        confirmers = [
            rows.confirmer(1, RITA),
            rows.confirmer(2, SAM),
            rows.confirmer(3, DORA, deputy=True),
        ]
        work.oversight.set_rule(rows.reveal_rule(), confirmers)
        work.oversight.ask(rows.reveal_request("r", "q"))
    return store


def confirm(store: Store, who: Somebody) -> bool:
    """As a handler does: confirm, then try to grant."""
    with store.begin() as work:
        work.oversight.confirm(rows.confirmation("r", "q", who), MONDAY)
        return work.oversight.grant("r", MONDAY, UNTIL, tells=True) is not None


def readable(store: Store, who: Somebody, minutes: int = 0) -> bool:
    at = MONDAY + timedelta(minutes=minutes)
    with store.read() as work:
        seal = work.oversight.author("r", who.tag(Purpose.MEMBER, COURSE), at)
        return seal is not None and seal.scope == "author:q"


def test_two_confirm_and_those_two_read(asked: Store) -> None:
    assert not confirm(asked, RITA)
    assert not readable(asked, RITA)
    assert confirm(asked, SAM)
    assert [readable(asked, who) for who in (RITA, SAM, DORA, TIM, ANA)] == [
        *(True, True, False, False, False)
    ]
    assert readable(asked, RITA, 24 * 60 - 1)
    assert not readable(asked, RITA, 24 * 60)


def question(store: Store, **values: object) -> None:
    with store.begin() as work:
        work.connection.execute(update(table(QuestionTable)).values(**values))


def unlinked(store: Store) -> None:
    question(store, author_tag=None, author_seal=None)


def never_promised(store: Store) -> None:
    question(store, revealable=False)


def another_label(store: Store) -> None:
    question(store, label=Label.CLASSMATES)


def teaches(store: Store) -> None:
    with store.begin() as work:
        work.courses.name_staff(rows.staff(SAM, Role.TA))


def ended(store: Store) -> None:
    with store.begin() as work:
        work.oversight.end_rule(COURSE)


def declined(store: Store) -> None:
    with store.begin() as work:
        assert work.oversight.close("r", RequestState.DECLINED)


@pytest.mark.parametrize(
    "change", [unlinked, never_promised, another_label, teaches, ended, declined]
)
def test_what_stands_in_the_way(asked: Store, change: Callable[[Store], None]) -> None:
    confirm(asked, RITA)
    change(asked)
    assert not confirm(asked, SAM)
    assert not readable(asked, SAM)


@pytest.mark.parametrize("change", [unlinked, another_label, teaches, ended])
def test_what_stands_in_the_way_of_a_second_look(
    asked: Store, change: Callable[[Store], None]
) -> None:
    confirm(asked, RITA)
    confirm(asked, SAM)
    change(asked)
    assert not readable(asked, SAM)


def test_a_deputy_counts_once_called(asked: Store) -> None:
    confirm(asked, RITA)
    assert not confirm(asked, DORA)
    with asked.begin() as work:
        assert work.oversight.call_deputies("r")
        assert not work.oversight.call_deputies("r")
        assert work.oversight.grant("r", MONDAY, UNTIL, tells=True)


def test_the_same_person_twice_is_once(asked: Store) -> None:
    assert [confirm(asked, RITA) for _ in range(3)] == [False] * 3
    with asked.read() as work:
        assert len(work.oversight.confirmed("r")) == 1


def test_it_expires(asked: Store) -> None:
    confirm(asked, RITA)
    with asked.begin() as work:
        assert not work.oversight.confirm(rows.confirmation("r", "q", SAM), UNTIL)
        assert work.oversight.grant("r", UNTIL, UNTIL, tells=True) is None


def test_two_at_once_see_each_other(asked: Store) -> None:
    """Neither is lost: after both, it is granted exactly once."""
    with ThreadPoolExecutor(2) as pool:
        granted = list(pool.map(lambda who: confirm(asked, who), (RITA, SAM)))
    assert sorted(granted) == [False, True]


def test_one_open_request_of_a_person_about_a_question(asked: Store) -> None:
    with pytest.raises(IntegrityError), asked.begin() as work:
        work.oversight.ask(rows.reveal_request("r2", "q"))
    with asked.begin() as work:
        work.oversight.ask(rows.reveal_request("r3", "q", ANA))
        confirm_both(work)
        request = work.oversight.find("r")
        assert request is not None
        assert [one.id for one in work.oversight.settle(request)] == ["r3"]
        tag = RITA.tag(Purpose.MEMBER, COURSE)
        assert work.oversight.author("r3", tag, MONDAY) is None


def confirm_both(work: Work) -> None:
    for who in (RITA, SAM):
        work.oversight.confirm(rows.confirmation("r", "q", who), MONDAY)
    assert work.oversight.grant("r", MONDAY, UNTIL, tells=True)


# --- the log


def entry(number: int) -> OversightEntry:
    at = MONDAY + timedelta(days=number)
    return OversightEntry(
        id=f"e{number}", course_id=COURSE, what="granted", at=at, keep_until=at + KEPT
    )


@pytest.fixture
def logged(store: Store) -> Store:
    with store.begin() as work:
        for number in range(3):
            work.oversight.note(entry(number))
    return store


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE oversight_entry SET what = 'declined'",
        "UPDATE oversight_entry SET keep_until = 0",
        "DELETE FROM oversight_entry",
        "DELETE FROM oversight_entry WHERE id = 'e1'",
    ],
)
def test_nobody_changes_the_log(logged: Store, statement: str) -> None:
    with pytest.raises(DBAPIError), logged.begin() as work:
        work.connection.execute(text(statement))
    with logged.read() as work:
        assert [one.id for one in work.oversight.entries(COURSE)] == ["e0", "e1", "e2"]


def test_the_log_is_kept_five_years_to_the_moment(logged: Store) -> None:
    for now, left in (
        (MONDAY + KEPT - timedelta(seconds=1), ["e0", "e1", "e2"]),
        (MONDAY + KEPT, ["e1", "e2"]),
        (MONDAY + KEPT + timedelta(days=5), []),
    ):
        with logged.begin() as work:
            work.oversight.sweep(now)
        with logged.read() as work:
            assert [one.id for one in work.oversight.entries(COURSE)] == left
    # Five years hold one leap day or two: it is never less.
    assert MONDAY.replace(year=MONDAY.year + 5) <= MONDAY + KEPT


def test_it_is_counted_between_two_moments(logged: Store) -> None:
    with logged.read() as work:
        day = timedelta(days=1)
        assert work.oversight.count(COURSE, "granted", MONDAY, MONDAY + 2 * day) == 2
        assert work.oversight.count(COURSE, "granted", MONDAY + day, MONDAY + 9 * day) == 2
        assert work.oversight.count(COURSE, "declined", MONDAY, MONDAY + 9 * day) == 0
