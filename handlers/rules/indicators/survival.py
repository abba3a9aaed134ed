"""How many have been answered by a time, when some have not been answered yet."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Times:
    """Tickets that stood at the same age when they were answered, or when the week was over.

    Attributes:
        minutes: of staffed time.
        answered: how many got their first human reply then.
        open: how many had none yet, and are censored then.
    """

    minutes: int
    answered: int
    open: int


def answered_within(times: Iterable[Times], minutes: int) -> float | None:
    """The share with a first human reply within so many minutes, open tickets censored.

    Source: E. L. Kaplan and P. Meier, "Nonparametric estimation from incomplete observations",
    Journal of the American Statistical Association 53 (1958). At equal times answers come first.

    Args:
        times: every ticket, grouped by age.
        minutes: the target.

    Returns:
        0 to 1; ``None`` if there is no ticket.
    """
    ordered = sorted((one for one in times if one.answered + one.open), key=lambda one: one.minutes)
    at_risk = sum(one.answered + one.open for one in ordered)
    if not at_risk:
        return None
    waiting = 1.0
    for one in ordered:
        if one.minutes > minutes:
            break
        waiting *= 1 - one.answered / at_risk
        at_risk -= one.answered + one.open
    return 1 - waiting
