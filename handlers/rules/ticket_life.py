"""What follows from the table of a ticket's steps, and when its due work falls due. Pure.

The steps are data (:mod:`storage.ticket_life`). Here stand the drawing that the documentation
shows, and the decisions that the clock takes about a ticket.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from storage.kinds import TicketState
from storage.ticket_life import ENDS, MARKS, STEPS, Step

REMINDED_AFTER, RELEASED_AFTER = 60, 30
"""Staffed minutes of silence after which a holder is reminded, and then minutes until release.

Judgements: long enough to think and to write, short enough for the asker's afternoon."""
UNOPENED_HOURS = 24
"""Hours after which an asker is reminded of an answer: the same time next day."""


def steps_from(state: TicketState) -> tuple[Step, ...]:
    """Every step that may be taken from a state."""
    return tuple(step for step in STEPS if state in step.of)


def may(step: Step, state: TicketState, *, mine: bool) -> bool:
    """Whether somebody may take a step, as far as the ticket's state and holder go.

    Args:
        step: the step.
        state: the ticket's.
        mine: whether whoever acts holds it.
    """
    return state in step.of and (mine or not step.own or state != TicketState.CLAIMED)


@dataclass(frozen=True, slots=True)
class Later:
    """Nothing yet: look again then."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Remind:
    """The holder is reminded, once; look again then."""

    again: datetime


@dataclass(frozen=True, slots=True)
class LetGo:
    """The ticket goes back into the line."""


def quiet(
    remind_at: datetime, release_at: datetime, *, reminded: bool, at: datetime
) -> Later | Remind | LetGo:
    """What becomes of a claim of which nothing was heard.

    Args:
        remind_at: when its holder is reminded, counted from the last sign of them.
        release_at: when it goes back into the line, if the reminder changed nothing.
        reminded: whether they were, since that sign.
        at: now.
    """
    if not reminded:
        return Remind(release_at) if at >= remind_at else Later(remind_at)
    return LetGo() if at >= release_at else Later(release_at)


def drawing() -> str:
    """The life of a ticket as a Mermaid state diagram."""
    return "\n".join(["stateDiagram-v2", *(f"    {line}" for line in _lines())])


def _lines() -> Iterator[str]:
    yield f"[*] --> {TicketState.WAITING}: post (the asker)"
    for step in STEPS:
        for state in step.of:
            own = " who holds it" if step.own and state == TicketState.CLAIMED else ""
            yield f"{state} --> {step.to}: {step.name} ({' or '.join(step.by)}{own})"
    for mark in MARKS:
        for state in mark.of:
            own = " who holds it" if mark.own else ""
            yield f"{state} --> {state}: {mark.name} ({' or '.join(mark.by)}{own})"
    for state in ENDS:
        yield f"{state} --> [*]"
