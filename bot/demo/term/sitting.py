"""One question of the made-up class, from the first press to its end, by the buttons there are.

Between two acts time passes: each function yields the minutes that somebody takes.
"""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field

from bot.demo.serving import Demo
from bot.demo.term.class_of import Asks, replied
from bot.platforms.local.adapter import Outcome
from bot.platforms.local.buttons import NoButton, button, buttons
from bot.platforms.local.chat import Seen
from bot.platforms.local.classroom import Classroom
from handlers.chat.outgoing import Form
from storage.kinds import By, QuestionState
from storage.tables import Answer, Question

TRIED = "I read the week's page and tried it on five rows."
HINT = "You are close. Look at one row by hand and say what should come out; then compare."
FULL = (
    "It does what the week's page says, only to other rows. Change that one step and run it again."
)
AGAIN = "Then let us go one step back: what does the table look like just before that line?"
PEER = "I had this too! What helped me was drawing the two tables on paper."


@dataclass(slots=True)
class World:
    """Where the term is played.

    Attributes:
        demo: the bot and its chat.
        people: who is in the chat.
        course_id: the course.
        topics: their names, by number.
        texts: each topic's questions.
        played: what was done, and how often.
    """

    demo: Demo
    people: Classroom
    course_id: str
    topics: list[str]
    texts: list[list[str]]
    played: dict[str, int] = field(default_factory=dict)

    def count(self, what: str) -> None:
        """Something was done once more."""
        self.played[what] = self.played.get(what, 0) + 1

    async def press(
        self,
        who: str,
        messages: Iterable[Seen],
        name: str,
        args: tuple[str, ...] | None = None,
    ) -> Outcome:
        """Somebody presses a button by its route.

        Raises:
            NoButton: there is none.
        """
        message, id_, _args = button(messages, name, args)
        return await self.demo.platform.press(who, message.id, id_)

    def question(self, question_id: str) -> Question | None:
        """A question as it is now."""
        with self.demo.app.store.read() as work:
            return work.questions.find(self.course_id, question_id)

    def rung(self, question_id: str) -> int:
        """The rung that was shown last; 0 for none."""
        with self.demo.app.store.read() as work:
            return max((one.rung for one in work.questions.shown(question_id)), default=0)

    def answers(self, question_id: str) -> list[Answer]:
        """What people wrote to help with a question."""
        with self.demo.app.store.read() as work:
            return work.answers.of(question_id)

    async def card(self, key: str) -> list[Seen]:
        """A card of the course by its key, once all is delivered; none if it is not there."""
        await self.demo.app.delivery.drain()
        with self.demo.app.store.read() as work:
            ref = work.cards.ref(self.course_id, key, "local")
        return [] if ref is None else [self.demo.chat.message(ref)]


async def ask(world: World, asks: Asks) -> AsyncIterator[int]:
    """Ask, take hints, ask people where they do not do it, read what comes and say what came."""
    who = asks.who.id
    opened = await world.press(who, world.demo.chat.pinned(world.people.class_room), "ask")
    if opened.form is None:
        return
    fields = {
        "text": world.texts[asks.topic][asks.text % len(world.texts[asks.topic])],
        "wish": asks.wish.value,
        "tried": TRIED if asks.tried else "",
        "topic": _topic(opened.form.form, world.topics[asks.topic]),
    }
    panel = (await world.demo.platform.submit(who, opened.form.id, fields)).messages
    question_id = button(panel, "ask-people")[2][0]
    world.count("asked")
    async for minutes in _climb(world, asks, question_id, panel):
        yield minutes
    question = world.question(question_id)
    if question is None or question.state != QuestionState.PRIVATE:
        return
    if not asks.posts:
        if asks.text % 2:  # the others just close the window
            await world.press(who, panel, "keep")
        return
    preview = await world.press(who, panel, "ask-people")
    await world.press(who, preview.messages, "post")
    world.count("posted")
    async for minutes in _be_helped(world, asks, question_id):
        yield minutes


def _topic(form: Form, name: str) -> str:
    """The value of the topic with this name in the form."""
    options = [
        option
        for one in form.fields
        if one.type == "choice" and one.name == "topic"
        for option in one.options
    ]
    return next(option.value for option in options if option.label == name)


async def _climb(
    world: World, asks: Asks, question_id: str, panel: tuple[Seen, ...]
) -> AsyncIterator[int]:
    """Take a hint after the other until one does it or enough have been read."""
    who, shown = asks.who.id, panel
    for _read in range(asks.reads):
        rung = world.rung(question_id)
        yield 3 + asks.text % 7
        if 0 < asks.helps <= rung:
            await world.press(who, panel, "that-did-it")
            world.count("solved after a hint")
            return
        if rung == 2 and not asks.helps:
            votes = [one for one in buttons(shown) if one[2] == "not-useful"]
            if votes:
                await world.demo.platform.press(who, votes[0][0].id, votes[0][1])
        try:
            more = await world.press(who, shown, "next-hint")
        except NoButton:
            return
        if more.form is not None:  # the gate before the worked example
            if asks.text % 2:
                return
            yield 2
            more = await world.demo.platform.submit(who, more.form.id, {"tried": TRIED})
        shown = more.messages or shown


async def _be_helped(world: World, asks: Asks, question_id: str) -> AsyncIterator[int]:
    """A classmate may be quicker; staff reply in their hours; the asker says what came of it."""
    now = asks.minute + 30
    if asks.peer:
        yield 45
        now += 45
        await _answer(world, _other(world, asks), f"question:{question_id}", PEER)
    yield replied(now, asks.reply) - now
    helper = ("tim", "eva")[asks.text % 2]
    await _answer(world, helper, f"ticket:{question_id}", FULL if asks.answers else HINT)
    yield 30 + asks.text * 5
    await _judge(world, asks.who.id, question_id, "not-yet" if asks.not_yet else "solved")
    if asks.not_yet:
        yield replied(now + asks.reply, asks.reply) - now
        await _answer(world, helper, f"ticket:{question_id}", AGAIN)
        yield 60
        await _judge(world, asks.who.id, question_id, "solved")


def _other(world: World, asks: Asks) -> str:
    """A classmate who does not ask this themselves."""
    students = [seat.id for seat in world.people.people if seat.title == "Student"]
    return students[(students.index(asks.who.id) + 1 + asks.text) % len(students)]


async def _answer(world: World, who: str, key: str, text: str) -> None:
    """Answer from a card, if the card is there and may be answered."""
    try:
        opened = await world.press(who, await world.card(key), "answer")
    except NoButton:
        return
    if opened.form is None:
        return
    fields = {"text": text, "form": "full" if text == FULL else "hint"}
    await world.demo.platform.submit(who, opened.form.id, fields)
    world.count("answered")


async def _judge(world: World, who: str, question_id: str, outcome: str) -> None:
    """Read what is new, open what is sealed, and say whether the last answer did it."""
    await world.demo.app.delivery.drain()
    told = [seen for seen in world.demo.chat.history(who, None) if list(buttons([seen]))[:1]]
    try:
        await world.press(who, reversed(told), "news")
    except NoButton:
        return
    for given in reversed(world.answers(question_id)):
        if outcome == "not-yet" and given.by == By.CLASSMATE:
            continue
        for route in ("open-answer", outcome):
            private = reversed(world.demo.chat.only_you(who))
            try:
                await world.press(who, private, route, (given.id,))
            except NoButton:
                continue
            if route == outcome:
                world.count(outcome)
                return
