"""A class at a local chat in this process, and everything it leaves anywhere, to be searched."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import make_url

from bot.app import App, new_seed, wall
from bot.platforms.local.adapter import AddedFile, LocalPlatform, Outcome
from bot.platforms.local.chat import Change, Chat, Seen
from bot.platforms.local.classroom import Classroom, RoomSeed, Seat
from handlers.importing import keep
from handlers.rules.importing.files import read
from handlers.words import words
from storage.engine import open_engine, vault_url
from storage.erased import Erased
from storage.erasure import tables
from storage.keys import Keys
from storage.store import Store
from storage.vault import METADATA, Vault

SAY = words("en")
CLASS, STAFF = "data-101", "staff"


def school(*students: Seat) -> Classroom:
    """These students, two TAs and an instructor."""
    staff = (
        Seat("tim", "Tim Brandt", "TA"),
        Seat("eva", "Eva Novotná", "TA"),
        Seat("ines", "Ines Carvalho", "Instructor"),
    )
    everybody = (*students, *staff)
    return Classroom(
        "Data 101",
        everybody,
        (
            RoomSeed(CLASS, "Everybody", tuple(seat.id for seat in everybody)),
            RoomSeed(STAFF, "Staff", tuple(seat.id for seat in staff)),
        ),
    )


@dataclass
class School:
    """A running bot and its people.

    Attributes:
        shown: every message that was shown to somebody, in order.
    """

    app: App
    vault: Vault
    platform: LocalPlatform
    chat: Chat
    url: str
    shown: list[Seen] = field(default_factory=list)

    def _saw(self, change: Change) -> None:
        if isinstance(change, Seen):
            self.shown.append(change)

    async def press(self, who: str, label: str, **values: str) -> Outcome:
        """Press the newest button that says so."""
        found = self.chat.newest_with(who, SAY(label, **values))
        assert found is not None, f"{who} sees no [{SAY(label)}]"
        outcome = await self.platform.press(who, found[0].id, found[1].id)
        await self.app.delivery.drain()
        return outcome

    async def submit(
        self,
        who: str,
        fields: Mapping[str, str] | None = None,
        *,
        files: Sequence[AddedFile] = (),
        places: Mapping[str, str] | None = None,
    ) -> Outcome:
        """Fill in and send off the form in front of somebody."""
        form = self.chat.form_of(who)
        assert form is not None, f"{who} sees no form"
        outcome = await self.platform.submit(who, form.id, fields, places=places, files=files)
        await self.app.delivery.drain()
        return outcome

    async def command(self, who: str, name: str, text: str = "", room: str = CLASS) -> Outcome:
        """Type a command."""
        outcome = await self.platform.command(who, name, text, room=room)
        await self.app.delivery.drain()
        return outcome

    async def ask(self, who: str, text: str, **fields: str) -> Outcome:
        """Ask a question, which stays private."""
        await self.press(who, "button-ask")
        return await self.submit(who, {"text": text, **fields})

    async def post(self, who: str) -> None:
        """Post the question on the newest panel to staff, and after the delay to the class."""
        await self.press(who, "button-ask-people")
        await self.press(who, "button-post")

    async def wait(self, minutes: float) -> None:
        """Time goes by."""
        await self.app.clock.forward(timedelta(minutes=minutes))

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """Every row of both databases, by table."""
        found: dict[str, list[dict[str, Any]]] = {}
        with self.app.store.engine.connect() as connection:
            for table, _duties in tables():
                rows = connection.execute(select(table)).mappings()
                found[table.name] = [dict(row) for row in rows]
        engine = open_engine(vault_url(self.url))
        with engine.connect() as connection:
            for name, table in METADATA.tables.items():
                rows = connection.execute(select(table)).mappings()
                found[f"vault.{name}"] = [dict(row) for row in rows]
        engine.dispose()
        return found

    def raw(self) -> bytes:
        """The bytes of SQLite's files, journals with them; nothing on PostgreSQL."""
        if make_url(self.url).get_backend_name() != "sqlite":
            return b""
        main = Path(str(make_url(self.url).database))
        return b"".join(path.read_bytes() for path in sorted(main.parent.glob(f"{main.stem}*")))

    def write_hints(self, *hints: str) -> None:
        """Staff wrote hints about joins, for rung 1 and up."""
        lines = [f"joins,{rung},{hint}" for rung, hint in enumerate(hints, 1)]
        contents = read("hints.csv", "\n".join(("topic,rung,text", *lines)).encode())
        with self.app.store.begin() as work:
            keep(contents.records, work.courses.all()[0], work)


@asynccontextmanager
async def open_school(
    url: str,
    keys: Keys,
    people: Classroom,
    *,
    wall: Callable[[], datetime] = wall,
    seed: Callable[[], bytes] = new_seed,
    erased: Path | None = None,
    anew: bool = True,
) -> AsyncIterator[School]:
    """The bot with its course made, not looking at the time by itself.

    Args:
        url: the main database's; migrated.
        keys: the installation's.
        people: everybody.
        wall: real time.
        seed: chance.
        erased: where it is kept apart what was erased; nowhere unless given.
        anew: whether the course has to be made; else it is there.
    """
    store = Store(url, keys)
    vault = Vault(open_engine(vault_url(url)), keys, None if erased is None else Erased(erased))
    chat = Chat(people)
    platform = LocalPlatform(chat)
    app = App(store=store, vault=vault, platforms=[platform], wall=wall, seed=seed)
    chat.now = app.clock.now
    at = School(app, vault, platform, chat, url)
    chat.listen(at._saw)
    hearing = asyncio.create_task(platform.run(app.hear))
    try:
        if anew:
            await at.command("ines", "askwell", "course")
            answers = {"contacts": "112", "name": "Data 101"}
            await at.submit("ines", answers, places={"staff": STAFF})
        yield at
    finally:
        hearing.cancel()
        await app.stop()
        chat.close()
