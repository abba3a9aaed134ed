"""The release rules R1-R13: the one way out for every number about people.

What is published about people is a :class:`Released`, which only this folder can make. Whoever
shows something takes that type, so that a raw count cannot slip through: the type checker refuses
it, and so does the program.

R1 and R2 are time (:mod:`.windows`; what was published is frozen in storage), R3 and R6-R8 are
:mod:`.publishing`, R4 and R5 :mod:`.sections`, R13 :mod:`.team` and
:mod:`.own`. R11 is a number that the database counts up to, R12 the value ``WITHHELD``. R9 and R10
are kept by what is not there: no themes, no live view of people and no table per student are made
anywhere (docs/decisions/0025).
"""

from handlers.rules.release.group import Group
from handlers.rules.release.own import Own, own
from handlers.rules.release.publishing import (
    compared,
    had_they_been_lower,
    interval,
    mean,
    parts,
    reach,
    response,
    share,
    word,
)
from handlers.rules.release.released import WITHHELD, Released, Shape, thaw
from handlers.rules.release.sections import BySection, by_section, together
from handlers.rules.release.team import of_a_team
from handlers.rules.release.thresholds import RULES, Rules
from handlers.rules.release.windows import Window, last_over, weeks, window_at

__all__ = [
    "RULES",
    "WITHHELD",
    "BySection",
    "Group",
    "Own",
    "Released",
    "Rules",
    "Shape",
    "Window",
    "by_section",
    "compared",
    "had_they_been_lower",
    "interval",
    "last_over",
    "mean",
    "of_a_team",
    "own",
    "parts",
    "reach",
    "response",
    "share",
    "thaw",
    "together",
    "weeks",
    "window_at",
    "word",
]
