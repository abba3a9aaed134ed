"""A course's pulse over one term: made from its settings, and what falls due in it."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from handlers.course import Course
from handlers.instruments.bank import bank_of
from handlers.rules.pulse.plan import scales_in, size_of
from handlers.rules.pulse.times import Days, Rhythm, closes, days_of, is_free, next_day, opens
from handlers.rules.release import Window, window_at
from handlers.times import zone_of
from storage.kinds import PulseState
from storage.tables import PulseTerm

WEEK, SUNDAY = timedelta(days=7), timedelta(days=6)


def today(course: Course, at: datetime) -> date:
    """The date it is where the course is."""
    return at.astimezone(zone_of(course)).date()


def rhythm_of(course: Course) -> Rhythm:
    """When the course is asked."""
    own = course.record
    quiet = own.pulse_quiet_from, own.pulse_quiet_to
    return Rhythm(zone_of(course), own.pulse_weekday, own.pulse_minute, *quiet)


def free_days(course: Course, term: PulseTerm, now: datetime) -> tuple[Days, ...]:
    """Days on which nothing may be open: weeks left out, and every week with an exam in it."""
    left_out = (date.fromisoformat(day) for day in term.left_out.split())
    exams = course.work.exams.coming(course.id, now - WEEK)
    return (
        *(Days(day, day) for day in left_out),
        *(Days(_monday(course, one.starts), _monday(course, one.ends) + SUNDAY) for one in exams),
    )


def _monday(course: Course, at: datetime) -> date:
    day = today(course, at)
    return day - timedelta(days=day.weekday())


def last_day(course: Course, term: PulseTerm) -> date:
    """The term's last day."""
    return course.record.term_end or term.starts


def upcoming(course: Course, term: PulseTerm, now: datetime) -> tuple[int, date] | None:
    """The next week that opens, with its date; ``None`` after the last."""
    rhythm, free = rhythm_of(course), free_days(course, term, now)
    return next_day(now, term.starts, last_day(course, term), rhythm, free)


def day_of(course: Course, term: PulseTerm, week: int) -> date | None:
    """The date on which a week of the term opens."""
    return dict(days_of(term.starts, last_day(course, term), course.record.pulse_weekday)).get(week)


def window_name(term: PulseTerm, day: date) -> str:
    """The window that collects what is asked on a date."""
    return window_at(day, term.enrolment, term.starts).name


def scales_asked(course: Course, term: PulseTerm, window: Window) -> Iterator[str]:
    """The scales of the weeks that have opened in a window."""
    zone, chat = zone_of(course), bank_of(course.work, course.id).chat
    free = free_days(course, term, datetime.combine(window.first, time(), zone))
    for week, day in days_of(term.starts, last_day(course, term), course.record.pulse_weekday):
        if week <= term.week and window.first <= day < window.end and not is_free(day, free):
            yield from (name for name, _items in scales_in(week, chat.weekly, chat.rotating))


def asks(course: Course, term: PulseTerm) -> bool:
    """Whether anybody is asked: the pulse runs, and the course is not archived."""
    return term.state == PulseState.RUNNING and course.record.archived_at is None


def open_until(term: PulseTerm, week: int, now: datetime) -> datetime | None:
    """When a week closes; ``None`` if it is not open now."""
    if term.opened_at is None or term.week != week or now >= closes(term.opened_at):
        return None
    return closes(term.opened_at)


def plan(course: Course, at: datetime) -> None:
    """Make or change the course's pulse term after its settings have changed.

    The size is fixed from the enrolment before the term. Until the term begins everything follows
    the settings; from then on only what lies ahead moves.
    """
    record, pulses = course.record, course.work.pulses
    if record.term_start is None or record.term_end is None or record.enrolment is None:
        return
    size, term = size_of(record.enrolment), pulses.current(course.id)
    if term is not None and term.starts != record.term_start and today(course, at) >= term.starts:
        term = None  # a term that has begun stays what it was; this is another one
    if size is None:
        if term is not None and term.week == 0:
            pulses.forget(term.id)
            course.jobs.drop_all(course.id, "pulse-week")
        return
    runs = size.by_default and not record.minors and not record.pulse_off
    state = PulseState.RUNNING if runs else PulseState.OFF
    if term is None:
        term = PulseTerm(
            id=course.chance.token(),
            course_id=course.id,
            starts=record.term_start,
            enrolment=record.enrolment,
            state=state,
        )
        pulses.add_term(term)
        course.do_later("pulse-forget", deleted_at(course, term), term.id)
    elif term.week == 0 and (term.enrolment, term.starts) != (record.enrolment, record.term_start):
        pulses.set(term.id, enrolment=record.enrolment, starts=record.term_start, state=state)
        term.enrolment, term.starts, term.state = record.enrolment, record.term_start, state
    schedule(course, term, at)


def begin(course: Course, at: datetime) -> None:
    """Make the pulse of a course whose settings were complete before there was such a thing."""
    ends = course.record.term_end
    ahead = ends is not None and today(course, at) <= ends
    if (
        ahead
        and course.record.archived_at is None
        and course.work.pulses.current(course.id) is None
    ):
        plan(course, at)


def plan_for_minors(course: Course) -> None:
    """Where some may be minors, a pulse that nobody has been asked in waits to be turned on."""
    term = course.work.pulses.current(course.id)
    if course.record.minors and term is not None and term.week == 0:
        course.work.pulses.moved(term.id, PulseState.RUNNING, PulseState.OFF)


def schedule(course: Course, term: PulseTerm, now: datetime) -> None:
    """Let the next week open when its time has come."""
    course.jobs.drop_all(course.id, "pulse-week")
    found = upcoming(course, term, now)
    if found is not None:
        week, day = found
        due = opens(day, rhythm_of(course))
        course.do_later("pulse-week", due, term.id, str(week), day.isoformat())


def deleted_at(course: Course, term: PulseTerm) -> datetime:
    """When everything in a term is deleted."""
    midnight = datetime.combine(last_day(course, term) + timedelta(days=1), time(), zone_of(course))
    return midnight + timedelta(days=course.record.keep_pulse)
