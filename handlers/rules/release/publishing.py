"""R3, R6, R7, R8: from a group of people to a figure that may be shown."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor

from handlers.rules.release.group import Group
from handlers.rules.release.released import (
    BANDS,
    FEW,
    MEANS,
    MINT,
    SHARES,
    WITHHELD,
    WORDS,
    Released,
    Shape,
)
from handlers.rules.release.thresholds import RULES, Rules

QUARTER, TENTH = Fraction(1, 4), Fraction(1, 10)
LOW_MEAN, HIGH_MEAN = Fraction(7, 4), Fraction(17, 4)
LOW_SHARE, HIGH_SHARE = Fraction(1, 10), Fraction(9, 10)

Place = Callable[[Fraction], int]


def mean_step(value: Fraction) -> int:
    """Where a mean of 1 to 5 stands among ``MEANS``: ends coded, else to the nearest .25."""
    if value <= LOW_MEAN:
        return 0
    if value >= HIGH_MEAN:
        return len(MEANS) - 1
    return min(max(_nearest(value, QUARTER) - 7, 1), len(MEANS) - 2)


def share_step(value: Fraction) -> int:
    """Where a share of 0 to 1 stands among ``SHARES``: ends coded, else to the nearest 10 %.

    Halves go to the even ten, up as often as down: two parts of one whole, .25 and .75, would both
    go up, and their sum would tell that there was nothing else.
    """
    if value <= LOW_SHARE:
        return 0
    if value >= HIGH_SHARE:
        return len(SHARES) - 1
    return min(max(round(value / TENTH) - 1, 1), len(SHARES) - 2)


def _nearest(value: Fraction, step: Fraction) -> int:
    """How many steps; halves go up."""
    return floor(value / step + Fraction(1, 2))


def mean(group: Group, enrolment: int | None, rules: Rules = RULES) -> Released:
    """A mean of people's own means, each from 1 to 5.

    Args:
        group: whoever answered in the window.
        enrolment: of the class or section, fixed at the term's start; ``None``: nobody has said.
        rules: the thresholds.
    """
    if not _enough(group, enrolment, rules) or not _steady(group, mean_step, rules):
        return WITHHELD
    return Released(Shape.MEAN, MEANS[mean_step(group.mean)], MINT)


def share(group: Group, enrolment: int | None, rules: Rules = RULES) -> Released:
    """A mean of people's own shares, each from 0 to 1."""
    if not _enough(group, enrolment, rules) or not _steady(group, share_step, rules):
        return WITHHELD
    return Released(Shape.SHARE, SHARES[share_step(group.mean)], MINT)


def parts(
    groups: Mapping[str, Group], enrolment: int | None, rules: Rules = RULES
) -> dict[str, Released]:
    """Shares that add up to one for each person: all of them, or none.

    Each is a rounding of the same thing, and what is left for a small one can tell that it is
    nought. From 25 people on there is always something left (tests/release try every class).

    Args:
        groups: people's own shares, by part; the same people in each.
        enrolment: of the class.
        rules: the thresholds.
    """
    found = {name: share(group, enrolment, rules) for name, group in groups.items()}
    few = any(group.people < rules.whole for group in groups.values())
    if few or not all(one.shown for one in found.values()):
        return dict.fromkeys(groups, WITHHELD)
    return found


def _enough(group: Group, enrolment: int | None, rules: Rules) -> bool:
    return _large(enrolment, rules) and group.people >= rules.people


def _large(enrolment: int | None, rules: Rules) -> bool:
    return enrolment is not None and enrolment >= rules.enrolled


def _steady(group: Group, place: Place, rules: Rules) -> bool:
    """Whether leaving any one person out moves the figure by one step at most.

    With thirteen people it always does; with eleven or twelve one extreme answer could move it by
    two, and would show. Only the extremes need to be tried.
    """
    if not rules.steady or group.people - 1 < rules.people:
        return True
    here = place(group.mean)
    return all(abs(place(group.without(one)) - here) <= 1 for one in (group.least, group.most))


def reach(count: int, enrolment: int | None, rules: Rules = RULES) -> Released:
    """How many of the class somebody was: a part in steps of 10 %, or a number of people.

    Steps of a tenth would count people to fewer than five in a class of under fifty.

    Args:
        count: different people.
        enrolment: of the class.
        rules: the thresholds.
    """
    if enrolment is None or not _large(enrolment, rules):
        return WITHHELD
    if enrolment < rules.tenths:
        return _people(count, enrolment, rules)
    part = min(Fraction(count, enrolment), Fraction(1))
    return Released(Shape.SHARE, SHARES[share_step(part)], MINT)


def _people(count: int, enrolment: int, rules: Rules) -> Released:
    """R6: to the nearest five, from ten on.

    Never more than there are: the last five stands for all above it too, so that it is never one
    number, that of everybody.
    """
    if count < rules.people:
        return Released(Shape.PEOPLE, FEW, MINT)
    near = 5 * _nearest(Fraction(count), Fraction(5))
    return Released(Shape.PEOPLE, str(min(near, enrolment - enrolment % 5)), MINT)


def response(people: int, enrolment: int | None, rules: Rules = RULES) -> Released:
    """R8: how many people are behind a figure, as a band."""
    if not _large(enrolment, rules) or people < rules.people:
        return WITHHELD
    band = max(least for least in BANDS if least <= max(people, min(BANDS)))
    return Released(Shape.BAND, BANDS[band], MINT)


def interval(
    group: Group, half_width: float, enrolment: int | None, rules: Rules = RULES
) -> tuple[Released, Released]:
    """Both ends of a mean's interval, from what is published of it: the mean and its reach.

    Args:
        group: whoever answered.
        half_width: t.975 · s / √n.
        enrolment: as for :func:`mean`.
        rules: the thresholds.
    """
    found, band = mean(group, enrolment, rules), response(group.people, enrolment, rules)
    if not found.shown:
        return WITHHELD, WITHHELD
    quarters = _quarters(half_width, _least(band), rules)
    if quarters >= rules.widest:
        ends = (0, len(MEANS) - 1)
    else:
        middle, half = centre(found), quarters * QUARTER
        ends = (mean_step(middle - half), mean_step(middle + half))
    low, high = (Released(Shape.MEAN, MEANS[end], MINT) for end in ends)
    return low, high


def _quarters(half_width: float, least: int, rules: Rules) -> int:
    """How far an interval reaches to either side of the published mean.

    The exact mean is up to half a step away from the published one, so that is added, and rounding
    goes up: what is published holds the exact interval. It is no narrower than its band allows and
    from some width on it is from end to end, since a narrow one says that all answered alike, and
    the widest that half of them stand at either end (docs/decisions/0019).
    """
    exact = Fraction(half_width).limit_denominator(10**6) + QUARTER / 2
    narrowest = [quarters for people, quarters in rules.narrowest if people <= least]
    return max(ceil(exact / QUARTER), narrowest[-1])


def _least(band: Released) -> int:
    """The fewest people that a published band may mean."""
    return next(least for least, code in BANDS.items() if code == band.code)


def centre(one: Released) -> Fraction:
    """What a published mean says; a coded end stands for its own bound."""
    ends = {"low": LOW_MEAN, "high": HIGH_MEAN}
    return ends.get(one.code) or Fraction(one.code)


def had_they_been_lower(group: Group, enrolment: int | None, rules: Rules = RULES) -> Released:
    """The class's mean had everybody who did not answer answered one point lower.

    It is made of what is published, the mean and the least of the band, so that it tells no more.
    """
    found, band = mean(group, enrolment, rules), response(group.people, enrolment, rules)
    if not found.shown or enrolment is None:
        return WITHHELD
    silent = 1 - min(Fraction(_least(band), enrolment), Fraction(1))
    return Released(Shape.MEAN, MEANS[mean_step(max(centre(found) - silent, Fraction(1)))], MINT)


def compared(behind: Sequence[str] | None, enrolment: int | None, rules: Rules = RULES) -> Released:
    """I-12 in a word: whether some sections are clearly behind the rest.

    The sections are compared where each has twenty questions (``indicators.fairness``), and never
    in a class so small that nothing about people is published.

    Args:
        behind: the sections that are; ``None``: there are too few questions to tell.
        enrolment: of the class.
        rules: the thresholds.
    """
    if not _large(enrolment, rules):
        return WITHHELD
    what = "too-few" if behind is None else "behind" if behind else "alike"
    return Released(Shape.WORD, what, MINT)


def word(what: str, people: int, enrolment: int | None, rules: Rules = RULES) -> Released:
    """A finding in a word of the closed list, such as ``changed``, where enough people are behind.

    Raises:
        ValueError: the word is not in the list.
    """
    if what not in WORDS:
        raise ValueError("no word that is ever released")
    if not _large(enrolment, rules) or people < rules.people:
        return WITHHELD
    return Released(Shape.WORD, what, MINT)
