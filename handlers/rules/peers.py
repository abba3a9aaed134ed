"""What a helper says of when and about what they help, as they type it."""

import re
from collections.abc import Iterable
from datetime import datetime, time, tzinfo

_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?")


def time_of_day(text: str) -> time | None:
    """A time of day, ``22:00`` or ``8``; ``None`` if it is none."""
    found = _TIME.fullmatch(text.strip())
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    return time(int(found[1]), int(found[2] or 0))


def chosen_topics(text: str, known: Iterable[str]) -> list[str] | None:
    """The course's topics that somebody names, one a line; ``None`` if there is another among them.

    A course without topics takes what is typed.
    """
    names = {name.casefold(): name for name in known}
    typed = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    if not names:
        return list(dict.fromkeys(typed))
    if any(one.casefold() not in names for one in typed):
        return None
    return list(dict.fromkeys(names[one.casefold()] for one in typed))


def week_of(at: datetime, zone: tzinfo) -> str:
    """The week of a helper's limit: from Monday to Sunday where the course is (ISO 8601)."""
    year, week, _day = at.astimezone(zone).isocalendar()
    return f"{year}-W{week:02}"
