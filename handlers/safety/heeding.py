"""The screen of distress before a form's words go anywhere.

On a hit nothing happens but that its writer is shown, privately and at once, who is there for
them, with what they wrote kept as a draft for a day. It is noted nowhere else.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import wraps

from handlers.chat.incoming import Submission
from handlers.chat.outgoing import Button, Fine, Line, Message, Outgoing, Reply
from handlers.course import Course
from handlers.drafts import new_draft
from handlers.rules.screening import Heed, screen
from handlers.safety.help_lines import contacts, talk_button
from handlers.screening import phrases

Handler = Callable[[Submission, Course], Iterator[Outgoing]]


def heeded(*fields: str, giving_up: bool = True, then: str = "") -> Callable[[Handler], Handler]:
    """Screen these fields of a student's form first.

    Args:
        *fields: the names of its free texts.
        giving_up: also say something kind to somebody who is giving up; not where the words are
            about somebody else's question.
        then: what leads to the handler's own first reply after that, so that it is no haste; a key.
    """

    def around(handler: Handler) -> Handler:
        @wraps(handler)
        def first(form: Submission, course: Course) -> Iterator[Outgoing]:
            heed = Heed.NOTHING
            if not form.role.staff and not form.confirmed:
                texts = [form.text(field) for field in fields]
                heed = screen(texts, phrases(course.record.language))
            if heed == Heed.DISTRESS:
                yield _who_is_there(form, course)
                return
            if heed == Heed.GIVING_UP and giving_up:
                lines = (Line(course.say("giving-up")), Line(course.say("giving-up-step")))
                care = Button(course.say("button-care"), "care")
                yield Reply(Message(lines, (talk_button(course), care)))
            said = handler(form, course)
            yield from _led(said, course.say(then)) if heed == Heed.GIVING_UP and then else said

        return first

    return around


def _led(said: Iterator[Outgoing], line: str) -> Iterator[Outgoing]:
    """What a handler says, a line before its first reply."""
    led = False
    for one in said:
        if isinstance(one, Reply) and not led:
            led = True
            yield Reply(replace(one.message, parts=(Line(line), *one.message.parts)))
        else:
            yield one


def _who_is_there(form: Submission, course: Course) -> Reply:
    """Contacts and a person, at once; the words wait, and nobody has read them."""
    say = course.say
    draft = new_draft(form, course, form.name, form.args)
    course.work.drafts.keep(draft, form.fields)
    parts = (
        Line(say("distress-lead")),
        *contacts(course),
        Line(say("distress-nobody")),
        Fine(say("only-you-distress")),
    )
    buttons = (
        talk_button(course),
        Button(say("button-coursework"), "go-on", (draft.id,)),
    )
    return Reply(Message(parts, buttons))
