"""**[My answers]**: what a member of staff answered, told to them and to nobody else (R13)."""

from collections.abc import Iterator
from datetime import timedelta

from handlers.chat.incoming import Press
from handlers.chat.outgoing import Fine, Heading, Line, Message, Outgoing, Reply
from handlers.course import Course, tag_for
from handlers.digest.sentences import figure
from handlers.routes import STAFF, Routes
from handlers.rules.release import Own, Window, own, window_at
from handlers.rules.staffed_time import reached
from handlers.times import day_text, duration_text, zone_of
from storage.figures.own import given
from storage.figures.tickets import Span

routes = Routes()


@routes.press("my-answers", roles=STAFF, reads=True)
def my_answers(press: Press, course: Course) -> Iterator[Outgoing]:
    """Of the last window that is over: how many, how soon, and what askers said of them."""
    say = course.say
    window = _last_over(press, course)
    found = _own(press, course, window)
    days = {"first": day_text(window.first), "last": day_text(window.end - timedelta(days=1))}
    lines = [Line(say("my-answers-count", count=found.answered))]
    if found.answered:
        lines += [_typical(course, found), _said(course, found)]
    fine = Fine(say("my-answers-fine"))
    yield Reply(Message((Heading(say("my-answers-heading", **days)), *lines, fine)))


def _last_over(press: Press, course: Course) -> Window:
    """The last window that is over: what is running says nothing yet."""
    enrolment, term = course.record.enrolment, course.record.term_start
    running = window_at(course.local(press.at), enrolment, term)
    return window_at(running.first - timedelta(days=1), enrolment, term)


def _own(press: Press, course: Course, window: Window) -> Own:
    """Only answers with a tag that whoever pressed can make themselves are counted."""
    zone = zone_of(course)
    span = Span(course.id, reached(zone, window.first, 0), reached(zone, window.end, 0))
    rows = given(course.work.connection, span)
    mine = [one for one in rows if one.author_tag == tag_for(press.who, one.question_id)]
    judged: dict[str, bool] = {}
    for one in mine:
        if one.solved is not None:
            judged.setdefault(one.question_id, one.solved)
    return own(
        len({one.question_id for one in mine}),
        [one.waited for one in mine if one.waited is not None],
        judged.values(),
        course.record.enrolment,
    )


def _typical(course: Course, found: Own) -> Line:
    if found.typical is None:
        return Line(course.say("my-answers-few"))
    return Line(course.say("my-answers-typical", time=duration_text(found.typical)))


def _said(course: Course, found: Own) -> Line:
    if not found.solved.shown:
        return Line(course.say("my-answers-unsaid"))
    return Line(course.say("my-answers-said", share=figure(found.solved, course.say)))
