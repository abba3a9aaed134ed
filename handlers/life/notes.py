"""**[Note]**: what staff write for each other about a ticket."""

from collections.abc import Iterator

from handlers.chat.incoming import Press, Submission
from handlers.chat.outgoing import Advice, Form, OpenForm, Outgoing, Reply, TextField
from handlers.course import Course, tag_for
from handlers.life.anew import cards_now
from handlers.life.watching import stir
from handlers.refusal import unsent
from handlers.routes import STAFF, Routes
from storage.tables import Question, StaffNote

routes = Routes()
NOTE = 1000
"""Characters of a note."""


def keep_note(form: Submission, course: Course, question: Question, text: str) -> None:
    """Keep a note of whoever acted."""
    note_id = course.chance.token()
    course.work.notes.add(
        StaffNote(
            id=note_id,
            question_id=question.id,
            author_tag=tag_for(form.who, question.id),
            author_seal=form.who.sealed(f"note:{note_id}").box,
            text=text,
            at=form.at,
        )
    )
    course.happened(question, "noted", form.at)


@routes.press("note", reads=True, roles=STAFF)
def open_note(press: Press, course: Course) -> Iterator[Outgoing]:
    """A note for colleagues."""
    question, say = course.live(press.args[0]), course.say
    fields = (
        Advice(say("note-advice")),
        TextField("text", say("note-text"), required=True, long=True, most=NOTE),
    )
    yield OpenForm(Form(say("note-title"), "note", fields, say("note-submit"), (question.id,)))


@routes.submission("note", roles=STAFF)
def note(form: Submission, course: Course) -> Iterator[Outgoing]:
    """Keep it; for whoever holds the ticket it is also a sign of life."""
    text = form.text("text")
    question = course.questions.find(course.id, form.args[0])
    if question is None:
        raise unsent(course.line("question-gone"), text)
    if not text:
        raise course.refuse("note-empty")
    if len(text) > NOTE:
        raise course.refuse("ask-too-long", length=len(text), most=NOTE)
    keep_note(form, course, question, text)
    stir(form, course, question.id, form.at)
    yield from cards_now(course, question)
    yield Reply(course.line("noted"))
