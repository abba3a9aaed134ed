"""Who is in the made-up class, and what they will do in fourteen weeks. Pure, drawn from one seed.

Three habits, none of which says anything about anybody real: some ask for pointers and say what
they tried, some ask for the answer, some hardly ask at all. Week 7 is hard, and for one reason: its
topic is, and the second hint for it helps hardly anybody.
"""

from dataclasses import dataclass
from enum import StrEnum

from handlers.rules.chance import Chance
from storage.kinds import Wish

WEEKS = 14
HARD = 7
"""The week that is hard."""
_MINUTES = 60


class Habit(StrEnum):
    """How somebody asks."""

    POINTERS = "pointers"
    ANSWERS = "answers"
    SELDOM = "seldom"


@dataclass(frozen=True, slots=True)
class Student:
    """Somebody of the made-up class.

    Attributes:
        id: in the chat.
        habit: how they ask.
        section: 0 or 1.
        pulse: whether they say yes to the weekly questions.
        level: their usual answer to these, around which the single ones lie.
    """

    id: str
    habit: Habit
    section: int
    pulse: bool
    level: float


@dataclass(frozen=True, slots=True)
class Asks:
    """One question of somebody.

    Attributes:
        minute: since the term's first Monday, 0:00.
        who: the student.
        topic: its number, from 0.
        text: which of the topic's questions, to be taken modulo how many there are.
        wish: what help they ask for.
        tried: whether they say what they tried.
        helps: the rung whose hint does it; 0 for none.
        reads: how many hints they take.
        posts: whether they ask people where no hint does it.
        reply: minutes until somebody of the staff replies, counted from the next working hour.
        answers: whether the reply is a full answer.
        not_yet: whether the first reply does not do it.
        peer: whether a classmate helps as well.
    """

    minute: int
    who: Student
    topic: int
    text: int
    wish: Wish
    tried: bool
    helps: int
    reads: int
    posts: bool
    reply: int
    answers: bool
    not_yet: bool
    peer: bool


def students(count: int, seed: bytes) -> list[Student]:
    """The class: 40 % with the first habit, 35 % with the second, the rest with the third."""
    chance = Chance(seed + b"students")
    found = []
    for number in range(count):
        share = number / count
        habit = Habit.POINTERS if share < 0.4 else Habit.ANSWERS if share < 0.75 else Habit.SELDOM
        level = 3.6 + (chance.below(1501) - 750) / 1000
        found.append(
            Student(f"student-{number + 1:02}", habit, number % 2, _happens(chance, 0.8), level)
        )
    return found


def asked(group: list[Student], seed: bytes, weeks: int = WEEKS) -> list[Asks]:
    """Everything that is asked in the term's first weeks, in order."""
    chance = Chance(seed + b"questions")
    often = {Habit.POINTERS: 0.5, Habit.ANSWERS: 0.55, Habit.SELDOM: 0.08}
    found = [
        _question(chance, who, week)
        for week in range(1, weeks + 1)
        for who in group
        if _happens(chance, min(often[who.habit] * (1.7 if week == HARD else 1.0), 1.0))
    ]
    return sorted(found, key=lambda one: (one.minute, one.who.id))


def _question(chance: Chance, who: Student, week: int) -> Asks:
    hard = week == HARD
    # Mostly in the evenings before the deadline on Friday.
    day = chance.pick((0, 1, 1, 2, 2, 3, 3, 3, 4, 6))
    minute = ((week - 1) * 7 + day) * 24 * _MINUTES + (9 + chance.below(14)) * _MINUTES
    wants_answer = who.habit == Habit.ANSWERS and _happens(chance, 0.7)
    return Asks(
        minute=minute + chance.below(_MINUTES),
        who=who,
        topic=week - 1,
        text=chance.below(60),
        wish=Wish.ANSWER if wants_answer else chance.pick((Wish.POINTER, Wish.EXPLANATION)),
        tried=_happens(chance, 0.7 if who.habit == Habit.POINTERS else 0.2),
        helps=_helps(chance, hard=hard),
        reads=3 if who.habit == Habit.ANSWERS else 2,
        posts=_happens(chance, 0.35 if who.habit == Habit.SELDOM else 0.85),
        reply=20 + chance.below(500 if hard else 160),
        answers=_happens(chance, 0.5),
        not_yet=_happens(chance, 0.3 if hard else 0.1),
        peer=_happens(chance, 0.25),
    )


def _helps(chance: Chance, *, hard: bool) -> int:
    """The first rung that does it; in the hard week the second does so hardly ever."""
    chances = (0.15, 0.04, 0.25) if hard else (0.4, 0.35, 0.5)
    return next((rung for rung, share in enumerate(chances, 1) if _happens(chance, share)), 0)


def tap(chance: Chance, who: Student, week: int) -> int:
    """An answer to a weekly question, 1 to 5: lower by one in the hard week."""
    noise = (chance.below(1201) - 600) / 1000
    return min(max(round(who.level + noise - (1.0 if week == HARD else 0.0)), 1), 5)


def replied(minute: int, wait: int) -> int:
    """When a reply comes: so many minutes of office hours after a minute of the term.

    Office hours are Monday to Friday, 9 to 18.
    """
    opens, closes, day = 9 * _MINUTES, 18 * _MINUTES, 24 * _MINUTES
    while True:
        today, now = divmod(minute, day)
        if today % 7 > 4 or now >= closes:
            minute = (today + 1) * day + opens
        elif now < opens:
            minute = today * day + opens
        elif wait <= closes - now:
            return minute + wait
        else:
            wait -= closes - now
            minute = (today + 1) * day + opens


def _happens(chance: Chance, share: float) -> bool:
    return chance.below(10_000) < share * 10_000
