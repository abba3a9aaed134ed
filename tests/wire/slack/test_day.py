"""The seeded classroom day with the real process on Slack, word for word."""

import asyncio
from pathlib import Path

import pytest

from bot.platforms.local.rehearsal import CONTACTS
from bot.platforms.slack.blocks import summary
from bot.platforms.slack.manifest import SCOPES
from bot.transcript.parsing import parse
from bot.transcript.playing import all_differences
from bot.transcript.printing import difference_text
from storage.kinds import NativeId
from tests.catalogue import catalogue
from tests.slack.stage import SlackStage, channel_of, user_of
from tests.wire.day import DAY, Day
from tests.wire.running import Askwell
from tests.wire.slack.course import configured
from tests.wire.slack.server import BOT, PACE, TEAM, SlackServer


class _Elsewhere:
    """The platform is in another process; what it says is waited for by whoever looks."""

    @property
    def _reception(self) -> "_Elsewhere":
        return self

    async def settle(self) -> None:
        """Nothing to wait for here."""


async def played(folder: Path) -> list[str]:
    script = parse(DAY.read_text("utf-8"))
    classroom = script.header.classroom
    people = {seat.id: seat.name for seat in classroom.people}
    rooms = {channel_of(room.id): {BOT, *map(user_of, room.members)} for room in classroom.rooms}
    async with SlackServer(rooms, scopes=set(SCOPES)) as server:
        server.pace = PACE
        askwell = Askwell(configured(folder, server))
        stage = SlackStage(server, _Elsewhere(), people, classroom.class_room)  # type: ignore[arg-type]  # as it says

        async def listening() -> None:
            before = server.opened
            await askwell.start()
            await server.connected(before + 1)

        day = Day(
            script, stage, askwell, listening, lambda who: NativeId("slack", TEAM, user_of(who))
        )
        try:
            steps = [step async for step in day.play()]
        finally:
            day.close()
            await askwell.gone()
        # Nothing but the closed catalogue of notices is ever written into direct messages.
        notices = {summary(message) for message in catalogue("Data 101", CONTACTS)}
        direct = [one for one in server.messages if one.channel.startswith("D") and not one.only]
        assert {message.text for message in direct} <= notices
        # What everybody sees was posted to the channel, never said to somebody's command.
        assert {one["response_type"] for one in server.answers} == {"ephemeral"}
        assert "Traceback" not in askwell.said
        return [difference_text(one) for one in all_differences(steps)]


def test_the_day_is_the_same_with_the_real_process(tmp_path: Path) -> None:
    differs = asyncio.run(played(tmp_path))
    if differs:
        pytest.fail("\n".join(differs), pytrace=False)
