"""R13: what one member of staff is told of their own answers, and nobody else is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handlers.rules.release.group import Group
from handlers.rules.release.publishing import share
from handlers.rules.release.released import Released
from handlers.rules.release.thresholds import RULES, Rules

TYPICAL = 3
"""First replies from which one of them is called typical."""


@dataclass(frozen=True, slots=True)
class Own:
    """Figures about one member of staff.

    Attributes:
        answered: questions they answered: their own work, so exact.
        typical: minutes of duty time within which half of the questions had their first reply, of
            those that had it from them; ``None``: too few to call anything typical.
        solved: what part of those whose askers said something were solved at once.
    """

    answered: int
    typical: int | None
    solved: Released


def own(
    answered: int,
    waited: Sequence[int],
    solved: Iterable[bool],
    enrolment: int | None,
    rules: Rules = RULES,
) -> Own:
    """Figures of one member of staff about a window that is over.

    What askers said is about them, so it is released as a share of people: from ten on, in steps of
    a tenth. A question does not know its person, so each counts as one, however often it was
    answered; whoever answered it has read what was said of it on its card, one by one.

    Args:
        answered: different questions they answered.
        waited: minutes of duty time that each waited for its first reply, where it was theirs.
        solved: of each question whose asker said something, once: whether the first of their
            answers that was judged did it.
        enrolment: of the class.
        rules: the thresholds.
    """
    middle = sorted(waited)[(len(waited) - 1) // 2] if len(waited) >= TYPICAL else None
    return Own(answered, middle, share(Group.of(map(int, solved)), enrolment, rules))
