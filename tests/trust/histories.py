"""Random histories of tickets, played through the real dispatcher and store, with restarts.

Who does what is chosen by Hypothesis; after each event everything that must hold is looked at in
the database. The clock moves by hand, and due work is done as the real clock does it.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from itertools import count
from typing import Any, ClassVar

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.dispatch import Dispatcher, Outcome
from handlers.all import ROUTES
from handlers.chat.incoming import Acted, Press, Submission
from handlers.chat.outgoing import Reply
from storage import ticket_life as life
from storage.keys import Somebody
from storage.kinds import Address, By, Purpose, QuestionState, Role, Room, TicketState
from storage.store import Store
from storage.tables import Ticket
from tests.storage import rows
from tests.storage.rows import ANA, BEN, COURSE, KEYS, MONDAY, TIM
from tests.trust.sender import Sender

EVA = Somebody(KEYS, b"e" * 16)
ASKERS, STAFF = (ANA, BEN), (TIM, EVA)
HELPER = Somebody(KEYS, b"c" * 16)
EDGES = {(state, step.to) for step in life.STEPS for state in step.of}
"""What the drawing allows from one event to the next."""

STAFFED = (TicketState.WAITING, TicketState.CLAIMED, TicketState.SNOOZED)
"""States in which staff have an answer to give, now or later."""
HOUR = timedelta(hours=1)

which, asker, staff = st.integers(0, 7), st.sampled_from(ASKERS), st.sampled_from(STAFF)


class Histories(RuleBasedStateMachine):
    """What people and the clock do to a handful of tickets."""

    fresh: ClassVar[Callable[[], str]]
    """The URL of a database of its own for each history."""

    def __init__(self) -> None:
        super().__init__()
        self.url = type(self).fresh()
        self.now = MONDAY
        self.numbers = count(1)
        self.asked: dict[str, Somebody] = {}
        self.before: dict[str, Ticket] = {}
        self.staff_answers: dict[str, int] = {}
        self.last: Acted | None = None
        self.sender = Sender(lambda: self.now)

    @initialize()
    def begin(self) -> None:
        self._open()
        with self.store.begin() as work:
            if work.courses.find(COURSE) is None:
                work.courses.add(rows.course())
                work.courses.give_room(COURSE, Room.STAFF, Address("local", "demo", "staff"))
        for who in ASKERS:
            self._post(who)

    def _open(self) -> None:
        self.store = Store(self.url, KEYS, alone=False)
        self.dispatcher = Dispatcher(self.store, ROUTES)

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()

    def _act(self, event: Acted) -> Outcome:
        self.last = event
        outcome = self.dispatcher.handle(event)
        assert outcome.said, "everybody is answered something"
        return outcome

    def _press(self, who: Somebody, name: str, *args: str) -> Outcome:
        role = Role.TA if who in STAFF else Role.STUDENT
        return self._act(Press(**self._heard(who, role), name=name, args=args))

    def _send(
        self,
        who: Somebody,
        name: str,
        args: tuple[str, ...],
        fields: Mapping[str, str],
        to: Somebody | None = None,
    ) -> Outcome:
        role = Role.TA if who in STAFF else Role.STUDENT
        people = {} if to is None else {"people": {"who": (to,)}, "roles": {"who": (Role.TA,)}}
        heard = {**self._heard(who, role), **people}
        return self._act(Submission(**heard, name=name, args=args, fields=fields))

    def _heard(self, who: Somebody, role: Role) -> dict[str, Any]:
        number = next(self.numbers)
        return {
            "who": who,
            "role": role,
            "course": COURSE,
            "courses": (COURSE,),
            "at": self.now,
            "seed": f"seed {number}".encode().ljust(16),
            "delivery": f"d{number}",
        }

    def _some(self, number: int) -> str:
        ids = list(self.asked)
        return ids[number % len(ids)]

    @rule(who=asker)
    @precondition(lambda self: len(self.asked) < 6)
    def ask(self, who: Somebody) -> None:
        self._post(who)

    def _post(self, who: Somebody) -> None:
        name = f"q{len(self.asked)}"
        with self.store.begin() as work:
            work.questions.add(rows.question(name, who, asked_at=self.now, alias=f"Alias {name}"))
        self.asked[name] = who
        self._press(who, "post", name)

    @rule(who=asker)
    @precondition(lambda self: len(self.asked) < 6)
    def ask_for_a_person(self, who: Somebody) -> None:
        self._send(who, "talk", (COURSE,), {"text": "Could somebody talk to me?"})
        with self.store.read() as work:
            (new,) = {one.question_id for one in work.tickets.needing(COURSE)} - self.asked.keys()
        self.asked[new] = who

    @rule(number=which, who=staff)
    @precondition(lambda self: self.asked)
    def claim(self, number: int, who: Somebody) -> None:
        self._press(who, "claim", self._some(number))

    @rule(who=staff)
    @precondition(lambda self: self.asked)
    def take_next(self, who: Somebody) -> None:
        self._press(who, "take-next")

    @rule(number=which, who=staff, name=st.sampled_from(["release", "stir", "wake", "part"]))
    @precondition(lambda self: self.asked)
    def press(self, number: int, who: Somebody, name: str) -> None:
        self._press(who, name, self._some(number))

    @rule(who=staff)
    def release_all(self, who: Somebody) -> None:
        self._press(who, "release-all")

    @rule(number=which, who=staff, until=st.sampled_from(["hour", "tomorrow", "monday"]))
    @precondition(lambda self: self.asked)
    def snooze(self, number: int, who: Somebody, until: str) -> None:
        self._send(who, "snooze", (self._some(number),), {"until": until})

    @rule(number=which, who=staff, to=staff)
    @precondition(lambda self: self.asked)
    def hand_over(self, number: int, who: Somebody, to: Somebody) -> None:
        self._send(who, "hand-over", (self._some(number),), {"note": "for you"}, to)

    @rule(number=which, lead=which, who=staff)
    @precondition(lambda self: self.asked)
    def merge(self, number: int, lead: int, who: Somebody) -> None:
        self._send(who, "merge", (self._some(number),), {"lead": self._some(lead)})

    @rule(number=which)
    @precondition(lambda self: self.asked)
    def withdraw(self, number: int) -> None:
        question = self._some(number)
        self._send(self.asked[question], "withdraw", (question,), {})

    @rule(number=which, who=staff)
    @precondition(lambda self: self.asked)
    def answer_bit_by_bit(self, number: int, who: Somebody) -> None:
        """Somebody whose answers come in pieces, each of them told of."""
        for part in range(7):
            fields = {"text": f"And this: {part}.", "form": "hint"}
            self._send(who, "answer", (self._some(number),), fields)
            self.sender.send(self.store)

    @rule()
    def send(self) -> None:
        """What waits to be told is told."""
        self.sender.send(self.store)

    @rule(number=which, who=st.sampled_from([*STAFF, HELPER]), full=st.booleans())
    @precondition(lambda self: self.asked)
    def answer(self, number: int, who: Somebody, full: bool) -> None:
        fields = {"text": "Look at the keys.", "form": "full" if full else "hint"}
        self._send(who, "answer", (self._some(number),), fields)

    @rule(who=asker)
    def read(self, who: Somebody) -> None:
        self._press(who, "news")

    @rule(number=which, name=st.sampled_from(["solved", "partly", "not-yet", "not-yet"]))
    @precondition(lambda self: self.asked)
    def judge(self, number: int, name: str) -> None:
        question = self._some(number)
        with self.store.read() as work:
            answers = work.answers.of(question)
        if answers:
            self._press(self.asked[question], name, answers[-1].id)

    @rule(number=which, who=staff)
    @precondition(lambda self: self.asked)
    def mark_wrong(self, number: int, who: Somebody) -> None:
        with self.store.read() as work:
            answers = [one for one in work.answers.of(self._some(number)) if one.alias]
        if answers:
            self._send(who, "mark-wrong", (answers[-1].id,), {})

    @rule(number=which, who=staff)
    @precondition(lambda self: self.asked)
    def settle(self, number: int, who: Somebody) -> None:
        self._send(who, "settle", (self._some(number),), {})

    @rule(number=which)
    @precondition(lambda self: self.asked)
    def open_again(self, number: int) -> None:
        question = self._some(number)
        self._press(self.asked[question], "open-again", question)

    @rule(minutes=st.sampled_from([0, 20, 65, 300, 1500, 4000]))
    def time_goes_on(self, minutes: int) -> None:
        """Due work is done in order, each at its own time, as the clock does it."""
        end, real = self.now + timedelta(minutes=minutes), 1e9
        while True:
            with self.store.begin() as work:
                job = work.jobs.take(end, real, 60.0)
            if job is None:
                break
            assert self.dispatcher.tick(job, f"tick {next(self.numbers)}".encode().ljust(16))
            real += 0.001
            self._steps_are_drawn()
        self.now = end

    @rule()
    def restart(self) -> None:
        self.store.close()
        self._open()

    @rule()
    @precondition(lambda self: self.last is not None)
    def deliver_again(self) -> None:
        """The same event once more changes nothing."""
        assert self.last is not None
        before = self._tickets()
        self.dispatcher.handle(self.last)
        assert self._tickets() == before

    def _tickets(self) -> dict[str, Ticket]:
        with self.store.read() as work:
            found = ((one, work.tickets.find(one)) for one in self.asked)
            return {one: ticket for one, ticket in found if ticket is not None}

    @invariant()
    def _steps_are_drawn(self) -> None:
        """No transition outside the drawing, and the place in the line never moves."""
        if not hasattr(self, "store"):
            return
        now = self._tickets()
        assert now.keys() == self.asked.keys()
        for name, ticket in now.items():
            was = self.before.get(name)
            if was is None:
                assert ticket.state == TicketState.WAITING
                continue
            assert ticket.due == was.due
            drawn = ticket.state == was.state or (was.state, ticket.state) in EDGES
            assert drawn, "a step outside the drawing"
            if {ticket.state, was.state} == {TicketState.CLAIMED}:
                handed = isinstance(self.last, Submission) and self.last.name == "hand-over"
                kept = ticket.holder_tag == was.holder_tag
                assert kept or handed, "taken out of somebody's hands"
        self._everybody_is_answered(now)
        self.before = now

    def _everybody_is_answered(self, now: Mapping[str, Ticket]) -> None:
        """An answer of staff reaches all whose questions were answered together with that one."""
        with self.store.read() as work:
            given = {name: sum(one.by == By.STAFF for one in work.answers.of(name)) for name in now}
        for name, ticket in self.before.items():
            lead = ticket.merged_into or ""
            if given.get(lead, 0) > self.staff_answers.get(lead, 0):
                assert given[name] > self.staff_answers.get(name, 0), "somebody was left behind"
        self.staff_answers = given

    @invariant()
    def one_holder(self) -> None:
        """A claimed ticket has one holder who is staff, and any other that waits has none."""
        for name, ticket in self.before.items():
            holders = [one.tag(Purpose.QUESTION, name) for one in STAFF]
            if ticket.state == TicketState.CLAIMED:
                assert holders.count(ticket.holder_tag or "") == 1, "held by nobody"
                assert ticket.holder_seal
            elif ticket.state != TicketState.ANSWERED:
                assert ticket.holder_tag is None

    @invariant()
    def none_is_lost(self) -> None:
        """Whoever waits for an answer is in the line, in somebody's hands, or will be again."""
        if not hasattr(self, "store"):
            return
        with self.store.read() as work:
            for name, ticket in self.before.items():
                question = work.questions.find(COURSE, name)
                assert question is not None
                alike = (question.state == QuestionState.OPEN) == (ticket.state in life.OPEN)
                assert alike, "over for its question alone, or for its ticket"
                waits = {
                    job
                    for job in ("quiet-claim", "late-ticket", "wake-ticket")
                    if work.jobs.waits(name, job)
                }
                match ticket.state:
                    case TicketState.CLAIMED:
                        assert "quiet-claim" in waits
                    case TicketState.SNOOZED:
                        assert "wake-ticket" in waits, "nothing wakes it"
                    case TicketState.WAITING:
                        told = "late-ticket" in waits or ticket.escalated == 2
                        assert told, "nobody is told when it is late"
                    case TicketState.MERGED:
                        lead = self.before[ticket.merged_into or ""]
                        assert lead.state in STAFFED, "merged into what nobody answers"

    @invariant()
    def the_asker_has_a_next_step(self) -> None:
        """While a question is open, its own page offers its asker something to do about it."""
        if not hasattr(self, "store"):
            return
        for name, ticket in self.before.items():
            if ticket.state not in life.OPEN:
                continue
            who = self.asked[name]
            heard = self._heard(who, Role.STUDENT)
            said = self.dispatcher.handle(Press(**heard, name="my-question", args=(name,))).said
            offered = {
                button.name
                for one in said
                if isinstance(one, Reply)
                for button in one.message.all_buttons()
            }
            steps = {"follow-up", "that-did-it", "open-answer", "solved", "not-yet"}
            assert offered & steps, "no next step"

    @invariant()
    def notices_are_few(self) -> None:
        """In no hour is anybody told of something new more than six times."""
        for who, first in self.sender.told:
            hour = [at for to, at in self.sender.told if to == who and first <= at < first + HOUR]
            assert len(hour) <= 6, "too many notices"

    @invariant()
    def reminders_are_few(self) -> None:
        """One reminder for each sign of a holder, one for each round of the asker's."""
        if not hasattr(self, "store"):
            return
        with self.store.read() as work:
            for name in self.asked:
                happened = [event.what for event in work.log.of(name)]
                signs = sum(
                    happened.count(one)
                    for one in ("claimed", "handed over", "stirred", "asked back", "noted")
                )
                assert happened.count("reminded") <= signs
                rounds = 1 + happened.count("not yet") + happened.count("doubted")
                assert happened.count("asker reminded") <= rounds
                assert happened.count("late") <= 2 * rounds


RULES = frozenset(one.function.__name__ for one in Histories.setup_state().rules)


def play(
    fresh: Callable[[], str],
    histories: int,
    steps: int,
    *,
    shrinking: bool = True,
    drawn: bool = True,
    among: Collection[str] = (),
) -> None:
    """Play so many histories of so many steps.

    Args:
        fresh: the URL of an empty database with all tables, each time.
        histories: how many.
        steps: in each at most.
        shrinking: whether a failure is made as short as it can be.
        drawn: by chance, others each time; else the same each time.
        among: the names of the only rules; all of them where there are none.
    """
    phases = [Phase.generate, *([Phase.shrink] if shrinking else [])]
    others = RULES - set(among) if among else set()
    machine = type("Playing", (Histories,), {"fresh": staticmethod(fresh), **dict.fromkeys(others)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=histories,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=not drawn,
            report_multiple_bugs=False,
            phases=phases,
        ),
    )
