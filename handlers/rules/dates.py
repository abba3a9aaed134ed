"""Days, moments and time zones as staff type them, and what a term fixes.

A day is ``2026-10-05`` or ``5 Oct 2026`` (English months, written out or their first three
letters); what could be read two ways, such as ``5/10/2026``, is not taken.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, tzinfo

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WORDS = re.compile(r"(\d{1,2})\.? ([a-z]{3,9})\.?,? (\d{4})")
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})")
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]


def day(text: str) -> date | None:
    """The day somebody typed; ``None`` if it is no day, or could be two."""
    text = " ".join(text.casefold().split())
    try:
        if found := _ISO.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _WORDS.fullmatch(text):
            month = _month(found[2])
            return None if month is None else date(int(found[3]), month, int(found[1]))
    except ValueError:
        return None
    return None


def _month(text: str) -> int | None:
    for number, name in enumerate(_MONTHS, 1):
        if text in {name, name[:3]} or (text, name) == ("sept", "september"):
            return number
    return None


def moment(text: str, zone: tzinfo) -> datetime | None:
    """The moment somebody typed, ``2026-10-23 09:00``, in UTC.

    Args:
        text: a day and a time of day.
        zone: where it is that time.

    Returns:
        ``None`` if it is no moment; of an hour that a clock shows twice, the first.
    """
    first, _space, last = " ".join(text.split()).replace("T", " ").rpartition(" ")
    on, at = day(first.rstrip(",")), _TIME.fullmatch(last)
    if on is None or at is None or int(at[1]) > 23 or int(at[2]) > 59:
        return None
    try:
        local = datetime(on.year, on.month, on.day, int(at[1]), int(at[2]), tzinfo=zone)
        return local.astimezone(UTC)
    except OverflowError:
        return None


def minutes(text: str) -> int | None:
    """The minute of the day somebody typed, ``08:30``; ``None`` if it is none."""
    found = _TIME.fullmatch(text.strip())
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return 60 * int(found[1]) + int(found[2])


def time_zone(text: str, known: Iterable[str]) -> str | None:
    """The zone somebody typed: by its name (``Europe/Rome``) or by its city alone (``rome``).

    Args:
        text: what was typed.
        known: the names of the IANA database.

    Returns:
        ``None`` if there is no such zone, or several cities of that name.
    """
    wanted = "_".join(text.casefold().split())
    names = {name.casefold(): name for name in known}
    if wanted in names:
        return names[wanted]
    cities = [name for low, name in names.items() if wanted and low.rpartition("/")[2] == wanted]
    return cities[0] if len(cities) == 1 else None


def begun(term_start: date | None, at: datetime, zone: tzinfo) -> bool:
    """Whether the term has begun: from its first day's midnight, where the course is."""
    return term_start is not None and at.astimezone(zone).date() >= term_start


def over(term_end: date | None, at: datetime, zone: tzinfo) -> bool:
    """Whether the term is over: its last day belongs to it."""
    return term_end is not None and at.astimezone(zone).date() > term_end
