"""The life of a ticket, as data: every step there is, from where to where, and who may take it.

The guarded updates (:mod:`storage.tickets`), the drawing in the documentation and the tests are
made from this table, so that none of them can allow a step that another forbids. It only names
things: what a person reads of a step is said by the handlers.

A ticket that is late or that came back is no state of its own: it still waits. Those are marks
(:data:`MARKS`), which change nothing about who may do what.
"""

from dataclasses import dataclass
from enum import StrEnum

from storage.kinds import TicketState

_W, _C, _A, _Z, _M = (
    TicketState.WAITING,
    TicketState.CLAIMED,
    TicketState.ANSWERED,
    TicketState.SNOOZED,
    TicketState.MERGED,
)
OPEN = (_W, _C, _A, _Z, _M)
"""The states of a ticket that somebody still needs."""
ENDS = (TicketState.SOLVED, TicketState.WITHDRAWN)
"""The states in which nobody needs it any more.

No step leaves them, but one: what was solved its asker can open again.
"""


class Mover(StrEnum):
    """Who takes a step."""

    STAFF = "staff"
    CLASSMATE = "a classmate"
    ASKER = "the asker"
    CLOCK = "the clock"


class Hold(StrEnum):
    """What a step does with the hold that one member of staff has on a ticket."""

    TAKES = "takes"
    FREES = "frees"
    KEEPS = "keeps"


@dataclass(frozen=True, slots=True)
class Step:
    """A step in a ticket's life, or a mark where it leads back to the state it came from.

    Attributes:
        name: a verb; the same in the drawing, in the statement and in the tests.
        by: who may take it.
        of: the states it leaves.
        to: the state it leads to; ``None`` for a mark, which stays where it is.
        hold: what becomes of the hold.
        own: while it is claimed, only its holder may.
        once: a column that must be empty and is filled, so that it happens once.
        same: a column that must still be what whoever decided has read.
    """

    name: str
    by: tuple[Mover, ...]
    of: tuple[TicketState, ...]
    to: TicketState | None
    hold: Hold = Hold.KEEPS
    own: bool = False
    once: str = ""
    same: str = ""


_STAFF, _CLOCK = (Mover.STAFF,), (Mover.CLOCK,)

CLAIM = Step("claim", _STAFF, (_W,), _C, Hold.TAKES)
RELEASE = Step("release", _STAFF, (_C,), _W, Hold.FREES, own=True)
LAPSE = Step("lapse", _CLOCK, (_C,), _W, Hold.FREES, same="active_at")
HAND_OVER = Step("hand over", _STAFF, (_W, _C), _C, Hold.TAKES, own=True)
SNOOZE = Step("snooze", _STAFF, (_W, _C), _Z, Hold.FREES, own=True)
WAKE = Step("wake", (*_STAFF, *_CLOCK), (_Z,), _W, same="snoozed_until")
ANSWER = Step("answer", _STAFF, (_W, _C, _Z, _A), _A, Hold.TAKES, own=True)
HELP = Step("help", (Mover.CLASSMATE,), (_W, _Z), _A)
NOT_YET = Step("not yet", (Mover.ASKER,), (_A,), _W, Hold.FREES)
DOUBT = Step("doubt", _STAFF, (_A,), _W, Hold.FREES, same="answered_at")
MERGE = Step("merge", _STAFF, (_W, _C, _Z), _M, Hold.FREES, own=True)
PART = Step("part", (*_STAFF, *_CLOCK), (_M,), _W, same="merged_into")
ANSWER_TOGETHER = Step("answer together", _STAFF, (_M,), _A, Hold.TAKES, same="merged_into")
SOLVE = Step("solve", (Mover.ASKER,), OPEN, TicketState.SOLVED, Hold.FREES)
SETTLE = Step("settle", _STAFF, OPEN, TicketState.SOLVED, Hold.FREES, own=True)
OPEN_AGAIN = Step("open again", (Mover.ASKER,), (TicketState.SOLVED,), _W, Hold.FREES)
WITHDRAW = Step("withdraw", (Mover.ASKER,), OPEN, TicketState.WITHDRAWN, Hold.FREES)

STEPS = (
    CLAIM,
    RELEASE,
    LAPSE,
    HAND_OVER,
    SNOOZE,
    WAKE,
    ANSWER,
    HELP,
    NOT_YET,
    DOUBT,
    MERGE,
    PART,
    ANSWER_TOGETHER,
    SOLVE,
    SETTLE,
    OPEN_AGAIN,
    WITHDRAW,
)
"""Every step there is. What is not here cannot happen."""

STIR = Step("stir", _STAFF, (_C,), None, own=True)
REMIND = Step("remind", _CLOCK, (_C,), None, once="reminded_at", same="active_at")
ESCALATE = Step("escalate", _CLOCK, (_W,), None, same="escalated")
REMIND_ASKER = Step("remind the asker", _CLOCK, (_A,), None, once="asker_reminded_at")

MARKS = (STIR, REMIND, ESCALATE, REMIND_ASKER)
"""What is noted of a ticket without a step: its holder is busy with it, somebody was told."""
