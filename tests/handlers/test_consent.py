"""The consent gate: nobody is counted who has not agreed, has stopped, or has gone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import bindparam, insert, literal, select

from bot.dispatch import Dispatcher
from handlers.all import ROUTES
from handlers.chat.incoming import Press
from handlers.course import Course
from handlers.pulse import asking, joining, tapping
from handlers.pulse.results import results
from handlers.rules.chance import Chance
from storage import erasure, pulses
from storage.engine import open_engine
from storage.keys import Somebody
from storage.kinds import Purpose, Role
from storage.migrate import upgrade
from storage.pulses import PER
from storage.store import Store
from storage.tables import PulseSlot
from tests.storage import rows
from tests.storage.rows import COURSE, KEYS, MONDAY

WEDNESDAY = MONDAY + timedelta(days=2)
WINDOW = "2026-W37"
_numbers = count()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path_factory.mktemp('consent')}/main.sqlite"
    engine = open_engine(url)
    upgrade(engine, "main")
    engine.dispose()
    opened = Store(url, KEYS)
    with opened.begin() as work:
        end = MONDAY.date() + timedelta(weeks=14)
        work.courses.add(rows.course(enrolment=250, term_start=MONDAY.date(), term_end=end))
    yield opened
    opened.close()


@dataclass
class Said:
    """What one person agreed to and answered, as they would tell it."""

    agreed: int = 0
    answers: list[tuple[str, int]] = field(default_factory=list)


class Class:
    """A class whose members do what they like, beside what must come of it."""

    def __init__(self, store: Store, monkeypatch: pytest.MonkeyPatch, people: int) -> None:
        self.term = f"t{next(_numbers)}"
        self._store, self._patch, self._version = store, monkeypatch, 1
        self.people = [Somebody(KEYS, n.to_bytes(16)) for n in range(people)]
        self.said = [Said() for _ in self.people]
        with store.begin() as work:
            for old in iter(lambda: work.pulses.current(COURSE), None):
                work.pulses.forget(old.id)
            term = rows.pulse_term(self.term, enrolment=250, week=1, opened_at=WEDNESDAY)
            work.pulses.add_term(term)

    def press(self, person: int, name: str, *args: str) -> None:
        press = Press(
            who=self.people[person],
            role=Role.STUDENT,
            course=COURSE,
            platform="local",
            at=WEDNESDAY,
            seed=next(_numbers).to_bytes(24),
            delivery=f"d{next(_numbers)}",
            name=name,
            args=(self.term, *args),
        )
        Dispatcher(self._store, ROUTES).handle(press)

    def joins(self, person: int, _value: int) -> None:
        self.press(person, "pulse-join", "card")
        self.said[person].agreed = self._version

    def stops(self, person: int, _value: int) -> None:
        """They are not asked any more; what they said while they were stays theirs, and counts."""
        self.press(person, "pulse-stop")
        self.said[person].agreed = 0

    def goes(self, person: int, _value: int) -> None:
        """They delete everything."""
        with self._store.begin() as work:
            erasure.erase(work.connection, self.people[person].tag)
        self.said[person] = Said()

    def is_rewritten(self, _person: int, _value: int) -> None:
        """The words that people agree to change, for everybody."""
        self._version += 1
        for module in (asking, joining, tapping):
            self._patch.setattr(module, "CONSENT", self._version)

    def taps(self, person: int, value: int) -> None:
        """Whichever item comes next, or would, on a message that they may have kept."""
        tag = self.people[person].tag(Purpose.PULSE, self.term)
        with self._store.begin() as work:
            slot = work.pulses.slot(self.term, 1, tag)
            if slot is None:  # the message is still there; somebody else's would do as well
                place, item = 0, "B1"
            elif (args := asking.item_args(slot)) is None:
                return
            else:
                place, item = slot.place, args[4]
        self.press(person, "pulse-tap", "1", str(place), item, str(value))
        if self.said[person].agreed == self._version:
            self.said[person].answers.append((item, value))

    def declines(self, person: int, _value: int) -> None:
        self.press(person, "pulse-no")

    def counted(self) -> dict[str, tuple[int, int]]:
        """How many people each scale counts, and the sum of their means in twelfths."""
        with self._store.begin() as work:
            record = work.courses.find(COURSE)
            assert record is not None
            found = results(Course(work, Chance(b"s" * 16), record), WINDOW)
        return {one.scale: (one.whole.people, int(PER * one.whole.total)) for one in found}

    def due(self) -> dict[str, tuple[int, int]]:
        """The same from what everybody would tell."""
        found: dict[str, tuple[int, int]] = {}
        for said in self.said:
            for scale, first in (("belonging", "B"), ("self_efficacy", "S")):
                own = [value for item, value in said.answers if item.startswith(first)]
                if own:
                    people, total = found.get(scale, (0, 0))
                    found[scale] = (people + 1, total + PER * sum(own) // len(own))
        return found


Step = Callable[[Class, int, int], None]
STEPS: list[Step] = [
    Class.joins,
    Class.joins,
    Class.taps,
    Class.taps,
    Class.taps,
    Class.taps,
    Class.stops,
    Class.goes,
    Class.declines,
    Class.is_rewritten,
]
HISTORIES = st.lists(
    # A few do much, so that they meet their own past.
    st.tuples(st.sampled_from(STEPS), st.integers(0, 1) | st.integers(0, 249), st.integers(1, 5)),
    min_size=5,
    max_size=40,
)


def play(store: Store, people: int, history: list[tuple[Step, int, int]]) -> Class:
    with pytest.MonkeyPatch.context() as patch:
        room = Class(store, patch, people)
        for step, person, value in history:
            step(room, person % people, value)
        return room


@settings(max_examples=60, deadline=None)
@given(people=st.integers(1, 250), history=HISTORIES)
def test_only_who_has_agreed_is_counted(
    store: Store,
    people: int,
    history: list[tuple[Step, int, int]],
) -> None:
    room = play(store, people, history)
    assert room.counted() == room.due()


BY_HAND: dict[str, list[Step]] = {
    "to other words": [Class.joins, Class.is_rewritten, Class.taps],
    "not at all": [Class.declines, Class.taps],
    "not any more": [Class.joins, Class.stops, Class.taps],
    "and is gone": [Class.joins, Class.taps, Class.goes],
}


@pytest.mark.parametrize("history", BY_HAND.values(), ids=list(BY_HAND))
def test_nobody_who_agreed(store: Store, history: list[Step]) -> None:
    room = play(store, 12, [(step, person, 4) for person in range(12) for step in history])
    assert room.counted() == room.due() == {}


@pytest.mark.parametrize("history", BY_HAND.values(), ids=list(BY_HAND))
def test_the_gate_is_noticed_to_be_open(
    store: Store, history: list[Step], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = ("id", "term", "window", "tag", "none", "scale", "item", "value", "agreed")
    columns = [column.name for column in pulses._answer.c]
    ungated = insert(pulses._answer).from_select(
        columns, select(*(literal("") if n == "none" else bindparam(n) for n in given))
    )
    monkeypatch.setattr(pulses, "_KEEP", ungated.returning(pulses._answer.c.id))
    monkeypatch.setattr(erasure, "erase", lambda *_: None)
    monkeypatch.setattr(tapping, "member_of", lambda *_: "whoever")
    slot = pulses.Pulses.slot

    def whose(self: pulses.Pulses, term_id: str, week: int, tag: str) -> PulseSlot:
        own = slot(self, term_id, week, tag)
        return own or PulseSlot(term_id=term_id, week=week, person_tag=tag, codes="B1 S1")

    monkeypatch.setattr(pulses.Pulses, "slot", whose)
    monkeypatch.setattr(
        pulses.Pulses, "step", lambda self, term, week, tag, _at: whose(self, term, week, tag)
    )
    room = play(store, 12, [(step, person, 4) for person in range(12) for step in history])
    assert room.due() == {}
    assert room.counted()["belonging"] == (12, 12 * 4 * PER)
