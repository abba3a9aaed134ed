"""What a mute means for whoever acts: asked of their own tags at that moment, and never joined."""

from datetime import datetime, timedelta

from handlers.chat.incoming import Heard
from handlers.chat.outgoing import Button, Message, Part, Said, Style
from handlers.course import Course, tag_for
from handlers.refusal import Refused
from handlers.times import time_text
from storage.kinds import Measured
from storage.tables import Question

MUTED_FOR = timedelta(days=1)
"""How long a mute under one question also keeps its person's words elsewhere from the class."""


def muted_until(event: Heard, course: Course) -> datetime | None:
    """Until when what somebody writes in the course does not reach the class; ``None``: it does.

    Whose the mutes are is found out by computing this person's tag for each of them. Nothing of it
    is kept, so that two questions of somebody muted are as unlinkable as before.
    """
    ends = [
        until
        for question_id, tag, until in course.work.care.active(course.id, event.at)
        if tag == tag_for(event.who, question_id)
    ]
    return max(ends, default=None)


def refuse_muted(event: Heard, course: Course, question: Question, text: str = "") -> None:
    """Let nobody write under a question where staff have muted them; their text is given back.

    Raises:
        Refused: they are muted there.
    """
    tag = tag_for(event.who, question.id)
    measure = course.work.care.measure(question.id, tag, Measured.MUTED)
    if measure is None or measure.lifted:
        return
    again = (look_again(course, question.id, Measured.MUTED),) if not measure.looked_again else ()
    raise refused(course.line("muted-here"), text, again)


def refuse_helping(event: Heard, course: Course, text: str = "") -> None:
    """Let nobody write to a classmate who is muted elsewhere in the course; asking stays open.

    Raises:
        Refused: they are muted until a moment, which is said.
    """
    until = muted_until(event, course)
    if until is not None and not event.role.staff:
        line = course.line("muted-helping", until=time_text(course, until, event.at))
        raise refused(line, text)


def look_again(course: Course, question_id: str, what: Measured) -> Button:
    """**[Ask staff to look again]**."""
    args = (question_id, what.value)
    return Button(course.say("button-look-again"), "look-again", args, Style.PRIMARY)


def refused(why: Message, text: str, buttons: tuple[Button, ...] = ()) -> Refused:
    """A refusal that gives back what was written, with what can be done."""
    parts: tuple[Part, ...] = (*why.parts, Said(text)) if text else why.parts
    return Refused(Message(parts, buttons))
