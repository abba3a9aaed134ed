"""What a closed window says, for the release rules: nothing here may be shown as it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

from handlers.course import Course
from handlers.instruments.bank import bank_of
from handlers.rules.pulse.change import Verdict, half_width, verdicts
from handlers.rules.pulse.plan import LEAST_PEOPLE, size_of
from handlers.rules.pulse.scoring import Level
from handlers.rules.release import Group
from storage.pulses import PER, Sums
from storage.tables import PulseTerm


@dataclass(frozen=True, slots=True)
class Result:
    """One scale of one window. Raw: its figures go through :mod:`handlers.rules.release`.

    Attributes:
        scale: which, by its name in the bank.
        whole: everybody who answered: their own means over keyed answers.
        sections: the same by section, by its id.
        elsewhere: those who said no section.
        half_width: how far the interval of the class's mean reaches to either side.
        verdict: whether it has changed, in a word.
    """

    scale: str
    whole: Group
    sections: dict[str, Group]
    elsewhere: Group
    half_width: float
    verdict: Verdict


def results(course: Course, window: str) -> list[Result]:
    """Each scale that was answered in a window, in the bank's order.

    Args:
        course: the course; its latest pulse term.
        window: the window's name, one that is over.
    """
    term, size = course.work.pulses.current(course.id), None
    if term is not None:
        size = size_of(term.enrolment)
    if term is None or size is None:
        return []
    chat = bank_of(course.work, course.id).chat
    pulses, reverse = course.work.pulses, chat.reversed
    by_section = pulses.sums(term.id, window, reverse, by_section=True)
    now = {one.scale: one for one in pulses.sums(term.id, window, reverse)}
    before = list(_history(course, term, window, reverse))
    found = []
    for scale in (*chat.weekly, *chat.rotating):
        if scale not in now:
            continue
        whole = now[scale]
        levels = [_published(sums.get(scale)) for sums in before]
        said = verdicts([*levels, _published(whole)], term.enrolment, size.weeks)
        parts = {one.section: _group(one) for one in by_section if one.scale == scale}
        elsewhere = parts.pop("", Group.of(()))
        reach = half_width(level_of(whole))
        found.append(Result(scale, _group(whole), parts, elsewhere, reach, said[-1]))
    return found


def _history(
    course: Course, term: PulseTerm, window: str, reverse: tuple[str, ...]
) -> Iterator[dict[str, Sums]]:
    """The windows before, from the first."""
    for name in course.work.pulses.windows(term.id):
        if name < window:
            yield {one.scale: one for one in course.work.pulses.sums(term.id, name, reverse)}


def _group(sums: Sums) -> Group:
    return Group.counted(sums.people, sums.total, sums.least, sums.most, PER)


def level_of(sums: Sums) -> Level:
    """Mean and standard deviation (n − 1) of people's own means, from sums."""
    n = sums.people
    spread = n * sums.squares - sums.total**2  # whole numbers, so nothing cancels
    deviation = sqrt(spread / (n * (n - 1))) / PER if n > 1 else 0.0
    return Level(n, sums.total / (n * PER), deviation)


def _published(sums: Sums | None) -> Level | None:
    """A level that enough people are behind to compare."""
    return None if sums is None or sums.people < LEAST_PEOPLE else level_of(sums)
