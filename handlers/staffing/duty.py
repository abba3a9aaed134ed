"""On and off duty by one press, and the form with hours, topics and weekly limit."""

from collections.abc import Iterator

from handlers.chat.incoming import Command, Heard, Press, Submission
from handlers.chat.outgoing import (
    Advice,
    Form,
    OpenForm,
    Outgoing,
    Post,
    Reply,
    TextField,
)
from handlers.course import Course
from handlers.drafts import fixable
from handlers.routes import STAFF, Routes
from handlers.rules import duty_hours
from handlers.rules.staffed_time import pressed
from handlers.staffing.board import board
from handlers.staffing.bringing import bring
from handlers.staffing.team import Team, hours_of, own_seat, topics_of
from handlers.times import time_text
from storage.kinds import Purpose
from storage.tables import Seat

routes = Routes()
LONG = 1000
"""Characters of hours and topics."""
MOST_HOURS = 80
"""Hours a week, beyond which a limit is a slip of the finger."""


def seated(event: Heard, course: Course) -> Seat:
    """The seat of whoever acted, made when they had none; the first one puts up the board."""
    seat = own_seat(event, course)
    if seat is not None:
        return seat
    seat_id = course.chance.token()
    seat = Seat(
        id=seat_id,
        course_id=course.id,
        member_tag=event.who.tag(Purpose.MEMBER, course.id),
        member_seal=event.who.sealed(f"seat:{seat_id}").box,
    )
    course.work.seats.add(seat)
    return seat


def redrawn(event: Command | Press | Submission, course: Course) -> Iterator[Post]:
    """The board, put up where there is none yet."""
    if not course.record.board:
        course.work.courses.set(course.id, board=True)
        course.record.board = True
    yield board(course, Team(course, event.at))


@routes.press("duty", roles=STAFF, repeats=True)
def on_or_off(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[On or off duty]**: one press, until the end of the shift or for four hours."""
    seat = seated(press, course)
    team = Team(course, press.at)
    left = pressed(hours_of(seat), team.zone, press.at)
    values = (
        {"pressed_on": False, "pressed_since": None, "pressed_until": None}
        if left is None
        else {
            "pressed_on": left.on,
            "pressed_since": left.since,
            "pressed_until": left.until,
        }
    )
    course.work.seats.set(seat.id, **values)
    seat = seated(press, course)
    until = Team(course, press.at).on_until(seat)
    yield from redrawn(press, course)
    if until is None:
        yield Reply(course.line("duty-off"))
        return
    yield Reply(course.line("duty-on", time=time_text(course, until, press.at)))
    yield from bring(course, press.at)


@routes.press("my-duty", roles=STAFF, reads=True)
def open_my_duty(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[My duty]** opens the form, with what is set filled in."""
    say, seat = course.say, own_seat(press, course)
    weekly, others, topics, limit = ("", "", "", "")
    if seat is not None:
        hours = hours_of(seat)
        weekly, others = duty_hours.week_text(hours.weekly), duty_hours.others_text(hours.others)
        topics = ", ".join(topics_of(seat))
        limit = "" if seat.limit_minutes is None else f"{seat.limit_minutes / 60:g}"
    fields = (
        Advice(say("my-duty-advice", zone=course.record.timezone)),
        _field(course, "weekly", weekly, long=True),
        _field(course, "others", others, long=True),
        _field(course, "topics", topics),
        _field(course, "limit", limit),
    )
    yield OpenForm(Form(say("my-duty-title"), "my-duty", fields, say("my-duty-submit")))


def _field(course: Course, name: str, initial: str, *, long: bool = False) -> TextField:
    label, example = course.say(f"my-duty-{name}"), course.say(f"my-duty-{name}-example")
    return TextField(name, label, long=long, initial=initial, placeholder=example, most=LONG)


@routes.submission("my-duty", roles=STAFF)
def set_my_duty(form: Submission, course: Course) -> Iterator[Outgoing]:
    """Hours, other days, topics and weekly limit, all or nothing."""
    try:
        weekly = duty_hours.weekly(form.text("weekly"))
        others = duty_hours.others(form.text("others"))
    except duty_hours.Unclear as unclear:
        raise fixable(form, course, "my-duty-unclear", piece=unclear.piece) from None
    seat = seated(form, course)
    course.work.seats.set(
        seat.id,
        weekly=duty_hours.week_text(weekly),
        other_days=duty_hours.others_text(others),
        topics="\n".join(_topics(form, course)),
        limit_minutes=_limit(form, course),
    )
    yield from redrawn(form, course)
    minutes = duty_hours.planned_minutes(weekly)
    key = "my-duty-kept" if minutes else "my-duty-kept-none"
    yield Reply(course.line(key, hours=f"{minutes / 60:g}"))
    yield from bring(course, form.at)


def _topics(form: Submission, course: Course) -> list[str]:
    known = {topic.name.casefold(): topic.name for topic in course.hints.topics(course.id)}
    chosen: list[str] = []
    for name in filter(None, (" ".join(one.split()) for one in form.text("topics").split(","))):
        if known and name.casefold() not in known:
            raise fixable(form, course, "my-duty-topic", piece=name)
        chosen.append(known.get(name.casefold(), name))
    return list(dict.fromkeys(chosen))


def _limit(form: Submission, course: Course) -> int | None:
    text = form.text("limit").replace(",", ".")
    if not text:
        return None
    whole, _point, part = text.partition(".")
    if not (whole.isascii() and whole.isdigit() and (not part or part in {"0", "5", "25", "75"})):
        raise fixable(form, course, "my-duty-limit-wrong")
    minutes = round(float(text.rstrip(".")) * 60)
    if minutes > MOST_HOURS * 60:
        raise fixable(form, course, "my-duty-limit-wrong")
    return minutes
