"""What an exam period and a release time close, for somebody at a moment.

Every way by which an answer could be read asks here: the ladder, similar questions, reuse, sealed
and shared answers, news, and what one was told before. Staff are never closed out.
"""

from datetime import datetime

from handlers.chat.incoming import Heard
from handlers.chat.outgoing import Button, Line, Message
from handlers.course import Course
from handlers.refusal import Refused
from handlers.rules.exams import Held, Period, closing, opens
from handlers.times import moment_text
from storage.kinds import By, Form, Purpose, Role
from storage.search_tables import Entry
from storage.tables import Answer, Question


def closed(course: Course, event: Heard) -> Period | None:
    """The exam period that closes answers for whoever acted, if any."""
    on = course.work.exams.on(course.id, event.at)
    if not on or role_in(course, event).staff:
        return None
    tag = event.who.tag(Purpose.MEMBER, course.id)
    excepted = course.work.exams.excepted(course.id, tag)
    return closing([Period(one.id, one.starts, one.ends) for one in on], excepted, event.at)


def closed_since(course: Course, event: Heard, since: datetime) -> bool:
    """Whether an exam period has closed answers for whoever acted, now or at any time since."""
    if role_in(course, event).staff:
        return False
    excepted = course.work.exams.excepted(course.id, event.who.tag(Purpose.MEMBER, course.id))
    periods = course.work.exams.coming(course.id, since)
    return any(one.starts <= event.at and one.id not in excepted for one in periods)


def role_in(course: Course, event: Heard) -> Role:
    """What somebody is in a course, also where the event belongs to another one of theirs."""
    if event.course == course.id:
        return event.role
    named = course.work.courses.named_role(course.id, event.who.tag(Purpose.MEMBER, course.id))
    return named or Role.STUDENT


def exam_line(course: Course, period: Period, key: str = "exam-closed") -> Line:
    """That an exam is on, and until when."""
    return Line(course.say(key, until=moment_text(course, period.ends)))


def require_open(course: Course, event: Heard, *buttons: Button) -> None:
    """Go on only while answers are open for whoever acted.

    A refusal keeps nothing, so that the same button is answered afresh after the exam.

    Raises:
        Refused: an exam is on.
    """
    period = closed(course, event)
    if period is not None:
        raise Refused(Message((exam_line(course, period),), buttons))


class Shelves:
    """The release times that have not come, looked up once."""

    def __init__(self, course: Course, at: datetime) -> None:
        """Take the course and the moment."""
        self._at = at
        self._held = [
            Held(one.about, one.opens_at) for one in course.work.exams.held(course.id, at)
        ]

    def opens(self, *names: str) -> datetime | None:
        """When what stands under these names opens; ``None``: it is open."""
        return opens(self._held, names, self._at)

    def entry(self, entry: Entry) -> datetime | None:
        """When an entry's answer opens."""
        return self.opens(entry.topic, entry.cite)

    def answer(self, question: Question, given: Answer) -> datetime | None:
        """When an answer to somebody's own question opens: what staff decide to say is open."""
        if given.by == By.STAFF or given.form != Form.FULL or given.endorsed_at is not None:
            return None
        return self.opens(question.topic)


def require_released(course: Course, opens_at: datetime | None) -> None:
    """Go on only if an answer is released.

    Raises:
        Refused: it opens later; the sentence says when.
    """
    if opens_at is not None:
        raise course.refuse("not-released", time=moment_text(course, opens_at))
