"""The hint ladder in the chat: the next hint, the gate, votes."""

from collections.abc import Iterator
from datetime import datetime

from handlers import forms, panels
from handlers.chat.incoming import Press, Submission
from handlers.chat.outgoing import Button, Message, Outgoing, Reply
from handlers.climbing import note_step, progress_of, show
from handlers.course import Course
from handlers.drafts import fixable, sent
from handlers.exams import closed, exam_line, require_open
from handlers.refusal import Refused, unsent
from handlers.routes import Routes
from handlers.rules.rungs import AskAttempt, Rung, Show, climb
from handlers.safety.heeding import heeded
from handlers.sources import reflect, shelf
from storage.kinds import QuestionState
from storage.tables import Question

routes = Routes()


@routes.press("next-hint", tells=True)
def next_hint(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Next hint]**: one rung up, the gate's form, or people."""
    question = _climbing(press, course)
    yield from _climb(press, course, question)


@routes.submission("tried", tells=True)
@heeded("tried", then="giving-up-then")
def tried(form: Submission, course: Course) -> Iterator[Outgoing]:
    """An attempt opens the gate, and the next rung is shown at once."""
    question = _climbing(form, course)
    text = form.text("tried")
    if not text:
        raise fixable(form, course, "tried-empty")
    if len(text) > forms.TRIED:
        raise fixable(form, course, "ask-too-long", length=len(text), most=forms.TRIED)
    if (exam := closed(course, form)) is not None:
        raise unsent(Message((exam_line(course, exam),)), text)
    course.questions.attempted(question.id, text)
    sent(form, course)
    question.attempted, question.tried = True, text
    course.happened(question, "attempted", form.at)
    yield from _climb(form, course, question)


def _climbing(event: Press | Submission, course: Course) -> Question:
    question = course.own(event.who, event.args[0])
    if question.state not in {QuestionState.PRIVATE, QuestionState.OPEN}:
        raise course.refuse("question-closed")
    return question


def _climb(event: Press | Submission, course: Course, question: Question) -> Iterator[Outgoing]:
    ask = Button(course.say("button-ask-people"), "ask-people", (question.id,))
    require_open(course, event, *([ask] if question.state == QuestionState.PRIVATE else []))
    found = shelf(course, event, question)
    step = climb(progress_of(question), found.ladder, event.at)
    match step:
        case Show(rung):
            help_ = reflect(course) if rung == Rung.REFLECT else found.helps[rung]
            note_step(event, course, question)
            showing = show(course, question, help_, event.at)
            buttons = panels.panel_buttons(course, question, people_first=False)
            votes = panels.vote_buttons(course, question, showing)
            parts = panels.help_parts(course, help_)
            yield from panels.shown(course, parts, (*buttons, *votes))
        case AskAttempt(until):
            yield from _gate(course, question, until, event.at)
        case _:
            key = "ladder-top" if question.rung > Rung.REFLECT else "panel-nothing"
            buttons = panels.panel_buttons(course, question, people_first=True, more=False)
            parts = panels.people_next(course, key)
            yield from panels.shown(course, parts, buttons)


def _gate(
    course: Course, question: Question, until: datetime | None, at: datetime
) -> Iterator[Outgoing]:
    """A jump is refused with the form, kindly; people can be asked all the same."""
    if until is None:
        yield forms.tried(course, question)
    else:
        minutes = -(-int((until - at).total_seconds()) // 60)
        buttons = panels.gate_buttons(course, question)
        # Nothing changes, so that the same button is answered afresh when the time is over.
        raise Refused(panels.one_line(course, "tried-wait", *buttons, minutes=minutes).message)


@routes.press("write-attempt", reads=True)
def write_attempt(press: Press, course: Course) -> Iterator[Outgoing]:
    """The gate's form, where the course also has a waiting time."""
    yield forms.tried(course, _climbing(press, course))


@routes.press("useful", repeats=True)
def useful(press: Press, course: Course) -> Iterator[Outgoing]:
    """A vote for what was shown."""
    yield _vote(press, course, useful=True)


@routes.press("not-useful", repeats=True)
def not_useful(press: Press, course: Course) -> Iterator[Outgoing]:
    """A vote against what was shown; staff see which hints fail."""
    yield _vote(press, course, useful=False)


def _vote(press: Press, course: Course, *, useful: bool) -> Reply:
    question = course.own(press.who, press.args[0])
    if not course.questions.vote(question.id, press.args[1], useful):
        raise course.refuse("question-gone")
    word = "useful" if useful else "not-useful"
    course.happened(question, f"voted {word}", press.at, press.args[1])
    return Reply(course.line(f"vote-{word}"))
