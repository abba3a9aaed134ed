"""The hint ladder: which rung comes next. State, not judgement.

Rungs: 0 reflect, 1 pointer, 2 hint, 3 worked example, 4 answer. A rung with nothing specific to say
is skipped. One gate a question stands before rung 3: an attempt, or a waiting time where the course
sets one. After the last rung comes a person, who could be asked beside every rung anyway.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from storage.kinds import Wish


class Rung(IntEnum):
    """How much is said."""

    REFLECT = 0
    POINTER = 1
    HINT = 2
    EXAMPLE = 3
    ANSWER = 4


NOTHING_SHOWN = -1
GATE = Rung.EXAMPLE
"""The one gate of a question stands before this rung."""

STARTS = {
    Wish.POINTER: Rung.POINTER,
    Wish.EXPLANATION: Rung.HINT,
    Wish.CHECK: Rung.POINTER,
    Wish.ANSWER: Rung.POINTER,
    Wish.TALK: Rung.POINTER,
}
"""Where the ladder starts by what the asker would like."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """What there is to say.

    Attributes:
        exists: whether the course has any hints or material at all.
        specific: the rungs, 1 to 4, that have something specific for this question.
        gate: the course's waiting time before rung 3; zero for none.
    """

    exists: bool
    specific: AbstractSet[Rung]
    gate: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one question has come.

    Attributes:
        wish: the help its asker would like.
        rung: the highest rung shown, ``NOTHING_SHOWN`` before the first.
        attempted: whether its asker has said what they tried.
        asked_at: when it was asked.
    """

    wish: Wish
    rung: int
    attempted: bool
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Show:
    """Show this rung."""

    rung: Rung


@dataclass(frozen=True, slots=True)
class AskAttempt:
    """Ask what was tried: the gate is closed. ``until`` is when it opens by itself, if ever."""

    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class AskPeople:
    """Nothing more to say: a person is next."""


Step = Show | AskAttempt | AskPeople


def opening(progress: Progress, ladder: Ladder, at: datetime) -> Step:
    """What the panel shows at once. Checking work, and talking, is for a person."""
    if progress.wish in {Wish.CHECK, Wish.TALK}:
        return AskPeople()
    return climb(progress, ladder, at)


def climb(progress: Progress, ladder: Ladder, at: datetime) -> Step:
    """The next step for a question at a moment."""
    rung = _next(progress, ladder)
    if rung is None:
        return AskPeople()
    if rung >= GATE > progress.rung and not progress.attempted:
        opens = progress.asked_at + ladder.gate if ladder.gate else None
        if opens is None or at < opens:
            return AskAttempt(opens)
    return Show(rung)


def _next(progress: Progress, ladder: Ladder) -> Rung | None:
    if not ladder.exists:
        return None
    gentle = ladder.specific & {Rung.POINTER, Rung.HINT}
    if progress.rung == NOTHING_SHOWN:
        if not gentle:
            return Rung.REFLECT
        start = STARTS[progress.wish]
        return min((rung for rung in gentle if rung >= start), default=max(gentle))
    return min((rung for rung in ladder.specific if rung > progress.rung), default=None)
