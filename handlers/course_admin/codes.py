"""The join code, for courses whose room is not the class."""

from collections.abc import Iterator

from handlers.chat.incoming import Press
from handlers.chat.outgoing import Button, Fine, Line, Message, Outgoing, Part, Reply, Style
from handlers.course import Course
from handlers.routes import INSTRUCTORS, Routes
from handlers.rules.sections import new_code

routes = Routes()


@routes.press("join-code", reads=True, roles=INSTRUCTORS)
def open_code(_press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Join code]** on the course's page."""
    yield _page(course)


@routes.press("new-code", roles=INSTRUCTORS)
def make_code(_press: Press, course: Course) -> Iterator[Outgoing]:
    """**[New code]**: 40 bits of chance, which nobody guesses through a chat."""
    _keep(course, new_code(course.chance.token()))
    yield _page(course)


@routes.press("no-code", roles=INSTRUCTORS)
def end_code(_press: Press, course: Course) -> Iterator[Outgoing]:
    """**[No code]**: nobody joins by it any more."""
    _keep(course, "")
    yield Reply(course.line("code-gone"))


def _keep(course: Course, code: str) -> None:
    course.work.courses.set(course.id, join_code=code)
    course.record.join_code = code


def _page(course: Course) -> Reply:
    say, code, args = course.say, course.record.join_code, (course.id,)
    line = say("code-shown", code=code) if code else say("course-no-code")
    parts: tuple[Part, ...] = (Line(line), Fine(say("code-advice")))
    buttons = [Button(say("button-new-code"), "new-code", args, Style.PRIMARY)]
    if code:
        buttons.append(Button(say("button-no-code"), "no-code", args, Style.DANGER))
    return Reply(Message(parts, tuple(buttons)))
