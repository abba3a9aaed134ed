"""Going up the ladder: what is shown is kept, so that it can be read again."""

from datetime import datetime

from handlers.chat.incoming import Press, Submission
from handlers.course import Course
from handlers.rules.indicators.dwell import step
from handlers.rules.rungs import Progress, Rung
from handlers.sources import Help
from storage.tables import Question, Showing


def progress_of(question: Question) -> Progress:
    """How far a question has come, as the rules see it."""
    return Progress(question.wish, question.rung, question.attempted, question.asked_at)


def show(course: Course, question: Question, help_: Help, at: datetime) -> Showing:
    """Keep that a rung was shown, and move the question up to it.

    Raises:
        Refused: the question has moved meanwhile; two presses at once are one step.
    """
    showing = Showing(
        id=course.chance.token(),
        question_id=question.id,
        rung=help_.rung,
        source=help_.source,
        text=help_.text or help_.lead,
        cite=help_.cite,
        shown_at=at,
    )
    course.questions.show(showing)
    course.questions.climbed(question.id, question.rung, help_.rung)
    question.rung = help_.rung
    course.happened(question, "shown", at, f"rung {int(help_.rung)} {help_.source}")
    return showing


def note_step(event: Press | Submission, course: Course, question: Question) -> None:
    """Note how the hint was left that is shown now (I-4), before the next one is shown.

    Only where the course measures it, from then on; about a person of the window and no question.
    """
    if not course.record.measures_steps or event.role.staff:
        return
    shown = [one for one in course.questions.shown(question.id) if one.rung > Rung.REFLECT]
    if not shown:
        return
    taken = step(event.at - shown[-1].shown_at, len(shown[-1].text.split()))
    if taken is not None:
        course.did(event, "step", taken)
