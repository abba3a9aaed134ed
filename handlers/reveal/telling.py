"""What falls due, and who is told: deputies, an outcome, the author, and every month the class."""

from collections.abc import Iterator
from datetime import date, datetime, time

from handlers.chat.incoming import Press, Tick
from handlers.chat.outgoing import (
    Fine,
    Line,
    Message,
    Notice,
    NoticeKind,
    Outgoing,
    Post,
    Reply,
)
from handlers.course import Course, author_seal, tag_for
from handlers.reveal import noting
from handlers.reveal.asking import told
from handlers.reveal.deciding import decided
from handlers.routes import Routes
from handlers.rules.pages import title
from handlers.rules.reveal import band, month_after, month_before
from handlers.safety.help_lines import contacts
from handlers.times import zone_of
from storage.kinds import RequestState, Room
from storage.tables import Job, Question

routes = Routes()
MORNING = time(9)
"""When the class reads last month's figure, by its own clock."""


@routes.tick("reveal-deputies")
def call_deputies(tick: Tick, course: Course) -> Iterator[Outgoing]:
    """The two have had their time: the deputies may decide as well."""
    oversight = course.work.oversight
    request = oversight.find(tick.args[0])
    if request is None or not oversight.call_deputies(request.id):
        return
    noting.note(course, course.id, noting.DEPUTIES, tick.at, request=request.id)
    for confirmer in oversight.confirmers(course.id):
        if confirmer.deputy:
            yield told(confirmer, request.question_id)


@routes.tick("reveal-expire")
def expire(tick: Tick, course: Course) -> Iterator[Outgoing]:
    """A request that two people have not confirmed in time is over."""
    oversight = course.work.oversight
    request = oversight.find(tick.args[0])
    if request is not None and oversight.close(request.id, RequestState.EXPIRED):
        noting.note(course, course.id, noting.EXPIRED, tick.at, request=request.id)
        yield from decided(request)


@routes.tick("reveal-tell")
def tell_author(tick: Tick, course: Course) -> Iterator[Outgoing]:
    """The author is told that they were found, by the same notice as of anything new."""
    request = course.work.oversight.find(tick.args[0])
    question = None if request is None else course.questions.find(course.id, request.question_id)
    seal = None if question is None else author_seal(question)
    if request is not None and question is not None and seal is not None:
        noting.note(course, course.id, noting.AUTHOR_TOLD, tick.at, request=request.id)
        yield Notice(seal, NoticeKind.NEWS, about=question.id)


def reveal_news(press: Press, course: Course, own: list[Question]) -> Iterator[Reply]:
    """Outcomes of what somebody asked, and that somebody was found."""
    say, oversight = course.say, course.work.oversight
    mine = {question.id: question for question in own}
    for request in oversight.requests(course.id):
        question = course.questions.find(course.id, request.question_id)
        asked = request.requester_tag == tag_for(press.who, request.question_id)
        if question is not None and asked and request.told is False:
            oversight.outcome_read(request.id)
            yield Reply(course.line(f"news-reveal-{request.state}", alias=question.alias))
        due = request.author_told is False and _due(course, request.id)
        if question is not None and request.question_id in mine and due:
            oversight.author_read(request.id)
            rule = oversight.rule(course.id)
            office = "" if rule is None else rule.office
            lead = say("news-reveal-told", office=office, question=title(question.text))
            parts = (Line(lead), *contacts(course), Fine(say("only-you")))
            yield Reply(Message(parts))


def _due(course: Course, request_id: str) -> bool:
    """Whether the author's notice has been sent: before that, opening the news says nothing."""
    entries = course.work.oversight.entries(course.id)
    return any(one.request == request_id and one.what == noting.AUTHOR_TOLD for one in entries)


# --- a rule begins and ends; the month's figure


def schedule_month(course: Course, at: datetime) -> None:
    """Have the class told of this month on the first morning of the next."""
    due = datetime.combine(month_after(course.local(at)), MORNING, zone_of(course))
    # The same id whoever schedules it: a course has one at a time.
    job = Job(id=f"reveal-{course.id}", course_id=course.id, name="reveal-month", due=due)
    course.jobs.once(job)


@routes.tick("reveal-on")
def began(tick: Tick, course: Course) -> Iterator[Outgoing]:
    """The class and staff read that there is a rule, and what it leaves as it was."""
    rule = course.work.oversight.rule(course.id)
    if rule is None:
        return
    schedule_month(course, tick.at)
    for room, key in ((Room.CLASS, "reveal-on-class"), (Room.STAFF, "reveal-on-staff")):
        line = Line(course.say(key, office=rule.office))
        yield Post(room, f"{key}:{tick.at:%Y%m%d%H%M}", Message((line,)))


@routes.tick("reveal-off")
def ended(tick: Tick, course: Course) -> Iterator[Outgoing]:
    """Nothing is revealed any more; what was asked for is over."""
    oversight = course.work.oversight
    if oversight.rule(course.id) is not None:
        return
    for request in oversight.requests(course.id):
        if oversight.close(request.id, RequestState.EXPIRED):
            noting.note(course, course.id, noting.EXPIRED, tick.at, request=request.id)
            yield from decided(request)
    message = Message((Line(course.say("reveal-off-class")),))
    yield Post(Room.CLASS, f"reveal-off:{tick.at:%Y%m%d%H%M}", message)


@routes.tick("reveal-month")
def tell_class(tick: Tick, course: Course) -> Iterator[Outgoing]:
    """Last month's figure as a band, also where it is none."""
    oversight, zone = course.work.oversight, zone_of(course)
    month = month_before(course.local(tick.at))
    since, until = (datetime.combine(day, time(), zone) for day in (month, month_after(month)))
    count = oversight.count(course.id, noting.GRANTED, since, until)
    if oversight.rule(course.id) is not None:
        schedule_month(course, tick.at)
    elif not count and not _ended_in(course, month):
        return
    line = course.say("reveal-month", month=_named(course, month), band=band(count))
    yield Post(Room.CLASS, f"reveal-month:{month:%Y-%m}", Message((Line(line),)), course=course.id)


def _named(course: Course, month: date) -> str:
    return f"{course.say(f'month-{month.month}')} {month.year}"


def _ended_in(course: Course, month: date) -> bool:
    """Whether the rule ended in a month, which is then told as the last one."""
    ends = [one.at for one in course.work.oversight.entries(course.id) if one.what == noting.OFF]
    return month in {course.local(at).replace(day=1) for at in ends}
