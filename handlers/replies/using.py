"""An answer that begins with a kept reply: the form comes filled in, to be edited and sent."""

from collections.abc import Iterator

from handlers.answering import answer_form
from handlers.chat.incoming import Press
from handlers.chat.outgoing import Heading, Outgoing, Reply
from handlers.course import Course
from handlers.replies.items import reply_items
from handlers.replies.keeping import MOST
from handlers.routes import STAFF, Routes
from handlers.rules.pages import pages
from handlers.rules.replies import filled
from storage.kinds import Label
from storage.tables import Question

routes = Routes()


def values(course: Course, question: Question) -> dict[str, str]:
    """What the variables stand for; plain words where a question has nothing of the kind."""
    cited = [showing.cite for showing in course.questions.shown(question.id) if showing.cite]
    named = question.label == Label.NAMED
    return {
        "alias": course.say("reply-no-alias") if named else question.alias,
        "topic": question.topic or course.say("reply-no-topic"),
        "course": course.record.name,
        "source": cited[-1] if cited else course.say("reply-no-source"),
    }


@routes.press("use-reply", roles=STAFF, repeats=True)
def use_reply(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Use]**: the answer's form with the reply in it."""
    question = course.live(press.args[0])
    reply = course.work.replies.find(course.id, press.args[1])
    if reply is None:
        raise course.refuse("reply-gone")
    yield answer_form(press, course, question, filled(reply.text, values(course, question)))


@routes.press("all-replies", reads=True, roles=STAFF)
def all_replies(press: Press, course: Course) -> Iterator[Outgoing]:
    """Everything the course keeps, for one question."""
    question = course.live(press.args[0])
    parts = [Heading(course.say("replies-heading")), *reply_items(course, question, MOST)]
    for message in pages(parts):
        yield Reply(message)
