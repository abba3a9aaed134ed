"""The log of what happens outside the teaching team: no text, nobody, kept five years."""

from datetime import datetime

from handlers.course import Desk
from storage.oversight import KEPT
from storage.tables import Confirmer, OversightEntry

ASKED, CONFIRMED, GRANTED, DECLINED, EXPIRED = (
    "asked",
    "confirmed",
    "granted",
    "declined",
    "expired",
)
READ, NAME_READ, DEPUTIES, AUTHOR_TOLD, AUTHOR_NOT_TOLD = (
    "question read",
    "name read",
    "deputies asked",
    "author told",
    "author not told",
)
ON, OFF, HELD, LIFTED = "rule begins", "rule ends", "hold begins", "hold lifted"


def note(
    desk: Desk,
    course_id: str,
    what: str,
    at: datetime,
    *,
    request: str = "",
    by: Confirmer | None = None,
) -> None:
    """Add to the log.

    Args:
        desk: the open work, and chance for the entry's id.
        course_id: the course.
        what: what was done.
        at: when.
        request: the id of the request it is about.
        by: which of those named did it: their number goes in, no more.
    """
    entry = OversightEntry(
        id=desk.chance.token(),
        course_id=course_id,
        request=request,
        what=what,
        by="" if by is None else str(by.number),
        at=at,
        keep_until=at + KEPT,
    )
    desk.work.oversight.note(entry)
