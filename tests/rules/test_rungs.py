"""The ladder, against tables worked out by hand from the product's text."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.rungs import (
    GATE,
    NOTHING_SHOWN,
    AskAttempt,
    AskPeople,
    Ladder,
    Progress,
    Rung,
    Show,
    Step,
    climb,
    opening,
)
from storage.kinds import Wish

MONDAY = datetime(2026, 9, 7, 10, 15, tzinfo=UTC)
R, P, H, E, A = Rung


def progress(
    wish: Wish = Wish.POINTER, rung: int = NOTHING_SHOWN, *, attempted: bool = False
) -> Progress:
    return Progress(wish, rung, attempted, MONDAY)


def ladder(*specific: Rung, minutes: int = 0, exists: bool = True) -> Ladder:
    return Ladder(exists, frozenset(specific), timedelta(minutes=minutes))


FIRST: list[tuple[str, Wish, tuple[Rung, ...], Step]] = [
    ("a pointer starts at 1", Wish.POINTER, (P, H, E, A), Show(P)),
    ("an explanation starts at 2", Wish.EXPLANATION, (P, H, E, A), Show(H)),
    ("the answer starts at 1 too", Wish.ANSWER, (P, H, E, A), Show(P)),
    ("no pointer: the hint", Wish.POINTER, (H, E), Show(H)),
    ("the answer, no pointer: the hint", Wish.ANSWER, (H,), Show(H)),
    ("an explanation, no hint: the pointer", Wish.EXPLANATION, (P, E, A), Show(P)),
    ("neither 1 nor 2: reflect", Wish.POINTER, (), Show(R)),
    ("neither, though 3 and 4 are there: reflect", Wish.EXPLANATION, (E, A), Show(R)),
    ("neither, wanting the answer: reflect", Wish.ANSWER, (A,), Show(R)),
]


@pytest.mark.parametrize(("why", "wish", "specific", "step"), FIRST, ids=[row[0] for row in FIRST])
def test_where_the_ladder_starts(
    why: str, wish: Wish, specific: tuple[Rung, ...], step: Step
) -> None:
    assert opening(progress(wish), ladder(*specific), MONDAY) == step, why
    assert climb(progress(wish), ladder(*specific), MONDAY) == step, why


NEXT: list[tuple[str, int, bool, tuple[Rung, ...], Step]] = [
    ("one up", P, False, (P, H, E, A), Show(H)),
    ("an empty rung is skipped", P, True, (P, E, A), Show(E)),
    ("two empty rungs are skipped", P, True, (P, A), Show(A)),
    ("the gate stands before 3", H, False, (P, H, E, A), AskAttempt()),
    ("the gate stands before a jump to 4", P, False, (P, A), AskAttempt()),
    ("an attempt opens it", H, True, (P, H, E, A), Show(E)),
    ("one gate a question: 3 to 4 has none", E, False, (P, H, E, A), Show(A)),
    ("the top: a person", A, True, (P, H, E, A), AskPeople()),
    ("nothing above: a person", H, True, (P, H), AskPeople()),
    ("after reflecting, nothing: a person", R, False, (), AskPeople()),
    ("after reflecting, an example behind the gate", R, False, (E,), AskAttempt()),
    ("after reflecting, an example", R, True, (E,), Show(E)),
]


@pytest.mark.parametrize(
    ("why", "rung", "attempted", "specific", "step"), NEXT, ids=[row[0] for row in NEXT]
)
def test_the_next_rung(
    why: str, rung: int, attempted: bool, specific: tuple[Rung, ...], step: Step
) -> None:
    at = progress(rung=rung, attempted=attempted)
    assert climb(at, ladder(*specific), MONDAY) == step, why


def test_checking_work_is_for_a_person_but_hints_can_be_asked_for() -> None:
    check = progress(Wish.CHECK)
    assert opening(check, ladder(P, H, E, A), MONDAY) == AskPeople()
    assert climb(check, ladder(P, H, E, A), MONDAY) == Show(P)
    assert climb(check, ladder(H), MONDAY) == Show(H)


def test_a_course_with_nothing_has_no_ladder() -> None:
    for wish in Wish:
        assert opening(progress(wish), ladder(exists=False), MONDAY) == AskPeople()
    assert climb(progress(rung=R), ladder(exists=False), MONDAY) == AskPeople()


def test_a_waiting_time_opens_the_gate_by_itself() -> None:
    waiting = ladder(P, H, E, minutes=10)
    at = progress(rung=H)
    opens = MONDAY + timedelta(minutes=10)
    just_before = opens - timedelta(microseconds=1)
    assert climb(at, waiting, MONDAY) == AskAttempt(opens)
    assert climb(at, waiting, just_before) == AskAttempt(opens)
    assert climb(at, waiting, opens) == Show(E)
    assert climb(progress(rung=H, attempted=True), waiting, MONDAY) == Show(E)
    # Below the gate nobody waits.
    assert climb(progress(rung=P), waiting, MONDAY) == Show(H)


def test_the_gate_stands_before_the_worked_example() -> None:
    assert GATE == 3


specifics = st.frozensets(st.sampled_from([P, H, E, A]))
wishes = st.sampled_from(list(Wish))


@given(wishes, specifics, st.booleans())
def test_climbing_goes_up_through_what_is_there_and_ends_with_a_person(
    wish: Wish, specific: frozenset[Rung], attempted: bool
) -> None:
    """However often [Next hint] is pressed: upwards only, nothing empty, one gate at most."""
    seen: list[Rung] = []
    gates = 0
    rung = NOTHING_SHOWN
    for _press in range(12):
        step = climb(Progress(wish, rung, attempted, MONDAY), ladder(*specific), MONDAY)
        match step:
            case Show(shown):
                assert shown > rung
                assert shown in specific or (shown == R and not specific & {P, H})
                if shown >= E and not any(one >= E for one in seen):
                    assert attempted
                seen.append(shown)
                rung = shown
            case AskAttempt():
                assert not attempted
                gates += 1
                attempted = True
            case AskPeople():
                break
    else:
        pytest.fail("the ladder never ended")
    assert gates <= 1
    left_out = specific - set(seen)
    assert all(one < min(seen) for one in left_out), "only rungs below the start are left out"


@given(wishes, specifics)
def test_the_first_rung_never_gives_the_answer(wish: Wish, specific: frozenset[Rung]) -> None:
    step = opening(progress(wish), ladder(*specific), MONDAY)
    assert isinstance(step, AskPeople) or (isinstance(step, Show) and step.rung <= H)
