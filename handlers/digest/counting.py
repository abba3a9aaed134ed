"""From the database's counts to lines: each indicator's formula, beside what it is released by.

Class O lines are computed from tickets, exact in a class of any size. Class P lines are given to
the release rules as they come from the database, and leave as :class:`Released` or not at all.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, floor
from zoneinfo import ZoneInfo

from handlers.digest.findings import Exact, OfPeople, OfTickets
from handlers.rules.indicators import thresholds
from handlers.rules.indicators.fairness import Served, waiting_longer
from handlers.rules.indicators.survival import Times, answered_within
from handlers.rules.indicators.wilson import Share, wilson
from handlers.rules.release import (
    RULES,
    Group,
    Released,
    Shape,
    compared,
    parts,
    reach,
    response,
    share,
)
from storage.figures.people import PER, Counted, PeopleFigures
from storage.figures.tickets import Shift, TicketFigures, micros
from storage.tables import Hint

HOURS_A_BLOCK = 3
PEAK_LEAST = 3
"""Questions in the busiest hours from which they are called so."""
PEERS_LEAST = 5
"""Answers of classmates from which is told whether staff stood behind them."""
WISHES = ("pointer", "explanation", "check", "answer")
OF_PEOPLE = {
    "attempts": ("asked", "%attempt"),
    "silent": ("panel", "silent"),
    "clicked": ("step", "quick"),
    "alone": ("alone", "yes"),  # I-7, of those who answered
    "hidden": ("posted", "hidden"),
}
"""Lines that are one share of people: the event, and the detail that counts."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic's learning questions of the week, and how many needed much help."""

    name: str
    share: Share


@dataclass(frozen=True, slots=True)
class Tickets:
    """Everything about tickets that a digest says.

    Attributes:
        front: lines of the message.
        more: lines of the page.
        topics: those with enough questions, the hardest first.
        hint: the hint that failed most often, if one was shown often enough.
    """

    front: tuple[OfTickets, ...]
    more: tuple[OfTickets, ...]
    topics: tuple[Topic, ...]
    hint: str


def percent(value: float) -> int:
    """A share in whole per cent; halves go up, on every machine alike."""
    return floor(100 * value + 0.5)


def of_tickets(
    figures: TicketFigures,
    *,
    start: datetime,
    end: datetime,
    zone: ZoneInfo,
    shifts: Sequence[Shift],
    target: timedelta,
    hint_of: Callable[[str], Hint | None],
) -> Tickets:
    """The lines about tickets of one week.

    Args:
        figures: the database's counts.
        start: the week's first moment.
        end: the first after it.
        zone: where the course is.
        shifts: when somebody was on duty.
        target: staffed time in which a first reply is aimed at.
        hint_of: a hint of the course by its id, if it is still there.
    """
    episodes = figures.episodes()
    topics = _topics(episodes, figures.named_topics())
    worst, hint_line = _worst_hint(figures, hint_of)
    front = (
        _unanswered(figures, end),
        _hardest(topics),
        hint_line,
        _timeliness(figures, shifts, target),
    )
    more = (
        _volume(figures),
        _late(figures),
        *_episodes(episodes),
        _peers(figures),
        *_peak(figures, start, zone),
    )
    return Tickets(front, more, topics, worst)


def _unanswered(figures: TicketFigures, end: datetime) -> OfTickets:
    """Posted, and neither answered by a person nor solved when the week was over; by age."""
    found = figures.unanswered(thresholds.LOOK_BACK, thresholds.LATE)
    hours = (micros(end) - found["oldest"]) // 3_600_000_000 if found["waiting"] else 0
    values = {
        "waiting": found["waiting"],
        "day": found["over_a_day"],
        "two": found["over_two"],
        "hours": hours,
        "days": hours // 24,
    }
    kind = "none" if not found["waiting"] else "days" if hours >= 48 else "hours"
    return OfTickets("unanswered", values, kind)


def _number(row: Mapping[str, object], name: str) -> int:
    return int(str(row[name]))


def _topics(episodes: Iterable[Mapping[str, object]], named: frozenset[str]) -> tuple[Topic, ...]:
    """Topics by the lower end of Wilson's interval: the share that needed rung 3 or a person.

    None that an asker typed: a digest quotes nobody (R9).
    """
    every: Counter[str] = Counter()
    needed: Counter[str] = Counter()
    for row in episodes:
        topic, count = str(row["topic"]), _number(row, "questions")
        if topic in named:
            every[topic] += count
            if _number(row, "deepest") >= 3 or _number(row, "posted"):
                needed[topic] += count
    found = [
        Topic(name, wilson(needed[name], count))
        for name, count in every.items()
        if count >= thresholds.HARDEST_LEAST
    ]
    return tuple(sorted(found, key=lambda topic: (-topic.share.low, topic.name)))


def _hardest(topics: Sequence[Topic]) -> OfTickets:
    if not topics or not topics[0].share.part:
        return OfTickets("hardest", {}, "none")
    topic = topics[0]
    return OfTickets("hardest", {"topic": topic.name, **coarse(topic.share)}, "some")


def fives(count: int) -> int:
    """A number of questions of which some were never posted: to the nearest five, from five on.

    Staff see what was posted, so the exact number of all would tell that of the others, one by one
    (docs/decisions/0023).
    """
    return 5 * floor(count / 5 + 0.5) if count >= 5 else 0


def coarse(share: Share) -> dict[str, int]:
    """The same for a share: to the nearest ten per cent, and its interval outwards to tens."""
    value = 0.0 if share.value is None else share.value
    return {
        "whole": fives(share.whole),
        "share": 10 * floor(10 * value + 0.5),
        "least": 10 * floor(10 * share.low),
        "most": 10 * ceil(10 * share.high),
    }


def _volume(figures: TicketFigures) -> OfTickets:
    """What was asked, posted or not; and what was posted, exactly."""
    found = figures.volume()
    asked = {name: fives(found[name]) for name in ("asked", "known", "asked_before")}
    return OfTickets("volume", {**found, **asked})


def _share(share: Share) -> dict[str, int]:
    value = 0.0 if share.value is None else share.value
    return {
        "part": share.part,
        "whole": share.whole,
        "share": percent(value),
        "least": percent(share.low),
        "most": percent(share.high),
    }


def _worst_hint(
    figures: TicketFigures, hint_of: Callable[[str], Hint | None]
) -> tuple[str, OfTickets]:
    """I-6: voted down or passed over unread, by the lower end of Wilson's interval."""
    rows = figures.hints(thresholds.DOUBLE_PRESS, thresholds.QUICKEST, thresholds.WORDS_A_SECOND)
    found = [
        (wilson(failed, showings), name)
        for name, showings, failed in rows
        if showings >= thresholds.HINT_LEAST and failed
    ]
    for failing, name in sorted(found, key=lambda one: (-one[0].low, one[1])):
        if hint := hint_of(name):
            about: dict[str, Exact] = {"topic": hint.topic, "rung": hint.rung, "hint": name}
            return name, OfTickets("hint", {**about, **coarse(failing)}, "some")
    return "", OfTickets("hint", {}, "none")


def _timeliness(figures: TicketFigures, shifts: Sequence[Shift], target: timedelta) -> OfTickets:
    """I-10: Kaplan–Meier's share with a first human reply within the target, open ones censored."""
    times = [Times(*row) for row in figures.ages(list(shifts))]
    minutes = target // timedelta(minutes=1)
    within = answered_within(times, minutes)
    values: dict[str, int] = {"target": minutes // 60}
    if within is None:
        return OfTickets("reply", values, "none")
    tickets = sum(one.answered + one.open for one in times)
    return OfTickets("reply", {**values, "share": percent(within), "tickets": tickets}, "some")


def _late(figures: TicketFigures) -> OfTickets:
    """I-10: nobody had replied after 48 hours, staffed or not, with Wilson's interval."""
    found = figures.late(thresholds.LATE)
    if not found["questions"]:
        return OfTickets("late", {}, "none")
    return OfTickets("late", _share(wilson(found["late"], found["questions"])), "some")


def _episodes(episodes: Sequence[Mapping[str, object]]) -> Iterable[OfTickets]:
    """I-3 solved where · ladder depth · I-5 bottom-out."""
    solved: Counter[str] = Counter()
    depth: Counter[str] = Counter()
    hinted = bottom = 0
    for row in episodes:
        count, deepest = _number(row, "questions"), _number(row, "deepest")
        depth[f"rung{max(deepest, 0)}"] += count
        if row["solved"]:
            solved[_where(str(row["solved"]))] += count
        if _number(row, "hinted"):
            hinted += count
            bottom += count * (deepest == 4 or bool(_number(row, "bottom")))
    places = ("pointer", "hint", "example", "answer", "classmate", "staff")
    rungs = tuple(f"rung{rung}" for rung in range(5))
    for key, names, counts in (("solved", places, solved), ("depth", rungs, depth)):
        some = {name: fives(counts[name]) for name in names}
        if any(some.values()):
            yield OfTickets(key, some)
    if hinted >= 5:
        yield OfTickets("bottom", coarse(wilson(bottom, hinted)))


def _where(solved: str) -> str:
    """Where a question was solved, from what its log says."""
    rungs = {"2": "hint", "3": "example", "4": "answer"}
    first, _space, rest = solved.partition(" ")
    return rungs.get(rest, "pointer") if first == "rung" else first


def of_the_team(figures: TicketFigures) -> Iterable[OfTickets]:
    """I-11: full answers of staff before rung 2 had been shown, of all their answers · I-14.

    They say how somebody answered, so whoever calls this knows that a team did (R13).
    """
    found = figures.told()
    if found["answers"]:
        yield OfTickets("told", _share(wilson(found["told"], found["answers"])))
    found = figures.not_yet()
    if found["answered"]:
        yield OfTickets("reopened", _share(wilson(found["reopened"], found["answered"])))


def _peers(figures: TicketFigures) -> OfTickets:
    """I-13: first replies by classmates, and how many of their answers staff stood behind.

    Under five answers it would be a verdict on one classmate, whose card everybody has seen.
    """
    found = figures.first_replies()
    if found["peers"] < PEERS_LEAST:
        return OfTickets("peers", {}, "few")
    return OfTickets("peers", {**found}, "some")


def _peak(figures: TicketFigures, start: datetime, zone: ZoneInfo) -> Iterable[OfTickets]:
    """The three hours of the week in which most questions were posted, in the course's own time."""
    blocks: Counter[tuple[int, int]] = Counter()
    for hour, posted in figures.hours():
        local = (start + timedelta(hours=hour)).astimezone(zone)
        blocks[local.weekday(), local.hour // HOURS_A_BLOCK] += posted
    if not blocks:
        return
    (day, block), posted = min(blocks.items(), key=lambda one: (-one[1], one[0]))
    if posted < PEAK_LEAST:
        return
    since = block * HOURS_A_BLOCK
    times = {"from": f"{since:02d}:00", "to": f"{since + HOURS_A_BLOCK:02d}:00"}
    whole = blocks.total()
    yield OfTickets("peak", {"day": day, "posted": posted, "whole": whole, **times})


def fairness(
    figures: TicketFigures,
    sections: Sequence[str],
    shifts: Sequence[Shift],
    target: timedelta,
    enrolment: int | None,
) -> OfPeople:
    """I-12: sections whose questions are answered within the target clearly less often.

    A question counts for the section that its asker added. One that was still open before the
    target was over says nothing.
    """
    minutes = target // timedelta(minutes=1)
    served = dict.fromkeys(sections, Served(0, 0))
    for section, age, answered, still_open in figures.ages_by_section(list(shifts)):
        if section in served:
            within = answered if age <= minutes else 0
            known = answered + (still_open if age > minutes else 0)
            before = served[section]
            served[section] = Served(before.within + within, before.questions + known)
    behind = waiting_longer(served)
    word = compared(behind, enrolment)
    named = {f"section-{number}": name for number, name in enumerate(behind or (), 1)}
    return OfPeople("fair", {"word": word}, word.code, named)


def clicked_topic(figures: TicketFigures) -> str:
    """I-4: the topic whose hints were passed over most often; empty where none has enough steps.

    By the lower end of Wilson's interval, as the worst hint, and by staff's own names.
    """
    named = figures.named_topics()
    rows = figures.steps(
        thresholds.DOUBLE_PRESS, thresholds.QUICKEST, thresholds.WORDS_A_SECOND, thresholds.IDLE
    )
    found = [
        (wilson(quick, steps), topic)
        for topic, steps, quick in rows
        if steps >= thresholds.STEPS_LEAST and quick and topic in named
    ]
    return min(found, key=lambda one: (-one[0].low, one[1]))[1] if found else ""


def of_people(
    figures: PeopleFigures, enrolment: int | None, *, steps: bool = False
) -> Iterable[OfPeople]:
    """The lines about people of one window that is over (I-1, I-2, I-4, I-7, I-8, I-9, I-16).

    Args:
        figures: the database's counts.
        enrolment: how many are enrolled.
        steps: whether the course measures steps from one hint to the next.
    """
    lines = dict(OF_PEOPLE)
    if not steps:
        del lines["clicked"]
    asked = [("asked", f"{wish}%") for wish in WISHES]
    found = figures.shares([*asked, *lines.values()], RULES.events)
    groups = dict(zip((*WISHES, *lines), found, strict=True))

    def released(key: str) -> tuple[Released, Released]:
        """The share, and how many people are behind it."""
        one = groups[key]
        return share(_group(one), enrolment), response(one.people, enrolment)

    kinds = parts({wish: _group(groups[wish]) for wish in WISHES}, enrolment)
    answer, people = released("answer")
    if kinds["answer"].shown:
        yield OfPeople("kinds", {**kinds, "people": people})
    else:
        yield OfPeople("answers", {"share": answer, "people": people})
    for key in lines:
        part, people = released(key)
        counted = {} if key == "attempts" else {"people": people}
        yield OfPeople(key, {"share": part, **counted})
    part = reach(figures.reached(), enrolment)
    if part.shape is Shape.PEOPLE:
        yield OfPeople("reach", {"people": part}, "people")
    else:
        yield OfPeople("reach", {"share": part})


def _group(found: Counted) -> Group:
    return Group.counted(found.people, found.total, found.least, found.most, PER)
