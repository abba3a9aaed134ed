"""What staff say of a classmate's answer: endorsed, corrected, or wrong.

What is corrected or wrong is never found again as it was. Its asker is told, and its author too,
privately and under their alias as before: explaining something is how one finds out.
"""

from collections.abc import Iterator
from hashlib import blake2b

from handlers.answering import stand_behind, tell_asker, tell_followers
from handlers.cards import class_cards, peer_card, staff_card
from handlers.chat.incoming import Press, Submission
from handlers.chat.outgoing import (
    Advice,
    Form,
    Notice,
    NoticeKind,
    OpenForm,
    Outgoing,
    Reply,
    TextField,
)
from handlers.course import Course
from handlers.findable import make_findable_again, stands
from handlers.forms import confirm
from handlers.life.anew import said_anew
from handlers.life.due import watch_target
from handlers.queue import ticket_of
from handlers.refusal import unsent
from handlers.routes import STAFF, Routes
from storage import ticket_life as life
from storage.kinds import By, QuestionState, Seal
from storage.tables import Answer, Question

routes = Routes()
CORRECTION = 1000
"""Characters of a correction: it stands on the class's card beside the question."""


def _answer(course: Course, answer_id: str) -> tuple[Answer, Question]:
    """A classmate's answer, with its question.

    Raises:
        Refused: it is gone, or no classmate's.
    """
    given = course.answers.find(answer_id)
    if given is None or given.by != By.CLASSMATE or not given.text:
        raise course.refuse("question-gone")
    return given, course.question(given.question_id)


def _tell_author(given: Answer) -> Iterator[Notice]:
    """A notice to the classmate who answered, unless they have taken their words back."""
    if given.author_seal is not None:
        seal = Seal(f"helper:{given.id}", given.author_seal)
        yield Notice(seal, NoticeKind.NEWS, about=given.question_id)


@routes.press("endorse", roles=STAFF)
def endorse(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Endorse]**: staff stand behind a classmate's answer."""
    given, question = _answer(course, press.args[0])
    if not course.answers.endorsed(given.id, press.at):
        raise course.refuse("endorse-already")
    given.endorsed_at = press.at
    course.happened(question, "endorsed", press.at, given.id)
    yield peer_card(course, question, given)
    yield from tell_asker(question)
    yield from stand_behind(course, question, given)
    yield Reply(course.line("endorsed"))


def _version(given: Answer) -> str:
    """Which correction of an answer it is, so that two who write at once do not lose one."""
    return blake2b(given.correction.encode(), digest_size=6).hexdigest()


@routes.press("correct", reads=True, roles=STAFF)
def open_correct(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Correct]**: what has to be read with it."""
    given, _question = _answer(course, press.args[0])
    say = course.say
    fields = (
        Advice(say("correct-advice")),
        TextField(
            "text",
            say("correct-text"),
            required=True,
            long=True,
            initial=given.correction,
            most=CORRECTION,
        ),
    )
    args = (given.id, _version(given))
    yield OpenForm(Form(say("correct-title"), "correct", fields, say("answer-submit"), args))


@routes.submission("correct", roles=STAFF)
def correct(form: Submission, course: Course) -> Iterator[Outgoing]:
    """The correction goes with the answer from now on, wherever that is read."""
    text = form.text("text")
    given, question = _answer(course, form.args[0])
    if not text:
        raise course.refuse("correct-empty")
    if len(text) > CORRECTION:
        long = course.line("ask-too-long", length=len(text), most=CORRECTION)
        raise unsent(long, text)
    seen = given.correction
    if form.args[1:] != (_version(given),) or not course.answers.corrected(
        given.id, text, form.at, seen
    ):
        raise unsent(course.line("correct-late"), text)
    given.correction, given.corrected_at, given.wrong_at = text, form.at, None
    course.happened(question, "corrected", form.at, given.id)
    yield peer_card(course, question, given)
    yield from class_cards(course, question)
    yield from tell_asker(question)
    yield from _tell_author(given)
    if stands(given):
        yield from stand_behind(course, question, given)
    else:
        make_findable_again(course, question)
    yield Reply(course.line("corrected"))


@routes.press("mark-wrong", reads=True, roles=STAFF)
def open_mark_wrong(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Mark as wrong]** says first what it means."""
    given, _question = _answer(course, press.args[0])
    yield confirm(course, "mark-wrong", (given.id,))


@routes.submission("mark-wrong", roles=STAFF)
def mark_wrong(form: Submission, course: Course) -> Iterator[Outgoing]:
    """Nobody builds on it any more; with no other answer the question is back in the line."""
    given, question = _answer(course, form.args[0])
    if not course.answers.wrong(given.id, form.at):
        raise course.refuse("mark-wrong-already")
    was_behind = bool(stands(given))
    given.wrong_at = form.at
    course.happened(question, "marked wrong", form.at, given.id)
    waits = _waits_again(form, course, question)
    make_findable_again(course, question)
    yield peer_card(course, question, given)
    yield from class_cards(course, question)
    yield from tell_asker(question)
    yield from _tell_author(given)
    if was_behind:  # else they were never told of it
        yield from tell_followers(course, question)
    if waits:
        yield staff_card(course, question, ticket_of(course, question))
        yield from said_anew(course, question, "doubted", form.at)
    yield Reply(course.line("marked-wrong"))


def _waits_again(form: Submission, course: Course, question: Question) -> bool:
    """A question whose every answer is wrong is back in the line, at its old place."""
    # Read before the answers, so that a colleague's that comes meanwhile is not doubted with them.
    seen = ticket_of(course, question).answered_at
    helps = any(one.text and one.wrong_at is None for one in course.answers.of(question.id))
    if helps or question.state != QuestionState.OPEN:
        return False
    if not course.tickets.take(life.DOUBT, question.id, seen=seen):
        return False
    course.happened(question, "doubted", form.at)
    watch_target(course, question.id, form.at)
    return True
