"""What is asked of whom in which week, and how many weeks a window of answers collects."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.rules.release import RULES, weeks

LEAST_ENROLLED = RULES.enrolled
"""A smaller class has no pulse but a page to talk over: a mean of so few would name somebody."""
SILENT_WEEKS = 3
"""Weeks in a row without a press after which nobody is asked any more until they say so."""
THIN_WINDOWS = 2
"""Windows in a row with too few answers after which the pulse of a course stops."""
LEAST_PEOPLE = RULES.people
"""Distinct people in a window below which it has too few answers."""


@dataclass(frozen=True, slots=True)
class Size:
    """What the enrolment before the term decides, for the whole term.

    Attributes:
        weeks: weeks that one window of answers collects.
        by_default: whether the pulse is on unless the instructor says otherwise.
    """

    weeks: int
    by_default: bool


def size_of(enrolled: int) -> Size | None:
    """How a class of this enrolment is asked; ``None`` where it is not asked at all."""
    if enrolled < LEAST_ENROLLED:
        return None
    return Size(weeks(enrolled), by_default=enrolled >= 20)


def spread(tag: str) -> int:
    """A person's place in the Latin square, from the tag that they have in this term alone."""
    return int.from_bytes(base64.urlsafe_b64decode(tag + "=" * (-len(tag) % 4)))


def items_for(
    tag: str,
    week: int,
    weekly: Mapping[str, Sequence[str]],
    rotating: Mapping[str, Sequence[str]],
) -> tuple[str, ...]:
    """What one person is asked in one week.

    A Latin square: every item of a scale is somebody's each week, and nobody has the same one twice
    running. A rotating scale comes round every so many weeks; what moves on with it is its turn,
    since the weeks themselves could all be even and so always fall on the same item.

    Args:
        tag: the person's tag of this term.
        week: of the term, from 1.
        weekly: the items of each scale that is asked every week, by the scale's name.
        rotating: those that take turns, one every second week.
    """
    place = spread(tag)
    chosen = [items[(place + week) % len(items)] for items in weekly.values()]
    if week % 2 == 0 and rotating:
        turn = week // 2 - 1
        items = list(rotating.values())[turn % len(rotating)]
        chosen.append(items[(place + turn // len(rotating)) % len(items)])
    return tuple(chosen)


def scales_in(
    week: int, weekly: Mapping[str, Sequence[str]], rotating: Mapping[str, Sequence[str]]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The scales of a week, each with every item that somebody in the class is asked."""
    scales = [(name, tuple(items)) for name, items in weekly.items()]
    if week % 2 == 0 and rotating:
        name, items = list(rotating.items())[(week // 2 - 1) % len(rotating)]
        scales.append((name, tuple(items)))
    return tuple(scales)


def after_week(silent: int, *, pressed: bool) -> tuple[int, bool]:
    """How many weeks in a row somebody has been silent after another one, and whether to pause.

    It is counted to three at most and forgotten with the first press.
    """
    silent = 0 if pressed else silent + 1
    return (0, True) if silent >= SILENT_WEEKS else (silent, False)


def after_window(thin: int, people: int) -> tuple[int, bool]:
    """How many windows in a row had too few answers after another one, and whether to stop."""
    thin = thin + 1 if people < LEAST_PEOPLE else 0
    return thin, thin >= THIN_WINDOWS
