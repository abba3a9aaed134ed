"""What staff tell the class: you said, we did; this week's hard topic; what they did not know."""

from collections.abc import Iterator

from handlers.chat.incoming import Press, Submission
from handlers.chat.outgoing import (
    BUTTON,
    NAME,
    OPTIONS,
    Button,
    Choice,
    Form,
    Line,
    Message,
    OpenForm,
    Option,
    Outgoing,
    Part,
    PersonName,
    Post,
    Reply,
    Said,
    Style,
    TextField,
)
from handlers.course import Course
from handlers.digest.composing import SAID
from handlers.digest.findings import About, Shown
from handlers.digest.looking import digest_of
from handlers.digest.pulse import SECTIONS
from handlers.routes import STAFF, Routes
from handlers.rules.pages import title
from handlers.rules.release import thaw
from handlers.words import Words
from storage.kinds import Room
from storage.tables import Told

routes = Routes()
UNKNOWN = "not-known"
LONGEST = 1500
FRONT = frozenset({"unanswered", "hardest", "hint", "reply"})
"""Lines that are there also when there is nothing to say."""
COUNTED = {
    "unanswered": ("waiting",),
    "reply": ("tickets",),
    "late": ("whole", "part"),
    "told": ("whole", "part"),
    "reopened": ("whole", "part"),
    "peers": ("firsts", "by_classmates"),
    "peak": ("posted",),
    "volume": ("posted", "posted_before"),
}
"""What lines count exactly: posted questions, also those that only staff read.

The first is what the line is about; whatever follows may also be none.
"""
FEWEST = 5
"""Of fewer the class is told nothing, as of fewer that were never posted nobody is."""


@routes.press("digest-said", reads=True, roles=STAFF)
def open_said(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[You said, we did]**: one finding, one action."""
    digest, say = digest_of(course, press.args), course.say
    lines = [line for line in (*digest.front, *digest.more) if for_the_class(line, say)]
    options = tuple(Option(line.key, title(line.text, BUTTON)) for line in lines[:OPTIONS])
    fields = (
        Choice("finding", say("said-finding"), options, required=True),
        TextField("action", say("said-action"), required=True, long=True, most=LONGEST),
    )
    form = Form(say("said-title"), "digest-said", fields, say("tell-submit"), press.args)
    yield OpenForm(form)


def for_the_class(line: Shown, say: Words) -> bool:
    """Whether the class may read it: no line of nothing, none held back, none of a few questions.

    The class does not see every posted question, and one that waits may be a classmate's.
    """
    if line.key in COUNTED:
        whole, *parts = (int(line.values.get(name, 0)) for name in COUNTED[line.key])
        if whole < FEWEST or any(0 < part < FEWEST for part in parts):
            return False
    if line.key == "pulse":  # it names what has a line of its own, and what was told before
        return False
    if line.about is About.PEOPLE:
        enough = any if line.key.endswith(SECTIONS) else all
        return enough(thaw(str(value)).shown for value in line.values.values())
    return line.key not in FRONT or line.text != say(f"digest-{line.key}-none")


@routes.submission("digest-said", roles=STAFF)
def said(form: Submission, course: Course) -> Iterator[Outgoing]:
    """The bot posts what was found and what is done about it."""
    digest = digest_of(course, form.args)
    line = digest.line(form.text("finding"))
    if line is None or not for_the_class(line, course.say):
        raise course.refuse("said-no-finding")
    action = _text(form, course, "action")
    parts = (
        Line(course.say("said-you", finding=line.text)),
        Line(course.say("said-we")),
        Said(action),
    )
    yield from _tell(form, course, SAID, Message(parts))


@routes.press("digest-class", reads=True, roles=STAFF)
def open_class(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Tell the class]** about the hardest topic."""
    line = digest_of(course, press.args).line("hardest")
    topic = "" if line is None else str(line.values.get("topic", ""))
    if not topic:
        raise course.refuse("digest-nothing-hard")
    say = course.say
    initial = say("class-hard", topic=topic)
    field = TextField("text", say("tell-text"), required=True, long=True, initial=initial)
    yield OpenForm(Form(say("class-title"), "digest-class", (field,), say("tell-submit")))


@routes.submission("digest-class", roles=STAFF)
def tell_class(form: Submission, course: Course) -> Iterator[Outgoing]:
    """What staff say of it goes to the class."""
    parts = (Line(course.say("class-from-staff")), Said(_text(form, course, "text")))
    ask = Button(course.say("button-ask"), "ask", style=Style.PRIMARY)
    yield from _tell(form, course, "hard", Message(parts, (ask,)))


def invitation(course: Course, week: str) -> Post:
    """Once a fortnight staff are asked, kindly, for something that they did not know."""
    button = Button(course.say("button-not-known"), "not-known")
    message = Message((Line(course.say("not-known-invite")),), (button,))
    return Post(Room.STAFF, f"not-known:{week}", message)


@routes.press("not-known", reads=True, roles=STAFF)
def open_unknown(_press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Share one]**: what I did not know this week."""
    say = course.say
    field = TextField("text", say("not-known-text"), required=True, long=True, most=LONGEST)
    yield OpenForm(Form(say("not-known-title"), "not-known", (field,), say("tell-submit")))


@routes.submission("not-known", roles=STAFF)
def unknown(form: Submission, course: Course) -> Iterator[Outgoing]:
    """It goes to the class under the name of whoever did not know it."""
    text = _text(form, course, "text")
    who = PersonName(form.who.sealed(f"not-known:{course.id}"))
    lead: Part = Line(course.say("not-known-lead", who=NAME), (who,))
    parts = (lead, Said(text), Line(course.say("not-known-close")))
    ask = Button(course.say("button-ask"), "ask", style=Style.PRIMARY)
    yield from _tell(form, course, UNKNOWN, Message(parts, (ask,)))


def _text(form: Submission, course: Course, name: str) -> str:
    text = form.text(name)
    if not text:
        raise course.refuse("tell-empty")
    if len(text) > LONGEST:
        raise course.refuse("ask-too-long", length=len(text), most=LONGEST)
    return text


def _tell(form: Submission, course: Course, kind: str, message: Message) -> Iterator[Outgoing]:
    told = Told(id=course.chance.token(), course_id=course.id, kind=kind, at=form.at)
    course.work.digests.tell(told)
    yield Post(Room.CLASS, f"told:{told.id}", message)
    yield Reply(course.line("told-not-known" if kind == UNKNOWN else "told"))
