"""Panels after which nothing happened: known a day later, when nobody is there to say it.

What is noted then is about a person and names no question (I-2), so the person is locked away with
the job, for that one note in that one window; unlinking a question takes it along.
"""

from collections.abc import Iterator

from handlers.chat.incoming import Submission, Tick
from handlers.chat.outgoing import Outgoing
from handlers.course import Course
from handlers.routes import Routes
from handlers.rules.indicators.thresholds import SILENT
from storage.kinds import QuestionState
from storage.tables import Job, Question

routes = Routes()
PANEL = "panel"
"""The job, and what is noted of it."""
_STILL = {"asked", "shown", "kept"}
"""What happens to a question of which nobody has heard again."""


def watch(form: Submission, course: Course, question: Question) -> None:
    """Look again in a day."""
    due, job = form.at + SILENT, course.chance.token()
    course.jobs.add(
        Job(
            id=job,
            course_id=course.id,
            question_id=question.id,
            name=PANEL,
            args=f"{question.id} {job} {course.will_have(form, due, job)}",
            due=due,
        )
    )


@routes.tick(PANEL)
def look_again(tick: Tick, course: Course) -> Iterator[Outgoing]:
    """Note whether somebody went on after their panel, or has been stuck and silent."""
    question_id, job, locked = tick.args
    question = course.questions.find(course.id, question_id)
    if question is not None:
        detail = "silent" if _silent(course, question) else "moved"
        course.work.log.about_locked(course.id, locked, job, PANEL, detail)
    yield from ()


def _silent(course: Course, question: Question) -> bool:
    if question.state != QuestionState.PRIVATE:
        return False
    happened = [event.what for event in course.work.log.of(question.id)]
    return set(happened) <= _STILL and happened.count("shown") <= 1
