"""What a curious reader can work out from everything that a term publishes of one scale, together.

The reader knows who answered in each window and in which section, and every rule by which the
figures are made. For each answer they ask which others would have led to exactly the same digests:
the same means of class and sections, the same intervals, bands, words for change and statements on
those who did not answer.
"""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from statistics import median_low

from handlers.rules.pulse.change import half_width, verdicts
from handlers.rules.pulse.plan import LEAST_PEOPLE
from handlers.rules.pulse.scoring import Level
from handlers.rules.release import (
    RULES,
    Group,
    Rules,
    by_section,
    had_they_been_lower,
    interval,
    response,
    weeks,
    word,
)
from tests.release.model import Answers, Class

Window = dict[str, list[int]]
TRIES = 300


def level_of(answers: Answers) -> Level:
    """As ``handlers.pulse.results.level_of``, from answers."""
    every = [value for each in answers.values() for value in each]
    n, total = len(every), sum(every)
    spread = n * sum(value * value for value in every) - total**2
    return Level(n, total / n, sqrt(spread / (n * (n - 1))) if n > 1 else 0.0)


def figures(answers: Answers, room: Class, rules: Rules) -> tuple[str, ...]:
    """Everything published of a window but its word."""
    groups = {name: Group.of(each) for name, each in answers.items()}
    found = by_section(groups, room.enrolled, room.enrolment, rules)
    if not found.whole.shown:
        return ()
    whole = Group.of(value for each in answers.values() for value in each)
    ends = interval(whole, half_width(level_of(answers)), room.enrolment, rules)
    more = (
        response(whole.people, room.enrolment, rules),
        had_they_been_lower(whole, room.enrolment, rules),
    )
    return tuple(one.code for one in (found.whole, *found.sections.values(), *ends, *more))


def words(term: Sequence[Answers], room: Class) -> tuple[str, ...]:
    """The word of each window that shows one."""
    sizes = [sum(map(len, answers.values())) for answers in term]
    levels = [
        level_of(answers) if size >= LEAST_PEOPLE else None
        for answers, size in zip(term, sizes, strict=True)
    ]
    said = verdicts(levels, room.enrolment, weeks(room.enrolment))
    return tuple(
        word({"level": "unclear"}.get(one.word, one.word.value), size, room.enrolment).code
        for one, size in zip(said, sizes, strict=True)
    )


@dataclass(frozen=True)
class Digests:
    """Everything that is published of a term."""

    figures: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]

    @classmethod
    def of(cls, term: Sequence[Answers], room: Class, rules: Rules = RULES) -> "Digests":
        shown = tuple(figures(answers, room, rules) for answers in term)
        said = words(term, room)
        # A line that shows no mean shows no word either.
        return cls(shown, tuple(w if s else "" for s, w in zip(shown, said, strict=True)))


def possible(
    term: Sequence[Window], room: Class, at: tuple[int, str], answer: int, rules: Rules = RULES
) -> int:
    """How many values an answer may have had, counted up to three.

    Each is proven by a term of other answers with the same digests, so it is never too many.

    Args:
        term: each window's answers.
        room: the class.
        at: the answer's window and section.
        answer: its value.
        rules: the thresholds.
    """
    real, found = Digests.of(term, room, rules), 1
    for value in sorted(set(range(1, 6)) - {answer}, key=lambda one: abs(one - answer)):
        if any(
            _same(term, other, at[0], room, real, rules)
            for other in _others(term, at, answer, value)
        ):
            found += 1
        if found == 3:
            break
    return found


def _same(
    term: Sequence[Window], other: Window, number: int, room: Class, real: Digests, rules: Rules
) -> bool:
    if figures(other, room, rules) != real.figures[number]:
        return False
    changed = [*term[:number], other, *term[number + 1 :]]
    said = words(changed, room)
    return all(w == r for w, r in zip(said, real.words, strict=True) if r)


def _others(
    term: Sequence[Window], at: tuple[int, str], answer: int, value: int
) -> Iterator[Window]:
    """The window with another answer; others changed so that sums stay near where they were.

    In every third attempt some of the others also move towards the class's median, which makes up
    for what another answer adds to the spread.
    """
    number, section = at
    chance = random.Random(answer * 10 + value)  # noqa: S311  # a search to be repeated
    for attempt in range(TRIES):
        other = {name: list(each) for name, each in term[number].items()}
        own = other[section]
        own.remove(answer)
        # First as it is, then made up for in the section, then anywhere in the class.
        left = 0 if attempt == 0 else answer - value
        if attempt > TRIES // 2:
            left += chance.choice((-2, -1, 1, 2))
        places = [(section, n) for n in range(len(own))]
        if attempt % 2 == 0 or not places:
            places = [(name, n) for name, each in other.items() for n in range(len(each))]
        for _ in range(60):
            if not left or not places:
                break
            name, n = chance.choice(places)
            step = 1 if left > 0 else -1
            if 1 <= other[name][n] + step <= 5:
                other[name][n] += step
                left -= step
        if attempt % 3 == 2:
            _draw_in(other, chance)
        own.append(value)
        yield other


def _draw_in(answers: Window, chance: random.Random) -> None:
    """Move some people, of one section or of all, a step towards the class's median."""
    middle = median_low(value for each in answers.values() for value in each)
    some = [name for name, each in answers.items() if each]
    for name in some if chance.random() < 0.5 else [chance.choice(some)]:
        own = answers[name]
        for n in chance.sample(range(len(own)), chance.randint(0, len(own))):
            own[n] += (own[n] < middle) - (own[n] > middle)


@dataclass
class Tally:
    """Answers by how many values each may have had."""

    few: int = 0
    one: int = 0
    every: int = 0

    def add(self, term: Sequence[Window], room: Class, rules: Rules = RULES) -> None:
        """Look at every answer of a term; people of a section who said the same are alike."""
        for number, answers in enumerate(term):
            if not figures(answers, room, rules):
                continue
            for section, each in answers.items():
                for answer, people in Counter(each).items():
                    count = possible(term, room, (number, section), answer, rules)
                    self.every += people
                    self.few += people if count < 3 else 0
                    self.one += people if count < 2 else 0


def class_of(room: Class, windows: int) -> list[Window]:
    """A term's answers, as lists that can be changed."""
    return [{name: list(each) for name, each in one.items()} for one in room.term(windows)]


def exact(answers: Mapping[str, list[int]]) -> Fraction:
    """The class's exact mean."""
    every = [value for each in answers.values() for value in each]
    return Fraction(sum(every), len(every))
