"""Release times in the chat: a topic's or problem's answers open then and not before."""

from collections.abc import Iterator

from handlers.chat.incoming import Press, Submission
from handlers.chat.outgoing import (
    BUTTON,
    OPTIONS,
    Advice,
    Button,
    Choice,
    Field,
    Fine,
    Form,
    Heading,
    Item,
    Line,
    OpenForm,
    Option,
    Outgoing,
    Reply,
    Style,
    TextField,
)
from handlers.course import Course
from handlers.course_admin.settings import listed, moment_field
from handlers.drafts import fixable
from handlers.routes import INSTRUCTORS, Routes
from handlers.rules.dates import moment
from handlers.rules.pages import title
from handlers.times import moment_text, zone_of
from storage.tables import Release

routes = Routes()
MOST = 25


@routes.press("releases", reads=True, roles=INSTRUCTORS)
def open_list(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Answers open]** on the course's page."""
    yield from _list(press, course)


def _list(event: Press | Submission, course: Course) -> Iterator[Reply]:
    say = course.say
    items = [
        Item(
            release_text(course, release),
            Button(say("button-remove"), "remove-release", (course.id, release.id)),
        )
        for release in course.work.exams.held(course.id, event.at)
    ]
    yield from listed(
        Heading(say("releases-heading")),
        items,
        Line(say("releases-none")),
        Fine(say("releases-fine")),
        Button(say("button-release-add"), "set-release", (course.id,), Style.PRIMARY),
    )


def release_text(course: Course, release: Release) -> str:
    """A release time in a line."""
    time = moment_text(course, release.opens_at)
    return course.say("release-item", about=release.about, time=time)


@routes.press("set-release", reads=True, roles=INSTRUCTORS)
def open_form(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Add a release time]**."""
    say = course.say
    topics = course.hints.topics(course.id)[:OPTIONS]
    topic: tuple[Field, ...] = ()
    if topics:
        options = tuple(Option(one.id, title(one.name, BUTTON)) for one in topics)
        topic = (Choice("topic", say("release-topic"), options),)
    fields = (
        Advice(say("release-advice")),
        *topic,
        TextField("problem", say("release-problem"), most=BUTTON),
        moment_field(course, "time", "release-time"),
    )
    yield OpenForm(Form(say("release-title"), "set-release", fields, say("set-submit"), press.args))


@routes.submission("set-release", roles=INSTRUCTORS)
def set_release(form: Submission, course: Course) -> Iterator[Outgoing]:
    """A release time is kept; the event's own time decides what is open."""
    problem = " ".join(form.text("problem").split())
    names = {topic.id: topic.name for topic in course.hints.topics(course.id)}
    about = problem or names.get(form.text("topic"), "")
    if not about or len(problem) > BUTTON:
        raise fixable(form, course, "release-about-wrong")
    opens_at = moment(form.text("time"), zone_of(course))
    if opens_at is None:
        raise fixable(form, course, "exam-time-wrong")
    if opens_at <= form.at:
        raise fixable(form, course, "release-past")
    if len(course.work.exams.held(course.id, form.at)) >= MOST:
        raise course.refuse("release-many")
    release = Release(id=course.chance.token(), course_id=course.id, about=about, opens_at=opens_at)
    course.work.exams.release(release)
    yield from _list(form, course)


@routes.press("remove-release", roles=INSTRUCTORS)
def remove_release(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Remove]** opens these answers at once."""
    if not course.work.exams.unrelease(course.id, press.args[-1]):
        raise course.refuse("release-gone")
    yield Reply(course.line("release-removed"))
