"""``/askwell helper``: offering to help, by topic, with a weekly limit and quiet hours."""

from collections.abc import Iterator

from handlers.chat.incoming import Command, Heard, Press, Submission
from handlers.chat.outgoing import (
    Advice,
    Button,
    Choice,
    Fine,
    Form,
    Line,
    Message,
    OpenForm,
    Option,
    Outgoing,
    Part,
    Reply,
    Style,
    TextField,
)
from handlers.course import Course
from handlers.drafts import fixable
from handlers.routes import Routes
from handlers.rules.peers import chosen_topics, time_of_day
from storage.kinds import Purpose
from storage.tables import HelperSeat

routes = Routes()
MOST = 10
"""Offers a week that anybody may choose at most: helping is no second job."""


def seat_of(event: Heard, course: Course) -> HelperSeat | None:
    """The helper's seat of whoever acted."""
    return course.work.peers.helper(course.id, event.who.tag(Purpose.MEMBER, course.id))


@routes.command("helper", reads=True)
@routes.press("helper", reads=True)
def open_page(event: Command | Press, course: Course) -> Iterator[Outgoing]:
    """What being a helper means, or how somebody is one."""
    yield _page(course, seat_of(event, course))


def _page(course: Course, helper: HelperSeat | None) -> Reply:
    say, args = course.say, (course.id,)
    together = Button(say("button-partners"), "partners", args)
    if helper is None:
        parts: tuple[Part, ...] = (Line(say("helper-what")), Fine(say("helper-fine")))
        begin = Button(say("button-help-others"), "help-others", args, Style.PRIMARY)
        return Reply(Message(parts, (begin, together)))
    topics = ", ".join(helper.topics.split("\n")) if helper.topics else say("helper-any")
    lines = [Line(say("helper-is", topics=topics, weekly=helper.weekly))]
    if helper.quiet_from:
        quiet = {"start": helper.quiet_from, "end": helper.quiet_to}
        lines.append(Line(say("helper-quiet", **quiet)))
    if helper.paused:
        lines.append(Line(say("helper-paused")))
    pause = "button-helper-on" if helper.paused else "button-helper-pause"
    buttons = (
        Button(say("button-change"), "help-others", args),
        Button(say(pause), "helper-on" if helper.paused else "helper-pause", args),
        Button(say("button-helper-stop"), "helper-stop", args, Style.DANGER),
        together,
    )
    return Reply(Message((*lines, Fine(say("helper-fine"))), buttons))


@routes.press("help-others", reads=True)
def open_form(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Help others]**, or **[Change]** later."""
    say, helper = course.say, seat_of(press, course)
    known = [topic.name for topic in course.hints.topics(course.id)]
    topics = "\n".join(known) if helper is None else helper.topics
    numbers = tuple(Option(str(one), say("helper-week", count=one)) for one in range(1, MOST + 1))
    fields = (
        Advice(say("helper-advice")),
        TextField("topics", say("helper-topics"), long=True, initial=topics[:2000], most=2000),
        Choice(
            "weekly",
            say("helper-weekly"),
            numbers,
            "3" if helper is None else str(helper.weekly),
            required=True,
        ),
        TextField(
            "quiet_from",
            say("helper-quiet-from"),
            initial="22:00" if helper is None else helper.quiet_from,
            most=5,
        ),
        TextField(
            "quiet_to",
            say("helper-quiet-to"),
            initial="08:00" if helper is None else helper.quiet_to,
            most=5,
        ),
    )
    title, submit = say("helper-title"), say("set-submit")
    yield OpenForm(Form(title, "help-others", fields, submit, (course.id,)))


@routes.submission("help-others")
def keep(form: Submission, course: Course) -> Iterator[Outgoing]:
    """Somebody is a helper from now on, or helps otherwise."""
    topics = chosen_topics(
        form.text("topics"), [topic.name for topic in course.hints.topics(course.id)]
    )
    if topics is None:
        raise fixable(form, course, "helper-topic-wrong")
    quiet = [form.text(name) for name in ("quiet_from", "quiet_to")]
    times = [time_of_day(one) for one in quiet]
    if any(one for one in quiet) and None in times:
        raise fixable(form, course, "helper-quiet-wrong")
    start, end = (f"{one:%H:%M}" if one is not None else "" for one in times)
    weekly = form.text("weekly")
    before = seat_of(form, course)
    seat = course.chance.token() if before is None else before.seat
    helper = HelperSeat(
        seat=seat,
        course_id=course.id,
        member_tag=form.who.tag(Purpose.MEMBER, course.id),
        member_seal=form.who.sealed(f"seat:{seat}").box,
        topics="\n".join(topics),
        weekly=min(int(weekly), MOST) if weekly.isdigit() and int(weekly) else 3,
        quiet_from=start,
        quiet_to=end,
    )
    if before is not None:
        helper.used, helper.week = before.used, before.week
        helper.asked_at = before.asked_at
    course.work.peers.sit(helper)
    yield _page(course, helper)


@routes.press("helper-pause", repeats=True)
def pause(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Pause]**: no offers until they say so."""
    yield _paused(press, course, paused=True)


@routes.press("helper-on", repeats=True)
def go_on(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Go on]** after a pause."""
    yield _paused(press, course, paused=False)


def _paused(press: Press, course: Course, *, paused: bool) -> Reply:
    helper = seat_of(press, course)
    if helper is None:
        raise course.refuse("helper-none")
    course.work.peers.change(helper.seat, paused=paused)
    helper.paused = paused
    return _page(course, helper)


@routes.press("helper-stop", repeats=True)
def stop(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Stop helping]**: the seat is gone, and nothing else is needed."""
    helper = seat_of(press, course)
    if helper is not None:
        course.work.peers.leave(helper.seat)
    yield Reply(course.line("helper-stopped"))
