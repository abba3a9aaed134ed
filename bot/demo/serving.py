"""The bot behind a local chat, put together: for the page, for programs, for the seeded day."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from bot.app import App, Storage, new_seed, open_storage, wall
from bot.platforms.local.adapter import LocalPlatform, Slash
from bot.platforms.local.chat import Chat
from bot.platforms.local.classroom import Classroom
from bot.platforms.local.client import Levers
from bot.platforms.local.wire import ParcelShown
from handlers.all import ROUTES
from handlers.chat.incoming import Command
from handlers.importing import keep
from handlers.menus import message_menu
from handlers.rules.importing.files import read
from handlers.words import FALLBACK, words
from storage.keys import make_keys
from storage.tables import Parcel

CONTACTS = (
    "Emergency: 112 (999 in the UK, 911 in North America). "
    "Campus counselling: room B12, weekdays 9 to 17, +00 555 0100."
)
_SEED = ("topics.csv", "hints.csv", "joins.md", "answers.jsonl")
NOTHING_DUE = "Nothing is waiting for a later time."


@dataclass(frozen=True, slots=True)
class Demo:
    """A running bot and its local chat."""

    app: App
    platform: LocalPlatform
    chat: Chat


@asynccontextmanager
async def local_bot(
    data: Path,
    people: Classroom,
    *,
    database: str | None = None,
    wall: Callable[[], datetime] = wall,
    seed: Callable[[], bytes] = new_seed,
    begins: datetime | None = None,
) -> AsyncIterator[Demo]:
    """A bot with a local chat, running until the block ends.

    Args:
        data: a folder for databases, keys and the chat's own memory; what is there is taken up.
        people: who is in the class, for a chat that is new.
        database: the main database's URL; by default a file in the folder.
        wall: real time; another one in tests.
        seed: chance; another one in tests.
        begins: where the clock is set, which goes on from there; by default it stays as it was.

    Raises:
        DatabaseProblem: a database cannot be used.
        KeyProblem: the keys are gone.
    """
    store, vault = _open(data, database)
    if begins is not None:
        with store.begin() as work:
            work.settings.set_clock_offset(begins - wall())
    chat = Chat(people, data / "chat.db", now=wall)
    platform = LocalPlatform(chat, commands=slash_commands(), menu=message_menu())
    app = App(store=store, vault=vault, platforms=[platform], wall=wall, seed=seed)
    chat.now = app.clock.now
    await app.start()
    try:
        yield Demo(app, platform, chat)
    finally:
        await app.stop()
        chat.close()


def _open(data: Path, database: str | None) -> Storage:
    data.mkdir(parents=True, exist_ok=True)
    keys = data / "keys.json"
    if not keys.exists():
        make_keys(keys)
    return open_storage(database or f"sqlite:///{data / 'askwell.db'}", keys)


def slash_commands() -> tuple[Slash, ...]:
    """What the composer offers, made from the routes."""
    say = words(FALLBACK)
    typed = [route for route in ROUTES.all() if route.kind is Command and route.help]
    short = [route for route in typed if route.name in {"ask", "my"}]
    return (
        *(Slash(route.name, say(route.help).partition(": ")[2]) for route in short),
        Slash("askwell", say("help-help").partition(": ")[2]),
    )


async def make_course(demo: Demo, people: Classroom, instructor: str) -> None:
    """Give a new chat its course, by the two answers an instructor gives; once only."""
    with demo.app.store.read() as work:
        if work.courses.all():
            return
    asked = await demo.platform.command(instructor, "askwell", "course", room=people.class_room)
    if asked.form is None:
        raise RuntimeError("the course's form did not open")
    await demo.platform.submit(
        instructor,
        asked.form.id,
        {"contacts": CONTACTS, "name": people.course},
        places={"staff": people.staff_room},
    )
    await demo.app.delivery.drain()


def fill_course(demo: Demo) -> None:
    """Import the seeded course's topics, hints, material and answers."""
    import_files(demo, files("bot.demo") / "course", _SEED)


def import_files(demo: Demo, folder: Traversable, names: Sequence[str]) -> None:
    """Import files into the chat's first course."""
    with demo.app.store.begin() as work:
        course = work.courses.all()[0]
        for name in names:
            contents = read(name, (folder / name).read_bytes())
            keep(contents.records, course, work)


def levers(demo: Demo) -> Levers:
    """What the chat's page can see and move of the bot."""
    return Levers(
        now=demo.app.clock.now,
        forward=_forward(demo),
        waiting=_waiting(demo),
        ready=_ready(demo),
    )


def _forward(demo: Demo) -> Callable[[timedelta | None], Awaitable[datetime]]:
    async def forward(by: timedelta | None) -> datetime:
        if by is not None:
            await demo.app.clock.forward(by)
        elif not await demo.app.clock.to_next():
            raise ValueError(NOTHING_DUE)
        return demo.app.clock.now()

    return forward


def _waiting(demo: Demo) -> Callable[[], Awaitable[Sequence[ParcelShown]]]:
    async def waiting() -> Sequence[ParcelShown]:
        with demo.app.store.read() as work:
            return [_shown(parcel) for parcel in work.outbox.waiting()]

    return waiting


def _shown(parcel: Parcel) -> ParcelShown:
    what = "A notice" if parcel.notice else f"The card “{parcel.card_key.partition(':')[0]}”"
    return ParcelShown(what=what, room=parcel.room_id or None, since=parcel.made_at)


def _ready(demo: Demo) -> Callable[[], Awaitable[bool]]:
    async def ready() -> bool:
        return await asyncio.to_thread(demo.app.trouble) is None

    return ready
