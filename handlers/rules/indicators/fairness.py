"""I-12: whether a section waits longer than the rest of its class, or chance would do the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb

from handlers.rules.indicators.thresholds import FAIR_LEVEL, SECTION_LEAST


@dataclass(frozen=True, slots=True)
class Served:
    """A section's questions: how many, and how many had a reply within the target."""

    within: int
    questions: int


def permutation(one: Served, rest: Served) -> float:
    """How often a random division of all questions differs at least as much as this one.

    All permutations, counted and not drawn: the number within the target among a section's
    questions is hypergeometric (R. A. Fisher, "The design of experiments", 1935). Two-sided by the
    size of the difference between the shares.

    Raises:
        ZeroDivisionError: one side has no question.
    """
    every, good = one.questions + rest.questions, one.within + rest.within

    def apart(within: int) -> int:
        # The difference of the shares, times both numbers of questions: whole, so exact.
        return abs(within * rest.questions - (good - within) * one.questions)

    observed, all_ways = apart(one.within), comb(every, one.questions)
    least, most = max(0, good - rest.questions), min(good, one.questions)
    ways = sum(
        comb(good, k) * comb(every - good, one.questions - k)
        for k in range(least, most + 1)
        if apart(k) >= observed
    )
    return ways / all_ways


def holm(chances: Sequence[float]) -> list[float]:
    """The chances adjusted for looking several times.

    Source: S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian
    Journal of Statistics 6 (1979).
    """
    order = sorted(range(len(chances)), key=lambda number: chances[number])
    adjusted, least = [0.0] * len(chances), 0.0
    for place, number in enumerate(order):
        least = max(least, min(1.0, chances[number] * (len(chances) - place)))
        adjusted[number] = least
    return adjusted


def waiting_longer(sections: Mapping[str, Served]) -> tuple[str, ...] | None:
    """The sections that are clearly answered in time less often than the rest.

    Returns:
        Their names; ``None`` where there are too few questions to tell, in any section.
    """
    if len(sections) < 2 or any(one.questions < SECTION_LEAST for one in sections.values()):
        return None
    within = sum(one.within for one in sections.values())
    questions = sum(one.questions for one in sections.values())
    names = sorted(sections)
    rests = [
        Served(within - sections[name].within, questions - sections[name].questions)
        for name in names
    ]
    chances = holm([permutation(sections[n], rest) for n, rest in zip(names, rests, strict=True)])
    return tuple(
        name
        for name, rest, chance in zip(names, rests, chances, strict=True)
        if chance < FAIR_LEVEL
        and sections[name].within * rest.questions < rest.within * sections[name].questions
    )
