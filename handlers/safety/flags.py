"""**[Flag]**: a classmate says that something is wrong with a post; three bring it before staff."""

from collections.abc import Iterator

from handlers import forms
from handlers.cards import flag_card
from handlers.chat.incoming import Press, Submission
from handlers.chat.outgoing import Line, Message, Notice, NoticeKind, Outgoing, Reply
from handlers.course import Course, asked_by, author_seal, tag_for
from handlers.routes import STAFF, Routes
from handlers.safety.help_lines import contacts
from storage.kinds import Audience, Flagged
from storage.tables import Flag, Question

routes = Routes()
ENOUGH = 3
"""So many classmates bring a question before staff; one alone could be a quarrel."""


@routes.press("flag", reads=True)
def open_flag(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Flag]** asks what is wrong."""
    yield forms.flag(course, _flaggable(press, course))


@routes.submission("flag")
def flag(form: Submission, course: Course) -> Iterator[Outgoing]:
    """A flag is kept by the person's tag of this question; a worry goes to the asker at once."""
    question = _flaggable(form, course)
    if form.text("why") == forms.WORRIED:
        seal = author_seal(question)
        if seal is not None:
            yield Notice(seal, NoticeKind.CARE, about=question.id)
        yield Reply(Message((Line(course.say("worried-sent")), *contacts(course)[:1])))
        return
    kept = Flag(
        question_id=question.id,
        flagger_tag=tag_for(form.who, question.id),
        why=Flagged(form.text("why") or Flagged.ELSE),
    )
    if not course.work.care.flag(kept):
        raise course.refuse("flag-already")
    flags = course.work.care.flags(question.id)
    if sum(flags.values()) == ENOUGH:
        yield flag_card(course, question, flags)
    yield Reply(course.line("flag-kept"))


def _flaggable(event: Press | Submission, course: Course) -> Question:
    question = course.question(event.args[0])
    if asked_by(event.who, question):
        raise course.refuse("flag-own")
    if event.role.staff:
        raise course.refuse("flag-staff")
    if question.audience != Audience.CLASS or question.posted_at is None or question.hidden_at:
        raise course.refuse("question-gone")
    return question


@routes.press("leave", roles=STAFF)
def leave(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Leave it as it is]**: staff have looked."""
    question = course.question(press.args[0])
    yield flag_card(course, question, course.work.care.flags(question.id), left=True)
    yield Reply(course.line("flag-left"))
