"""**[Mark solved]** by staff; its asker is told, and can open it again."""

from collections.abc import Iterator

from handlers.answering import tell_asker
from handlers.chat.incoming import Press, Submission
from handlers.chat.outgoing import Outgoing, Reply
from handlers.closing import close_posted
from handlers.course import Course, tag_for
from handlers.forms import confirm
from handlers.life.refusing import step_refused
from handlers.routes import STAFF, Routes
from storage import ticket_life as life
from storage.kinds import QuestionState

routes = Routes()


@routes.press("settle", reads=True, roles=STAFF)
def open_settle(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Mark solved]** says first what it means."""
    yield confirm(course, "settle", (course.live(press.args[0]).id,))


@routes.submission("settle", roles=STAFF)
def settle(form: Submission, course: Course) -> Iterator[Outgoing]:
    """Staff call a question solved, unless somebody else holds it; its asker is told."""
    question = course.live(form.args[0])
    mine = tag_for(form.who, question.id)
    # The question first, then its ticket, as everywhere: two who close it at once both go on.
    course.questions.closed(question.id, QuestionState.SOLVED, form.at)
    if not course.tickets.take(life.SETTLE, question.id, mine=mine, at=form.at):
        raise step_refused(course, question)
    course.happened(question, "solved", form.at, "staff")
    yield from tell_asker(question)
    yield from close_posted(course, question, QuestionState.SOLVED, form.at)
    yield Reply(course.line("settled"))
