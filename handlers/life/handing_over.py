"""**[Hand over]**: to somebody by name, with a note; one ticket, or all at the end of duty."""

from collections.abc import Iterator

from handlers.chat.incoming import Press, Submission
from handlers.chat.outgoing import (
    Advice,
    Form,
    Notice,
    NoticeKind,
    OpenForm,
    Outgoing,
    PickPerson,
    Reply,
    TextField,
)
from handlers.chat.person import Person
from handlers.course import Course, tag_for
from handlers.life.anew import cards_now
from handlers.life.due import watch_claim
from handlers.life.in_hand import held_by
from handlers.life.notes import keep_note
from handlers.life.refusing import step_refused
from handlers.routes import STAFF, Routes
from storage import ticket_life as life
from storage.tables import Question

routes = Routes()
NOTE = 1000
"""Characters of a note."""


def _form(course: Course, name: str, args: tuple[str, ...], advice: str) -> OpenForm:
    say = course.say
    fields = (
        Advice(say(advice)),
        PickPerson("who", say("hand-over-who")),
        TextField("note", say("hand-over-note"), long=True, most=NOTE),
    )
    return OpenForm(Form(say("hand-over-title"), name, fields, say("hand-over-submit"), args))


@routes.press("hand-over", reads=True, roles=STAFF)
def open_hand_over(press: Press, course: Course) -> Iterator[Outgoing]:
    """To whom?"""
    question = course.live(press.args[0])
    yield _form(course, "hand-over", (question.id,), "hand-over-advice")


@routes.press("hand-over-all", reads=True, roles=STAFF)
def open_hand_over_all(_press: Press, course: Course) -> Iterator[Outgoing]:
    """To whom, at the end of duty?"""
    yield _form(course, "hand-over-all", (), "hand-over-all-advice")


@routes.submission("hand-over", roles=STAFF)
def hand_over(form: Submission, course: Course) -> Iterator[Outgoing]:
    """The one who was picked holds it from now on, and is told."""
    question = course.live(form.args[0])
    person = _picked(form, course)
    if not _given(form, course, question, person):
        raise step_refused(course, question)
    yield Notice(person.sealed(f"holder:{question.id}"), NoticeKind.HANDED, about=question.id)
    yield from cards_now(course, question)
    yield Reply(course.line("handed-over"))


@routes.submission("hand-over-all", roles=STAFF)
def hand_over_all(form: Submission, course: Course) -> Iterator[Outgoing]:
    """Everything that whoever acted holds goes to one person, who is told once."""
    person = _picked(form, course)
    given = [
        question
        for question, _ticket in held_by(form, course)
        if _given(form, course, question, person)
    ]
    if not given:
        raise course.refuse("in-hand-none")
    first = given[0].id
    yield Notice(person.sealed(f"holder:{first}"), NoticeKind.HANDED, about=first)
    for question in given:
        yield from cards_now(course, question)
    yield Reply(course.line("handed-over-all", count=len(given)))


@routes.press("release-all", roles=STAFF)
def release_all(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Release all]**: everything somebody holds is back at its old places."""
    released = [
        question
        for question, _ticket in held_by(press, course)
        if course.tickets.release(question.id, tag_for(press.who, question.id))
    ]
    if not released:
        raise course.refuse("in-hand-none")
    for question in released:
        course.happened(question, "released", press.at)
        yield from cards_now(course, question)
    yield Reply(course.line("released-all", count=len(released)))


def _picked(form: Submission, course: Course) -> Person:
    """The member of staff who was picked.

    Raises:
        Refused: nobody, or somebody who is no staff of this course.
    """
    people, roles = form.people.get("who", ()), form.roles.get("who", ())
    if not people or not roles or not roles[0].staff:
        raise course.refuse("hand-over-nobody")
    return people[0]


def _given(form: Submission, course: Course, question: Question, person: Person) -> bool:
    """Whether the ticket is the other's now.

    That the other may be who asked is not looked at: a refusal would tell whoever hands over.
    """
    taken = course.tickets.take(
        life.HAND_OVER,
        question.id,
        mine=tag_for(form.who, question.id),
        tag=tag_for(person, question.id),
        seal=person.sealed(f"holder:{question.id}").box,
        at=form.at,
    )
    if taken:
        course.happened(question, "handed over", form.at)
        watch_claim(course, question.id, form.at)
        if note := form.text("note")[:NOTE]:
            keep_note(form, course, question, note)
    return taken
