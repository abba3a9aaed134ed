"""A classroom in a local chat for one transcript: its clock stands still and chance is seeded."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from sqlalchemy import MetaData, make_url, update

from bot.app import App, open_storage
from bot.platforms.local.adapter import NAME, LocalPlatform
from bot.platforms.local.chat import Chat
from bot.platforms.local.classroom import WORKSPACE
from bot.platforms.local.stage import LocalStage
from bot.transcript.playing import House, Player, seeds
from bot.transcript.script import Command, Fill, Header, Script
from handlers.menus import message_menu
from storage.columns import table
from storage.engine import open_engine, vault_url
from storage.keys import make_keys
from storage.kinds import NativeId, Purpose
from storage.store import Store
from storage.tables import CourseTable

CONTACTS = "112. Campus help line: 555 0100, day and night."
"""Whom to contact in distress, in a course that is made silently."""

_course = table(CourseTable)


class NotEmpty(Exception):
    """The database holds a course already; a transcript needs one for itself."""


@asynccontextmanager
async def rehearsal(script: Script, database: str, folder: Path) -> AsyncIterator[Player]:
    """A player whose stage stands, with the course made if the header does not leave it out.

    Args:
        script: what will be played.
        database: the URL of an empty database.
        folder: for the keys and for what the chat keeps.

    Raises:
        NotEmpty: the database is in use.
        storage.engine.DatabaseProblem: it cannot be used.
    """
    header = script.header
    make_keys(folder / "keys.json")
    store, vault = open_storage(database, folder / "keys.json")
    try:
        with store.read() as work:
            if work.courses.all():
                raise NotEmpty(
                    "This database holds a course already. A transcript is played on an empty one."
                )
    except NotEmpty:
        store.close()
        raise
    chat = Chat(header.classroom, folder / "chat.sqlite")
    local = LocalPlatform(chat, menu=message_menu())
    chance = seeds(header.seed)
    app = App(store=store, vault=vault, platforms=[local], wall=lambda: header.start, seed=chance)
    chat.now = app.clock.now
    # Not App.start: neither the scheduler nor the sender's loop may act between two steps.
    listening = asyncio.create_task(local.run(app.hear))
    vault_engine = open_engine(vault_url(database), pool=1)
    try:
        stage = LocalStage(chat, local, header.classroom.class_room)
        if header.makes_course:
            await _make_course(header, stage, app)
        files = _files(database, folder)
        engines = (store.engine, vault_engine)
        house = House(app, engines, files, lambda who: _traces(store, who), _account)
        yield Player(script, stage, house)
    finally:
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening
        vault_engine.dispose()
        vault.close()
        await app.stop()
        chat.close()


async def _make_course(header: Header, stage: LocalStage, app: App) -> None:
    """Two answers by the first instructor (or TA); then what the header sets."""
    room = header.classroom.staff_room
    (maker, *_others) = sorted(
        header.classroom.rooms[1].members,
        key=lambda who: who not in _instructors(header),
    )
    await stage.act(maker, Command("askwell", "course"), "")
    answers = (("staff", f"#{room}"), ("name", header.classroom.course))
    await stage.act(maker, Fill(CONTACTS, answers), "")
    await app.delivery.drain()
    stage.shown()
    with app.store.begin() as work:
        work.connection.execute(
            update(_course).values(
                gate_minutes=header.gate,
                operator_teaches=header.operator_teaches,
                seal_answers=header.seals,
                timezone=header.timezone,
            )
        )


def _instructors(header: Header) -> set[str]:
    return {seat.id for seat in header.classroom.people if seat.title == "Instructor"}


def _files(database: str, folder: Path) -> tuple[Path, ...]:
    """Every SQLite file of the installation and of the chat."""
    urls = [make_url(database), make_url(vault_url(database))]
    stored = [Path(url.database) for url in urls if url.database and _sqlite(url.drivername)]
    return (*stored, folder / "chat.sqlite")


def _sqlite(driver: str) -> bool:
    return driver.startswith("sqlite")


def _traces(store: Store, who: str) -> Iterable[str]:
    """The keyed hash under which the vault has somebody's account."""
    yield store.keys.tag(Purpose.ACCOUNT, "account", _account(who).to_bytes())


def _account(who: str) -> NativeId:
    return NativeId(NAME, WORKSPACE, who)


def emptied(database: str) -> None:
    """Drop every table of a database that was empty before a transcript was played on it."""
    for url in (database, vault_url(database)):
        engine = open_engine(url, pool=1)
        there = MetaData()
        there.reflect(engine)
        there.drop_all(engine)
        engine.dispose()
