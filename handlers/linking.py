"""Two accounts of one person, linked by a code: from then on they are one."""

from collections.abc import Iterator

from handlers.allowances import try_code
from handlers.chat.incoming import Press, Submission
from handlers.chat.outgoing import (
    Advice,
    Button,
    Fine,
    Form,
    Heading,
    Join,
    Line,
    Message,
    Notice,
    NoticeKind,
    Offer,
    OpenForm,
    Outgoing,
    Reply,
    Separate,
    Style,
    TextField,
)
from handlers.chat.person import Person
from handlers.course import Desk
from handlers.routes import Routes
from handlers.rules.codes import new_code
from handlers.rules.limits import Limited
from handlers.staffing.team import as_staff
from storage.kinds import Purpose, Role
from storage.linking import adopt

routes = Routes()
_RANK = (Role.STUDENT, Role.TA, Role.INSTRUCTOR)


@routes.press("accounts", reads=True, anywhere=True)
def accounts(_press: Press, desk: Desk) -> Iterator[Outgoing]:
    """**[Accounts]** on one's own page, and under the notice that one was linked."""
    say = desk.say
    parts = (Heading(say("accounts-heading")), Line(say("accounts-what")), Fine(say("my-fine")))
    buttons = (
        Button(say("button-get-code"), "get-code"),
        Button(say("button-have-code"), "have-code"),
        Button(say("button-separate"), "separate", style=Style.DANGER),
    )
    yield Reply(Message(parts, buttons))


@routes.press("get-code", anywhere=True, repeats=True)
def get_code(_press: Press, desk: Desk) -> Iterator[Outgoing]:
    """**[Get a code]**: shown once, to be typed into the other account."""
    code = new_code(desk.chance.token())
    yield Reply(desk.line("code-given", code=code))
    yield Offer(code)


@routes.press("have-code", reads=True, anywhere=True)
def have_code(_press: Press, desk: Desk) -> Iterator[Outgoing]:
    """**[I have a code]** says first what typing it means."""
    say = desk.say
    fields = (
        Advice(say("link-advice")),
        TextField("code", say("link-code"), required=True, placeholder="K7QF-3MNP", most=40),
    )
    yield OpenForm(Form(say("link-title"), "link", fields, say("link-submit")))


@routes.submission("link", anywhere=True)
def link(form: Submission, desk: Desk) -> Iterator[Outgoing]:
    """What this account asked and was told becomes the other's as well, and they are one."""
    try_code(form, desk, Limited.LINK_CODE)
    if form.other is None:
        again = Button(desk.say("button-have-code"), "have-code", style=Style.PRIMARY)
        yield Reply(Message((Line(desk.say("link-wrong")),), (again,)))
        return
    if _same(form.who, form.other):
        raise desk.refuse("link-already")
    _keep_roles(form, desk, form.other)
    adopt(desk.work.connection, form.who.tag, form.other.tag)
    yield Reply(desk.line("linked"))
    yield Notice(form.other.sealed("linked"), NoticeKind.LINKED)
    yield Join()


def _same(one: Person, other: Person) -> bool:
    return one.tag(Purpose.ONCE, "link") == other.tag(Purpose.ONCE, "link")


def _keep_roles(form: Submission, desk: Desk, other: Person) -> None:
    """Where both were named something in a course, the larger role stays."""
    for course in desk.work.courses.all():
        theirs = [
            desk.work.courses.named_role(course.id, who.tag(Purpose.MEMBER, course.id))
            for who in (form.who, other)
        ]
        roles = [role for role in theirs if role is not None]
        if roles:
            role = max(roles, key=_RANK.index)
            desk.work.courses.name_staff(as_staff(other, course.id, role))


@routes.press("separate", anywhere=True)
def separate(_press: Press, desk: Desk) -> Iterator[Outgoing]:
    """**[Only this account]** parts it from the others, which begin anew."""
    yield Reply(desk.line("separated"))
    yield Separate()
