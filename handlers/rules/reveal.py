"""Who may decide that the author of a question is found, and what the class reads of it.

For a threat to life only, by two named people outside the teaching team, for one question, within
a time. What is not allowed has one word, which goes into the log.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from storage.kinds import RequestState

EXPIRES = timedelta(hours=24)
"""So long a request may be decided."""
SHOWN = timedelta(hours=24)
"""So long the two may look at the name once they have both confirmed."""
TOLD_AFTER = timedelta(days=6)
"""The author is told then: within seven days, with a day to spare for a bot that was down."""
TARGETS = (15, 24 * 60)
"""Minutes: the least and the most that the two may have before their deputies are asked."""
BANDS = ((0, "none"), (4, "few"), (9, "some"))
"""Up to how many are told as what; more are ``many``."""


class Failed(StrEnum):
    """Why somebody may not decide a request now."""

    STRANGER = "not named"
    TEACHES = "teaches here"
    SCOPE = "another question"
    OFF = "switched off"
    DECIDED = "decided already"
    EXPIRED = "expired"
    EARLY = "deputies not called"
    UNLINKED = "nothing leads to the author"
    TWICE = "same person twice"


@dataclass(frozen=True, slots=True)
class Decider:
    """Whoever would like to decide.

    Attributes:
        named: whether the institution has named them for the course.
        teaches: whether they are staff of it.
        deputy: whether they stand in for one of the two.
        confirmed: whether they have confirmed this request already.
    """

    named: bool = True
    teaches: bool = False
    deputy: bool = False
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it stands.

    Attributes:
        state: how it was decided, if it was.
        expires_at: until when it may be.
        deputies: whether their deputies have been asked.
        same: whether it is about the question that is meant.
        ruled: whether the course still has a rule.
        linked: whether something leads to the question's author whom the rule may find.
    """

    state: RequestState
    expires_at: datetime
    deputies: bool = False
    same: bool = True
    ruled: bool = True
    linked: bool = True


def failed(who: Decider, asked: Asked, at: datetime) -> Failed | None:
    """Why this person may not confirm this request at a moment; ``None``: they may."""
    checks = (
        (not who.named, Failed.STRANGER),
        (who.teaches, Failed.TEACHES),
        (not asked.same, Failed.SCOPE),
        (not asked.ruled, Failed.OFF),
        (asked.state == RequestState.EXPIRED or at >= asked.expires_at, Failed.EXPIRED),
        (asked.state != RequestState.OPEN, Failed.DECIDED),
        (who.deputy and not asked.deputies, Failed.EARLY),
        (not asked.linked, Failed.UNLINKED),
        (who.confirmed, Failed.TWICE),
    )
    return next((why for wrong, why in checks if wrong), None)


def band(count: int) -> str:
    """How often as the class reads it: a word for so many."""
    return next((word for most, word in BANDS if count <= most), "many")


def month_before(day: date) -> date:
    """The first day of the month before a day's."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def month_after(day: date) -> date:
    """The first day of the month after a day's."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
