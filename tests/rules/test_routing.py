"""To whom a question is brought, in tables by hand; and what holds whatever the team."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.routing import Brought, Candidate, Nobody, Why, counted, route, short_by

MONDAY = datetime(2026, 9, 7, 10, 15, tzinfo=UTC)


def ta(
    seat: str,
    *topics: str,
    on: bool = True,
    left: int | None = None,
    held: int = 0,
    spent: int = 0,
    planned: int = 600,
) -> Candidate:
    until = MONDAY + timedelta(hours=2) if on else None
    return Candidate(seat, frozenset(topics), until, left, held, spent, planned)


@pytest.mark.parametrize(
    ("team", "outcome"),
    [
        ((), Nobody.OFF),
        ((ta("tim", on=False),), Nobody.OFF),
        ((ta("tim", left=9), ta("eva", on=False)), Nobody.SPENT),
        ((ta("tim", held=3), ta("eva", left=0)), Nobody.BUSY),
        ((ta("tim"), ta("eva", on=False)), Brought("tim", (Why.ALONE,))),
        ((ta("tim", left=10),), Brought("tim", (Why.ALONE,))),
        # Who knows the topic, even with more in hand; then who takes any topic; then others.
        ((ta("tim", "joins", held=2), ta("eva")), Brought("tim", (Why.TOPIC, Why.ALONE))),
        ((ta("tim", "plots"), ta("eva", held=2)), Brought("eva", (Why.ALONE,))),
        ((ta("tim", "plots", held=1), ta("eva", "loops")), Brought("eva", (Why.HANDS,))),
        (
            (ta("tim", "joins", held=1), ta("eva", "joins"), ta("ida")),
            Brought("eva", (Why.TOPIC, Why.HANDS)),
        ),
        # Whose turn it is: 30 of 600 planned minutes against 30 of 300.
        ((ta("tim", spent=30, planned=300), ta("eva", spent=30)), Brought("eva", (Why.TURN,))),
        # Without hours as if one hour were planned: 30 of 60 against 120 of 600.
        ((ta("tim", spent=30, planned=0), ta("eva", spent=120)), Brought("eva", (Why.TURN,))),
    ],
)  # fmt: skip  # a table
def test_to_whom(team: tuple[Candidate, ...], outcome: Brought | Nobody) -> None:
    assert route("q1", "joins", team) == outcome
    assert route("q1", "joins", team[::-1]) == outcome


def test_not_to_somebody_who_passed_it() -> None:
    team = (ta("tim"), ta("eva"))
    assert route("q1", "", team, {"tim"}) == Brought("eva", (Why.ALONE,))
    assert route("q1", "", team, {"tim", "eva"}) == Nobody.BUSY


def test_a_draw_is_stable_and_falls_on_all() -> None:
    team = [ta(f"seat-{n}") for n in range(4)]
    drawn = [route(f"q{n}", "", team) for n in range(200)]
    assert drawn == [route(f"q{n}", "", team[::-1]) for n in range(200)]
    assert all(isinstance(one, Brought) and one.why == (Why.DRAW,) for one in drawn)
    # Each of four is expected 50 times; 25 or fewer has a probability under 1e-5.
    for one in team:
        assert sum(isinstance(got, Brought) and got.seat == one.seat for got in drawn) > 25


@pytest.mark.parametrize(
    ("minutes", "counts"),
    [(None, 5), (0, 5), (4.5, 5), (5, 5), (5.5, 5), (6, 10), (31, 35), (60, 60), (600, 60)],
)
def test_what_counts_of_a_week(minutes: float | None, counts: int) -> None:
    since = None if minutes is None else MONDAY - timedelta(minutes=minutes)
    assert counted(since, MONDAY) == counts


@pytest.mark.parametrize(
    ("waiting", "left", "minutes"),
    [
        (0, (), 0),
        (4, (), 60),
        (4, (30, 20), 10),
        (4, (60,), 0),
        # Nine minutes left are too few for a question.
        (4, (9, 30), 30),
        (100, (0, None), 0),
    ],
)
def test_short_by(waiting: int, left: tuple[int | None, ...], minutes: int) -> None:
    assert short_by(waiting, 15, left) == timedelta(minutes=minutes)


CANDIDATES = st.lists(
    st.builds(
        lambda topics, on, left, held, spent: (topics, on, left, held, spent),
        st.sets(st.sampled_from(["joins", "plots"])),
        st.booleans(),
        st.one_of(st.none(), st.integers(0, 60)),
        st.integers(0, 4),
        st.integers(0, 200),
    ),
    max_size=6,
).map(
    lambda drawn: [
        ta(f"s{n}", *topics, on=on, left=left, held=held, spent=spent)
        for n, (topics, on, left, held, spent) in enumerate(drawn)
    ]
)


@given(CANDIDATES, st.sampled_from(["", "joins", "loops"]))
def test_whoever_gets_it_is_there_and_has_time_and_hands(team: list[Candidate], topic: str) -> None:
    outcome = route("q1", topic, team)
    able = [
        one for one in team if one.until and (one.left is None or one.left >= 10) and one.held < 3
    ]
    if isinstance(outcome, Nobody):
        assert able == []
        return
    chosen = next(one for one in team if one.seat == outcome.seat)
    assert chosen in able
    assert outcome.why
    # Somebody just like them with less in hand would have had it.
    same = [one for one in able if one.topics == chosen.topics]
    assert chosen.held == min(one.held for one in same)
