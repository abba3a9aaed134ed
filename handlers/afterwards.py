"""When a question is solved: one press, and one line in the asker's own words, both to be skipped.

*Could you do a similar one alone now?* is asked once a question (I-7) and leaves only as a released
share of the class. *What made the difference?* is asked after an answer in full was opened: saying
it is what makes somebody else's answer one's own. The line is its writer's and goes to nobody.
"""

from collections.abc import Iterator

from handlers import forms
from handlers.chat.incoming import Press, Submission
from handlers.chat.outgoing import Button, Line, Message, Outgoing, Part, Reply
from handlers.course import Course
from handlers.drafts import fixable, sent
from handlers.exams import closed_since, require_open
from handlers.routes import Routes
from handlers.rules.rungs import Rung
from handlers.rules.screening import screen
from handlers.rules.subject import about_subject
from handlers.safety.heeding import heeded
from handlers.screening import phrases
from storage.kinds import Alone, Form, Kind, QuestionState, Wish
from storage.tables import Question

routes = Routes()
CLOSED = {QuestionState.SOLVED, QuestionState.REUSED}


def once_solved(
    event: Press, course: Course, question: Question
) -> tuple[tuple[Part, ...], tuple[Button, ...]]:
    """What is asked when a question has just been solved: nothing twice.

    Args:
        event: the press that closed it.
        course: the course.
        question: the question; only where something was learned is there one to do alone.
    """
    if event.role.staff or not learned(event, course, question):
        return (), ()
    parts: tuple[Part, ...] = ()
    buttons: tuple[Button, ...] = ()
    if course.questions.ask_alone(question.id):
        parts = (Line(course.say("alone-ask")),)
        buttons = tuple(
            Button(course.say(f"button-alone-{said}"), f"alone-{said}", (question.id,))
            for said in (Alone.YES, Alone.NOT_YET)
        )
    return parts, (*buttons, *difference_button(course, question))


def learned(event: Press, course: Course, question: Question) -> bool:
    """Whether there was something to learn: of the subject, and no exam closed the hints to it."""
    return _of_subject(course, question) and not closed_since(course, event, question.asked_at)


def _of_subject(course: Course, question: Question) -> bool:
    heed = screen((question.text, question.tried), phrases(course.record.language))
    return about_subject(Kind(question.kind), Wish(question.wish), question.text, heed)


def difference_button(course: Course, question: Question) -> tuple[Button, ...]:
    """**[What made the difference?]**, where an answer in full has been opened."""
    if not _told(course, question) or not _of_subject(course, question):
        return ()
    return (Button(course.say("button-difference"), "difference", (question.id,)),)


def _told(course: Course, question: Question) -> bool:
    """Whether the asker has read an answer in full, the course's or a person's."""
    return question.rung >= Rung.ANSWER or any(
        given.form == Form.FULL and given.opened_at is not None
        for given in course.answers.of(question.id)
    )


@routes.press("alone-yes")
def alone(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Yes, alone]**: kept with the question, and counted once in the class's share."""
    yield _said(press, course, Alone.YES)


@routes.press("alone-not-yet")
def not_alone(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Not quite yet]**: worth as much."""
    yield _said(press, course, Alone.NOT_YET)


def _said(press: Press, course: Course, answer: Alone) -> Reply:
    question = course.own(press.who, press.args[0])
    if not course.questions.said_alone(question.id, answer):
        raise course.refuse("alone-already")
    course.did(press, "alone", answer)
    return Reply(course.line(f"alone-{answer}"))


@routes.press("difference", reads=True)
def open_difference(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[What made the difference?]** opens one field."""
    require_open(course, press)
    yield forms.difference(course, _closed(press, course))


@routes.submission("difference")
@heeded("text")
def difference(form: Submission, course: Course) -> Iterator[Outgoing]:
    """The line stays with the question, for its asker; an empty one takes it away again."""
    require_open(course, form)
    question, text = _closed(form, course), form.text("text")
    if len(text) > forms.DIFFERENCE:
        raise fixable(form, course, "ask-too-long", length=len(text), most=forms.DIFFERENCE)
    course.questions.keep_difference(question.id, text)
    sent(form, course)
    key = "difference-kept" if text else "difference-none"
    yield Reply(Message((Line(course.say(key)),)))


def _closed(event: Press | Submission, course: Course) -> Question:
    question = course.own(event.who, event.args[0])
    if question.state not in CLOSED or not difference_button(course, question):
        raise course.refuse("question-gone")
    return question
