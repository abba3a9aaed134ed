"""A step that the ticket does not allow now: who has it, or that it has gone on."""

from handlers.course import Course
from handlers.queue import held, ticket_of
from handlers.refusal import Refused
from storage.kinds import TicketState
from storage.tables import Question


def step_refused(course: Course, question: Question) -> Refused:
    """One sentence on why a step was not taken; nothing has changed."""
    ticket = ticket_of(course, question)
    if ticket.state == TicketState.CLAIMED and ticket.holder_seal is not None:
        return Refused(held(course, ticket, "step-held"))
    return course.refuse("step-late")
