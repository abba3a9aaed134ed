"""The pulse in the digest: released or not at all, and never an arrow."""

from collections.abc import Iterator

import pytest

from handlers.digest.composing import compose
from handlers.digest.findings import About, Digest
from storage.keys import Somebody
from storage.store import Store
from tests.digest import world
from tests.digest.world import MONDAY, WEEK
from tests.storage import rows
from tests.storage.rows import KEYS


@pytest.fixture
def store(stored_url: str) -> Iterator[Store]:
    opened = Store(stored_url, KEYS)
    yield opened
    opened.close()


def made(store: Store, people: int, enrolment: int = 60) -> Digest:
    """A week in which so many answered, half of them 4 and half of them 5."""
    found = world.record("c", enrolment)
    assert found.term_start is not None
    with store.begin() as work:
        work.courses.add(found)
        work.pulses.add_term(
            rows.pulse_term(course_id="c", enrolment=enrolment, starts=found.term_start)
        )
        for n in range(people):
            who = Somebody(KEYS, n.to_bytes(16))
            work.pulses.join(rows.pulse_member(who))
            slot = rows.pulse_slot(who)
            work.pulses.answered(f"a{n}", slot, WEEK, "belonging", "B1", 3 + n % 2, consent=1)
        return compose(world.opened(work, found), MONDAY)


def test_a_scale_with_everything_that_must_stand_beside_it(store: Store) -> None:
    digest = made(store, 30)
    (line,) = [one for one in digest.more if one.key == "pulse-belonging"]
    assert line.about is About.PEOPLE
    # The mean is 3.5; t · s / √n = 2.045 · .509 / √30 is .19, with half a step .315, rounded up to
    # .5. Half of the class did not answer: one point less of them is half a point less.
    assert line.values == {
        "mean": "mean:3.50",
        "low": "mean:3.00",
        "high": "mean:4.00",
        "lower": "mean:3.00",
        "people": "band:25-49",
        "word": "word:unclear",
    }
    assert line.text == (
        "Belonging: about 3.50 of 5 (likely between about 3.00 and about 4.00), from 25–49 people: "
        "no comparison yet. Those who did not answer may differ: had they said one point less, "
        "it would be about 3.00."
    )
    assert digest.front[-1].text.startswith(
        "Weekly questions to the class: Belonging: no comparison yet."
    )
    assert digest.front[-1].about is About.PEOPLE


def test_nine_people_are_not_enough_and_how_many_is_not_said(store: Store) -> None:
    digest = made(store, 9)
    (line,) = [one for one in digest.more if one.key == "pulse-belonging"]
    assert line.text == "Belonging: not enough answers."
    assert set(line.values.values()) == {"withheld:"}
    assert digest.front[-1].text.startswith("Weekly questions to the class: not enough answers.")


def test_without_a_pulse_it_says_so(store: Store) -> None:
    assert (
        made(store, 0)
        .front[-1]
        .text.startswith("Weekly questions to the class: none to report on this week.")
    )
