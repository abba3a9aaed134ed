"""What people say of their own solved questions (I-7): a week by hand, and any week at all."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.digest.composing import compose
from handlers.digest.findings import About, Shown
from storage.engine import open_engine
from storage.migrate import upgrade
from storage.store import Store
from tests.digest import world
from tests.digest.world import MONDAY
from tests.storage.rows import KEYS

Weeks = list[list[bool]]
"""For each person what they answered, in the order in which the log has it."""
_courses = count(1)


@pytest.fixture
def store(stored_url: str) -> Iterator[Store]:
    opened = Store(stored_url, KEYS)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def one_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path_factory.mktemp('any')}/any.sqlite"
    engine = open_engine(url)
    upgrade(engine, "main")
    engine.dispose()
    opened = Store(url, KEYS)
    yield opened
    opened.close()


def line(store: Store, key: str, what: str, said: Weeks, words: Mapping[bool, str]) -> Shown | None:
    """The digest's line about a week in which so many people did this."""
    found = world.record(f"c{next(_courses)}", 60)
    at = world.DUE.replace(day=1)
    with store.begin() as work:
        work.courses.add(found)
        course = world.opened(work, found)
        for number, answers in enumerate(said):
            who = world.somebody(found, number)
            for place, answer in enumerate(answers):
                name = f"{found.id}-{number}-{place:02}"
                world.note(work, course, who, name, what, words[answer], at)
        return compose(course, MONDAY).line(key)


ALONE = ("alone", "alone")
ALONE_WORDS = {True: "yes", False: "not-yet"}


def test_could_do_it_alone_by_hand(store: Store) -> None:
    # 13 say yes to both of theirs, 6 to one of two; one says no eleven times and yes never.
    # (13 + 6 / 2 + 0) / 20 = .8.
    said = [[True, True]] * 13 + [[True, False]] * 6 + [[False] * 11]
    found = line(store, *ALONE, said, ALONE_WORDS)
    assert found is not None
    assert found.about is About.PEOPLE
    assert found.values == {"share": "share:80", "people": "band:15-24"}
    assert found.text == (
        "Could do a similar one alone: about 80 % of what people answered about their own solved "
        "questions; 15–24 people. It is what they say, not a test."
    )


def test_nine_people_are_too_few(store: Store) -> None:
    found = line(store, *ALONE, [[True, False]] * 9, ALONE_WORDS)
    assert found is not None
    assert found.text == "Could do a similar one alone: not enough answers."
    assert set(found.values.values()) == {"withheld:"}


def expected(said: Weeks) -> str:
    """The released share, from the rules as they are written: R3, R6, R7, R11, and steadiness."""
    own = [Fraction(sum(one[:5]), len(one[:5])) for one in said if one]
    if len(own) < 10:
        return "withheld:"
    steps = [_step(_mean(own)), *(_step(_mean(own[:n] + own[n + 1 :])) for n in range(len(own)))]
    if len(own) > 10 and any(abs(steps[0] - one) > 1 for one in steps[1:]):
        return "withheld:"
    return f"share:{['low', '20', '30', '40', '50', '60', '70', '80', 'high'][steps[0]]}"


def _mean(values: list[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def _step(value: Fraction) -> int:
    if value <= Fraction(1, 10):
        return 0
    if value >= Fraction(9, 10):
        return 8
    return min(max((20 * value + 1).__floor__() // 2 - 1, 1), 7)


PEOPLE = st.lists(st.lists(st.booleans(), max_size=8), max_size=24)


@settings(max_examples=25, deadline=None)
@given(PEOPLE)
def test_any_week_is_released_as_the_rules_say(one_store: Store, said: Weeks) -> None:
    found = line(one_store, *ALONE, said, ALONE_WORDS)
    assert found is not None
    assert found.values["share"] == expected(said)
