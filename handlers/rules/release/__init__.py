"""The release rules R1-R13: the one way out for every number about people.

What is published about people is a :class:`Released`, which only this folder can make. Whoever
shows something takes that type, so that a raw count cannot slip through: the type checker refuses
it, and so does the program.

R1 and R2 are time (:mod:`.windows`; what was published is frozen in storage), R3 and R6-R8 are
:mod:`.publishing`, R4 and R5 :mod:`.sections`, R9, R11 and R13 :mod:`.limits`. R10 is a shape: no
live view of people and no table per student is made anywhere. R12 is the value ``WITHHELD``.
"""

from handlers.rules.release.group import Group
from handlers.rules.release.limits import capped, may_name_theme, roles_shown
from handlers.rules.release.publishing import (
    compared,
    had_they_been_lower,
    interval,
    mean,
    parts,
    people,
    reach,
    response,
    share,
    waiting,
    word,
)
from handlers.rules.release.released import WITHHELD, Released, Shape, thaw
from handlers.rules.release.sections import BySection, by_section, together
from handlers.rules.release.thresholds import RULES, Rules
from handlers.rules.release.windows import Window, last_over, weeks, window_at

__all__ = [
    "RULES",
    "WITHHELD",
    "BySection",
    "Group",
    "Released",
    "Rules",
    "Shape",
    "Window",
    "by_section",
    "capped",
    "compared",
    "had_they_been_lower",
    "interval",
    "last_over",
    "may_name_theme",
    "mean",
    "parts",
    "people",
    "reach",
    "response",
    "roles_shown",
    "share",
    "thaw",
    "together",
    "waiting",
    "weeks",
    "window_at",
    "word",
]
