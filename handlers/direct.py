"""A direct message to the bot: told where hidden asking is, and its words fill in the form there.

The platform keeps what people type to the bot, under their names. So the answer is a text of the
closed catalogue with constant buttons, which name no question; the words wait as a draft, locked,
for a day, and are said again nowhere but in the form of whoever wrote them.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from handlers import asking, follow_ups, forms
from handlers.chat.incoming import Direct, Heard, Press, Submission
from handlers.chat.outgoing import (
    BUTTON,
    OPTIONS,
    Button,
    Line,
    Message,
    NoticeKind,
    OpenForm,
    Option,
    Outgoing,
    Reply,
    Style,
)
from handlers.course import Course, Desk
from handlers.drafts import KEPT, filled
from handlers.exams import role_in
from handlers.news import courses_of
from handlers.notices import notice
from handlers.routes import Routes
from handlers.rules.pages import beginning, title
from handlers.rules.screening import Heed, screen
from handlers.screening import phrases
from storage.erasure import own_questions
from storage.kinds import Purpose, QuestionState
from storage.tables import Draft, Question

routes = Routes()
FORM = "direct"
"""Under which name the words wait."""
TOGETHER = timedelta(minutes=10)
"""Lines written within so long are one text: people type a thought over several messages."""


@routes.direct()
def direct(event: Direct, desk: Desk) -> Iterator[Outgoing]:
    """Say where to ask; and to somebody who may be in danger first, that people are there."""
    _keep(event, desk)
    language = desk.say.language
    if not event.role.staff and screen([event.text], phrases(language)) == Heed.DISTRESS:
        yield Reply(notice(NoticeKind.CARE, language))
    yield Reply(notice(NoticeKind.DIRECT, language))


def _keep(event: Direct, desk: Desk) -> None:
    if not event.text:
        return
    scope = _scope(event.at.date())
    tag = event.who.tag(Purpose.DAY, scope)
    before = desk.work.drafts.newest([tag], FORM)
    text = event.text
    if before is not None and event.at + KEPT - before.until <= TOGETHER:
        text = f"{desk.work.drafts.fields(before)['text']}\n{text}"
    draft = Draft(
        id=desk.chance.token(),
        course_id=event.course or "",
        scope=scope,
        person_tag=tag,
        form=FORM,
        box="",
        until=event.at + KEPT,
    )
    desk.work.drafts.keep(draft, {"text": beginning(text, forms.QUESTION)})


def _scope(day: date) -> str:
    return f"direct/{day}"


def _tags(event: Heard) -> list[str]:
    days = (event.at.date(), event.at.date() - timedelta(days=1))
    return [event.who.tag(Purpose.DAY, _scope(day)) for day in days]


def _with_words(opened: OpenForm, event: Heard, desk: Desk, most: int) -> OpenForm:
    """A form filled in with what was typed, as far as it fits."""
    draft = desk.work.drafts.newest(_tags(event), FORM)
    if draft is None or draft.until <= event.at:
        return opened
    return filled(opened, {"text": beginning(desk.work.drafts.fields(draft)["text"], most)})


@routes.press("direct-ask", reads=True)
def new_question(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[New question]**: the form, with what was typed in it."""
    for opened in asking.open_box(press, course):
        if isinstance(opened, OpenForm):
            own = OpenForm(replace(opened.form, name="direct-ask"))
            yield _with_words(own, press, course, forms.QUESTION)


@routes.submission("direct-ask", tells=True)
def ask(form: Submission, course: Course) -> Iterator[Outgoing]:
    """The same as from anywhere else; what was typed is erased with it."""
    yield from asking.ask(replace(form, name="ask"), course)
    course.work.drafts.drop_of(_tags(form), FORM, "")


@routes.press("direct-follow-up", reads=True, anywhere=True)
def follow_up(press: Press, desk: Desk) -> Iterator[Outgoing]:
    """**[Follow up]**: which question, and what was typed."""
    options = list(_open_questions(press, desk))[:OPTIONS]
    if not options:
        button = Button(desk.say("button-new-question"), "direct-ask", style=Style.PRIMARY)
        yield Reply(Message((Line(desk.say("direct-no-open")),), (button,)))
        return
    yield _with_words(forms.direct_follow_up(desk, options), press, desk, forms.LINE)


def _open_questions(press: Press, desk: Desk) -> Iterator[Option]:
    """One's own open questions, the newest first, in every course that goes on."""
    for course in courses_of(press, desk):
        if course.record.archived_at is not None:
            continue
        own = own_questions(desk.work.connection, press.who.tag, course.id)
        for question in course.questions.some(own):
            if question.state == QuestionState.OPEN:
                yield Option(_about(course, question), _called(press, course, question))


def _about(course: Course, question: Question) -> str:
    """The question, and the answer it is about: the last one that its asker has read."""
    read = [one.id for one in course.answers.of(question.id) if one.opened_at and one.author_tag]
    return " ".join([question.id, *read[-1:]])


def _called(press: Press, course: Course, question: Question) -> str:
    called = title(question.text)
    if len(press.courses) > 1:
        called = course.say("direct-in-course", course=course.record.name, title=called)
    return title(called, BUTTON)


@routes.submission("direct-follow-up", anywhere=True)
def follow_up_on(form: Submission, desk: Desk) -> Iterator[Outgoing]:
    """The same as from the question's own button."""
    args = tuple(form.text("question").split())
    for course in courses_of(form, desk):
        if args and course.questions.find(course.id, args[0]) is not None:
            if course.record.archived_at is not None:
                raise course.refuse("course-archived")
            sent = replace(
                form,
                name="follow-up",
                args=args,
                course=course.id,
                role=role_in(course, form),
            )
            yield from follow_ups.follow_up(sent, course)
            course.work.drafts.drop_of(_tags(form), FORM, "")
            return
    raise desk.refuse("question-gone")
