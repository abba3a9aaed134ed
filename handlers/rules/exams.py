"""What is closed when: an exam period closes help, a release time holds back one topic's answers.

An exam closes the rungs 1 to 4, similar questions, reuse and sealed answers, and so everything by
which an answer could be read again. People can be asked: what staff write as a hint during the
exam is for it, so that is read; what classmates write is not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.kinds import By, Form

LONGEST = timedelta(days=31)
"""An exam period lasts no longer, so that a slip in a date closes nothing for a term."""


@dataclass(frozen=True, slots=True)
class Period:
    """A time during which answers are closed.

    Attributes:
        id: which.
        starts: its first moment.
        ends: the first moment after it.
    """

    id: str
    starts: datetime
    ends: datetime


def closing(periods: Iterable[Period], excepted: Iterable[str], at: datetime) -> Period | None:
    """The period that closes answers for somebody at a moment.

    Args:
        periods: the course's.
        excepted: ids of those that do not hold for this person.
        at: the moment.

    Returns:
        Of several the one that ends last; ``None`` when answers are open.
    """
    away = set(excepted)
    on = [one for one in periods if one.id not in away and one.starts <= at < one.ends]
    return max(on, key=lambda one: one.ends, default=None)


def readable(period: Period | None, by: By, form: Form | None, written_at: datetime) -> bool:
    """Whether something that a person wrote may be read during a period.

    Args:
        period: the one that closes answers for the reader; ``None``: none does.
        by: who wrote it; the reader's own lines as an asker are always readable.
        form: how an answer helps; ``None`` for a line of a follow-up.
        written_at: when it was written.
    """
    if period is None or by == By.ASKER:
        return True
    return by == By.STAFF and form != Form.FULL and written_at >= period.starts


@dataclass(frozen=True, slots=True)
class Held:
    """Answers about a topic or a problem wait.

    Attributes:
        about: its name.
        opens_at: the first moment at which they are open.
    """

    about: str
    opens_at: datetime


def opens(held: Iterable[Held], names: Iterable[str], at: datetime) -> datetime | None:
    """When an answer opens that stands under some names.

    Args:
        held: the course's release times.
        names: the topic and the problem it belongs to; empty ones are none.
        at: the moment.

    Returns:
        The last of the times that have not come; ``None`` when it is open.
    """
    under = {name.casefold() for name in names if name}
    later = [one.opens_at for one in held if one.about.casefold() in under and one.opens_at > at]
    return max(later, default=None)
