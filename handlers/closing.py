"""Closing a posted question: its ticket and its cards follow."""

from collections.abc import Iterator
from datetime import datetime

from handlers.cards import cards_of
from handlers.chat.outgoing import Post
from handlers.course import Course
from handlers.findable import make_unfindable
from handlers.life.anew import part_all
from storage.kinds import QuestionState, TicketState
from storage.tables import Question


def close_posted(
    course: Course, question: Question, state: QuestionState, at: datetime
) -> Iterator[Post]:
    """Close a question that staff have, whoever settled it; what staff stand behind stays found."""
    course.questions.closed(question.id, state, at)
    course.tickets.closed(question.id, TicketState.SOLVED)
    if course.search.answer_to(question.id) is None:
        make_unfindable(course, question)
    question.state = state
    yield from part_all(course, question.id, at)
    yield from cards_of(course, question)
