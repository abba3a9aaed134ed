"""What a transcript holds: who and when it begins, what people do, and what they expect to read."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.platforms.local.classroom import Classroom
from handlers.rules.importing.records import Imported

ANY = "…"
"""Stands for any text in what is expected."""


@dataclass(frozen=True, slots=True)
class Press:
    """``[Label]``: on the newest message with such a button.

    Attributes:
        label: what the button says.
        nth: which of those on that message, from 1.
        at: words that the message holds, to mean an older one.
        of: whose screen the button is copied from, to forge a press.
    """

    label: str
    nth: int = 1
    at: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """``/name text``."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Fill:
    """Fill in the open form and send it.

    Attributes:
        text: for the first required text field; empty: it is left as it is.
        fields: others, by name or visible label; a choice by its visible label.
        files: names of files to add (:mod:`bot.transcript.files`).
    """

    text: str
    fields: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Direct:
    """``(direct) text``: a direct message to the bot."""

    text: str


@dataclass(frozen=True, slots=True)
class Aloud:
    """``(aloud) text``: said to everybody in the room, where no bot reads it.

    Attributes:
        text: what is said.
        on: words of the message in whose thread it is said; empty for none.
    """

    text: str
    on: str = ""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """``[Label] on "words"``: from the menu of the newest message that holds the words.

    Attributes:
        label: what the menu says.
        on: words of the message.
    """

    label: str
    on: str


@dataclass(frozen=True, slots=True)
class Again:
    """``(again)``: the platform delivers the person's last act a second time."""


Act = Press | Shortcut | Command | Fill | Direct | Aloud | Again


@dataclass(frozen=True, slots=True)
class Expected:
    """A line that must be said.

    Attributes:
        line: its number in the file.
        where: ``#room``, ``only x``, ``notice x``, ``form to x`` or ``refused x`` (by the chat
            itself, before the bot hears of it).
        edited: whether an earlier message is changed into it.
        text: what it says, parts and lines joined by a space.
    """

    line: int
    where: str
    edited: bool
    text: str


@dataclass(frozen=True, slots=True)
class Did:
    """Somebody does something, or several at once.

    Attributes:
        line: its number in the file.
        actors: who, as written.
        room: ``#room`` or ``direct``; empty for the class's room.
        act: what.
        source: how it is written, after the ``>``.
        expected: what must be said because of it.
    """

    line: int
    actors: tuple[str, ...]
    room: str
    act: Act
    source: str
    expected: tuple[Expected, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """The clock moves: by some time, or to the next such weekday and time."""

    line: int
    source: str
    by: timedelta | None = None
    weekday: int = 0
    minute: int = 0
    expected: tuple[Expected, ...] = ()


@dataclass(frozen=True, slots=True)
class Brought:
    """Something is imported into the course."""

    line: int
    source: str
    record: Imported
    expected: tuple[Expected, ...] = ()


@dataclass(frozen=True, slots=True)
class Ruled:
    """The institution says who can find an author; nobody named: nobody can.

    Attributes:
        line: its number in the file.
        source: how it is written.
        named: the two.
        deputies: who decides in their stead.
        target: after so many minutes.
        office: what students read of them.
    """

    line: int
    source: str
    named: tuple[str, ...] = ()
    deputies: tuple[str, ...] = ()
    target: int = 60
    office: str = ""
    expected: tuple[Expected, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """``legal hold on`` and ``legal hold off``, as the institution's command does."""

    line: int
    source: str
    on: bool
    expected: tuple[Expected, ...] = ()


@dataclass(frozen=True, slots=True)
class NothingLeft:
    """``nothing of x is left``: looked for in every table, in the files and in the chat."""

    line: int
    source: str
    who: str
    expected: tuple[Expected, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A comment or an empty line, kept for printing."""

    line: int
    source: str
    expected: tuple[Expected, ...] = ()


Step = Did | Moved | Brought | Ruled | Held | NothingLeft | Note


@dataclass(frozen=True, slots=True)
class Header:
    """How it begins.

    Attributes:
        classroom: the people and their rooms.
        start: the clock.
        seed: of every chance in it.
        makes_course: whether a course is made silently before the first step.
        gate: minutes of waiting before rung 3; 0 for none.
        operator_teaches: whether the operator of the bot teaches the course.
        seals: whether full answers are sealed.
        timezone: the course's own, as an IANA name.
    """

    classroom: Classroom
    start: datetime
    seed: int = 0
    makes_course: bool = True
    gate: int = 0
    operator_teaches: bool = False
    seals: bool = True
    timezone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Script:
    """A whole transcript."""

    header: Header
    source: tuple[str, ...]
    steps: tuple[Step, ...]
