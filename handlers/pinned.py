"""The pinned card, renewed every week.

Where a platform keeps what is pinned out of sight it is taken back and posted anew
(``bot.platform.Renews``), so that **[Ask]** never scrolls away for good.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.cards import ask_card
from handlers.chat.incoming import Tick
from handlers.chat.outgoing import Outgoing
from handlers.course import Course
from handlers.routes import Routes
from storage.tables import Job

routes = Routes()
AFTER = timedelta(hours=1)
"""After the digest, so that a Monday morning of many courses does one thing at a time."""


def renew_later(course: Course, monday: datetime) -> None:
    """Have it renewed, once, soon after a Monday's digest."""
    job = f"ask-card-{course.id}"
    course.jobs.once(Job(id=job, course_id=course.id, name="ask-card", due=monday + AFTER))


@routes.tick("ask-card")
def renew(_tick: Tick, course: Course) -> Iterator[Outgoing]:
    """The card as it is, unless the course has been archived meanwhile."""
    if course.record.archived_at is None:
        yield replace(ask_card(course), renewed=True)
