"""Within how long staff aim at a first reply: the line, the digest and the preview follow it."""

from collections.abc import Iterator
from datetime import timedelta

from handlers.chat.incoming import Press, Submission
from handlers.chat.outgoing import Advice, Form, OpenForm, Outgoing, Reply, TextField
from handlers.course import Course
from handlers.course_admin.settings import whole
from handlers.drafts import fixable
from handlers.routes import INSTRUCTORS, Routes

routes = Routes()
LONGEST = 40
"""Hours on duty: a week's work."""


@routes.press("set-reply", reads=True, roles=INSTRUCTORS)
def open_form(_press: Press, course: Course) -> Iterator[Outgoing]:
    """**[First reply]** at the line opens the form, empty where nothing was said."""
    say, hours = course.say, course.record.reply_hours
    fields = (
        Advice(say("set-reply-advice")),
        TextField(
            "hours",
            say("set-reply-hours"),
            initial="" if hours is None else str(hours),
            placeholder=say("set-reply-example"),
            most=2,
        ),
    )
    yield OpenForm(
        Form(say("set-reply-title"), "set-reply", fields, say("set-submit"), (course.id,))
    )


@routes.submission("set-reply", roles=INSTRUCTORS)
def set_reply(form: Submission, course: Course) -> Iterator[Outgoing]:
    """Kept for what is posted from now on; left empty, the usual target holds and is not told."""
    typed = form.text("hours")
    hours = whole(typed, 1, LONGEST) if typed else None
    if typed and hours is None:
        raise fixable(form, course, "set-reply-wrong")
    course.keep(reply_hours=hours)
    yield Reply(course.line("set-reply-kept", hours=course.target // timedelta(hours=1)))
