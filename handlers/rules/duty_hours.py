"""Duty hours as people type them, and as they read them again.

A week is ``Mon, Wed 10-12; Thu 14:00-16:30``: days (their first three letters or written out, or
``Mon-Fri``) and times, of which there may be several; ``10am-2pm`` is taken too, and ``22-2`` goes
over midnight. Other days are one a line: ``24 Dec 2026 off`` or ``2026-12-23 10-12``.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from handlers.rules.dates import day
from handlers.rules.staffed_time import DAY, OtherDay, Span

_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DASH = r"\s*(?:-|to)\s*"
_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?"
_TIMES = re.compile(rf"{_CLOCK}{_DASH}{_CLOCK}")
_DAYS = re.compile(rf"([a-z]+)\.?(?:{_DASH}([a-z]+)\.?)?")
_OFF = ("off", "none", "free")
MOST = 60
"""Parts of a week, or other days, that one person may have."""


class Unclear(ValueError):
    """A piece of what was typed that is no hours.

    Attributes:
        piece: the piece, as typed.
    """

    def __init__(self, piece: str) -> None:
        super().__init__("no duty hours")
        self.piece = piece


def weekly(text: str) -> tuple[Span, ...]:
    """The parts of a week that somebody typed, in order; overlapping ones are joined.

    Raises:
        Unclear: a piece is no days and times, or there are too many.
    """
    found: list[Span] = []
    days: list[int] = []
    timed = True
    for piece in _pieces(text):
        named, times = _split(piece)
        if named:
            days = _days(named, piece) if timed else [*days, *_days(named, piece)]
            timed = False
        if not days or (not named and not times):
            raise Unclear(piece)
        for start, end in _parts(times, piece):
            timed = True
            found += [span for weekday in days for span in _spans(weekday, start, end)]
    if not timed:
        raise Unclear(_pieces(text)[-1])
    joined = tuple(_joined(found))
    if len(joined) > MOST:
        raise Unclear(_pieces(text)[-1])
    return joined


def others(text: str) -> tuple[OtherDay, ...]:
    """The days with hours of their own, in order, one a line; of two lines on a day the last.

    Raises:
        Unclear: a line is no day and times, or there are too many.
    """
    found: dict[date, OtherDay] = {}
    for line in filter(None, (_tidy(line) for line in text.splitlines())):
        words = line.split(" ")
        for size in (1, 3):
            on = day(" ".join(words[:size]).rstrip(":"))
            if on is not None:
                found[on] = OtherDay(on, _hours_of(" ".join(words[size:]), line))
                break
        else:
            raise Unclear(line)
        if len(found) > MOST:
            raise Unclear(line)
    return tuple(sorted(found.values()))


def week_text(spans: Iterable[Span]) -> str:
    """A week as people read it and as :func:`weekly` takes it again."""
    by_day: dict[int, list[str]] = {}
    for span in sorted(spans):
        by_day.setdefault(span.weekday, []).append(_clock(span.start, span.end))
    return "; ".join(f"{_SHORT[weekday]} {', '.join(times)}" for weekday, times in by_day.items())


def others_text(days: Iterable[OtherDay]) -> str:
    """Other days as :func:`others` takes them again, one a line."""
    return "\n".join(
        f"{other.day.day} {other.day:%b %Y} "
        + (", ".join(_clock(start, end) for start, end in other.parts) or _OFF[0])
        for other in sorted(days)
    )


def planned_minutes(spans: Iterable[Span]) -> int:
    """How many minutes a week has by the hours, without other days."""
    return sum(span.end - span.start for span in spans)


def _tidy(text: str) -> str:
    return " ".join(re.sub("[‐-―−]", "-", text.casefold()).split())


def _pieces(text: str) -> list[str]:
    return [piece for piece in (_tidy(part) for part in re.split(r"[,;\n]", text)) if piece]


def _split(piece: str) -> tuple[str, str]:
    """The days and the times of a piece."""
    at = next((n for n, letter in enumerate(piece) if letter.isdigit()), len(piece))
    return piece[:at].strip(), piece[at:]


def _days(text: str, piece: str) -> list[int]:
    found: list[int] = []
    for word in re.split(r"\s*(?:\band\b|&|/)\s*", text):
        match = _DAYS.fullmatch(word.rstrip(":"))
        first = _weekday(match[1]) if match else None
        last = _weekday(match[2] or match[1]) if match else None
        if first is None or last is None:
            raise Unclear(piece)
        found += [(first + n) % 7 for n in range((last - first) % 7 + 1)]
    return found


def _weekday(word: str) -> int | None:
    for number, name in enumerate(_NAMES):
        if (len(word) >= 2 and name.startswith(word.removesuffix("s"))) or word == f"{name}s":
            return number
    return None


def _parts(text: str, piece: str) -> Iterator[tuple[int, int]]:
    for times in re.split(r"\s*(?:\band\b|&|\+)\s*", text) if text else ():
        match = _TIMES.fullmatch(times)
        if match is None:
            raise Unclear(piece)
        last = match[6] or ""
        start, end = _minutes(match[1], match[2], match[3] or last), _minutes(*match.group(4, 5, 6))
        if start is not None and end is not None and not match[3] and start >= end:
            # "11-1pm" is from eleven in the morning, "11-1am" from eleven at night.
            start = _minutes(match[1], match[2], {"am": "pm", "pm": "am"}.get(last))
        end = DAY if end == 0 else end
        if start is None or end is None or start in {end, DAY}:
            raise Unclear(piece)
        yield start, end


def _minutes(hour: str, minute: str | None, half: str | None) -> int | None:
    hours, minutes = int(hour), int(minute or 0)
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half == "pm" else 0)
    total = hours * 60 + minutes
    return total if minutes < 60 and total <= DAY else None


def _spans(weekday: int, start: int, end: int) -> list[Span]:
    """One part of a day, or two of it where it goes over midnight."""
    if start < end:
        return [Span(weekday, start, end)]
    return [Span(weekday, start, DAY), Span((weekday + 1) % 7, 0, end)]


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    last: Span | None = None
    for span in sorted(spans):
        if last is not None and span.weekday == last.weekday and span.start <= last.end:
            last = Span(last.weekday, last.start, max(last.end, span.end))
        else:
            if last is not None:
                yield last
            last = span
    if last is not None:
        yield last


def _hours_of(text: str, line: str) -> tuple[tuple[int, int], ...]:
    if text in _OFF:
        return ()
    parts = [part for piece in _pieces(text) for part in _parts(piece, line)]
    if not parts or any(start >= end for start, end in parts):
        raise Unclear(line)
    return tuple((span.start, span.end) for span in _joined(Span(0, *part) for part in parts))


def _clock(start: int, end: int) -> str:
    first, last = (f"{minutes // 60}:{minutes % 60:02d}" for minutes in (start, end))
    return f"{first}-{last}"
