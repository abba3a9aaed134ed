"""Follow-ups: lines both ways through the bot, each side under its alias."""

from collections.abc import Iterator

from handlers import forms
from handlers.allowances import again_at, use
from handlers.answering import tell_asker
from handlers.cards import follow_up_card, staff_card
from handlers.chat.incoming import Press, Submission
from handlers.chat.outgoing import Notice, NoticeKind, Outgoing, Reply
from handlers.course import Course, asked_by, tag_for
from handlers.drafts import fixable, sent
from handlers.life.reopening import closed_to_asker
from handlers.life.watching import stir
from handlers.queue import ticket_of
from handlers.refusal import unsent
from handlers.routes import STAFF, Routes
from handlers.rules.limits import Limited
from handlers.safety.heeding import heeded
from handlers.safety.mutes import refuse_muted
from storage.kinds import By, QuestionState, Seal, TicketState
from storage.tables import Answer, FollowUp, Question

routes = Routes()


@routes.press("follow-up", reads=True)
def open_line(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Follow up]**, for the asker and for a classmate who answered."""
    question = course.question(press.args[0])
    if asked_by(press.who, question) and question.state != QuestionState.OPEN:
        raise closed_to_asker(course, question)
    question = course.live(question.id)
    _side(press, course, question, _about(course, press.args))
    yield forms.line(course, "follow-up", press.args)


@routes.press("ask-back", reads=True, roles=STAFF)
def open_ask_back(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Ask back]** on the staff card."""
    yield forms.line(course, "ask-back", (course.live(press.args[0]).id,))


def _about(course: Course, args: tuple[str, ...]) -> Answer | None:
    return course.answers.find(args[1]) if len(args) > 1 else None


def _side(
    event: Press | Submission, course: Course, question: Question, about: Answer | None
) -> By:
    """On which side of a question somebody stands.

    Raises:
        Refused: on neither.
    """
    if asked_by(event.who, question):
        return By.ASKER
    if about is not None and about.author_tag == tag_for(event.who, question.id):
        return By.CLASSMATE if about.by == By.CLASSMATE else By.STAFF
    raise course.refuse("question-gone")


@routes.submission("follow-up")
@heeded("text")
def follow_up(form: Submission, course: Course) -> Iterator[Outgoing]:
    """A line from the asker to whoever helps, or from a classmate who answered to the asker."""
    question = _still_open(form, course)
    refuse_muted(form, course, question, form.text("text"))
    about = _about(course, form.args)
    side = _side(form, course, question, about)
    line = _line(form, course, question, side)
    if about is not None and about.by == By.CLASSMATE:
        line.answer_id = about.id
    if not use(form, course, Limited.WRITTEN):
        raise fixable(form, course, "day-full-written", time=again_at(form, course))
    course.answers.follow_up(line)
    sent(form, course)
    course.happened(question, "followed up", form.at, side)
    if side != By.ASKER:
        yield from tell_asker(question)
    elif about is not None and about.by == By.CLASSMATE and about.author_seal is not None:
        seal = Seal(f"helper:{about.id}", about.author_seal)
        yield Notice(seal, NoticeKind.NEWS, about=question.id)
    else:
        yield follow_up_card(course, question, line)
    taken = ticket_of(course, question).state != TicketState.WAITING
    to_nobody = side == By.ASKER and about is None and not taken
    yield Reply(course.line("follow-up-nobody" if to_nobody else "follow-up-sent"))


@routes.submission("ask-back", roles=STAFF)
def ask_back(form: Submission, course: Course) -> Iterator[Outgoing]:
    """Staff ask the asker something; the ticket stays with whoever holds it."""
    question = _still_open(form, course)
    course.answers.follow_up(_line(form, course, question, By.STAFF))
    sent(form, course)
    course.happened(question, "asked back", form.at)
    stir(form, course, question.id, form.at)
    yield from tell_asker(question)
    yield staff_card(course, question, ticket_of(course, question))
    yield Reply(course.line("follow-up-sent"))


def _still_open(form: Submission, course: Course) -> Question:
    """The question a form was opened for.

    Raises:
        Refused: it is closed or gone; the text is given back.
    """
    question = course.questions.find(course.id, form.args[0])
    if question is None or question.state != QuestionState.OPEN:
        raise unsent(course.line("follow-up-closed"), form.text("text"))
    return question


def _line(form: Submission, course: Course, question: Question, side: By) -> FollowUp:
    text = form.text("text")
    if not text:
        raise fixable(form, course, "follow-up-empty")
    if len(text) > forms.LINE:
        raise fixable(form, course, "ask-too-long", length=len(text), most=forms.LINE)
    return FollowUp(
        id=course.chance.token(),
        question_id=question.id,
        by=side,
        author_tag=None if side == By.ASKER else tag_for(form.who, question.id),
        text=text,
        said_at=form.at,
    )
