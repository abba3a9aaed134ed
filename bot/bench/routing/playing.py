"""The weeks of a made-up course, event by event, with the clock moved from one to the next."""

import heapq
from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from random import Random

from bot.bench.routing.course import (
    ACCEPTS,
    ACCEPTS_OTHER,
    ANSWERS_OFFER,
    HABIT,
    LIMIT,
    MONDAY,
    NOTICES,
    SLOWER,
    TAKES,
    WRITES,
    Ask,
    Course,
    Member,
)
from bot.bench.routing.ways import Waiting, Way
from handlers.rules.rotation import Helper
from handlers.rules.routing import ENOUGH, Candidate, counted
from handlers.rules.staffed_time import shifts, staffed
from handlers.staffing.bringing import AGAIN

WEEK = timedelta(days=7)
CARD = 5.0
"""Minutes at most until a hidden question's card, and with it the first offer, is there."""


@dataclass(frozen=True, slots=True)
class Replied:
    """A question with its first reply from a person.

    Attributes:
        ask: the question.
        ahead: how many waited when it was posted.
        wait: until the reply.
        minutes: of these, in staffed time.
        by: whose reply it was.
    """

    ask: Ask
    ahead: int
    wait: timedelta
    minutes: float
    by: str


@dataclass(frozen=True, slots=True)
class Played:
    """What came of it.

    Attributes:
        replied: every question, in the order of replies.
        spent: minutes each member of staff was busy.
        taken: offers that each helper took, by week.
    """

    replied: list[Replied]
    spent: Counter[str]
    taken: dict[int, Counter[str]]


class Play:
    """One course under one way."""

    def __init__(self, course: Course, way: Way, seed: int, weeks: int) -> None:
        """Take the course, the way to decide, the seed of people's behaviour, and how long."""
        self._course = course
        self._way = way
        self._chance = Random(f"behaviour {seed}")  # noqa: S311  # a simulation's own
        self._team = [member.hours for member in course.staff]
        end = MONDAY + WEEK * (weeks + 2)
        self._shifts = {
            member.seat: [
                (one.start, one.end)
                for one in shifts((member.hours,), MONDAY.tzinfo, MONDAY, end)  # type: ignore[arg-type]  # it has one
            ]
            for member in course.staff
        }
        self._members = {member.seat: member for member in course.staff}
        self._helpers = {helper.seat: helper for helper in course.helpers}
        self._line: dict[str, Waiting] = {}
        self._busy: dict[str, Waiting] = {}
        self._spent: Counter[str] = Counter()
        self._of_week: dict[int, Counter[str]] = defaultdict(Counter)
        self._taken: dict[int, Counter[str]] = defaultdict(Counter)
        self._replied: list[Replied] = []
        self._events: list[tuple[datetime, int, str, tuple[str, ...]]] = []
        self._number = count()
        self._now = MONDAY

    def run(self) -> Played:
        """Play it to the last reply."""
        self._asks = {ask.id: ask for ask in self._course.asked}
        for ask in self._course.asked:
            self._at(ask.at, "ask", ask.id)
        for seat, parts in self._shifts.items():
            for start, _end in parts:
                self._at(start, "comes", seat)
        while self._events and len(self._replied) < len(self._asks):
            self._now, _number, what, args = heapq.heappop(self._events)
            getattr(self, f"_{what}")(*args)
        return Played(self._replied, self._spent, self._taken)

    def _at(self, at: datetime, what: str, *args: str) -> None:
        heapq.heappush(self._events, (at, next(self._number), what, args))

    def _in(self, minutes: float, what: str, *args: str) -> None:
        self._at(self._now + timedelta(minutes=minutes), what, *args)

    def _about(self, mean: float) -> float:
        return self._chance.expovariate(1 / mean)

    @property
    def _week(self) -> int:
        return (self._now - MONDAY) // WEEK

    def _until(self, seat: str) -> datetime | None:
        parts = self._shifts[seat]
        at = bisect_right(parts, (self._now, datetime.max.replace(tzinfo=self._now.tzinfo))) - 1
        return parts[at][1] if at >= 0 and self._now < parts[at][1] else None

    def _left(self, seat: str) -> int:
        return LIMIT - self._of_week[self._week][seat]

    def _candidates(self) -> list[Candidate]:
        brought = Counter(one.seat for one in self._line.values())
        return [
            Candidate(
                member.seat,
                member.topics,
                self._until(member.seat),
                self._left(member.seat),
                brought[member.seat] + (member.seat in self._busy),
                self._of_week[self._week][member.seat],
                member.planned,
            )
            for member in self._course.staff
        ]

    def _ask(self, question: str) -> None:
        one = Waiting(self._asks[question], len(self._line))
        self._line[question] = one
        if one.ask.open:
            self._in(self._chance.uniform(0, CARD), "offer", question)
        self._bring()

    def _comes(self, seat: str) -> None:
        self._in(self._about(NOTICES), "look", seat)
        self._bring()

    def _bring(self) -> None:
        """What waits comes to somebody's notice, and to another's after a while."""
        waiting = sorted(self._line.values(), key=lambda one: one.ask.at)
        for one in waiting:
            if one.brought_at is not None and self._now - one.brought_at < AGAIN:
                continue
            for seat in self._way.bring(one, self._candidates()):
                one.passed.add(seat)
                one.seat, one.brought_at = seat, self._now
                self._in(self._about(NOTICES), "look", seat)
                self._in(AGAIN / timedelta(minutes=1), "bring")

    def _look(self, seat: str, habit: str = "") -> None:
        """Somebody on duty who is free takes what comes first; else they look again some time."""
        if self._until(seat) is None or seat in self._busy or self._left(seat) < ENOUGH:
            return
        one = self._way.take(self._members[seat], list(self._line.values()))
        if one is not None:
            del self._line[one.ask.id]
            self._busy[seat] = one
            self._in(self._takes(self._members[seat], one.ask), "done", seat, self._now.isoformat())
        elif habit or not any(
            what == "look" and args[:1] == (seat,) for _at, _n, what, args in self._events
        ):
            self._in(self._about(HABIT), "look", seat, "habit")

    def _takes(self, member: Member, ask: Ask) -> float:
        return TAKES[0] * ask.work * (1 if ask.topic in member.topics else SLOWER)

    def _done(self, seat: str, since: str) -> None:
        one, began = self._busy.pop(seat), datetime.fromisoformat(since)
        self._spent[seat] += round((self._now - began) / timedelta(minutes=1))
        self._of_week[self._week][seat] += counted(began, self._now)
        self._reply(one, seat)
        self._look(seat)

    def _reply(self, one: Waiting, by: str) -> None:
        wait = staffed(self._team, MONDAY.tzinfo, one.ask.at, self._now)  # type: ignore[arg-type]  # as above
        minutes = wait / timedelta(minutes=1)
        self._replied.append(Replied(one.ask, one.ahead, self._now - one.ask.at, minutes, by))

    def _offer(self, question: str) -> None:
        one = self._line.get(question)
        if one is None:
            return
        helpers = [self._this_week(helper) for helper in self._helpers.values()]
        helper = self._way.offer(one, helpers, self._now)
        if helper is None:
            return
        one.asked.add(helper.seat)
        self._helpers[helper.seat] = replace(helper, asked_at=self._now)
        chosen = one.ask.topic in helper.topics
        accepts = self._chance.random() < (ACCEPTS if chosen else ACCEPTS_OTHER)
        what = "accepted" if accepts else "offer"
        args = (question, helper.seat) if accepts else (question,)
        self._in(self._about(ANSWERS_OFFER), what, *args)

    def _this_week(self, helper: Helper) -> Helper:
        return replace(helper, used=self._taken[self._week][helper.seat])

    def _accepted(self, question: str, seat: str) -> None:
        """A classmate has it now, if nobody of staff took it meanwhile."""
        one = self._line.get(question)
        if one is None:
            return
        helper = self._this_week(self._helpers[seat])
        if helper.used >= helper.limit:
            self._offer(question)
            return
        del self._line[question]
        self._busy[f"{seat} {question}"] = one
        self._taken[self._week][seat] += 1
        self._in(WRITES[0] * one.ask.work, "helped", seat, question)

    def _helped(self, seat: str, question: str) -> None:
        self._reply(self._busy.pop(f"{seat} {question}"), seat)
