"""Twenty people claim one ticket at the same moment, over and over, and what each was told."""

import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from bot.dispatch import Dispatcher
from handlers.all import ROUTES
from handlers.chat.incoming import Press
from handlers.chat.outgoing import NAME, Line, Reply
from handlers.words import words
from storage.keys import Somebody
from storage.kinds import Address, Purpose, QuestionState, Role, Room, TicketState
from storage.store import Store
from tests.storage import rows
from tests.storage.rows import COURSE, KEYS, MONDAY

PEOPLE = 20
WAIT = 100.0
SAY = words("en")


class Barrier(Protocol):
    def wait(self, timeout: float | None = None) -> int: ...


@dataclass(frozen=True)
class Told:
    """What one person was told when they claimed a ticket.

    Attributes:
        round: which ticket.
        person: their number.
        won: whether they were told that they have it.
        holder: else the secret of the person who was named as its holder.
        anything_else: the text, where it was neither.
    """

    round: int
    person: int
    won: bool = False
    holder: bytes = b""
    anything_else: str = ""


def secret(person: int) -> bytes:
    return bytes([person]) * 16


def prepare(url: str, rounds: int) -> None:
    """A course with so many waiting tickets."""
    store = Store(url, KEYS, alone=False)
    with store.begin() as work:
        work.courses.add(rows.course())
        work.courses.give_room(COURSE, Room.STAFF, Address("local", "demo", "staff"))
        for number in range(rounds):
            name = f"q{number}"
            work.questions.add(rows.question(name, state=QuestionState.OPEN, posted_at=MONDAY))
            work.tickets.add(rows.ticket(name))
    store.engine.dispose()
    store._reader.dispose()


def claim(dispatcher: Dispatcher, person: int, number: int) -> Told:
    """One press on [Claim], through the dispatcher."""
    event = Press(
        who=Somebody(KEYS, secret(person)),
        role=Role.TA,
        course=COURSE,
        courses=(COURSE,),
        at=MONDAY,
        seed=f"{number} {person}".encode().ljust(16),
        delivery=f"{number} {person}",
        name="claim",
        args=(f"q{number}",),
        once=f"card {number}",
    )
    (reply,) = dispatcher.handle(event).said
    assert isinstance(reply, Reply)
    line = reply.message.parts[0]
    assert isinstance(line, Line)
    if line.text == SAY("claimed"):
        return Told(number, person, won=True)
    if line.text == SAY("claimed-other", who=NAME):
        seal = line.names[0].seal
        return Told(number, person, holder=KEYS.unlock(Purpose.SEAL, seal.scope, seal.box))
    return Told(number, person, anything_else=line.text)


def claims(
    url: str, people: range, rounds: int, barrier: Barrier, *, alone: bool
) -> list[list[Told]]:
    """So many people of one process, each a thread, claim every ticket in step with all others."""
    store = Store(url, KEYS, alone=alone)
    dispatcher = Dispatcher(store, ROUTES)

    def one(person: int) -> list[Told]:
        told = []
        for number in range(rounds):
            barrier.wait(WAIT)
            told.append(claim(dispatcher, person, number))
        return told

    with ThreadPoolExecutor(len(people)) as pool:
        found = list(pool.map(one, people))
    store.close()
    return found


def in_one_process(url: str, rounds: int) -> list[list[Told]]:
    """Twenty threads of one process: SQLite's way."""
    return claims(url, range(PEOPLE), rounds, threading.Barrier(PEOPLE), alone=True)


def in_several_processes(url: str, rounds: int, processes: int = 4) -> list[list[Told]]:
    """Several processes with as many threads each: PostgreSQL's way."""
    context = multiprocessing.get_context("spawn")
    each = PEOPLE // processes
    with (
        context.Manager() as manager,
        ProcessPoolExecutor(processes, mp_context=context) as pool,
    ):
        barrier = manager.Barrier(PEOPLE)
        running = [
            pool.submit(claims, url, range(first, first + each), rounds, barrier, alone=False)
            for first in range(0, PEOPLE, each)
        ]
        return [told for future in running for told in future.result()]


def check(url: str, rounds: int, told: list[list[Told]]) -> None:
    """One winner each time, who holds the ticket; nineteen who were told who that is."""
    store = Store(url, KEYS, alone=False)
    with store.read() as work:
        for number in range(rounds):
            answers = [person[number] for person in told]
            assert len(answers) == PEOPLE
            assert {one.anything_else for one in answers} == {""}
            (winner,) = [one.person for one in answers if one.won]
            assert {one.holder for one in answers if not one.won} == {secret(winner)}
            ticket = work.tickets.find(f"q{number}")
            assert ticket is not None
            assert ticket.state == TicketState.CLAIMED
            tag = Somebody(KEYS, secret(winner)).tag(Purpose.QUESTION, f"q{number}")
            assert ticket.holder_tag == tag
            happened = [event.what for event in work.log.of(f"q{number}")]
            assert happened == ["claimed"]
    store.engine.dispose()
    store._reader.dispose()


def play(url: str, rounds: int, way: Callable[[str, int], list[list[Told]]]) -> None:
    """Prepare, claim, check.

    Raises:
        AssertionError: two won, or none, or somebody was not told who did.
    """
    prepare(url, rounds)
    check(url, rounds, way(url, rounds))
