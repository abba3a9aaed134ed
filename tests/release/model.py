"""Classes to try the release rules on, and what a curious reader can work out from a digest."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from hypothesis import strategies as st

from handlers.rules.release import RULES, BySection, Group, Released, Rules, by_section
from handlers.rules.release.released import MEANS
from handlers.rules.release.sections import bounds

Answers = Mapping[str, list[int]]
"""Answers from 1 to 5 by section, one a person."""


@dataclass(frozen=True)
class Class:
    """A class at the term's start.

    Attributes:
        enrolled: by section.
        seed: chance for everything that happens in it.
    """

    enrolled: Mapping[str, int]
    seed: int

    @property
    def enrolment(self) -> int:
        return sum(self.enrolled.values())

    def term(self, windows: int = 4) -> Iterator[Answers]:
        """Each window's answers: people join late, leave, skip, and answer in some mood."""
        chance = random.Random(self.seed)  # noqa: S311  # a repeatable class
        people = [
            (section, chance.random(), 0, windows)
            for section, count in self.enrolled.items()
            for _ in range(count)
        ]
        joined = int(len(people) * 0.2 * chance.random())
        names = list(self.enrolled)
        people += [(chance.choice(names), chance.random(), w % windows, 9) for w in range(joined)]
        mood = chance.choice([(1, 1), (5, 5), (1, 5), (2, 4), (4, 5), (1, 2), (3, 3)])
        rate = chance.random()
        for window in range(windows):
            answers: dict[str, list[int]] = {name: [] for name in names}
            for section, quits, since, until in people:
                here = since <= window < until and quits > 0.05 * window
                if here and chance.random() < rate:
                    answers[section].append(chance.randint(*mood))
            yield answers


@st.composite
def classes(draw: st.DrawFn) -> Class:
    """1 to 250 people in 1 to 10 sections."""
    people = draw(st.integers(1, 250))
    sections = draw(st.integers(1, 10))
    seed = draw(st.integers(0, 2**32))
    chance = random.Random(seed)  # noqa: S311
    weights = [chance.random() ** 2 + 0.02 for _ in range(sections)]
    enrolled = [int(people * weight / sum(weights)) for weight in weights]
    enrolled[0] += people - sum(enrolled)
    return Class({f"s{n}": count for n, count in enumerate(enrolled)}, seed)


def published(answers: Answers, room: Class, rules: Rules = RULES) -> BySection:
    groups = {name: Group.of(each) for name, each in answers.items()}
    return by_section(groups, room.enrolled, room.enrolment, rules)


def shown(found: BySection) -> dict[str, Released]:
    """What is shown of a window: the class under an empty name, then sections."""
    every = {"": found.whole, **found.sections}
    return {name: one for name, one in every.items() if one.shown}


def atoms(sets: list[frozenset[tuple[str, int]]]) -> Iterator[int]:
    """The sizes of the smallest sets that sums and differences of these can isolate."""
    cells: dict[tuple[bool, ...], int] = {}
    for one in frozenset().union(*sets):
        signature = tuple(one in each for each in sets)
        cells[signature] = cells.get(signature, 0) + 1
    yield from cells.values()


Bounds = Callable[[Released], tuple[Fraction, Fraction]]


def told(one: Released) -> tuple[Fraction, Fraction]:
    """Between which means a published one leaves a reader."""
    return bounds(MEANS.index(one.code))


def candidates(answers: Answers, found: BySection, told: Bounds) -> dict[str, int]:
    """How many answers each section's members may have given, for a reader who knows who did.

    All answers are whole, 1 to 5. Sums of whole answers leave no gaps, so bounds are enough.
    """
    numbers = {name: len(each) for name, each in answers.items() if each}
    class_low, class_high = _whole(told(found.whole), sum(numbers.values()))
    ranges = {}
    for name, count in numbers.items():
        one = found.sections[name]
        ranges[name] = _whole(told(one), count) if one.shown else (count, 5 * count)
    possible = {}
    for name, count in numbers.items():
        others = [ranges[other] for other in ranges if other != name]
        least, most = sum(low for low, _ in others), sum(high for _, high in others)
        possible[name] = sum(
            _fits(ranges[name], (value + count - 1, value + 5 * (count - 1)))
            and max(ranges[name][0], value + count - 1) + least <= class_high
            and min(ranges[name][1], value + 5 * (count - 1)) + most >= class_low
            for value in range(1, 6)
        )
    return possible


def _whole(means: tuple[Fraction, Fraction], count: int) -> tuple[int, int]:
    return max(ceil(means[0] * count), count), min(floor(means[1] * count), 5 * count)


def _fits(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return max(one[0], other[0]) <= min(one[1], other[1])
