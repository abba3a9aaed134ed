"""Staff hide a post or mute an alias; whoever it is learns it privately and may ask again."""

from collections.abc import Iterator

from handlers import forms
from handlers.cards import class_cards, look_again_card, staff_card
from handlers.chat.incoming import Press, Submission
from handlers.chat.outgoing import (
    Button,
    Line,
    Message,
    Notice,
    NoticeKind,
    Outgoing,
    Reply,
    Style,
)
from handlers.course import Course, author_seal, tag_for
from handlers.drafts import fixable
from handlers.findable import make_findable_again, make_unfindable
from handlers.queue import ticket_of
from handlers.routes import STAFF, Routes
from handlers.safety.heeding import heeded
from handlers.safety.mutes import MUTED_FOR
from storage.kinds import Audience, By, Measured, Seal
from storage.tables import Answer, Measure, Question

routes = Routes()


@routes.press("moderate", reads=True, roles=STAFF)
def moderate(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Moderate]**: what can be done about a post, and what it does."""
    question, about = _post(press, course)
    say = course.say
    buttons: list[Button] = []
    if about is None and question.audience == Audience.CLASS:
        name = "hide" if question.hidden_at is None else "unhide"
        buttons.append(Button(say(f"button-{name}"), name, (question.id,)))
    tag = question.author_tag if about is None else about.author_tag
    if tag is not None:
        there = course.work.care.measure(question.id, tag, Measured.MUTED)
        name = "mute" if there is None or there.lifted else "lift"
        buttons.append(Button(say(f"button-{name}"), name, press.args, Style.DANGER))
    lines = (
        Line(say("moderate-lead", alias=alias_of(question, about))),
        Line(say("moderate-means")),
    )
    yield Reply(Message(lines, tuple(buttons)))


def _post(press: Press | Submission, course: Course) -> tuple[Question, Answer | None]:
    """The question a button is about, and the classmate's answer where it is about that."""
    question = course.question(press.args[0])
    about = course.answers.find(press.args[1]) if len(press.args) > 1 else None
    if about is not None and (about.question_id != question.id or about.by != By.CLASSMATE):
        raise course.refuse("question-gone")
    return question, about


def alias_of(question: Question, about: Answer | None) -> str:
    """Under which alias the words stand, whoever else may know the name."""
    return question.alias if about is None else about.alias


def _tell(question: Question, about: Answer | None) -> Iterator[Notice]:
    """A notice to whoever the measure is about, unless nothing leads to them any more."""
    seal = author_seal(question)
    if about is not None:
        box = about.author_seal
        seal = None if box is None else Seal(f"helper:{about.id}", box)
    if seal is not None:
        yield Notice(seal, NoticeKind.NEWS, about=question.id)


def _take(
    press: Press, course: Course, question: Question, what: Measured, about: Answer | None
) -> bool:
    tag = question.author_tag if about is None else about.author_tag
    if tag is None:
        return False
    return course.work.care.take(
        Measure(
            question_id=question.id,
            person_tag=tag,
            what=what,
            answer_id="" if about is None else about.id,
            taken_at=press.at,
            until=press.at + MUTED_FOR,
        )
    )


@routes.press("hide", roles=STAFF)
def hide(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Hide from class]**: the class no longer reads it; staff have it and answer as always."""
    question, _about = _post(press, course)
    if question.audience != Audience.CLASS or not course.questions.hide(question.id, press.at):
        raise course.refuse("hide-already")
    question.hidden_at = press.at
    make_unfindable(course, question)
    course.happened(question, "hidden", press.at)
    if _take(press, course, question, Measured.HIDDEN, None):
        yield from _tell(question, None)
    yield from _cards(course, question)
    yield Reply(course.line("hidden"))


@routes.press("unhide", roles=STAFF)
def unhide(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Show to class again]**."""
    question, _about = _post(press, course)
    if not course.questions.unhide(question.id):
        raise course.refuse("unhide-already")
    question.hidden_at = None
    make_findable_again(course, question)
    course.happened(question, "shown again", press.at)
    tag = question.author_tag
    if tag is not None and course.work.care.lift(question.id, tag, Measured.HIDDEN):
        yield from _tell(question, None)
    yield from _cards(course, question)
    yield Reply(course.line("unhidden"))


def _cards(course: Course, question: Question) -> Iterator[Outgoing]:
    yield staff_card(course, question, ticket_of(course, question))
    yield from class_cards(course, question)


@routes.press("mute", roles=STAFF)
def mute(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Mute]**: an alias writes no more under this question; nobody learns who it is."""
    question, about = _post(press, course)
    if not _take(press, course, question, Measured.MUTED, about):
        raise course.refuse("mute-already")
    course.happened(question, "muted", press.at)
    yield from _tell(question, about)
    yield Reply(course.line("muted", alias=alias_of(question, about)))


@routes.press("lift", roles=STAFF)
def lift(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Lift the mute]**."""
    question, about = _post(press, course)
    tag = question.author_tag if about is None else about.author_tag
    if tag is None or not course.work.care.lift(question.id, tag, Measured.MUTED):
        raise course.refuse("lift-already")
    course.happened(question, "mute lifted", press.at)
    yield from _tell(question, about)
    yield Reply(course.line("lifted"))


@routes.press("look-again", reads=True)
def open_look_again(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Ask staff to look again]**, still hidden."""
    _mine(press, course)
    yield forms.look_again(course, press.args)


@routes.submission("look-again")
@heeded("text")
def ask_again(form: Submission, course: Course) -> Iterator[Outgoing]:
    """Staff get a card with what the person says, under the same alias as before."""
    measure = _mine(form, course)
    text = form.text("text")
    if len(text) > forms.LINE:
        raise fixable(form, course, "ask-too-long", length=len(text), most=forms.LINE)
    if not course.work.care.look_again(measure.question_id, measure.person_tag, measure.what):
        raise course.refuse("look-again-already")
    question = course.question(measure.question_id)
    about = course.answers.find(measure.answer_id) if measure.answer_id else None
    course.happened(question, "asked to look again", form.at)
    yield look_again_card(course, question, measure, alias_of(question, about), text)
    yield Reply(course.line("look-again-sent"))


def _mine(event: Press | Submission, course: Course) -> Measure:
    """The measure a button is about, if it is about the person who acted."""
    question_id, what = event.args
    tag = tag_for(event.who, question_id)
    measure = course.work.care.measure(question_id, tag, Measured(what))
    if measure is None or measure.lifted:
        raise course.refuse("question-gone")
    return measure
