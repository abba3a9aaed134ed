"""One client of the local chat: a page or a program, acting as one person or as several."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import ValidationError

from bot.platforms.local import wire
from bot.platforms.local.adapter import TRY_AGAIN, AddedFile, LocalPlatform, NotTaken, Outcome
from bot.platforms.local.chat import PAGE, Change, Closed, Gone, Opened, Seen

_LARGE = 100_000
"""Characters from which a message is read in a thread, so that others need not wait for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Levers:
    """What the chat's page can see and move of the app behind it.

    Attributes:
        now: the app's clock, aware, UTC.
        forward: moves it on by so much, or with ``None`` to the next thing that falls due, and
            does all that is due on the way; what comes back is the new time. ``ValueError`` with
            a sentence for the person where nothing is due.
        waiting: what waits to be delivered, without addresses.
        ready: whether the app can take events.
    """

    now: Callable[[], datetime]
    forward: Callable[[timedelta | None], Awaitable[datetime]]
    waiting: Callable[[], Awaitable[Sequence[wire.ParcelShown]]]
    ready: Callable[[], Awaitable[bool]]


class Client:
    """Hears what one client asks, and tells it what it may know.

    Args:
        platform: the chat and its adapter.
        levers: the app behind it.
        send: takes a message for the client, at once.
        clock_moved: tells every client what time it is.
    """

    def __init__(
        self,
        platform: LocalPlatform,
        levers: Levers,
        send: Callable[[str], None],
        clock_moved: Callable[[], None],
    ) -> None:
        self._platform = platform
        self._chat = platform.chat
        self._levers = levers
        self._send = send
        self._clock_moved = clock_moved
        self._seeing: set[str] = set()
        self._acted: set[str] = set()
        self._acts: set[asyncio.Task[None]] = set()
        self._forget = self._chat.listen(self._changed)
        self._welcome()

    def tell(self, told: wire.Exact) -> None:
        """Say something to the client."""
        self._send(told.model_dump_json())

    def hear(self, text: str) -> None:
        """Begin to do what the client asks; several things may be under way at once."""
        act = asyncio.create_task(self._heard(text))
        self._acts.add(act)
        act.add_done_callback(self._acts.discard)

    async def leave(self) -> None:
        """The client has gone: what has begun is carried through, and it is told no more."""
        self._forget()
        await asyncio.gather(*self._acts)

    def _welcome(self) -> None:
        self.tell(
            wire.Welcome(
                course=self._chat.course,
                now=self._levers.now(),
                people=[
                    wire.SeatShown(id=seat.id, name=seat.name, title=seat.title)
                    for seat in self._chat.people
                ],
                groups=sorted(self._chat.groups),
                menu=[
                    wire.MenuItemShown(name=one.name, label=one.label, says=one.says)
                    for one in self._platform.menu
                ],
                commands=[
                    wire.SlashShown(name=one.name, says=one.says)
                    for one in self._platform.commands or ()
                ],
            )
        )

    # --- what it is told

    def _changed(self, change: Change) -> None:
        if isinstance(change, Opened):
            if self._answers(change.person):
                self.tell(wire.form_told(change))
        elif isinstance(change, Closed):
            if self._answers(change.person):
                self.tell(wire.FormClosed(person=change.person, id=change.id))
        else:
            readers = self._readers(change)
            if readers:
                shown = wire.message_shown(change)
                for who in sorted(readers):
                    self.tell(wire.MessageTold(person=who, message=shown))

    def _answers(self, who: str) -> bool:
        """Whether answers to this person reach the client: it sees or acts as the person."""
        return who in self._seeing or who in self._acted

    def _readers(self, seen: Seen) -> set[str]:
        if seen.person is None:
            return self._seeing.intersection(self._chat.room(seen.room or "").members)
        if seen.only_you:
            return {seen.person} if self._answers(seen.person) else set()
        return self._seeing & {seen.person}

    # --- what it asks

    async def _heard(self, text: str) -> None:
        number: int | None = None
        try:
            number, asked = await _read(text)
            outcome = await self._do(asked)
        except NotTaken as refused:
            self.tell(wire.Refused(id=number, text=str(refused), field=refused.field))
        except _Unclear as refused:
            self.tell(wire.Refused(id=refused.number, text=_sentence(str(refused))))
        except Gone as refused:
            self.tell(wire.Refused(id=number, text=_sentence(str(refused))))
        except Exception as failure:  # noqa: BLE001 - the loop's handler logs it; the client may try again
            asyncio.get_running_loop().call_exception_handler(
                {"message": "an act in the local chat broke", "exception": failure}
            )
            self.tell(wire.NotThrough(id=number or 0, text=TRY_AGAIN))
        else:
            self.tell(_outcome_told(asked.id, outcome))

    async def _do(self, asked: wire.Asked) -> Outcome | None:
        match asked:
            case wire.See():
                self._see(asked.person)
            case wire.Leave():
                self._seeing.discard(asked.person)
            case wire.Earlier():
                self._earlier(asked)
            case wire.Say():
                self._chat.say(asked.person, asked.room, asked.text, thread=asked.thread)
            case wire.Dismiss():
                self._chat.shut(asked.person, asked.form)
            case wire.Forward():
                await self._forward(asked.seconds)
            case wire.LookOutbox():
                self.tell(wire.OutboxShown(parcels=list(await self._levers.waiting())))
            case _:
                self._acted.add(asked.person)
                return await self._act(asked)
        return None

    async def _act(self, asked: wire.Acts) -> Outcome:
        """What the bot hears of."""
        platform, who = self._platform, asked.person
        match asked:
            case wire.Again():
                return await platform.again(who)
            case wire.WriteDirect():
                return await platform.direct(who, asked.text, delivery=asked.delivery)
            case wire.TypeCommand():
                return await platform.command(
                    who, asked.name, asked.text, room=asked.room, delivery=asked.delivery
                )
            case wire.PressButton():
                return await platform.press(
                    who, asked.message, asked.button, room=asked.room, delivery=asked.delivery
                )
            case wire.TakeShortcut():
                return await platform.shortcut(
                    who, asked.message, asked.shortcut, delivery=asked.delivery
                )
            case wire.SubmitForm():
                return await platform.submit(
                    who,
                    asked.form,
                    asked.fields,
                    people=asked.people,
                    places=asked.places,
                    groups=asked.groups,
                    files=[AddedFile(file.name, file.content) for file in asked.files],
                    room=asked.room,
                    delivery=asked.delivery,
                )

    async def _forward(self, seconds: float | None) -> None:
        try:
            await self._levers.forward(None if seconds is None else timedelta(seconds=seconds))
        except ValueError as refused:
            raise NotTaken(str(refused)) from None
        self._clock_moved()

    def _see(self, who: str) -> None:
        self._chat.person(who)
        self._seeing.add(who)
        places = [self._place(who, None, "", ())]
        places += [
            self._place(who, room.id, room.purpose, room.members)
            for room in self._chat.rooms_of(who)
        ]
        self.tell(wire.View(person=who, places=places))

    def _place(
        self, who: str, room: str | None, purpose: str, members: Sequence[str]
    ) -> wire.PlaceShown:
        messages = self._chat.history(who, room)
        return wire.PlaceShown(
            id=room,
            purpose=purpose,
            members=list(members),
            pinned=wire.messages_shown(self._chat.pinned(room)) if room else [],
            messages=wire.messages_shown(messages),
            more=len(messages) == PAGE,
        )

    def _earlier(self, asked: wire.Earlier) -> None:
        self._chat.person(asked.person)
        if asked.room is not None and asked.room not in {
            room.id for room in self._chat.rooms_of(asked.person)
        }:
            raise NotTaken(f"You are not in a room called {asked.room}.")
        messages = self._chat.history(asked.person, asked.room, before=asked.before)
        self.tell(
            wire.EarlierShown(
                person=asked.person,
                room=asked.room,
                messages=wire.messages_shown(messages),
                more=len(messages) == PAGE,
            )
        )


class _Unclear(ValueError):
    """What came is not a message of the protocol; ``number`` is its id, if it has one."""

    def __init__(self, text: str, number: int | None) -> None:
        super().__init__(text)
        self.number = number


async def _read(text: str) -> tuple[int, wire.Asked]:
    """The message and its number.

    Raises:
        _Unclear: it is not one of the protocol; the text says what is wrong, and quotes nothing.
    """
    try:
        if len(text) > _LARGE:
            asked = await asyncio.to_thread(wire.ASKED.validate_json, text)
        else:
            asked = wire.ASKED.validate_json(text)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(str(step) for step in first["loc"]) or "message"
        raise _Unclear(f"{where}: {first['msg']}", _number(text)) from None
    return asked.id, asked


def _number(text: str) -> int | None:
    try:
        number = json.loads(text)["id"]
    except (ValueError, TypeError, KeyError):
        return None
    return number if isinstance(number, int) else None


def _outcome_told(number: int, outcome: Outcome | None) -> wire.Exact:
    if outcome is None:
        return wire.Acknowledged(id=number)
    if outcome.through:
        return wire.Acknowledged(id=number, delivery=outcome.delivery)
    return wire.NotThrough(id=number, text=TRY_AGAIN, delivery=outcome.delivery)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"
