"""Continue with the same person: an asker's choice, which links two questions and no others.

Whoever answered the earlier one is asked first, and is the only one to learn that both are one
person's. Everybody else sees a question like any other, under an alias of its own.
"""

from collections.abc import Iterator
from datetime import datetime

from handlers import forms
from handlers.chat.incoming import Press, Submission
from handlers.chat.outgoing import (
    Button,
    Line,
    Message,
    Notice,
    NoticeKind,
    OpenForm,
    Outgoing,
    Part,
    Reply,
    Said,
    Style,
)
from handlers.course import Course, Desk, tag_for
from handlers.exams import closed
from handlers.news import courses_of
from handlers.peers.offering import OFFERED, offer_next
from handlers.routes import Routes
from handlers.rules.pages import pages, title
from storage.kinds import Audience, By, Label, QuestionState, Seal
from storage.tables import Answer, Continuation, Question, Ticket

routes = Routes()
_ASKED = {QuestionState.OPEN, QuestionState.SOLVED}


def continue_button(course: Course, question: Question) -> tuple[Button, ...]:
    """**[Continue with the same person]** on a question's page, where a person has answered it."""
    if _last(course, question) is None:
        return ()
    return (Button(course.say("button-continue"), "continue", (question.id,)),)


def _last(course: Course, question: Question) -> Answer | None:
    """The last answer that its asker has read, if whoever wrote it can still be told."""
    if question.state not in _ASKED or course.record.archived_at is not None:
        return None
    answers = course.answers.of(question.id)
    read = [one for one in answers if one.opened_at and one.text and not one.wrong_at]
    return read[-1] if read and read[-1].author_seal else None


@routes.press("continue", reads=True)
def open_box(press: Press, course: Course) -> Iterator[Outgoing]:
    """The box of a new question, and what choosing this means."""
    earlier = course.own(press.who, press.args[0])
    if _last(course, earlier) is None:
        raise course.refuse("continue-gone")
    yield box(course, earlier)


def box(course: Course, earlier: Question) -> OpenForm:
    """The form of a question that goes on from an earlier one."""
    return forms.go_on(course, "continue", earlier.id, title(earlier.text))


def keep_link(form: Submission, course: Course, question: Question) -> None:
    """Keep what a new question goes on from, if it does.

    Raises:
        Refused: whoever answered cannot be asked any more, or the earlier one is somebody else's.
    """
    if form.name != "continue":
        return
    earlier = course.own(form.who, form.args[0])
    given = _last(course, earlier)
    if given is None:
        raise course.refuse("continue-gone")
    link = Continuation(question_id=question.id, earlier_id=earlier.id, answer_id=given.id)
    course.work.continuations.add(link)


def _linked(course: Course, question: Question) -> tuple[Question, Answer, Continuation] | None:
    """What a question goes on from, as long as whoever answered can be told."""
    link = course.work.continuations.of(question.id)
    if link is None:
        return None
    earlier = course.questions.find(course.id, link.earlier_id)
    given = course.answers.find(link.answer_id)
    if earlier is None or given is None or not given.author_seal:
        return None
    return earlier, given, link


def preview_parts(course: Course, question: Question, audience: Audience) -> list[Part]:
    """What continuing means for what is about to be posted."""
    linked = _linked(course, question)
    if linked is None:
        return []
    earlier, given, _link = linked
    reads = given.by == By.STAFF or audience == Audience.CLASS
    key = "preview-continue" if reads else "preview-continue-not"
    parts: list[Part] = [Line(course.say(key, title=title(earlier.text)))]
    known, names = _knows(earlier.label, given.by), _knows(question.label, given.by)
    if reads and known != names:
        parts.append(Line(course.say(f"preview-continue-{'known' if known else 'names'}")))
    return parts


def _knows(label: Label, by: By) -> bool:
    """Whether somebody who helps knows who asked."""
    return label == Label.NAMED or (label == Label.CLASSMATES and by == By.STAFF)


def without_button(course: Course, question: Question) -> tuple[Button, ...]:
    """**[Without them]** in the preview: the two questions part again."""
    if _linked(course, question) is None:
        return ()
    return (Button(course.say("button-without-them"), "without-them", (question.id,)),)


def own_advice(course: Course, question: Question) -> str:
    """What showing who asked means where a question is linked to another; else nothing."""
    linked = course.work.continuations.links(question.id)
    return course.say("own-continued") if linked else ""


def my_parts(course: Course, question: Question) -> list[Part]:
    """That the asker chose so, on their own page."""
    linked = _linked(course, question)
    return [] if linked is None else [Line(course.say("my-continues", title=title(linked[0].text)))]


def staff_asked_first(
    course: Course, question: Question, ticket: Ticket, at: datetime
) -> Iterator[Notice]:
    """Where staff answered the earlier one: they are told, and it is brought to nobody for now."""
    linked = _linked(course, question)
    if linked is None or linked[1].by != By.STAFF:
        return
    course.tickets.bring(ticket, "", at, "")
    yield _told(linked[1], question)


def class_first(course: Course, question: Question, at: datetime) -> Iterator[Outgoing]:
    """Whoever answered the earlier question is asked first, else those whose turn it is.

    No earlier than the class has its card, as with everybody's offers.
    """
    linked = _linked(course, question)
    waits = linked is not None and linked[1].by == By.CLASSMATE
    if linked is None or not waits or course.work.exams.on(course.id, at):
        yield from offer_next(course, question, at)
        return
    course.work.peers.begin(question.id)
    turn = course.work.peers.turn(question.id).turn
    course.do_later("offer-over", at + OFFERED, question.id, str(turn), question_id=question.id)
    yield _told(linked[1], question)


def _told(given: Answer, question: Question) -> Notice:
    seal = Seal(f"helper:{given.id}", given.author_seal or "")
    return Notice(seal, NoticeKind.CONTINUED, about=question.id)


@routes.press("continued", reads=True, anywhere=True)
def look(press: Press, desk: Desk) -> Iterator[Outgoing]:
    """**[Look]** under the notice, which names no question: who would like to go on with one."""
    nothing = True
    for course in courses_of(press, desk):
        for link in course.work.continuations.open(course.id):
            question = _theirs(press, course, link)
            if question is None:
                continue
            nothing = False
            yield from _shown(press, course, question, link)
    if nothing:
        yield Reply(desk.line("continued-none"))


def _theirs(press: Press, course: Course, link: Continuation) -> Question | None:
    """The question, if whoever acted is the one who was chosen and may read it now."""
    given = course.answers.find(link.answer_id)
    question = course.questions.find(course.id, link.question_id)
    mine = tag_for(press.who, link.earlier_id)
    if given is None or question is None or given.author_tag != mine:
        return None
    if given.by == By.STAFF:
        return question
    hidden = question.hidden_at is not None or course.jobs.waits(question.id, "class-card")
    reads = question.audience == Audience.CLASS and not hidden
    return question if reads and closed(course, press) is None else None


def _shown(press: Press, course: Course, question: Question, link: Continuation) -> Iterator[Reply]:
    say, args = course.say, (question.id,)
    earlier = course.question(link.earlier_id)
    parts: list[Part] = [
        Line(say("continued-lead", title=title(earlier.text))),
        Said(question.text),
    ]
    if question.tried:
        parts.append(Line(say("answer-advice-tried", tried=question.tried)))
    claim = (Button(say("button-claim"), "claim", args),) if press.role.staff else ()
    buttons = (
        Button(say("button-answer"), "answer", args, Style.PRIMARY),
        *claim,
        Button(say("button-continued-pass"), "continued-pass", args),
    )
    for message in pages(parts, buttons):
        yield Reply(message)


@routes.press("continued-pass")
def pass_on(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Leave it to others]**: the next are asked, and nobody learns of it."""
    question = course.live(press.args[0])
    link = course.work.continuations.of(question.id)
    if link is None or _theirs(press, course, link) is None:
        raise course.refuse("question-gone")
    if not course.work.continuations.passed(question.id):
        raise course.refuse("continued-none")
    yield Reply(Message((Line(course.say("continued-passed")),)))
    given = course.answers.find(link.answer_id)
    if given is not None and given.by == By.CLASSMATE:
        yield from offer_next(course, question, press.at)
