"""**[Replies]**: what a course keeps to begin answers with; staff add, change and remove."""

from collections.abc import Iterator
from hashlib import blake2b

from handlers.chat.incoming import Press, Submission
from handlers.chat.outgoing import (
    Advice,
    Button,
    Fine,
    Form,
    Heading,
    Item,
    Line,
    Message,
    OpenForm,
    Outgoing,
    Part,
    Reply,
    Said,
    Style,
    TextField,
)
from handlers.course import Course
from handlers.drafts import fixable, sent
from handlers.refusal import unsent
from handlers.routes import STAFF, Routes
from handlers.rules.pages import pages, title
from handlers.rules.replies import VARIABLES, unknown
from storage.tables import KeptReply

routes = Routes()
MOST, NAME, TEXT = 20, 40, 2500
"""Replies of a course, characters of a name, and of a text with room for what is filled in."""


def _reply(course: Course, reply_id: str) -> KeptReply:
    found = course.work.replies.find(course.id, reply_id)
    if found is None:
        raise course.refuse("reply-gone")
    return found


def variables() -> str:
    """The list, as it is written in a reply."""
    return ", ".join(f"{{{name}}}" for name in VARIABLES)


@routes.press("replies", reads=True, roles=STAFF)
def open_replies(_press: Press, course: Course) -> Iterator[Outgoing]:
    """What the course keeps."""
    yield from _page(course)


def _page(course: Course) -> Iterator[Reply]:
    say, kept = course.say, course.work.replies.of(course.id)
    parts: list[Part] = [Heading(say("replies-heading"))]
    parts += [
        Item(
            say("reply-item", name=reply.name, text=title(reply.text)),
            Button(say("button-open"), "reply", (reply.id,)),
        )
        for reply in kept
    ] or [Line(say("replies-none"))]
    parts.append(Fine(say("replies-fine")))
    add = Button(say("button-add-reply"), "add-reply", style=Style.PRIMARY)
    for message in pages(parts, (add,) if len(kept) < MOST else ()):
        yield Reply(message)


@routes.press("reply", reads=True, roles=STAFF)
def open_reply(press: Press, course: Course) -> Iterator[Outgoing]:
    """One of them, whole."""
    reply, say = _reply(course, press.args[0]), course.say
    buttons = (
        Button(say("button-change"), "change-reply", (reply.id,)),
        Button(say("button-remove"), "remove-reply", (reply.id,), Style.DANGER),
    )
    yield Reply(Message((Heading(reply.name), Said(reply.text)), buttons))


def _version(reply: KeptReply) -> str:
    """What was there when somebody began to write, so that two at once do not lose one."""
    return blake2b(f"{reply.name}\0{reply.text}".encode(), digest_size=6).hexdigest()


def reply_form(course: Course, args: tuple[str, ...], name: str = "", text: str = "") -> OpenForm:
    """The form of a reply; ``args`` are its id and version where one is changed."""
    say = course.say
    fields = (
        Advice(say("reply-advice", variables=variables())),
        TextField("name", say("reply-name"), required=True, initial=name, most=NAME),
        TextField("text", say("reply-text"), required=True, long=True, initial=text, most=TEXT),
    )
    return OpenForm(Form(say("reply-title"), "keep-reply", fields, say("note-submit"), args))


@routes.press("add-reply", reads=True, roles=STAFF)
def open_add(_press: Press, course: Course) -> Iterator[Outgoing]:
    """One more."""
    yield reply_form(course, ())


@routes.press("change-reply", reads=True, roles=STAFF)
def open_change(press: Press, course: Course) -> Iterator[Outgoing]:
    """Other words."""
    reply = _reply(course, press.args[0])
    yield reply_form(course, (reply.id, _version(reply)), reply.name, reply.text)


@routes.submission("keep-reply", roles=STAFF)
def keep(form: Submission, course: Course) -> Iterator[Outgoing]:
    """Keep it, if every variable in it is one; where it is not, **[Fix it]** has it as typed."""
    name, text = " ".join(form.text("name").split()), form.text("text")
    if not name or not text:
        raise fixable(form, course, "reply-empty")
    for length, most in ((len(name), NAME), (len(text), TEXT)):
        if length > most:
            raise fixable(form, course, "ask-too-long", length=length, most=most)
    if (wrong := unknown(text)) is not None:
        raise fixable(form, course, "reply-unknown", name=wrong, variables=variables())
    if form.args:
        before = course.work.replies.find(course.id, form.args[0])
        same = before is not None and form.args[1:] == (_version(before),)
        if before is None or not same or not course.work.replies.change(before, name, text):
            raise unsent(course.line("reply-late"), text)
    else:
        if len(course.work.replies.of(course.id)) >= MOST:
            raise unsent(course.line("reply-full", most=MOST), text)
        reply = KeptReply(id=course.chance.token(), course_id=course.id, name=name, text=text)
        course.work.replies.add(reply)
    sent(form, course)
    yield from _page(course)


@routes.press("remove-reply", roles=STAFF)
def remove(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Remove]**: what was sent with it stays sent."""
    if not course.work.replies.remove(course.id, press.args[0]):
        raise course.refuse("reply-gone")
    yield from _page(course)
