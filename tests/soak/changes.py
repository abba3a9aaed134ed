"""To be run by hand: how often the change words are wrong, and how often they see a fall.

``python -m tests.soak.changes [TERMS]`` prints the table that stands in ``docs/pulse.md``.

The generator: 12 weeks. Every student has a level of their own, normal with SD .77 around 3.6; in
each week 55 % of the class, drawn by chance, answer one item of a scale: their level, plus the
week's shock of the whole class (normal, SD .08), plus the item's noise (normal, SD .63), rounded to
1 … 5. In a term with a fall every answer from week 7 on is lower by so much, before rounding.
"""

import random
import sys
from collections import defaultdict
from dataclasses import dataclass
from statistics import fmean

from handlers.rules.pulse.change import Word, verdicts
from handlers.rules.pulse.plan import LEAST_PEOPLE, Size, size_of
from handlers.rules.pulse.scoring import Level, level

WEEKS, RESPONSE, CENTRE = 12, 0.55, 3.6
PERSON_SD, ITEM_SD, CLASS_SD = 0.77, 0.63, 0.08
FALLS_IN = 7
SIZES = (20, 25, 30, 39, 40, 50, 60, 80, 120, 200)


@dataclass(frozen=True, slots=True)
class Found:
    """What was said over many terms of one size.

    Attributes:
        false: windows flagged a term in which nothing changed, on average.
        terms: share of those terms with any flag.
        seen: share of terms with a fall in which it was found, as a fall, by the last week.
    """

    false: float
    terms: float
    seen: float


def window_of(week: int, size: Size) -> int:
    """The window, from 1, that a week of the term belongs to."""
    return (week - 1) // size.weeks + 1


def term(enrolled: int, fall: float, draw: random.Random) -> list[Level | None]:
    """The levels of one scale over a term, window by window."""
    size = size_of(enrolled)
    assert size is not None
    people = [draw.gauss(CENTRE, PERSON_SD) for _ in range(enrolled)]
    return [_window(people, size, window, fall, draw) for window in _windows(size)]


def _windows(size: Size) -> range:
    return range(1, window_of(WEEKS, size) + 1)


def _window(
    people: list[float], size: Size, window: int, fall: float, draw: random.Random
) -> Level | None:
    given: defaultdict[int, list[int]] = defaultdict(list)
    for week in range(1, WEEKS + 1):
        if window_of(week, size) != window:
            continue
        moved = draw.gauss(0, CLASS_SD) - (fall if week >= FALLS_IN else 0)
        for at, person in enumerate(people):
            if draw.random() < RESPONSE:
                answer = round(person + moved + draw.gauss(0, ITEM_SD))
                given[at].append(min(max(answer, 1), 5))
    found = level(given.values())
    return found if found is not None and found.n >= LEAST_PEOPLE else None


def measured(enrolled: int, terms: int, seed: int, fall: float = 0.5) -> Found:
    """What is said over as many terms without a change, and as many with a fall."""
    size = size_of(enrolled)
    assert size is not None
    draw = random.Random(f"{seed} {enrolled}")  # noqa: S311  # a simulation, the same each time
    flags, seen = [], []
    for _ in range(terms):
        said = verdicts(term(enrolled, 0, draw), enrolled, size.weeks)
        flags.append(sum(one.word == Word.CHANGED for one in said))
        said = verdicts(term(enrolled, fall, draw), enrolled, size.weeks)
        later = said[window_of(FALLS_IN, size) - 1 :]
        seen.append(any(one.word == Word.CHANGED and not one.rises for one in later))
    return Found(fmean(flags), fmean(flag > 0 for flag in flags), fmean(seen))


def main() -> None:
    """Print the table."""
    terms = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    print("| enrolled | weeks a window | false flags a term | terms with one | fall of .5 found |")  # noqa: T201  # it says what it found
    print("|---|---|---|---|---|")  # noqa: T201  # as above
    for enrolled in SIZES:
        found = measured(enrolled, terms, seed=7)
        size = size_of(enrolled)
        assert size is not None
        print(  # noqa: T201  # as above
            f"| {enrolled} | {size.weeks} | {found.false:.3f} | {found.terms:.3f} "
            f"| {found.seen:.3f} |"
        )


if __name__ == "__main__":
    main()
