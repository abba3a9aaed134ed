"""The real app on SQLite behind SimCord's Discord, ready for a transcript."""

import re
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import simcord
from sqlalchemy import update

from bot.app import App, open_storage
from bot.platform import Action, Answered
from bot.platforms.discord.adapter import DiscordPlatform
from bot.platforms.discord.inbound import account
from bot.platforms.discord.settings import DiscordSettings
from bot.platforms.local.rehearsal import CONTACTS
from bot.transcript.playing import House, Player, seeds
from bot.transcript.script import (
    Again,
    Command,
    Did,
    Expected,
    Fill,
    Header,
    Note,
    Script,
    Step,
)
from handlers.all import ROUTES
from handlers.chat import incoming
from storage.columns import table
from storage.engine import open_engine, vault_url
from storage.keys import make_keys
from storage.kinds import NativeId, Purpose
from storage.tables import CourseTable
from tests.discord.stage import DiscordStage

OFFERED = {route.name for route in ROUTES.all() if route.kind is incoming.Command and route.help}
_course = table(CourseTable)


def on_discord(script: Script, *, again: bool = False) -> Script:
    """The transcript with what Discord does otherwise.

    - A form's button always says Submit.
    - A second delivery is answered into nothing: Discord takes one answer to an interaction, and
      the first was seen.
    - ``/askwell`` alone is ``/askwell help``, since a command with subcommands cannot be run.
    - Only what is offered can be typed: no words after ``/ask``, no unknown ``/askwell`` command.

    Args:
        script: what was written for the local chat.
        again: whether a second delivery comes before the first was answered, and so can be.
    """
    return replace(script, steps=tuple(_step(step, again=again) for step in script.steps))


def _step(step: Step, *, again: bool) -> Step:
    if not isinstance(step, Did):
        return replace(step, expected=tuple(_expected(one) for one in step.expected))
    act, expected = step.act, tuple(_expected(one) for one in step.expected)
    match act:
        case Again() if not again:
            expected = ()
        case Command("askwell", text) if text not in OFFERED:
            if text:
                return Note(step.line, step.source)
            act = Command("askwell", "help")
        case Command(name, text) if name != "askwell":
            act = Command(name, "")
    return replace(step, act=act, expected=expected)


def _expected(one: Expected) -> Expected:
    if not one.where.startswith("form to"):
        return one
    return replace(one, text=re.sub(r"\[[^\]]*\]$", "[Submit]", one.text))


@asynccontextmanager
async def on_simcord(script: Script, folder: Path) -> AsyncIterator[tuple[Player, simcord.Env]]:
    """A player whose stage is a Discord server."""
    database = f"sqlite:///{folder / 'askwell.sqlite'}"
    make_keys(folder / "keys.json")
    store, vault = open_storage(database, folder / "keys.json")
    vault_engine = open_engine(vault_url(database), pool=1)

    async def hear(action: Action) -> Answered:
        return await app.hear(action)

    platform = DiscordPlatform(DiscordSettings(), hear=hear)
    header = script.header
    app = App(
        store=store,
        vault=vault,
        platforms=[platform],
        wall=lambda: header.start,
        seed=seeds(header.seed),
    )
    try:
        async with simcord.run(platform.client) as env:
            stage = DiscordStage(env, header.classroom)

            def native(who: str) -> NativeId:
                return account(str(stage.members[who].id))

            def traces(who: str) -> Iterable[str]:
                yield store.keys.tag(Purpose.ACCOUNT, "account", native(who).to_bytes())

            if header.makes_course:
                await _make_course(header, stage, app)
            files = (folder / "askwell.sqlite", folder / "askwell-vault.sqlite")
            there = tuple(file for file in files if file.exists())
            house = House(app, (store.engine, vault_engine), there, traces, native)
            yield Player(on_discord(script), stage, house), env
    finally:
        vault_engine.dispose()
        vault.close()
        await app.stop()


async def _make_course(header: Header, stage: DiscordStage, app: App) -> None:
    """Two answers by the instructor, or else a TA; then what the header sets."""
    people = header.classroom
    titles = {seat.id: seat.title for seat in people.people}
    maker = min(people.rooms[1].members, key=lambda who: titles[who] != "Instructor")
    await stage.act(maker, Command("askwell", "course"), "")
    answers = (("staff", f"#{people.staff_room}"), ("name", people.course))
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
