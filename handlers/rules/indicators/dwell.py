"""Whether a hint was left before it can have been read (I-4).

A reader of eight words a second is a fast one, and nobody takes in a step in under three seconds;
both are assumptions (:mod:`handlers.rules.indicators.thresholds`). Going on soon is no fault: the
hint may have said nothing new. So it is said of hints and of a class, never of anybody.
"""

from datetime import timedelta
from enum import StrEnum

from handlers.rules.indicators.thresholds import DOUBLE_PRESS, IDLE, QUICKEST, WORDS_A_SECOND


class Step(StrEnum):
    """How a step from one hint to the next was taken."""

    QUICK = "quick"
    READ = "read"


def step(dwell: timedelta, words: int) -> Step | None:
    """How the step was taken that ended a stay at a hint.

    Args:
        dwell: from when the hint was shown until the next one was asked for.
        words: how many the hint has.

    Returns:
        ``None`` where it is no step: two presses within half a second are one, and after ten
        minutes nobody can tell what was read. Opening a hint again later is none either: nothing
        calls this for it.
    """
    if dwell <= DOUBLE_PRESS or dwell > IDLE:
        return None
    enough = max(QUICKEST, timedelta(seconds=words) / WORDS_A_SECOND)
    return Step.QUICK if dwell < enough else Step.READ
