"""Three ways to decide who answers: the product's rules, first come first served, and by chance."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Protocol

from bot.bench.routing.course import Ask, Member
from handlers.rules.line import Place, due, ordered
from handlers.rules.rotation import Helper, rotation
from handlers.rules.routing import Brought, Candidate, route
from storage.kinds import Kind


@dataclass(slots=True)
class Waiting:
    """A question in the line."""

    ask: Ask
    ahead: int
    seat: str = ""
    brought_at: datetime | None = None
    passed: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)


class Way(Protocol):
    """A way to decide."""

    name: str

    def bring(self, one: Waiting, team: Sequence[Candidate]) -> list[str]:
        """To whose notice a question comes."""

    def take(self, member: Member, line: Sequence[Waiting]) -> Waiting | None:
        """What somebody takes who is free."""

    def offer(self, one: Waiting, helpers: Sequence[Helper], at: datetime) -> Helper | None:
        """Which classmate is asked next."""


class Rules:
    """The product's own: routing, line and rotation."""

    name = "rules"

    def bring(self, one: Waiting, team: Sequence[Candidate]) -> list[str]:
        """To one, by topic, hands and turn."""
        outcome = route(one.ask.id, one.ask.topic, team, {*one.passed, one.seat})
        return [outcome.seat] if isinstance(outcome, Brought) else []

    def take(self, member: Member, line: Sequence[Waiting]) -> Waiting | None:
        """The head of the line as they see it."""
        places = {one.ask.id: one for one in line}
        seen = [
            Place(one.ask.id, one.ask.topic, due(one.ask.at, Kind.LEARNING), one.seat)
            for one in line
        ]
        first = ordered(seen, member.topics, member.seat)[:1]
        return places[first[0].id] if first else None

    def offer(self, one: Waiting, helpers: Sequence[Helper], at: datetime) -> Helper | None:
        """In fair rotation."""
        line = rotation(one.ask.id, one.ask.topic, helpers, at, UTC, one.asked)
        return line[0] if line else None


class FirstCome:
    """Everybody on duty sees every card, and takes the oldest; classmates as they registered."""

    name = "first come"

    def bring(self, one: Waiting, team: Sequence[Candidate]) -> list[str]:
        """To all who are there, once."""
        there = [candidate.seat for candidate in team if candidate.until is not None]
        return [seat for seat in there if seat not in one.passed]

    def take(self, _member: Member, line: Sequence[Waiting]) -> Waiting | None:
        """The oldest."""
        return min(line, key=lambda one: one.ask.at, default=None)

    def offer(self, one: Waiting, helpers: Sequence[Helper], at: datetime) -> Helper | None:
        """The first of the list who is awake and below their limit."""
        return next(iter(_awake(helpers, at, one.asked)), None)


class ByChance:
    """Each question is given to one of those on duty by chance, and is theirs while they are."""

    name = "by chance"

    def __init__(self, seed: int) -> None:
        """Take the seed of the draws."""
        self._chance = Random(f"by chance {seed}")  # noqa: S311  # a simulation's own

    def bring(self, one: Waiting, team: Sequence[Candidate]) -> list[str]:
        """To one of those who are there; it stays theirs until they go off duty."""
        there = [candidate.seat for candidate in team if candidate.until is not None]
        if not there or one.seat in there:
            return []
        return [self._chance.choice(there)]

    def take(self, member: Member, line: Sequence[Waiting]) -> Waiting | None:
        """Their own oldest."""
        own = [one for one in line if one.seat == member.seat]
        return min(own, key=lambda one: one.ask.at, default=None)

    def offer(self, one: Waiting, helpers: Sequence[Helper], at: datetime) -> Helper | None:
        """Anybody awake and below their limit."""
        awake = _awake(helpers, at, one.asked)
        return self._chance.choice(awake) if awake else None


def _awake(helpers: Sequence[Helper], at: datetime, asked: Collection[str]) -> list[Helper]:
    """Limits and quiet hours are everybody's due, whoever decides; topics are not looked at."""
    blind = [
        Helper(one.seat, frozenset(), one.limit, one.used, one.quiet, one.asked_at)
        for one in helpers
    ]
    able = {one.seat for one in rotation("", "", blind, at, UTC, asked)}
    return [one for one in helpers if one.seat in able]
