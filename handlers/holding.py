"""A legal hold: nothing of a course is deleted until it is lifted, and its students read so.

The institution's hand sets and lifts it (``askwell hold``); no route leads there.
"""

from collections.abc import Iterator
from datetime import datetime

from handlers.cards import ask_card
from handlers.chat.incoming import Tick
from handlers.chat.outgoing import Line, Message, Outgoing, Post
from handlers.course import Course
from handlers.reveal import noting
from handlers.routes import Routes
from handlers.times import day_text
from storage.kinds import Room
from storage.tables import LegalHold

routes = Routes()


def begin(course: Course, at: datetime) -> bool:
    """Delete nothing of a course from now on; false if that is so already."""
    if not course.work.oversight.begin_hold(LegalHold(course_id=course.id, since=at)):
        return False
    noting.note(course, course.id, noting.HELD, at)
    course.do_later("hold", at)
    return True


def lift(course: Course, at: datetime) -> bool:
    """Go on deleting what is over its time; false if there was no hold."""
    if not course.work.oversight.end_hold(course.id):
        return False
    noting.note(course, course.id, noting.LIFTED, at)
    course.do_later("hold", at)
    return True


@routes.tick("hold")
def tell(tick: Tick, course: Course) -> Iterator[Outgoing]:
    """The class and staff read that a hold began or is lifted; the pinned card says it too."""
    held = course.work.oversight.hold(course.id) is not None
    if course.record.archived_at is None:
        yield ask_card(course)
    line = Message((Line(course.say("hold-begins" if held else "hold-lifted")),))
    for room in Room:
        yield Post(room, f"hold-{room}:{tick.at:%Y%m%d%H%M%S}", line)


def hold_line(course: Course) -> str:
    """That a hold is on, and since when; empty where there is none."""
    hold = course.work.oversight.hold(course.id)
    if hold is None:
        return ""
    since = day_text(course.local(hold.since))
    return course.say("hold-is-on", course=course.record.name, since=since)
