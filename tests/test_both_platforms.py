"""One process, one course, Slack's wire server and SimCord's Discord at once."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import simcord

from bot.app import App, open_storage
from bot.platform import Action, Answered
from bot.platforms.discord.adapter import DiscordPlatform
from bot.platforms.discord.settings import DiscordSettings
from bot.platforms.local.classroom import read_header
from bot.platforms.local.rehearsal import CONTACTS
from bot.platforms.slack.adapter import SlackPlatform
from bot.platforms.slack.manifest import SCOPES
from bot.transcript.parsing import MONDAY
from bot.transcript.playing import seeds
from bot.transcript.script import Act, Command, Fill, Press
from handlers.course_admin import catching_up
from handlers.words import words
from storage.keys import make_keys
from storage.kinds import PulseState
from storage.tables import PulseTerm
from tests.discord.stage import DiscordStage
from tests.slack.stage import SlackStage, channel_of, reached, settings, user_of
from tests.wire.slack.server import BOT, SlackServer

PEOPLE = read_header("course Data 101 · ana, ben: students · tim: TA · ines: instructor")

SAY = words("en")

pytestmark = pytest.mark.usefixtures("sqlite_url")  # the tables are there, in tmp_path


@dataclass
class Both:
    """A school on two platforms; what is shown, with the platform in front."""

    app: App
    slack: SlackStage
    discord: DiscordStage

    async def act(self, where: str, who: str, *acts: Act) -> list[str]:
        stage = self.slack if where == "slack" else self.discord
        for act in acts:
            await stage.act(who, act, "")
            await self.app.delivery.drain()
        return [
            f"{name} {one.where}: {' / '.join(one.parts)}"
            for name, here in (("slack", self.slack), ("discord", self.discord))
            for one in here.shown()
        ]


@asynccontextmanager
async def both(folder: Path) -> AsyncIterator[Both]:
    make_keys(folder / "keys.json")
    database = f"sqlite:///{folder / 'askwell.sqlite'}"
    store, vault = open_storage(database, folder / "keys.json")

    async def hear(action: Action) -> Answered:
        return await app.hear(action)

    rooms = {channel_of(room.id): {BOT, *map(user_of, room.members)} for room in PEOPLE.rooms}
    discord = DiscordPlatform(DiscordSettings(), hear=hear)
    async with SlackServer(rooms, scopes=set(SCOPES)) as server:
        slack = SlackPlatform(settings(server), pace=0.001)
        app = App(
            store=store,
            vault=vault,
            platforms=[slack, discord],
            wall=lambda: MONDAY,
            seed=seeds(1),
        )
        listening = asyncio.create_task(slack.run(app.hear))
        try:
            await reached(server, slack)
            async with simcord.run(discord.client) as env:
                names = {seat.id: seat.name for seat in PEOPLE.people}
                here = SlackStage(server, slack, names, PEOPLE.class_room)
                yield Both(app, here, DiscordStage(env, PEOPLE))
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening
            vault.close()
            await app.stop()


def code(said: list[str]) -> str:
    (found,) = re.findall(r"[A-Z2-7]{4}-[A-Z2-7]{4}", " ".join(said))
    return str(found)


def places(said: list[str], words: str) -> set[str]:
    """Where something stands that holds the words."""
    return {one.partition(": ")[0] for one in said if words in one}


async def brought(school: Both) -> None:
    """The course made on Slack, then brought to Discord."""
    staff = ("staff", "#staff")
    make = Fill(CONTACTS, (staff, ("name", "Data 101")))
    await school.act("slack", "ines", Command("askwell", "course"), make)
    said = await school.act(
        "slack", "ines", Command("askwell", "course"), Press("Another platform")
    )
    wrong = await school.act(
        "discord", "ines", Command("askwell", "place"), Fill("AAAA-AAAA", (staff,))
    )
    assert places(wrong, "does not hold") == {"discord only ines"}
    come = await school.act("discord", "ines", Press("Fix it"), Fill(code(said), (staff,)))
    assert places(come, "Stuck? Ask here.") == {"discord #data-101", "slack #data-101"}
    assert places(come, "is here as well") == {"discord only ines"}
    # The code is used up, and there is a course here now.
    again = await school.act("discord", "ines", Command("askwell", "place"))
    assert places(again, "has no course yet") == {"discord only ines"}


def test_one_course_lives_on_both_at_once(tmp_path: Path) -> None:
    async def live() -> None:
        async with both(tmp_path) as school:
            await brought(school)
            asked = await school.act(
                "slack",
                "ana",
                Press("Ask"),
                Fill("My heron column turns into text.", (("tried", "I printed it."),)),
                Press("Ask people"),
                Press("Post"),
            )
            rooms = {"slack #staff", "discord #staff"}
            assert places(asked, "Tried so far") == rooms
            claimed = await school.act("discord", "tim", Press("Claim"))
            assert places(claimed, "Tim Brandt is on it") == {"discord #staff"}
            assert places(claimed, "somebody on Discord is on it") == {"slack #staff"}
            # Two accounts of one person, on two platforms: two people until they are linked.
            late = await school.act("slack", "tim", Press("Answer"), Fill("Look at dtypes."))
            assert places(late, "somebody on Discord has taken this one") == {"slack only tim"}
            answered = await school.act(
                "discord", "tim", Press("Answer"), Fill("Compare the types first.")
            )
            assert places(answered, "something new for you") == {"slack notice ana"}

            mine = Command("my", "")
            nothing = await school.act("discord", "ana", mine)
            assert places(nothing, "have not asked anything") == {"discord only ana"}
            given = await school.act("slack", "ana", mine, Press("Accounts"), Press("Get a code"))
            linked = await school.act(
                "discord", "ana", Press("Accounts"), Press("I have a code"), Fill(code(given))
            )
            assert places(linked, "accounts are linked") == {"discord only ana"}
            told = {"slack notice ana", "discord notice ana"}
            assert places(linked, "An account was linked") == told
            read = await school.act("discord", "ana", mine, Press("Open"))
            assert places(read, "My heron column") == {"discord only ana"}
            solved = await school.act("discord", "ana", Press("Read it"), Press("Solved"))
            assert places(solved, "Solved.") == rooms

    asyncio.run(live())


def test_what_is_open_comes_to_the_new_platform_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "AT_A_TIME", 1)

    async def live() -> None:
        async with both(tmp_path) as school:
            make = Fill(CONTACTS, (("staff", "#staff"), ("name", "Data 101")))
            await school.act("slack", "ines", Command("askwell", "course"), make)
            for question in ("Why does my loop end?", "Which join keeps them all?"):
                whole = (("audience", "Class and staff"), ("label", "With my name"))
                acts = (Press("Ask"), Fill(question, ()), Press("Ask people"), Press("Change"))
                await school.act("slack", "ana", *acts, Fill("", whole), Press("Post"))
            with school.app.store.begin() as work:
                record = work.courses.all()[0]
                work.courses.set(record.id, board=True)
                work.pulses.add_term(
                    PulseTerm(
                        id="t1",
                        course_id=record.id,
                        starts=MONDAY.date(),
                        enrolment=40,
                        state=PulseState.RUNNING,
                        week=1,
                        opened_at=MONDAY,
                    )
                )
            answer = (Press("Answer", at="loop"), Fill("Look at its counter."))
            answered = await school.act("slack", "ben", *answer)
            assert places(answered, "Look at its counter.") == {"slack #staff"}
            course = Command("askwell", "course")
            said = await school.act("slack", "ines", course, Press("Another platform"))
            come = Fill(code(said), (("staff", "#staff"),))
            await school.act("discord", "ines", Command("askwell", "place"), come)
            await school.app.clock.forward(timedelta(seconds=1))
            now = await school.act("discord", "ines")
            await school.app.clock.forward(timedelta(minutes=1))
            later = await school.act("discord", "ines")
            rooms = {"discord #staff", "discord #data-101"}
            assert places(now, "Why does my loop end?") == rooms
            assert places(now, "Look at its counter.") == {"discord #staff"}
            # It is midnight: what the class is asked weekly comes in the morning.
            weekly = SAY("pulse-card")
            assert places([*now, *later], weekly) == set()
            await school.app.clock.forward(timedelta(hours=9))
            assert places(await school.act("discord", "ines"), weekly) == {"discord #data-101"}
            assert places(now, "Which join") == set()
            assert places(later, "Which join keeps them all?") == rooms
            assert places(now, "The line") == {"discord #staff"}

    asyncio.run(live())


def test_a_course_is_once_on_each_platform(tmp_path: Path) -> None:
    async def live() -> None:
        async with both(tmp_path) as school:
            make = Fill(CONTACTS, (("staff", "#staff"), ("name", "Data 101")))
            await school.act("slack", "ines", Command("askwell", "course"), make)
            course = Command("askwell", "course")
            said = await school.act("slack", "ines", course, Press("Another platform"))
            # A second class's rooms, on the platform where the course is already.
            school.slack.server.channels |= {
                "C-ELSEWHERE": {BOT, "UINES"},
                "C-OFFICE": {BOT, "UINES"},
            }
            await school.slack.act("ines", Command("askwell", "place"), "#elsewhere")
            refused = await school.act("slack", "ines", Fill(code(said), (("staff", "#office"),)))
            assert places(refused, "on this platform already") == {"slack only ines"}

    asyncio.run(live())
