"""Guards taken away one by one, and what the histories must then say."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from bot import delivery
from handlers import answering, changing
from handlers.life import due, snoozing
from storage import ticket_life as life
from storage import tickets
from storage.kinds import TicketState
from storage.ready import Ready

Breaks = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is broken.

    Attributes:
        breaks: takes the guard away.
        found: what is said of it.
        among: the rules that lead there, so that a few short histories are enough.
    """

    breaks: Breaks
    found: str
    among: tuple[str, ...]


def stepping(name: str, step: life.Step, **values: object) -> Breaks:
    """The statement of a step is that of another one, or sets something else."""

    def broken(monkeypatch: pytest.MonkeyPatch) -> None:
        statement = tickets._statement(step)
        statement = statement.values(**values) if values else statement
        changed = {**tickets.STATEMENTS, name: Ready(statement)}
        monkeypatch.setattr(tickets, "STATEMENTS", changed)

    return broken


def doing(where: object, name: str, what: object) -> Breaks:
    """A function does something else."""
    return lambda monkeypatch: monkeypatch.setattr(where, name, what)


WAITING, CLAIMED, SNOOZED = TicketState.WAITING, TicketState.CLAIMED, TicketState.SNOOZED
FAULTS: dict[str, Fault] = {
    "two hold one ticket": Fault(
        stepping("claim", replace(life.CLAIM, of=(WAITING, CLAIMED))),
        "taken out of somebody's hands",
        ("claim", "take_next"),
    ),
    "what is put aside can be claimed": Fault(
        stepping("claim", replace(life.CLAIM, of=(WAITING, SNOOZED))),
        "outside the drawing",
        ("snooze", "claim"),
    ),
    "what is released is lost": Fault(
        stepping("release", life.RELEASE, state=SNOOZED),
        "nothing wakes it",
        ("claim", "press"),
    ),
    "what is withdrawn can be claimed": Fault(
        doing(tickets.Tickets, "closed", lambda *_: True),
        "over for its question alone",
        ("withdraw", "claim"),
    ),
    "what is merged has no answer": Fault(
        doing(answering, "_to_the_others", lambda *_: iter(())),
        "somebody was left behind",
        ("merge", "answer"),
    ),
    "what is merged waits for ever once a classmate has answered": Fault(
        doing(answering, "part_all", lambda *_: iter(())),
        "merged into what nobody answers",
        ("merge", "answer"),
    ),
    "what is merged into what is withdrawn is lost": Fault(
        doing(changing, "part_all", lambda *_: iter(())),
        "merged into what nobody answers",
        ("merge", "withdraw"),
    ),
    "what is put aside stays there": Fault(
        doing(snoozing, "look_again", lambda *_: None),
        "nothing wakes it",
        ("snooze", "claim"),
    ),
    "nobody is told of what is late": Fault(
        doing(due, "watch_target", lambda *_: None),
        "nobody is told when it is late",
        ("ask", "claim"),
    ),
    "notices without a limit": Fault(
        doing(delivery, "halves_to_wait", lambda *_: 0),
        "too many notices",
        ("answer_bit_by_bit", "time_goes_on"),
    ),
}
