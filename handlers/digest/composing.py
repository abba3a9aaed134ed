"""A week's digest, composed once: counts, released figures, sentences, suggestions."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from handlers.course import Course
from handlers.digest import counting, sentences
from handlers.digest.findings import (
    About,
    Action,
    Digest,
    Finding,
    OfPeople,
    OfTickets,
    Shown,
    by_key,
)
from handlers.digest.pulse import beside, of_pulse
from handlers.digest.suggesting import suggested
from handlers.rules.release import RULES, Window, last_over, of_a_team, weeks
from handlers.rules.release.windows import week_name
from handlers.rules.staffed_time import reached, shifts
from handlers.staffing.team import Team
from handlers.times import day_text, zone_of
from storage.figures.people import PeopleFigures
from storage.figures.tickets import Span, TicketFigures

SAID = "you-said"
"""The kind of what staff tell the class because of a digest."""


def week_span(course: Course, monday: date) -> Span:
    """The week that begins with a Monday where the course is."""
    return _span(course, monday, monday + timedelta(weeks=1))


def _span(course: Course, first: date, end: date) -> Span:
    """From one midnight where the course is to another."""
    zone = zone_of(course)
    return Span(course.id, reached(zone, first, 0), reached(zone, end, 0))


def on_duty(course: Course, since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
    """When somebody of the team was on duty."""
    found = shifts(Team(course, since).counts, zone_of(course), since, until)
    return [(shift.start, shift.end) for shift in found]


def compose(course: Course, monday: date) -> Digest:
    """The digest of the week that begins with a Monday and is over.

    What people did in a window that ended with it is settled first, since it is counted here.
    """
    say, span = course.say, week_span(course, monday)
    counts = TicketFigures(course.work.connection, span)
    tickets = counting.of_tickets(
        counts,
        start=span.start,
        end=span.end,
        zone=zone_of(course),
        shifts=on_duty(course, span.start, span.end),
        target=course.target,
        hint_of=course.hints.find,
    )
    enrolment, term = course.record.enrolment, course.record.term_start
    window = last_over(monday + timedelta(weeks=1), enrolment, term)
    scales = [] if window is None else list(of_pulse(course, window))
    more: list[Finding] = [*tickets.more, *_of_window(course, window, span), *scales]
    more += beside(by_key(more))
    findings = [*tickets.front, *more]
    lines = by_key(findings)
    topic = counting.clicked_topic(counts) if "clicked" in lines else ""
    return Digest(
        course=course.record.name,
        week=week_name(monday),
        language=course.say.language,
        title=sentences.title(course.record.name, monday, say),
        front=(*(sentences.sentence(one, say) for one in tickets.front), *_pulse(course, scales)),
        more=tuple(sentences.sentence(one, say) for one in more),
        actions=tuple(_action(course, lines, topic, *one) for one in suggested(lines)),
        picture=sentences.picture(tickets.topics, say),
        notes=tuple(_notes(course, window, lines)),
    )


def _of_window(course: Course, window: Window | None, span: Span) -> Iterator[Finding]:
    """What is said of people, and of the team, where a window is over."""
    if window is None:
        return
    course.work.log.settle_window(course.id, window.name, course.chance.token)
    people = PeopleFigures(course.work.connection, course.id, window.name)
    if of_a_team(people.team()):
        whole = _span(course, window.first, window.end)
        yield from counting.of_the_team(TicketFigures(course.work.connection, whole))
    enrolment = course.record.enrolment
    if enrolment is not None and enrolment >= RULES.enrolled:
        steps = course.record.measures_steps
        yield from counting.of_people(people, enrolment, steps=steps)
        yield from _fairness(course, span)


def _fairness(course: Course, span: Span) -> Iterator[OfPeople]:
    """I-12, over the week of the digest, where the class has sections."""
    names = [section.name for section in course.work.courses.sections(course.id)]
    if len(names) > 1:
        figures = TicketFigures(course.work.connection, span)
        on = on_duty(course, span.start, span.end)
        yield counting.fairness(figures, names, on, course.target, course.record.enrolment)


def _pulse(course: Course, scales: list[OfPeople]) -> Iterator[Shown]:
    """The pulse, and when the class was last told what came of it."""
    say = course.say
    told = course.work.digests.told_last(course.id, SAID)
    said = OfTickets("said", {}, "never")
    if told is not None:
        said = OfTickets("said", {"day": day_text(course.local(told))}, "last")
    both = _in_short(course, scales), sentences.sentence(said, say)
    text = " ".join(one.text for one in both)
    yield Shown("pulse", both[0].about, text, {**both[0].values, **both[1].values})


def _in_short(course: Course, scales: list[OfPeople]) -> Shown:
    """The pulse in a word for each scale; how it stands is on the page."""
    say = course.say
    if not scales:
        return sentences.sentence(OfTickets("pulse", {}, "none"), say)
    words = {one.key: one.values["word"] for one in scales if one.shown and not one.sections}
    said = "; ".join(
        say("digest-pulse-word", what=say(f"digest-{key}-name"), word=sentences.figure(found, say))
        for key, found in words.items()
    )
    text = say("digest-pulse-words", words=said) if said else say("digest-pulse-few")
    return Shown("pulse", About.PEOPLE, text, {key: one.frozen() for key, one in words.items()})


def _action(
    course: Course, lines: dict[str, Finding], clicked: str, what: str, because: str
) -> Action:
    """A suggestion in words, with the topic it is about where its line names one.

    Args:
        course: the course.
        lines: every line by what it is about.
        clicked: the topic whose hints were passed over most often, for the line about that.
        what: the suggestion.
        because: the line it is tied to.
    """
    topic = str(lines[because].values.get("topic", clicked)) or "none"
    return Action(because, course.say(f"digest-do-{what}", topic=topic))


def _notes(course: Course, window: Window | None, lines: dict[str, Finding]) -> Iterator[str]:
    """What must be read with the figures; the first two with the message already."""
    say, enrolment = course.say, course.record.enrolment
    if enrolment is None:
        yield say("digest-note-unknown")
    elif enrolment < RULES.enrolled:
        yield say("digest-note-small")
    elif window is None:
        yield say("digest-note-no-people", weeks=weeks(enrolment))
    else:
        yield say("digest-note-people")
    yield say("digest-note-waits")
    if "told" not in lines:
        yield say("digest-note-team")
    yield say("digest-note-likely")
    yield say("digest-note-learning")
    yield say("digest-note-frozen")
