"""The table of a ticket's steps: what it must and must not hold, its drawing, its clock."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from handlers.rules.ticket_life import (
    Later,
    LetGo,
    Remind,
    drawing,
    may,
    quiet,
    steps_from,
)
from storage import ticket_life as life
from storage.kinds import TicketState
from storage.ticket_life import ENDS, MARKS, OPEN, STEPS, Hold, Mover, Step

PAGE = Path(__file__).resolve().parents[2] / "docs/ticket-life.md"
NOON = datetime(2026, 10, 5, 12, 0, tzinfo=UTC)


def test_the_documentation_shows_this_drawing() -> None:
    drawn = PAGE.read_text("utf-8").partition("```mermaid\n")[2].partition("\n```")[0]
    assert drawn == drawing(), "paste what handlers.rules.ticket_life.drawing() returns"


def test_the_drawing_has_each_step_once_and_names_who_may() -> None:
    lines = drawing().splitlines()
    assert len(lines) == len(set(lines))
    arrows = sum(len(step.of) for step in (*STEPS, *MARKS))
    assert len(lines) == 1 + 1 + arrows + len(ENDS)
    assert "    claimed --> waiting: release (staff who holds it)" in lines
    assert "    claimed --> waiting: lapse (the clock)" in lines


def test_every_state_is_one_of_the_open_or_an_end() -> None:
    assert {*OPEN, *ENDS} == set(TicketState)


@pytest.mark.parametrize("state", OPEN)
def test_from_every_open_state_the_asker_can_close_it_and_help_can_come(state: TicketState) -> None:
    steps = steps_from(state)
    assert {life.SOLVE, life.WITHDRAW} <= set(steps)
    reached, waiting = {state}, [state]
    while waiting:
        for step in steps_from(waiting.pop()):
            if step.to is not None and step.to not in reached:
                reached.add(step.to)
                waiting.append(step.to)
    assert TicketState.ANSWERED in reached


def test_only_its_asker_opens_again_what_was_solved() -> None:
    assert steps_from(TicketState.WITHDRAWN) == ()
    assert steps_from(TicketState.SOLVED) == (life.OPEN_AGAIN,)
    assert life.OPEN_AGAIN.by == (Mover.ASKER,)


@pytest.mark.parametrize("step", [*STEPS, *MARKS], ids=lambda step: step.name)
def test_a_step_that_takes_a_claimed_ticket_from_somebody_is_theirs_or_closes_it(
    step: Step,
) -> None:
    if TicketState.CLAIMED in step.of and step.to not in ENDS:
        assert step.own or step.by == (Mover.CLOCK,)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_only_a_claimed_or_an_answered_ticket_has_somebody(step: Step) -> None:
    if step.to == TicketState.CLAIMED:
        assert step.hold == Hold.TAKES
    elif step.to != TicketState.ANSWERED and {TicketState.CLAIMED, TicketState.ANSWERED} & {
        *step.of
    }:
        assert step.hold == Hold.FREES


# by hand: step, state, whether the holder may, whether another may
MAY = [
    (life.CLAIM, TicketState.WAITING, True, True),
    (life.CLAIM, TicketState.CLAIMED, False, False),
    (life.RELEASE, TicketState.CLAIMED, True, False),
    (life.HAND_OVER, TicketState.WAITING, True, True),
    (life.HAND_OVER, TicketState.CLAIMED, True, False),
    (life.ANSWER, TicketState.CLAIMED, True, False),
    (life.ANSWER, TicketState.ANSWERED, True, True),
    (life.SNOOZE, TicketState.ANSWERED, False, False),
    (life.SOLVE, TicketState.CLAIMED, True, True),
]


@pytest.mark.parametrize(("step", "state", "holder", "another"), MAY)
def test_who_may(step: Step, state: TicketState, holder: bool, another: bool) -> None:
    assert may(step, state, mine=True) is holder
    assert may(step, state, mine=False) is another


# minutes since the last sign, whether they were reminded, what becomes of the claim
QUIET = [
    (0, False, Later(NOON + timedelta(minutes=60))),
    (59, False, Later(NOON + timedelta(minutes=60))),
    (60, False, Remind(NOON + timedelta(minutes=90))),
    (500, False, Remind(NOON + timedelta(minutes=90))),
    (60, True, Later(NOON + timedelta(minutes=90))),
    (89, True, Later(NOON + timedelta(minutes=90))),
    (90, True, LetGo()),
    (500, True, LetGo()),
]


@pytest.mark.parametrize(("minutes", "reminded", "expected"), QUIET)
def test_a_quiet_claim(minutes: int, reminded: bool, expected: Later | Remind | LetGo) -> None:
    found = quiet(
        NOON + timedelta(minutes=60),
        NOON + timedelta(minutes=90),
        reminded=reminded,
        at=NOON + timedelta(minutes=minutes),
    )
    assert found == expected
