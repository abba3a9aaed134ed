"""The order of the line, by hand; and that no clock changes it."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.line import Place, due, ordered, seen_at
from storage.kinds import Kind

MONDAY = datetime(2026, 9, 7, 10, 15, tzinfo=UTC)


def at(minutes: int) -> datetime:
    return MONDAY + timedelta(minutes=minutes)


def test_weights() -> None:
    assert due(MONDAY, Kind.LEARNING) == MONDAY
    assert due(MONDAY, Kind.LOGISTICS) == MONDAY
    assert due(MONDAY, Kind.SET_UP) == at(-30)


LINE = [
    Place("a", "joins", at(0)),
    Place("b", "plots", at(10)),
    Place("c", "", at(20), seat="s1"),
    Place("d", "plots", at(41), seat="s2"),
    Place("e", "joins", at(41)),
]


def ids(places: list[Place]) -> str:
    return "".join(place.id for place in places)


def test_as_each_sees_it() -> None:
    assert ids(ordered(LINE)) == "abcde"
    assert ids(ordered(reversed(LINE))) == "abcde"
    # Plots half an hour sooner: b at -20, d at 11.
    assert ids(ordered(LINE, {"plots"})) == "badce"
    # Brought to s1 an hour sooner: c at -40.
    assert ids(ordered(LINE, frozenset(), "s1")) == "cabde"
    # Both: d at 41 - 60 - 30.
    assert ids(ordered(LINE, {"plots"}, "s2")) == "dbace"
    assert seen_at(LINE[3], {"plots"}, "s2") == at(-49)
    # Nobody's seat is not somebody's.
    assert seen_at(LINE[0], frozenset(), "") == at(0)


PLACES = st.lists(
    st.builds(
        lambda topic, minutes, seat, number: Place(f"{number}", topic, at(minutes), seat),
        st.sampled_from(["", "joins", "plots"]),
        st.integers(-500, 500),
        st.sampled_from(["", "s1", "s2"]),
        st.integers(0, 10**9),
    ),
    max_size=8,
)


@given(PLACES, st.sets(st.sampled_from(["joins", "plots"])), st.sampled_from(["", "s1"]))
def test_who_waits_longer_under_equal_conditions_comes_first(
    places: list[Place], topics: set[str], seat: str
) -> None:
    line = ordered(places, topics, seat)
    assert sorted(ids([place]) for place in line) == sorted(ids([place]) for place in places)
    for before, after in pairwise(line):
        if (before.topic, before.seat) == (after.topic, after.seat):
            assert before.due <= after.due
