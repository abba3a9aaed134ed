"""Fifty people ask and staff claim and answer, while the process is killed again and again."""

import asyncio
import random
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from handlers.words import words
from storage.keys import load_keys
from storage.kinds import QuestionState, TicketState
from storage.store import Store
from tests.soak.serving import STUDENTS, TAS
from tests.soak.world import Told, World, button

SAY = words("en")
ASK, PEOPLE, POST = SAY("button-ask"), SAY("button-ask-people"), SAY("button-post")
CLAIM, ANSWER = SAY("button-claim"), SAY("button-answer")
ROOM = "data-101"
FORWARD = 30.0
"""Seconds by which the clock is moved now and then, so that class cards fall due on the way."""


@dataclass
class Acknowledged:
    """What was acknowledged: by question's text.

    Attributes:
        asked: the asker.
        posted: those that were posted.
        claimed: who was told that they have it.
        unsure: those whose claim was cut short and could not be sent again, because the card had
            changed; it may have been kept.
        answered: the answer's text.
        kills: after how many acknowledged acts each kill came.
    """

    asked: dict[str, str] = field(default_factory=dict)
    posted: set[str] = field(default_factory=set)
    claimed: dict[str, str] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)
    answered: dict[str, str] = field(default_factory=dict)
    kills: list[int] = field(default_factory=list)


class Killing:
    """One run."""

    def __init__(self, world: World, kills: int, seed: int, each: tuple[int, int]) -> None:
        """Take what is to happen.

        Args:
            world: the class.
            kills: how often.
            seed: of the moments.
            each: between how many acknowledged acts of one life the kill comes.
        """
        self.world = world
        self.done = Acknowledged()
        self._kills, self._each = kills, each
        self._chance = random.Random(seed)  # noqa: S311  # moments to be repeated, no secret
        self._next = 0
        self._over = asyncio.Event()
        self._taken: set[str] = set()
        world.on_acknowledged = self._acknowledged

    async def run(self) -> None:
        """Let them work, kill as often as asked, then let them finish what they began."""
        people = [asyncio.create_task(self._student(who)) for who in STUDENTS]
        staff = [asyncio.create_task(self._ta(who)) for who in TAS]
        time = asyncio.create_task(self._time())
        self._aim()
        living = asyncio.create_task(self._live())
        every = asyncio.create_task(_all([*people, *staff, time]))
        await asyncio.wait({living, every}, return_when=asyncio.FIRST_COMPLETED)
        if not every.done():
            living.result()
        await every
        await self._finish()
        assert self.world.process is not None
        self.world.process.terminate()
        await living

    async def _live(self) -> None:
        while len(self.done.kills) < self._kills:
            await self.world.live()
        await self.world.live()

    def _aim(self) -> None:
        self._next = self.world.acknowledged + self._chance.randint(*self._each)

    def _acknowledged(self) -> None:
        if len(self.done.kills) < self._kills and self.world.acknowledged >= self._next:
            assert self.world.process is not None
            self.world.process.kill()
            self.done.kills.append(self.world.acknowledged)
            self._aim()
            if len(self.done.kills) == self._kills:
                self._over.set()
                self.world.nudge()

    async def _student(self, who: str) -> None:
        """Ask one question after the other until the killing is over."""
        number = 0
        while not self._over.is_set():
            number += 1
            await self._ask(who, f"{who}, question {number}: why does my join double the rows?")

    async def _ask(self, who: str, text: str) -> None:
        await self.world.up()
        while not self.world.pinned:
            await self.world.changed()
        card = self.world.pinned
        heard, _ = await self._press(who, card["id"], button(card, ASK), f"{text} 1")
        form = next(one for one in heard if one.get("kind") == "form")
        heard, _ = await self.world.ask(
            kind="submit",
            person=who,
            form=form["id"],
            fields={"text": text},
            room=ROOM,
            delivery=f"{text} 2",
        )
        self.done.asked[text] = who
        panel = heard[-1]
        heard, _ = await self._press(who, panel["id"], button(panel, PEOPLE), f"{text} 3")
        preview = heard[-1]
        await self._press(who, preview["id"], button(preview, POST), f"{text} 4")
        self.done.posted.add(text)

    async def _press(
        self, who: str, message: str, id_: str | None, delivery: str, room: str = ROOM
    ) -> tuple[list[Told], Told]:
        assert id_ is not None
        return await self.world.ask(
            kind="press", person=who, message=message, button=id_, room=room, delivery=delivery
        )

    async def _ta(self, who: str) -> None:
        """Claim and answer what stands in the staff's room until the killing is over."""
        while not self._over.is_set():
            found = self._next_card()
            if found is None:
                await self.world.changed()
            else:
                await self._help(who, *found)

    def _next_card(self) -> tuple[str, str, str] | None:
        """The reference, claim button and text of a card that nobody is working on."""
        for ref, card in self.world.cards.items():
            claim = button(card, CLAIM)
            if claim is not None and ref not in self._taken:
                self._taken.add(ref)
                return ref, claim, _said(card)
        return None

    async def _help(self, who: str, ref: str, claim: str, text: str) -> None:
        heard, answer = await self._press(who, ref, claim, f"{who} {claim}", "staff")
        if answer["kind"] == "refused":  # it shows something else by now
            self.done.unsure.add(text)
            await self.world.look_again(who, ref)
            self._taken.discard(ref)
            return
        if heard[-1]["blocks"][0]["text"] == SAY("claimed"):
            self.done.claimed[text] = who
        form: Told | None = None
        while form is None:
            id_ = button(self.world.cards[ref], ANSWER)
            heard, answer = await self._press(who, ref, id_, f"{who} {id_}", "staff")
            form = next((one for one in heard if one.get("kind") == "form"), None)
            if answer["kind"] == "refused":
                await self.world.look_again(who, ref)
        given = f"{who} to {text}"
        await self.world.ask(
            kind="submit",
            person=who,
            form=form["id"],
            fields={"text": given, "form": "full"},
            room="staff",
            delivery=f"{given} 2",
        )
        self.done.answered[text] = given

    async def _time(self) -> None:
        """Move the clock on a little, over and over."""
        while not self._over.is_set():
            await self.world.ask(kind="forward", seconds=FORWARD)

    async def _finish(self) -> None:
        """Everything falls due and is delivered."""
        await self.world.ask(kind="forward", seconds=3600.0)
        while True:
            heard, _answer = await self.world.ask(kind="outbox", person="")
            if not heard[-1]["parcels"]:
                return


async def _all(tasks: list[asyncio.Task[None]]) -> None:
    await asyncio.gather(*tasks)


def _said(card: Told) -> str:
    return next((block["text"] for block in card["blocks"] if block["type"] == "said"), "")


@dataclass(frozen=True)
class Posted:
    """A message as the chat keeps it: where it stands and its body as JSON."""

    room: str | None
    person: str | None
    body: str


def _posted(data: Path) -> Iterator[Posted]:
    chat = sqlite3.connect(data / "chat.db")
    for row in chat.execute("SELECT room, person, body FROM message WHERE author IS NULL"):
        yield Posted(*row)
    chat.close()


def check(data: Path, database: str, done: Acknowledged) -> dict[str, int]:
    """Everything acknowledged is there and delivered, once; nothing is half done.

    Returns:
        How much there was, by kind.
    """
    store = Store(database, load_keys(data / "keys.json"), alone=False)
    messages = list(_posted(data))
    rooms: defaultdict[str | None, list[str]] = defaultdict(list)
    for message in messages:
        rooms[message.room].append(message.body)
    with store.read() as work:
        course = work.courses.all()[0]
        ids = [question_id for question_id, _tag in work.questions.tags(course.id)]
        questions = work.questions.some(ids)
        texts = Counter(question.text for question in questions)
        assert texts == Counter(done.asked.keys())
        notices: Counter[str] = Counter()
        for question in questions:
            ticket = work.tickets.find(question.id)
            answers = [one.text for one in work.answers.of(question.id)]
            happened = Counter(event.what for event in work.log.of(question.id))
            posted = question.text in done.posted
            assert posted == (question.state == QuestionState.OPEN) == (ticket is not None)
            assert happened["asked"] == 1
            assert happened["posted"] == posted
            claimed = question.text in done.claimed
            unsure = question.text in done.unsure
            assert happened["claimed"] == claimed or (unsure and happened["claimed"] == 1), (
                question.text,
                claimed,
                unsure,
                happened,
            )
            given = done.answered.get(question.text)
            assert answers == ([] if given is None else [given])
            cards = [body for body in rooms["staff"] if question.text in body]
            assert len(cards) == posted
            assert sum(question.text in body for body in rooms[ROOM]) == posted
            if given is not None:
                assert ticket is not None
                assert ticket.state == TicketState.ANSWERED
                assert SAY("card-answered") in cards[0]
                notices[done.asked[question.text]] += 1
        assert work.outbox.count() == 0
    told = Counter(message.person for message in messages if message.person is not None)
    assert told == notices
    if store.one_lane:
        with store.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
    store.engine.dispose()
    store._reader.dispose()
    return {
        "kills": len(done.kills),
        "asked": len(done.asked),
        "posted": len(done.posted),
        "claimed": len(done.claimed),
        "answered": len(done.answered),
        "notices": sum(notices.values()),
        "messages": len(messages),
    }


def play(
    data: Path, database: str, *, kills: int, seed: int, each: tuple[int, int]
) -> Counter[str]:
    """Run, kill, check.

    Raises:
        AssertionError: something acknowledged is missing or there twice, or something is half done.
    """

    async def run() -> Acknowledged:
        killing = Killing(World(data, database, (STUDENTS[0], *TAS)), kills, seed, each)
        await killing.run()
        return killing.done

    return Counter(check(data, database, asyncio.run(run())))
