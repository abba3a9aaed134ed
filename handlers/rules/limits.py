"""How much one person can do in a day, so that everybody is answered."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Limited(StrEnum):
    """What is limited."""

    ASKED = "asked"
    POSTED = "posted"
    WRITTEN = "written"
    JOIN_CODE = "join-code"
    PLACE_CODE = "place-code"
    LINK_CODE = "link-code"


MOST = {
    Limited.ASKED: 60,
    Limited.POSTED: 12,
    Limited.WRITTEN: 60,
    Limited.JOIN_CODE: 10,
    Limited.PLACE_CODE: 10,
    Limited.LINK_CODE: 10,
}
"""Per person and day, of the first three in each course: far above what a hard day of study
needs, far below a flood. Ten codes are enough for slips, and nobody guesses 40 bits in ten."""


def day_of(at: datetime, timezone: str) -> date:
    """The day a moment belongs to, by the course's own clock."""
    return at.astimezone(ZoneInfo(timezone)).date()


def next_day(at: datetime, timezone: str) -> datetime:
    """When the next day begins for the course: aware, in its zone."""
    return datetime.combine(
        day_of(at, timezone) + timedelta(days=1), datetime.min.time(), ZoneInfo(timezone)
    )
