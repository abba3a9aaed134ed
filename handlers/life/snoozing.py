"""**[Snooze]**: a ticket is put aside until a time, and is then back at its old place."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from handlers.chat.incoming import Press, Submission
from handlers.chat.outgoing import Advice, Choice, Form, OpenForm, Option, Outgoing, Reply
from handlers.course import Course, tag_for
from handlers.life.anew import cards_now
from handlers.life.due import WAKE, look_again
from handlers.life.refusing import step_refused
from handlers.routes import STAFF, Routes
from handlers.times import time_text, zone_of
from storage import ticket_life as life

routes = Routes()
MORNING = time(9, 0)
CHOICES = ("hour", "four-hours", "tomorrow", "monday")


def until(course: Course, choice: str, at: datetime) -> datetime:
    """The moment a choice means: by the clock on the course's wall, where it names a morning."""
    if choice == "hour":
        return at + timedelta(hours=1)
    if choice == "four-hours":
        return at + timedelta(hours=4)
    local = at.astimezone(zone_of(course))
    days = 1 if choice == "tomorrow" else 7 - local.weekday()
    day = local.date() + timedelta(days=days)
    return datetime.combine(day, MORNING, zone_of(course)).astimezone(at.tzinfo)


@routes.press("snooze", reads=True, roles=STAFF)
def open_snooze(press: Press, course: Course) -> Iterator[Outgoing]:
    """Until when?"""
    question, say = course.live(press.args[0]), course.say
    options = tuple(Option(one, say(f"snooze-{one}")) for one in CHOICES)
    fields = (
        Advice(say("snooze-advice")),
        Choice("until", say("snooze-until"), options, CHOICES[2], required=True),
    )
    yield OpenForm(
        Form(say("snooze-title"), "snooze", fields, say("snooze-submit"), (question.id,))
    )


@routes.submission("snooze", roles=STAFF)
def snooze(form: Submission, course: Course) -> Iterator[Outgoing]:
    """Put aside, by anybody while it waits, by its holder while it is claimed."""
    question = course.live(form.args[0])
    choice = form.text("until")
    then = until(course, choice if choice in CHOICES else CHOICES[2], form.at)
    mine = tag_for(form.who, question.id)
    if not course.tickets.take(life.SNOOZE, question.id, mine=mine, until=then):
        raise step_refused(course, question)
    course.happened(question, "snoozed", form.at)
    look_again(course, question.id, WAKE, then)
    yield from cards_now(course, question)
    yield Reply(course.line("snoozed", time=time_text(course, then, form.at)))
