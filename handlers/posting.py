"""Asking people: one preview with everything chosen, and one press that posts."""

from collections.abc import Iterator

from handlers import forms
from handlers.allowances import again_at, use
from handlers.cards import class_card, staff_card
from handlers.chat.incoming import Press, Submission, Tick
from handlers.chat.outgoing import (
    Button,
    Fine,
    Heading,
    Line,
    Message,
    Outgoing,
    Part,
    Reply,
    Said,
    Style,
)
from handlers.continuing import (
    class_first,
    preview_parts,
    staff_asked_first,
    without_button,
)
from handlers.course import Course
from handlers.exams import closed, exam_line
from handlers.findable import make_findable, make_findable_again
from handlers.life.due import line_up
from handlers.membership import section_of
from handlers.partners import ask_group, group_for
from handlers.peers.offering import note_own
from handlers.refusal import Refused
from handlers.reveal.promise import label_line, revealable, under
from handlers.routes import Routes
from handlers.rules.limits import Limited
from handlers.rules.pages import pages
from handlers.safety.mutes import muted_until
from handlers.staffing.bringing import bring
from handlers.staffing.waiting import wait_lines
from handlers.times import time_text
from handlers.warned import staff_first, warnings
from storage.kinds import Audience, Kind, Label, QuestionState, Source
from storage.tables import Question

routes = Routes()


def labels(course: Course) -> tuple[Label, ...]:
    """The promises a course can make: where the operator teaches, the last would not be true."""
    if course.record.operator_teaches:
        return (Label.NAMED, Label.CLASSMATES)
    return tuple(Label)


@routes.press("ask-people", reads=True)
def ask_people(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Ask people]** opens the preview."""
    yield from _preview(press, course, _private(press, course))


@routes.press("change", reads=True)
def change(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Change]** who reads it and who knows."""
    question = _private(press, course)
    staff_only = closed(course, press) is not None
    if staff_only:
        question.audience = Audience.STAFF
    own = section_of(course, press)
    section = "" if own is None else own.name
    yield forms.choose(
        course,
        question,
        labels(course),
        staff_only=staff_only,
        section=section,
        group=group_for(press, course, question) is not None,
    )


@routes.submission("choose")
def choose(form: Submission, course: Course) -> Iterator[Outgoing]:
    """The preview again, with what was chosen."""
    question = _private(form, course)
    label = Label(form.text("label") or question.label)
    if label not in labels(course):
        raise course.refuse("question-gone")
    question.label = label
    question.audience = Audience(form.text("audience") or question.audience)
    own = section_of(course, form)
    adds = own is not None and form.text("section") == "yes"
    question.section = own.name if own is not None and adds else ""
    course.questions.chosen(question.id, question.label, question.audience, question.section)
    yield from _preview(form, course, question)


def _private(event: Press | Submission, course: Course) -> Question:
    question = course.own(event.who, event.args[0])
    if question.state != QuestionState.PRIVATE:
        raise course.refuse("post-already")
    return question


def _preview(event: Press | Submission, course: Course, question: Question) -> Iterator[Outgoing]:
    for message in preview(event, course, question):
        yield Reply(message)


def preview(event: Press | Submission, course: Course, question: Question) -> list[Message]:
    """What will be posted, and where; at times to staff only, whatever was chosen."""
    say, exam = course.say, closed(course, event)
    until = muted_until(event, course)
    staff_only = exam is not None or until is not None
    audience = Audience.STAFF if staff_only else question.audience
    only = (str(audience),) if staff_only else ()
    args = (question.id, *only, *under(course, question.label))
    parts: list[Part] = [
        Heading(say("preview-heading")),
        Said(question.text),
        Line(say(f"preview-{audience}")),
        Line(label_line(course, question, audience)),
    ]
    if question.section:
        parts.append(Line(say("preview-section", section=question.section)))
    if (why := staff_first(course, question)) and audience == Audience.STAFF:
        parts.append(Line(say(why)))
    parts += warnings(course, question)
    if exam is not None:
        parts.append(exam_line(course, exam, "exam-preview"))
    if until is not None:
        parts.append(Line(say("preview-muted", until=time_text(course, until, event.at))))
    if audience == Audience.CLASS and question.label.hidden:
        parts.append(Line(say("preview-delay")))
    parts += preview_parts(course, question, audience)
    parts += wait_lines(course, event.at)
    parts.append(Fine(say("panel-private")))
    buttons = (
        Button(say("button-post"), "post", args, Style.PRIMARY),
        Button(say("button-change"), "change", (question.id,)),
        *without_button(course, question),
        Button(say("button-keep"), "keep", (question.id,)),
    )
    return pages(parts, buttons)


@routes.press("without-them")
def without_them(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Without them]**: nobody is asked first, and nothing links the question to another."""
    question = _private(press, course)
    course.work.continuations.forget(question.id)
    yield from _preview(press, course, question)


@routes.press("post")
def post(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Post]**: staff at once; the class after a delay drawn by chance, when it is hidden."""
    question = _private(press, course)
    _to_staff_only(press, course, question)
    if not use(press, course, Limited.POSTED):
        raise course.refuse("day-full-posted", time=again_at(press, course))
    found = revealable(course, question.label, press.args)
    course.questions.posted(question.id, press.at, revealable=found)
    question.state, question.posted_at = QuestionState.OPEN, press.at
    ticket = line_up(course, question, press.at)
    hidden = "hidden" if question.label.hidden else "named"
    course.happened(question, "posted", press.at, f"{question.audience} {hidden}")
    learning = question.kind == Kind.LEARNING
    course.did(press, "posted" if learning else "posted what is known", hidden)
    yield staff_card(course, question, ticket)
    if question.audience == Audience.CLASS:
        yield from _to_class(press, course, question)
    elif question.audience == Audience.GROUP:
        yield from ask_group(press, course, question)
    yield from staff_asked_first(course, question, ticket, press.at)
    yield from bring(course, press.at)
    line = course.say(_posted(question), alias=question.alias)
    yield Reply(Message((Line(line), Fine(course.say("only-you")))))


def _to_staff_only(press: Press, course: Course, question: Question) -> None:
    """During an exam, or under a mute, a question goes to staff only, once its asker has read so.

    Raises:
        Refused: what they have read is from before that; they see it again as it is now.
    """
    free = closed(course, press) is None and muted_until(press, course) is None
    if question.audience == Audience.STAFF or free:
        return
    if Audience.STAFF not in press.args[1:]:
        raise Refused(preview(press, course, question)[-1])
    question.audience = Audience.STAFF
    course.questions.chosen(question.id, question.label, question.audience, question.section)


def _posted(question: Question) -> str:
    """The line that says under which name it stands, and where."""
    if question.audience == Audience.GROUP:
        return "posted-group"
    if question.audience == Audience.STAFF:
        hidden = question.label == Label.EVERYONE
        return "posted-staff-hidden" if hidden else "posted-staff-named"
    return "posted-hidden" if question.label.hidden else "posted-named"


def _to_class(press: Press, course: Course, question: Question) -> Iterator[Outgoing]:
    note_own(press, course, question)
    if not question.label.hidden:
        make_findable(course, question, Source.QUESTION)
        yield class_card(course, question)
        yield from class_first(course, question, press.at)
        return
    course.by_chance(question, "class-card", press.at)


@routes.tick("class-card")
def to_class(tick: Tick, course: Course) -> Iterator[Outgoing]:
    """A hidden question's card reaches the class, and the question can be found from now on."""
    question = course.questions.find(course.id, tick.args[0])
    if question is None or question.hidden_at:
        return
    settled = question.state == QuestionState.SOLVED and question.shared_at is not None
    if question.state != QuestionState.OPEN and not settled:
        return
    make_findable_again(course, question)  # staff may have answered it in full meanwhile
    yield class_card(course, question)
    yield from class_first(course, question, tick.at)
