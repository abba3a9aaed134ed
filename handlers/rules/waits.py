"""How long an answer takes here, from this course's own history, or not known yet.

What matters most is how many were ahead. So the answer is the eighth largest of ten among those
questions of the past that met a line about as long: their waits in staffed time. With *n* of them
the ``⌈.8 (n + 1)⌉``-th smallest is taken, which a further one like them does not exceed with a
probability of at least .8, whatever the waits are distributed like (V. Vovk, A. Gammerman,
G. Shafer, *Algorithmic Learning in a Random World*, 2005, for exchangeable waits).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log1p

SHARE = 0.8
"""Of questions like this one, how many are answered within what is said."""
LEAST = 20
"""Finished questions below which nothing is said."""
NEAR = 60
"""How many questions of the past are looked at: those that met a line most like this one."""


@dataclass(frozen=True, slots=True)
class Past:
    """A finished question.

    Attributes:
        ahead: how many waited when it was posted.
        minutes: of staffed time until its first reply from a person.
    """

    ahead: int
    minutes: int


def expected(history: Sequence[Past], ahead: int) -> int | None:
    """Minutes of staffed time within which four of five such questions have a first reply.

    Args:
        history: finished questions, the newest last.
        ahead: how many wait now.

    Returns:
        ``None`` when it is not known yet.
    """
    if len(history) < LEAST:
        return None
    place = log1p(ahead)
    far = sorted(abs(log1p(past.ahead) - place) for past in history)
    reach = far[min(NEAR, len(far)) - 1]
    near = sorted(past.minutes for past in history if abs(log1p(past.ahead) - place) <= reach)
    rank = ceil(SHARE * (len(near) + 1))
    return near[rank - 1]
