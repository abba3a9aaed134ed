"""Nobody is found without two people outside the teaching team, whatever is pressed in which order.

Random histories are played through the real dispatcher. A model counts, by the sentences of the
rule alone, who has confirmed; a name may be shown to nobody else and at no other time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from bot.dispatch import Dispatcher, Outcome
from handlers.all import ROUTES
from handlers.chat.incoming import Press, Submission
from handlers.chat.outgoing import Line, PersonName, Reply
from handlers.course import Course
from handlers.reveal.switching import Unfit, switch_off, switch_on
from handlers.rules.chance import Chance
from storage.keys import Somebody
from storage.kinds import Address, Label, QuestionState, Role, Room
from storage.store import Store
from tests.storage import rows
from tests.storage.rows import ANA, COURSE, KEYS, MONDAY, TIM

RITA, SAM, DORA, EVE = (Somebody(KEYS, letter * 16) for letter in (b"r", b"s", b"d", b"e"))
NAMED = {"rita": RITA, "sam": SAM}
EVERYBODY = {**NAMED, "dora": DORA, "eve": EVE, "tim": TIM, "ana": ANA}
EMPTY = (
    *("reveal_rule", "confirmer", "reveal_request", "confirmation", "question", "job"),
    *("outbox", "inbox", "course", "place", "staff"),
)
"""Tables emptied between histories; the log stays, as it does anywhere."""
ACTS = count()
"""Every act has a chance of its own, over all histories."""


@dataclass
class World:
    """A course with a rule, and what the sentences say of it."""

    store: Store
    at: timedelta = timedelta()
    confirmed: set[str] = field(default_factory=set)
    decided: bool = False
    granted_at: timedelta | None = None
    ruled: bool = True
    linked: bool = True
    teaches: set[str] = field(default_factory=lambda: {"tim"})

    def act(self, kind: type[Press | Submission], who: str, name: str, *args: str) -> Outcome:
        """Press a button or send a form."""
        number = next(ACTS)
        heard: dict[str, Any] = {
            "who": EVERYBODY[who],
            "role": Role.TA if who in self.teaches else Role.STUDENT,
            "course": COURSE,
            "courses": (COURSE,),
            "at": MONDAY + self.at,
            "seed": f"a seed of 16 bytes {number}".encode(),
            "delivery": f"d{number}",
            "name": name,
            "args": args,
        }
        if kind is Submission:
            heard["fields"] = {"reason": "They said goodbye.", "tell": "yes"}
        return Dispatcher(self.store, ROUTES).handle(kind(**heard))

    def request(self) -> str:
        """The one request there is."""
        with self.store.read() as work:
            return work.oversight.requests(COURSE)[0].id

    def course(self, work: Any) -> Course:  # noqa: ANN401  # an open work
        record = work.courses.find(COURSE)
        return Course(work, Chance(f"another seed of bytes {next(ACTS)}".encode()), record)

    @property
    def entitled(self) -> set[str]:
        """Who may read the name now, by the rule's sentences."""
        since = None if self.granted_at is None else self.at - self.granted_at
        fresh = since is not None and since < timedelta(hours=24)
        if not (fresh and self.ruled and self.linked):
            return set()
        return self.confirmed - self.teaches


def names(outcome: Outcome) -> list[PersonName]:
    return [
        name
        for one in outcome.said
        if isinstance(one, Reply)
        for part in one.message.parts
        if isinstance(part, Line)
        for name in part.names
    ]


@contextmanager
def world(store: Store) -> Iterator[World]:
    with store.begin() as work:
        for name in EMPTY:
            work.connection.execute(text(f"DELETE FROM {name}"))  # noqa: S608  # names of tables
        work.courses.add(rows.course())
        work.courses.give_room(COURSE, Room.STAFF, Address("local", "demo", "staff"))
        for question_id in ("q", "other"):
            work.questions.add(
                rows.question(
                    question_id, state=QuestionState.OPEN, posted_at=MONDAY, revealable=True
                )
            )
        at = World(store)
        course = at.course(work)
        people: dict[str, Any] = {"named": [RITA, SAM], "deputies": [DORA], "at": MONDAY}
        switch_on(course, office="counselling", target=30, **people)
    at.act(Submission, "tim", "reveal-ask", "q")
    yield at


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["confirm"] * 5
            + ["name"] * 3
            + ["decline", "scope", "hour", "day", "off", "unlink", "staff"]
        ),
        st.sampled_from(sorted(EVERYBODY)),
    ),
    min_size=2,
    max_size=9,
)


def step(at: World, what: str, who: str) -> None:
    """Do it, and note what the sentences say it means."""
    if what in {"confirm", "scope", "decline", "name"}:
        _decides(at, what, who)
    elif what == "hour":
        at.at += timedelta(hours=1)
        with at.store.begin() as work:  # as the job that is due by then
            work.oversight.call_deputies(at.request())
    elif what == "day":
        at.at += timedelta(hours=25)
    else:
        _changes(at, what, who)


def _decides(at: World, what: str, who: str) -> None:
    request = at.request()
    args = (COURSE, request, "q")
    called = who in NAMED or (who == "dora" and at.at >= timedelta(minutes=30))
    may = called and who not in at.teaches and at.ruled and at.linked
    may = may and not at.decided and at.at < timedelta(hours=24)
    if what == "name":
        shown = names(at.act(Press, who, "reveal-name", *args))
        assert bool(shown) == (who in at.entitled)
        return
    if what == "decline":
        outcome = at.act(Press, who, "reveal-decline", *args)
        at.decided = at.decided or may
    elif what == "scope":
        outcome = at.act(Submission, who, "reveal-confirm", COURSE, request, "other")
    else:
        outcome = at.act(Submission, who, "reveal-confirm", *args)
        at.confirmed |= {who} if may else set()
        if may and len(at.confirmed - at.teaches) >= 2:
            at.decided, at.granted_at = True, at.at
    assert names(outcome) == []


def _changes(at: World, what: str, who: str) -> None:
    with at.store.begin() as work:
        if what == "off":
            switch_off(at.course(work), MONDAY + at.at)
            at.ruled = False
        elif what == "unlink":
            work.questions.unlink("q")
            at.linked = False
        elif who in {*NAMED, "dora"}:
            work.courses.name_staff(rows.staff(EVERYBODY[who], Role.TA))
            at.teaches.add(who)


@pytest.mark.parametrize("url", ["sqlite_url", "postgresql_url"])
def test_random_histories(url: str, request: pytest.FixtureRequest) -> None:
    store = Store(request.getfixturevalue(url), KEYS)

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def play(steps: list[tuple[str, str]]) -> None:
        with world(store) as at:
            for what, who in steps:
                step(at, what, who)
            for who in EVERYBODY:
                step(at, "name", who)

    try:
        play()
    finally:
        store.close()


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    opened = Store(sqlite_url, KEYS)
    yield opened
    opened.close()


def log(store: Store) -> list[str]:
    with store.read() as work:
        return [one.what for one in work.oversight.entries(COURSE)]


def test_two_confirm_and_everything_is_noted(store: Store) -> None:
    with world(store) as at:
        for who in ("rita", "rita", "tim", "dora", "eve"):
            step(at, "confirm", who)
        step(at, "scope", "sam")
        step(at, "confirm", "sam")
        step(at, "confirm", "sam")
        step(at, "name", "sam")
        step(at, "name", "eve")
        assert log(store)[1:] == [
            "asked",
            "confirmed",
            "refused: same person twice",
            "refused: not named",
            "refused: deputies not called",
            "refused: not named",
            "refused: another question",
            "confirmed",
            "granted",
            "refused: decided already",
            "name read",
            "refused: not named",
        ]


def test_whoever_teaches_and_what_is_over_is_noted(store: Store) -> None:
    with world(store) as at:
        step(at, "staff", "rita")
        step(at, "confirm", "rita")
        step(at, "day", "rita")
        step(at, "confirm", "sam")
        assert log(store)[2:] == ["refused: teaches here", "refused: expired"]


def test_each_look_is_noted_and_each_that_is_refused_by_its_reason(store: Store) -> None:
    with world(store) as at:
        args = (COURSE, at.request(), "q")

        def look(who: str, *others: str) -> None:
            at.act(Press, who, "reveal-look", *(others or args[:2]))

        look("rita")
        look("rita")  # the same button again
        look("tim")
        look("dora")
        look("rita", COURSE, at.request(), "other")
        step(at, "staff", "sam")
        look("sam")
        step(at, "off", "rita")
        look("rita")
        assert log(store)[1:] == [
            "asked",
            "question read",
            "question read",
            "refused: not named",
            "refused: deputies not called",
            "refused: another question",
            "refused: teaches here",
            "rule ends",
            "refused: not named",  # by nobody any more
        ]
    with world(store) as at:
        request = at.request()
        step(at, "decline", "sam")
        at.act(Press, "rita", "reveal-look", COURSE, request)
        at.act(Press, "eve", "reveal-look", COURSE, request)
        step(at, "day", "rita")
        at.act(Press, "rita", "reveal-look", COURSE, request)
        assert log(store)[-3:] == ["question read", "refused: not named", "refused: expired"]
        with store.read() as work:
            assert [one.by for one in work.oversight.entries(COURSE)][-3:] == ["1", "", "1"]


@pytest.mark.parametrize(
    "change",
    [{"revealable": False}, {"author_seal": None}, {"label": Label.CLASSMATES}],
)
def test_nobody_can_ask_about_what_was_promised_otherwise(
    store: Store, change: dict[str, Any]
) -> None:
    with world(store) as at:
        with store.begin() as work:
            work.questions.add(rows.question("q2", **{"revealable": True, **change}))
        at.act(Submission, "tim", "reveal-ask", "q2")
        with store.read() as work:
            assert [one.question_id for one in work.oversight.requests(COURSE)] == ["q"]


def test_a_rule_names_two_people_outside_the_team(store: Store) -> None:
    with world(store) as at, store.begin() as work:
        work.courses.name_staff(rows.staff(TIM, Role.TA))
        course = at.course(work)
        fit: dict[str, Any] = {
            "office": "counselling",
            "named": [RITA, SAM],
            "deputies": [DORA],
            "target": 60,
            "at": MONDAY,
        }
        for wrong, why in (
            ({"named": [RITA]}, "exactly two"),
            ({"named": [RITA, SAM, DORA]}, "exactly two"),
            ({"named": [RITA, RITA]}, "nobody twice"),
            ({"deputies": [SAM]}, "nobody twice"),
            ({"named": [RITA, TIM]}, "staff of this course"),
            ({"office": " "}, "who they are"),
            ({"target": 5}, "between 15 and 1440"),
        ):
            with pytest.raises(Unfit, match=why):
                switch_on(course, **{**fit, **wrong})
        course.record.operator_teaches = True
        with pytest.raises(Unfit, match="nothing to reveal"):
            switch_on(course, **fit)
