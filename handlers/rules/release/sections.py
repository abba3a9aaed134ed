"""R4 and R5: one partition only, and no section that could be computed from the others.

The class's mean is published with those of the shown sections, so the hidden ones' together can be
computed from both, as exactly as rounding lets it. So the hidden sections together hold at least
ten people, or none; and the mean of each section that is hidden because it is small stays uncertain
by at least a point, also to somebody who knows exactly who answered. (With the latter, R5 as it is
usually written would let a section of 14 be told to ±.4 beside a shown one of 13.)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from handlers.rules.release.group import Group
from handlers.rules.release.publishing import HIGH_MEAN, LOW_MEAN, QUARTER, mean, mean_step
from handlers.rules.release.released import MEANS, WITHHELD, Released
from handlers.rules.release.thresholds import RULES, Rules

LOWEST, HIGHEST = Fraction(1), Fraction(5)


@dataclass(frozen=True, slots=True)
class BySection:
    """A mean of the class and of those of its sections that may be shown."""

    whole: Released
    sections: Mapping[str, Released]


def by_section(
    groups: Mapping[str, Group],
    enrolled: Mapping[str, int],
    enrolment: int | None,
    rules: Rules = RULES,
    elsewhere: Group | None = None,
) -> BySection:
    """Means of people's own means, for the class and by section.

    Args:
        groups: whoever answered, by section; each person in one.
        enrolled: how many are enrolled in each section, fixed at the term's start.
        enrolment: of the class.
        rules: the thresholds.
        elsewhere: whoever answered and is in no section: a section that is always hidden.
    """
    rest = elsewhere or Group.of(())
    every = together([*groups.values(), rest])
    whole = mean(every, enrolment, rules)
    found = {
        name: mean(group, enrolled.get(name), rules)
        if enrolled.get(name, 0) >= rules.section
        else WITHHELD
        for name, group in groups.items()
    }
    if not whole.shown:
        return BySection(WITHHELD, dict.fromkeys(groups, WITHHELD))
    shown = {name for name, one in found.items() if one.shown}
    small = {name for name in groups if name not in shown}
    while shown and not _safe(groups, rest, shown, small, every, rules):
        # The smallest; of two equal ones the first by name, so that it is the same every time.
        shown.remove(min(shown, key=lambda name: (groups[name].people, name)))
    return BySection(whole, {n: one if n in shown else WITHHELD for n, one in found.items()})


def together(groups: list[Group]) -> Group:
    """Several groups of different people as one."""
    some = [group for group in groups if group.people]
    if not some:
        return Group.of(())
    return Group(
        sum(group.people for group in some),
        sum((group.total for group in some), Fraction(0)),
        min(group.least for group in some),
        max(group.most for group in some),
    )


def _safe(
    groups: Mapping[str, Group],
    rest: Group,
    shown: set[str],
    small: set[str],
    every: Group,
    rules: Rules,
) -> bool:
    """Whether the hidden sections hide each other well enough."""
    hidden = [group for name, group in groups.items() if name not in shown] + [rest]
    together = sum(group.people for group in hidden)
    if not together:
        return True
    if together < rules.hidden:
        return False
    low, high = _sum_of(every)
    for name in shown:
        least, most = _sum_of(groups[name])
        low, high = low - most, high - least
    low, high = max(low, LOWEST * together), min(high, HIGHEST * together)
    exposed = [groups[name] for name in small if groups[name].people] + [rest]
    return all(_doubt(one, together, low, high) >= rules.doubt for one in exposed if one.people)


def _sum_of(group: Group) -> tuple[Fraction, Fraction]:
    """Between which bounds what is published leaves the sum of a group's answers."""
    low, high = bounds(mean_step(group.mean))
    return low * group.people, high * group.people


def bounds(step: int) -> tuple[Fraction, Fraction]:
    """The smallest and largest mean that is published as this one of ``MEANS``."""
    if step == 0:
        return LOWEST, LOW_MEAN
    if step == len(MEANS) - 1:
        return HIGH_MEAN, HIGHEST
    middle = Fraction(step + 7, 4)
    low = LOW_MEAN if step == 1 else middle - QUARTER / 2
    high = HIGH_MEAN if step == len(MEANS) - 2 else middle + QUARTER / 2
    return low, high


def _doubt(group: Group, together: int, low: Fraction, high: Fraction) -> Fraction:
    """How far apart the means are that a hidden section may have.

    The others that are hidden with it may have answered anything from 1 to 5.
    """
    others = together - group.people
    least = max((low - HIGHEST * others) / group.people, LOWEST)
    most = min((high - LOWEST * others) / group.people, HIGHEST)
    return most - least
