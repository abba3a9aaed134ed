"""Private thanks from the asker to a classmate who helped: for that one person, never counted."""

from collections.abc import Iterator

from handlers.chat.incoming import Press
from handlers.chat.outgoing import Button, Notice, NoticeKind, Outgoing, Reply
from handlers.course import Course
from handlers.routes import Routes
from storage.kinds import By, Seal
from storage.tables import Answer

routes = Routes()


def thank_button(course: Course, given: Answer) -> tuple[Button, ...]:
    """**[Thank them]**, for a classmate's answer."""
    if given.by != By.CLASSMATE or given.author_seal is None:
        return ()
    return (Button(course.say("button-thank"), "thank", (given.id,)),)


@routes.press("thank")
def thank(press: Press, course: Course) -> Iterator[Outgoing]:
    """The helper is told that somebody thanks them, and reads it on their own page."""
    given = course.answers.find(press.args[0])
    if given is None or given.by != By.CLASSMATE or given.author_seal is None:
        raise course.refuse("question-gone")
    question = course.own(press.who, given.question_id)
    if not course.answers.thanked(given.id):
        raise course.refuse("thanked-already")
    seal = Seal(f"helper:{given.id}", given.author_seal)
    yield Notice(seal, NoticeKind.NEWS, about=question.id)
    yield Reply(course.line("thanked", alias=given.alias))
