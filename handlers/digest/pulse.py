"""What the pulse of a closed window says, through the release rules, and what stands beside it.

Instructors read how many answered (as a band), the mean with its interval, what it would be had
those who did not answer said one point less, and in a word whether it has changed.
"""

from collections.abc import Iterator, Mapping, Sequence

from handlers.course import Course
from handlers.digest.findings import Finding, OfPeople
from handlers.instruments.bank import bank_of
from handlers.instruments.shipped import pulse
from handlers.pulse.results import Result, results
from handlers.pulse.terms import scales_asked
from handlers.rules.pulse.change import Word
from handlers.rules.release import (
    WITHHELD,
    Group,
    Window,
    by_section,
    had_they_been_lower,
    interval,
    mean,
    response,
    together,
    word,
)
from storage.tables import Section

BESIDE = {
    "ease": ("pulse-ease_of_asking", "mean"),
    "silent": ("silent", "share"),
    "hidden": ("hidden", "share"),
}
"""I-16: the lines and figures that stand side by side."""
OWN = "own"
"""In the key of a scale that a course brought; the first of them is ``pulse-own-1``."""
SECTIONS = "-sections"
"""The end of a key of figures by section, each of which is shown or held back by itself."""
FIGURES = ("mean", "low", "high", "lower", "people", "word")
"""What a scale's line is made of."""
_WORDS = {
    Word.CHANGED: "changed",
    Word.USUAL: "usual",
    Word.TOO_FEW: "too-few",
    Word.LEVEL: "unclear",
}


def of_pulse(course: Course, window: Window) -> Iterator[OfPeople]:
    """For each scale that was asked in the window a line, and one by section.

    Also where nobody answered: else a line of its own would say that somebody did (R12).
    """
    shipped = {*pulse().chat.weekly, *pulse().chat.rotating}
    term = course.work.pulses.current(course.id)
    if term is None:
        return
    chat = bank_of(course.work, course.id).chat
    sections = course.work.courses.sections(course.id)
    found = {one.scale: one for one in results(course, window.name)}
    asked = {*scales_asked(course, term, window), *found}
    for number, scale in enumerate((*chat.weekly, *chat.rotating), 1):
        if scale not in asked:
            continue
        key = f"pulse-{scale if scale in shipped else f'{OWN}-{number}'}"
        result = found.get(scale)
        if result is None:
            yield OfPeople(key, dict.fromkeys(FIGURES, WITHHELD))
            continue
        yield _line(key, result, term.enrolment)
        parts = _by_section(f"{key}{SECTIONS}", result, sections, term.enrolment)
        if sections and parts.shown:
            yield parts


def _by_section(key: str, found: Result, sections: Sequence[Section], enrolment: int) -> OfPeople:
    """R4, R5: sections are the only partition, and none can be computed from the others.

    Whoever is in a section that is gone by now counts as in none.
    """
    groups = {one.id: found.sections.get(one.id, Group.of(())) for one in sections}
    gone = [group for name, group in found.sections.items() if name not in groups]
    released = by_section(
        groups,
        {one.id: one.enrolled or 0 for one in sections},
        enrolment,
        elsewhere=together([found.elsewhere, *gone]),
    )
    numbers = {one.id: f"section-{number}" for number, one in enumerate(sections, 1)}
    values = {numbers[name]: figure for name, figure in released.sections.items()}
    return OfPeople(key, values, sections={numbers[one.id]: one.name for one in sections})


def beside(lines: Mapping[str, Finding]) -> Iterator[OfPeople]:
    """I-16: ease of asking beside who stays silent and who hides, where all three may be shown."""
    asked = {
        name: line.values[figure]
        for name, (key, figure) in BESIDE.items()
        if isinstance(line := lines.get(key), OfPeople) and line.shown
    }
    if len(asked) == len(BESIDE):
        yield OfPeople("asking", asked)


def _line(key: str, found: Result, enrolment: int) -> OfPeople:
    whole = found.whole
    low, high = interval(whole, found.half_width, enrolment)
    said = word(_WORDS[found.verdict.word], whole.people, enrolment)
    lower, people = had_they_been_lower(whole, enrolment), response(whole.people, enrolment)
    values = (mean(whole, enrolment), low, high, lower, people, said)
    return OfPeople(key, dict(zip(FIGURES, values, strict=True)))
