"""Every course's Monday morning: last week's digest is made, frozen and posted, once."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from handlers import pinned
from handlers.chat.incoming import Tick
from handlers.chat.outgoing import Outgoing, Post
from handlers.course import Course
from handlers.digest import card, telling
from handlers.digest.composing import compose
from handlers.digest.findings import Digest
from handlers.digest.freezing import freeze
from handlers.digest.looking import MORNING
from handlers.pulse.terms import begin
from handlers.routes import Routes
from handlers.rules import dates
from handlers.rules.staffed_time import reached
from handlers.times import zone_of
from storage.kinds import Room
from storage.tables import Job, Published

routes = Routes()
JOB = "digest"
FORTNIGHT = timedelta(days=13)
"""Staff are asked again when this has passed; a day less than two weeks, as Mondays drift."""


def schedule(course: Course, after: datetime) -> None:
    """Have the next digest made, on the first Monday morning after a moment."""
    zone, day = zone_of(course), course.local(after)
    monday = day - timedelta(days=day.weekday())
    due = reached(zone, monday, 60 * MORNING)
    if due <= after:
        due = reached(zone, monday + timedelta(weeks=1), 60 * MORNING)
    # The same id whoever schedules it: a course has one at a time.
    course.jobs.add(Job(id=f"digest-{course.id}", course_id=course.id, name=JOB, due=due))


@routes.tick(JOB)
def monday(tick: Tick, course: Course) -> Iterator[Outgoing]:
    """Make last week's digest, unless it has been made; and have next week's made."""
    schedule(course, tick.at)
    begin(course, tick.at)
    today = course.local(tick.at)
    if today.weekday() > 1:
        return  # it was scheduled in the middle of a week, to begin with
    first = today - timedelta(days=today.weekday() + 7)
    zone, record = zone_of(course), course.record
    # Before the term has begun nobody asks, and a week after its end nobody reads.
    if record.term_start is not None and not dates.begun(
        record.term_start - timedelta(days=6), reached(zone, first, 0), zone
    ):
        return
    if dates.over(record.term_end, reached(zone, first, 0), zone):
        return
    pinned.renew_later(course, tick.at)
    digest = compose(course, first)
    frozen = Published(
        course_id=course.id, week=digest.week, composed_at=tick.at, content=freeze(digest)
    )
    if not course.work.digests.freeze(frozen) or _silent(digest):
        return
    yield Post(Room.STAFF, f"digest:{digest.week}", card.message(digest))
    told = course.work.digests.told_last(course.id, telling.UNKNOWN)
    if int(digest.week[-2:]) % 2 == 0 and (told is None or tick.at - told > FORTNIGHT):
        yield telling.invitation(course, digest.week)


def _silent(digest: Digest) -> bool:
    """Whether nothing happened that anybody would want to read of."""
    volume, waiting = digest.line("volume"), digest.line("unanswered")
    return not (
        (volume is not None and (volume.values["asked"] or volume.values["posted"]))
        or (waiting is not None and waiting.values["waiting"])
    )
