"""**[Mark solved]** by staff, and the asker's way back: theirs is the last word."""

from collections.abc import Iterator

from handlers import panels
from handlers.answering import tell_asker
from handlers.cards import class_cards, staff_card
from handlers.chat.incoming import Press, Submission
from handlers.chat.outgoing import Button, Outgoing, Reply
from handlers.closing import close_posted
from handlers.course import Course, tag_for
from handlers.findable import make_findable_again
from handlers.forms import confirm
from handlers.life.anew import said_anew
from handlers.life.due import watch_target
from handlers.life.refusing import step_refused
from handlers.queue import ticket_of
from handlers.routes import STAFF, Routes
from storage import ticket_life as life
from storage.kinds import QuestionState
from storage.tables import Question

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


def reopen_button(course: Course, question: Question) -> tuple[Button, ...]:
    """**[Not solved yet]**, for the asker of a question that staff called solved."""
    ticket = course.tickets.find(question.id)
    if question.state != QuestionState.SOLVED or ticket is None or ticket.settled_at is None:
        return ()
    return (Button(course.say("button-open-again"), "open-again", (question.id,)),)


@routes.press("open-again")
def open_again(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Not solved yet]**: back in the line at its old place, if it was staff who closed it."""
    question = course.own(press.who, press.args[0])
    seen = ticket_of(course, question).settled_at
    course.questions.reopened(question.id, QuestionState.SOLVED, QuestionState.OPEN)
    if seen is None or not course.tickets.take(life.OPEN_AGAIN, question.id, seen=seen):
        raise course.refuse("question-closed")
    question.state = QuestionState.OPEN
    course.happened(question, "not yet", press.at)
    watch_target(course, question.id, press.at)
    make_findable_again(course, question)
    yield from class_cards(course, question)
    yield staff_card(course, question, ticket_of(course, question))
    yield from said_anew(course, question, "back", press.at)
    follow = Button(course.say("button-follow-up"), "follow-up", (question.id,))
    yield panels.one_line(course, "outcome-not-yet", follow)
