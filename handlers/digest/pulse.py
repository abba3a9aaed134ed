"""What the pulse of a closed window says, through the release rules, and what stands beside it.

Instructors read how many answered (as a band), the mean with its interval, what it would be had
those who did not answer said one point less, and in a word whether it has changed.
"""

from collections.abc import Iterator

from handlers.course import Course
from handlers.digest.findings import OfPeople
from handlers.instruments.shipped import pulse
from handlers.pulse.results import Result, results
from handlers.rules.pulse.change import Word
from handlers.rules.release import Window, had_they_been_lower, interval, mean, response, word

OWN = "own"
"""In the key of a scale that a course brought; the first of them is ``pulse-own-1``."""
_WORDS = {
    Word.CHANGED: "changed",
    Word.USUAL: "usual",
    Word.TOO_FEW: "too-few",
    Word.LEVEL: "unclear",
}


def of_pulse(course: Course, window: Window) -> Iterator[OfPeople]:
    """A line for each scale that somebody answered in the window."""
    chat = pulse().chat
    shipped = {*chat.weekly, *chat.rotating}
    term = course.work.pulses.current(course.id)
    if term is None:
        return
    for number, found in enumerate(results(course, window.name), 1):
        scale = found.scale if found.scale in shipped else f"{OWN}-{number}"
        yield _line(f"pulse-{scale}", found, term.enrolment)


def _line(key: str, found: Result, enrolment: int) -> OfPeople:
    whole = found.whole
    low, high = interval(whole, found.half_width, enrolment)
    values = {
        "mean": mean(whole, enrolment),
        "low": low,
        "high": high,
        "lower": had_they_been_lower(whole, enrolment),
        "people": response(whole.people, enrolment),
        "word": word(_WORDS[found.verdict.word], whole.people, enrolment),
    }
    return OfPeople(key, values)
