"""Steps between hints (I-4), what goes alone now (I-7): a week by hand, and any week at all."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from fractions import Fraction
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.digest.composing import compose
from handlers.digest.findings import About, Digest
from storage.store import Store
from storage.tables import Topic
from tests.digest import world
from tests.digest.world import MONDAY
from tests.storage import rows
from tests.storage.rows import KEYS

Weeks = list[list[bool]]
"""For each person what they answered, in the order in which the log has it."""
_courses = count(1)


@pytest.fixture
def store(stored_url: str) -> Iterator[Store]:
    opened = Store(stored_url, KEYS)
    yield opened
    opened.close()


def made(
    store: Store,
    what: str,
    said: Weeks,
    words: Mapping[bool, str],
    *,
    measures_steps: bool = True,
    questions: int = 0,
) -> Digest:
    """The digest of a week in which so many people did this.

    Args:
        store: where.
        what: the event.
        said: for each person what they did.
        words: its details.
        measures_steps: whether the course does.
        questions: how many asked about joins, and saw two hints, the second one after a second.
    """
    found = world.record(f"c{next(_courses)}", 60, measures_steps=measures_steps)
    at = world.DUE.replace(day=1)
    with store.begin() as work:
        work.courses.add(found)
        work.hints.add_topic(Topic(id=f"{found.id}-t", course_id=found.id, name="Joins"))
        course = world.opened(work, found)
        for number, answers in enumerate(said):
            who = world.somebody(found, number)
            for place, answer in enumerate(answers):
                name = f"{found.id}-{number}-{place:02}"
                world.note(work, course, who, name, what, words[answer], at)
        for number in range(questions):
            name = f"{found.id}-q{number}"
            work.questions.add(
                rows.question(name, course_id=found.id, topic="Joins", asked_at=at, rung=2)
            )
            for rung in (1, 2):
                shown_at = at + timedelta(seconds=rung)
                work.questions.show(
                    rows.showing(f"{name}-{rung}", name, rung=rung, shown_at=shown_at)
                )
        return compose(course, MONDAY)


STEPS = {True: "quick", False: "read"}
ALONE_WORDS = {True: "yes", False: "not-yet"}


def test_could_do_it_alone_by_hand(store: Store) -> None:
    # 13 say yes to both of theirs, 6 to one of two; one says no eleven times and yes never.
    # (13 + 6 / 2 + 0) / 20 = .8.
    said = [[True, True]] * 13 + [[True, False]] * 6 + [[False] * 11]
    found = made(store, "alone", said, ALONE_WORDS).line("alone")
    assert found is not None
    assert found.about is About.PEOPLE
    assert found.values == {"share": "share:80", "people": "band:15-24"}
    assert found.text == (
        "Could do a similar one alone: about 80 % of what people answered about their own solved "
        "questions; 15–24 people. It is what they say, not a test."
    )


def test_nine_people_are_too_few(store: Store) -> None:
    found = made(store, "alone", [[True, False]] * 9, ALONE_WORDS).line("alone")
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
@given(PEOPLE, st.sampled_from([("alone", "alone", ALONE_WORDS), ("step", "clicked", STEPS)]))
def test_any_week_is_released_as_the_rules_say(
    one_store: Store, said: Weeks, about: tuple[str, str, dict[bool, str]]
) -> None:
    what, key, words = about
    found = made(one_store, what, said, words).line(key)
    assert found is not None
    assert found.values["share"] == expected(said)


def test_clicking_through_by_hand(store: Store) -> None:
    # 8 leave one of four hints too soon, 4 three of four; one clicks seven times, which is five.
    # (8 / 4 + 4 · 3 / 4 + 1) / 13 = 6 / 13 = .46: about half. And joins is where it happened.
    one, three = [True, False, False, False], [True, True, True, False]
    digest = made(store, "step", [one] * 8 + [three] * 4 + [[True] * 7], STEPS, questions=5)
    found = digest.line("clicked")
    assert found is not None
    assert found.about is About.PEOPLE
    assert found.values == {"share": "share:50", "people": "band:10-14"}
    assert found.text.startswith("Clicked through: about 50 % of people's own steps from one hint")
    (said,) = [one.text for one in digest.actions if one.because == "clicked"]
    assert said.startswith("Sharpen the pointer and the hint on Joins: many go on before they")


def test_no_topic_is_named_where_few_steps_were_taken(store: Store) -> None:
    digest = made(store, "step", [[True]] * 12, STEPS, questions=4)
    assert "of your hardest topic" in next(
        one.text for one in digest.actions if one.because == "clicked"
    )


def test_a_course_that_does_not_measure_steps_reads_nothing_of_them(store: Store) -> None:
    digest = made(store, "step", [[True]] * 20, STEPS, measures_steps=False, questions=5)
    assert digest.line("clicked") is None
    assert "clicked" not in {one.because for one in digest.actions}
