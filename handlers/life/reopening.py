"""The asker's way back from *solved*: whoever called it so, theirs is the last word."""

from collections.abc import Iterator

from handlers import panels
from handlers.afterwards import CLOSED
from handlers.cards import class_cards, staff_card
from handlers.chat.incoming import Press
from handlers.chat.outgoing import Button, Line, Message, Outgoing
from handlers.course import Course
from handlers.findable import make_findable_again
from handlers.life.anew import said_anew
from handlers.life.due import watch_target
from handlers.queue import ticket_of
from handlers.refusal import Refused
from handlers.routes import Routes
from storage import ticket_life as life
from storage.kinds import Outcome, QuestionState
from storage.tables import Question

routes = Routes()


def reopen_button(course: Course, question: Question) -> tuple[Button, ...]:
    """**[Not solved yet]**, for the asker of a question that people were asked and that closed."""
    if question.state not in CLOSED or course.tickets.find(question.id) is None:
        return ()
    return (Button(course.say("button-open-again"), "open-again", (question.id,)),)


def closed_to_asker(course: Course, question: Question) -> Refused:
    """That a question is closed, to its asker, with the way back where there is one."""
    if not (button := reopen_button(course, question)):
        return course.refuse("question-closed")
    return Refused(Message((Line(course.say("question-solved")),), button))


def reopen(press: Press, course: Course, question: Question) -> Iterator[Outgoing]:
    """A closed question is back in the line, at its old place.

    Raises:
        Refused: it is not closed, or was never posted.
    """
    ticket = course.tickets.find(question.id)
    if ticket is None or question.state not in CLOSED:
        raise course.refuse("question-closed")
    course.questions.reopened(question.id, QuestionState(question.state), QuestionState.OPEN)
    if not course.tickets.take(life.OPEN_AGAIN, question.id):
        raise course.refuse("question-closed")
    for given in course.answers.of(question.id):
        if given.outcome == Outcome.SOLVED:  # else it could not be called so again
            course.answers.judged(given.id, Outcome.NOT_YET)
    question.state = QuestionState.OPEN
    course.happened(question, "not yet", press.at)
    watch_target(course, question.id, press.at)
    make_findable_again(course, question)
    yield from class_cards(course, question)
    yield staff_card(course, question, ticket_of(course, question))
    yield from said_anew(course, question, "back", press.at)


@routes.press("open-again", repeats=True)
def open_again(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Not solved yet]**: one press, and nothing is asked."""
    question = course.own(press.who, press.args[0])
    if question.state != QuestionState.OPEN:  # else it is where they want it
        yield from reopen(press, course, question)
    follow = Button(course.say("button-follow-up"), "follow-up", (question.id,))
    yield panels.one_line(course, "outcome-not-yet", follow)
