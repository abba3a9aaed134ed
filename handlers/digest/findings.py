"""What a digest says, line by line; each is about tickets (class O) or about people (class P).

A line about people holds released figures and nothing else: what shows it cannot take a raw count.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from handlers.chat.outgoing import Chart
from handlers.rules.release import Released


class About(StrEnum):
    """The class of a line."""

    TICKETS = "O"
    """Exact, in a class of any size: staff see it in the line anyway."""
    PEOPLE = "P"
    """Released by the rules, or not at all."""


Exact = int | float | str


@dataclass(frozen=True, slots=True)
class OfTickets:
    """A line about tickets.

    Attributes:
        key: what it is about; its sentence is the text ``digest-KEY``.
        values: exact figures and words of the course.
        kind: a second part of the sentence's key, where it has several.
    """

    key: str
    values: Mapping[str, Exact]
    kind: str = ""
    about: About = About.TICKETS


@dataclass(frozen=True, slots=True)
class OfPeople:
    """A line about people.

    Attributes:
        key: what it is about.
        values: released figures; if any of them is held back, the line says "not enough answers".
        kind: as of a line about tickets.
        sections: where figures are of sections, their names by the figures'; each is shown or held
            back by itself.
    """

    key: str
    values: Mapping[str, Released]
    kind: str = ""
    sections: Mapping[str, str] = field(default_factory=dict)
    about: About = About.PEOPLE

    def __post_init__(self) -> None:
        """Refuse what has not been released.

        Raises:
            TypeError: a value is a raw figure.
        """
        if not all(isinstance(value, Released) for value in self.values.values()):
            raise TypeError(f"{self.key}: a figure about people has not been released")

    @property
    def shown(self) -> bool:
        """Whether anything of it is shown."""
        enough = any if self.sections else all
        return enough(value.shown for value in self.values.values())


Finding = OfTickets | OfPeople


@dataclass(frozen=True, slots=True)
class Shown:
    """A line as it is published: its sentence, and what the sentence was made of.

    Attributes:
        key: what it is about.
        about: its class.
        text: the sentence.
        values: exact figures (class O) or frozen released ones (class P).
    """

    key: str
    about: About
    text: str
    values: Mapping[str, Exact]


@dataclass(frozen=True, slots=True)
class Action:
    """Something worth doing, tied to the line whose figure says so."""

    because: str
    text: str


@dataclass(frozen=True, slots=True)
class Digest:
    """A week of a course, as it is published.

    Attributes:
        course: the course's name.
        week: such as ``2026-W40``.
        language: of all its sentences.
        title: the week in words.
        front: five lines, in the order of the message.
        more: the others.
        actions: at most three.
        picture: ``None`` where there is nothing to draw.
        notes: what must be read with it.
    """

    course: str
    week: str
    language: str
    title: str
    front: tuple[Shown, ...]
    more: tuple[Shown, ...]
    actions: tuple[Action, ...]
    picture: Chart | None
    notes: tuple[str, ...]

    def line(self, key: str) -> Shown | None:
        """The line about something, if there is one."""
        return next((one for one in (*self.front, *self.more) if one.key == key), None)


def values_of(finding: Finding) -> dict[str, Exact]:
    """A line's values as they are frozen."""
    if isinstance(finding, OfTickets):
        return dict(finding.values)
    return {name: value.frozen() for name, value in finding.values.items()}


def by_key(findings: Iterable[Finding]) -> dict[str, Finding]:
    """Lines by what they are about."""
    return {finding.key: finding for finding in findings}
