"""Nobody is sent more than so many notices an hour; what is over that is folded into a later one.

Three half hours of the clock cover any hour, so an hour never has more than the sum of three. A
notice that waited is not sent if the same one was sent after it was made: it says that there is
something new, not what.
"""

from collections.abc import Sequence

AN_HOUR = 6
"""Notices in an hour, at most."""


def halves_to_wait(counts: Sequence[int], most: int = AN_HOUR) -> int:
    """How many half hours a further notice waits; 0 for none.

    Args:
        counts: notices sent in the present half hour, the one before and the one before that.
        most: notices in an hour.
    """
    for wait in range(len(counts)):
        if sum(counts[: len(counts) - wait]) < most:
            return wait
    return len(counts)
