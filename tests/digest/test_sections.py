"""Sections in the digest: means of the pulse, and whether one of them waits longer (I-12, I-16)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from scipy import stats  # type: ignore[import-untyped]  # it ships no types
from statsmodels.stats.multitest import multipletests  # type: ignore[import-untyped]  # the same

from handlers.digest.composing import compose
from handlers.digest.findings import About, Digest, OfPeople
from handlers.digest.pulse import beside
from handlers.rules.release import Group, mean, share
from storage.keys import Somebody
from storage.store import Store
from storage.tables import PulseMember, Section, TicketEvent
from tests.digest import world
from tests.digest.world import MONDAY, WEEK
from tests.storage import rows
from tests.storage.rows import KEYS

MONDAYS, FRIDAYS = "Monday group", "Friday group"


@pytest.fixture
def store(stored_url: str) -> Iterator[Store]:
    opened = Store(stored_url, KEYS)
    yield opened
    opened.close()


def answered(
    store: Store, groups: dict[str, tuple[int | None, int, int]], elsewhere: int = 0
) -> Digest:
    """A week of a pulse: by section how many are enrolled, how many answered, and what."""
    found = world.record("c", 90)
    assert found.term_start is not None
    with store.begin() as work:
        work.courses.add(found)
        sections = [
            Section(id=f"s{n}", course_id="c", name=name, place=n, enrolled=enrolled)
            for n, (name, (enrolled, _people, _value)) in enumerate(groups.items())
        ]
        work.courses.set_sections("c", sections)
        work.pulses.add_term(rows.pulse_term(course_id="c", enrolment=90, starts=found.term_start))
        people = [
            (f"s{n}", value)
            for n, (_enrolled, count, value) in enumerate(groups.values())
            for _ in range(count)
        ] + [("", 3)] * elsewhere
        for n, (section, value) in enumerate(people):
            who = Somebody(KEYS, n.to_bytes(16))
            slot = rows.pulse_slot(who)
            member = rows.pulse_member(who).model_dump()
            work.pulses.join(PulseMember(**{**member, "section": section}))
            work.pulses.answered(f"a{n}", slot, WEEK, "belonging", "B1", value, consent=1)
        return compose(world.opened(work, found), MONDAY)


def test_a_mean_for_each_section_that_may_be_shown(store: Store) -> None:
    line = answered(store, {MONDAYS: (40, 30, 4), FRIDAYS: (40, 25, 3)}).line(
        "pulse-belonging-sections"
    )
    assert line is not None
    assert line.about is About.PEOPLE
    assert line.values == {"section-1": "mean:4.00", "section-2": "mean:3.00"}
    assert line.text == ("Belonging, by section: Monday group about 4.00; Friday group about 3.00.")


@pytest.mark.parametrize(
    ("groups", "elsewhere"),
    [
        ({MONDAYS: (40, 30, 4), FRIDAYS: (None, 3, 1)}, 0),  # R5: three could be computed
        ({MONDAYS: (40, 30, 4)}, 3),  # the same for those in no section
        ({MONDAYS: (None, 30, 4), FRIDAYS: (14, 25, 3)}, 0),  # R4: not said, and under fifteen
    ],
)
def test_no_section_from_which_another_could_be_computed(
    store: Store, groups: dict[str, tuple[int | None, int, int]], elsewhere: int
) -> None:
    digest = answered(store, groups, elsewhere)
    assert digest.line("pulse-belonging") is not None
    assert digest.line("pulse-belonging-sections") is None


def test_one_of_three_may_be_held_back(store: Store) -> None:
    line = answered(
        store, {MONDAYS: (40, 30, 4), FRIDAYS: (40, 25, 3), "Late group": (20, 12, 2)}
    ).line("pulse-belonging-sections")
    assert line is not None
    assert line.values["section-3"] == "mean:2.00"
    said = answered_few(store)
    assert "not enough answers" in said
    assert not any(figure in said for figure in ("9", "about 1"))


def answered_few(store: Store) -> str:
    with store.begin() as work:
        work.pulses.forget("t1")
        term = work.pulses.current("c")
        assert term is None
        work.pulses.add_term(
            rows.pulse_term(course_id="c", enrolment=90, starts=MONDAY - timedelta(weeks=3))
        )
        people = [("s0", 4)] * 30 + [("s1", 3)] * 9 + [("s2", 1)] * 9
        for n, (section, value) in enumerate(people):
            who = Somebody(KEYS, n.to_bytes(16))
            member = rows.pulse_member(who).model_dump()
            work.pulses.join(PulseMember(**{**member, "section": section}))
            work.pulses.answered(
                f"b{n}", rows.pulse_slot(who), WEEK, "belonging", "B1", value, consent=1
            )
        found = work.courses.find("c")
        assert found is not None
        line = compose(world.opened(work, found), MONDAY).line("pulse-belonging-sections")
    assert line is not None
    return line.text


def served(store: Store, counts: dict[str, tuple[int, int]], enrolment: int = 60) -> Digest:
    """A week's questions: by section how many were answered at once, and how many after days."""
    found = world.record("c", enrolment)
    start = datetime(2026, 9, 28, 8, tzinfo=UTC)
    with store.begin() as work:
        work.courses.add(found)
        names = list(counts)
        work.courses.set_sections(
            "c", [Section(id=f"s{n}", course_id="c", name=o, place=n) for n, o in enumerate(names)]
        )
        for name, (quick, slow) in counts.items():
            for number in range(quick + slow):
                key = f"{name}-{number}"
                work.questions.add(rows.question(key, course_id="c", asked_at=start, section=name))
                wait = timedelta(minutes=5) if number < quick else timedelta(days=3)
                for what, at in (("posted", start), ("answered", start + wait)):
                    event = TicketEvent(
                        id=f"{key}-{what}",
                        course_id="c",
                        question_id=key,
                        what=what,
                        detail="staff hint" if what == "answered" else "",
                        at=at,
                    )
                    work.log.about_ticket(event)
        return compose(world.opened(work, found), MONDAY)


def behind(counts: dict[str, tuple[int, int]]) -> list[str]:
    """The same from scipy's hypergeometric distribution and statsmodels' Holm."""
    every = sum(quick + slow for quick, slow in counts.values())
    good = sum(quick for quick, _slow in counts.values())
    chances, worse = [], []
    for quick, slow in counts.values():
        n, rest = quick + slow, every - quick - slow
        observed = quick / n - (good - quick) / rest
        spread = stats.hypergeom(every, good, n)
        chances.append(
            sum(
                spread.pmf(k)
                for k in range(n + 1)
                if abs(k / n - (good - k) / rest) >= abs(observed) - 1e-12
            )
        )
        worse.append(observed < 0)
    adjusted = multipletests(chances, method="holm")[1]
    return [
        name
        for name, chance, less in zip(counts, adjusted, worse, strict=True)
        if chance < 0.01 and less
    ]


@pytest.mark.parametrize(
    "counts",
    [
        {MONDAYS: (22, 3), FRIDAYS: (8, 17), "Late group": (24, 2)},
        {MONDAYS: (20, 5), FRIDAYS: (15, 10)},
        {MONDAYS: (20, 0), FRIDAYS: (12, 8)},
    ],
)
def test_a_section_that_waits_longer_is_found_as_scipy_finds_it(
    store: Store, counts: dict[str, tuple[int, int]]
) -> None:
    line, late = served(store, counts).line("fair"), behind(counts)
    assert line is not None
    assert line.about is About.PEOPLE
    assert line.values == {"word": "word:behind" if late else "word:alike"}
    named = [name for name in counts if name in line.text]
    assert named == late


@pytest.mark.parametrize(
    ("counts", "enrolment", "text"),
    [
        ({MONDAYS: (25, 0), FRIDAYS: (2, 17)}, 60, "too few questions to tell"),
        ({MONDAYS: (25, 0), FRIDAYS: (2, 17)}, 11, None),
        ({MONDAYS: (25, 20)}, 60, None),
    ],
)
def test_too_few_to_tell_of_sections(
    store: Store, counts: dict[str, tuple[int, int]], enrolment: int, text: str | None
) -> None:
    line = served(store, counts, enrolment).line("fair")
    assert (line is None) is (text is None)
    assert line is None or (text or "") in line.text


def test_ease_of_asking_stands_beside_silence_and_hiding_or_not_at_all() -> None:
    many, few = Group.of([1] * 20), Group.of([1] * 9)
    lines = {
        "pulse-ease_of_asking": OfPeople("e", {"mean": mean(Group.of([4] * 20), 40)}),
        "silent": OfPeople("s", {"share": share(many, 40)}),
        "hidden": OfPeople("h", {"share": share(many, 40)}),
    }
    (line,) = beside(lines)
    assert {name: one.frozen() for name, one in line.values.items()} == {
        "ease": "mean:4.00",
        "silent": "share:high",
        "hidden": "share:high",
    }
    lines["hidden"] = OfPeople("h", {"share": share(few, 40)})
    assert list(beside(lines)) == []
