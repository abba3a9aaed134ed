"""Who is there for somebody: the course's contacts, and a person of the course to talk to."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from handlers import forms
from handlers.answering import speaks_under
from handlers.cards import staff_card
from handlers.chat.incoming import Heard, Press, Submission
from handlers.chat.outgoing import (
    Fine,
    Heading,
    Line,
    Message,
    Notice,
    NoticeKind,
    Outgoing,
    Reply,
)
from handlers.course import Course, Desk, author_seal, tag_for
from handlers.life.due import line_up
from handlers.news import courses_of
from handlers.posting import labels
from handlers.reveal.asking import ask_button
from handlers.reveal.promise import revealable, talk_line, under
from handlers.routes import Routes
from handlers.rules.aliases import alias
from handlers.safety.help_lines import contacts, talk_button
from handlers.staffing.bringing import bring
from handlers.staffing.waiting import duty_lines
from storage.kinds import Audience, By, Kind, Label, QuestionState, Seal, Wish
from storage.tables import Answer, Question

routes = Routes()


@routes.press("care", reads=True, anywhere=True)
def who_is_there(press: Press, desk: Desk) -> Iterator[Outgoing]:
    """**[Who is there for you]**: the contacts of every course the person has used."""
    nobody = True
    for course in courses_of(press, desk):
        nobody = False
        parts = (Heading(desk.say("care-heading")), Line(desk.say("care-lead")), *contacts(course))
        fine = Fine(desk.say("care-fine"))
        yield Reply(Message((*parts, fine), (talk_button(course),)))
    if nobody:
        raise desk.refuse("no-course")


@routes.press("talk", reads=True, anywhere=True)
def open_talk(press: Press, desk: Desk) -> Iterator[Outgoing]:
    """**[Connect me with a person]**: whether they learn who it is, is chosen in the form."""
    course = _chosen(press, desk, press.args[0])
    choices = labels(course)
    nameless = talk_line(course) if Label.EVERYONE in choices else ""
    yield forms.talk(course, choices, nameless, under(course, choices[-1]))


@routes.submission("talk", anywhere=True)
def talk(form: Submission, desk: Desk) -> Iterator[Outgoing]:
    """Staff get a ticket of its own kind, for them alone; the lines go both ways as always."""
    course = _chosen(form, desk, form.args[0])
    text = form.text("text")
    if len(text) > forms.LINE:
        raise course.refuse("ask-too-long", length=len(text), most=forms.LINE)
    label = Label(form.text("label") or labels(course)[-1])
    if label not in labels(course):
        raise course.refuse("question-gone")
    question = _new(form, course, label, text or course.say("talk-text-default"))
    question.revealable = revealable(course, label, form.args)
    course.questions.add(question)
    ticket = line_up(course, question, form.at)
    # About the ticket alone: of the person nothing is noted, and no digest counts it.
    course.happened(question, "asked for a person", form.at)
    yield replace(staff_card(course, question, ticket), course=course.id)
    for one in bring(course, form.at):
        yield replace(one, course=course.id)
    key = "talk-sent-named" if label != Label.EVERYONE else "talk-sent-hidden"
    lines = (*duty_lines(course, form.at), Line(course.say(key, alias=question.alias)))
    yield Reply(Message((*lines, *contacts(course)[:1], Fine(course.say("only-you")))))


def _new(form: Submission, course: Course, label: Label, text: str) -> Question:
    question_id = course.chance.token()
    return Question(
        id=question_id,
        course_id=course.id,
        state=QuestionState.OPEN,
        author_tag=tag_for(form.who, question_id),
        author_seal=form.who.sealed(f"author:{question_id}").box,
        alias=alias(course.chance, partial(course.questions.taken, course.id)),
        label=label,
        audience=Audience.STAFF,
        kind=Kind.LEARNING,
        wish=Wish.TALK,
        text=text,
        asked_at=form.at,
        posted_at=form.at,
    )


def _chosen(event: Heard, desk: Desk, course_id: str) -> Course:
    """The course whose staff somebody would like to talk to, one they have used.

    Raises:
        Refused: it is none of theirs.
    """
    record = desk.work.courses.find(course_id) if course_id in event.courses else None
    if record is None:
        raise desk.refuse("no-course")
    return Course(desk.work, desk.chance, record)


@routes.press("worried")
def worried(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[I'm worried about this person]**: contacts and the offer of a person, at once."""
    question = course.question(press.args[0])
    about = course.answers.find(press.args[1]) if len(press.args) > 1 else None
    if not (press.role.staff or speaks_under(press.who, course, question)):
        raise course.refuse("not-for-you")
    seal = _reached(question, about)
    if seal is not None:
        yield Notice(seal, NoticeKind.CARE, about=question.id)
    key = "worried-sent" if seal is not None else "worried-unreachable"
    ask = ask_button(course, question) if about is None and press.role.staff else ()
    yield Reply(Message((Line(course.say(key)), *contacts(course)[:1]), ask))


def _reached(question: Question, about: Answer | None) -> Seal | None:
    """Who wrote what worries, locked; ``None`` where nothing leads to them any more."""
    if about is None:
        return author_seal(question)
    if about.question_id != question.id or about.author_seal is None or about.by != By.CLASSMATE:
        return None
    return Seal(f"helper:{about.id}", about.author_seal)
