"""``askwell check --online``: what the platforms say, in the words of the check."""

import asyncio
from pathlib import Path

from bot.app import open_storage
from bot.cli.check import Finding
from bot.cli.check_online import look_online
from bot.platforms.slack.manifest import SCOPES
from bot.settings import Settings, StorageSettings
from storage.keys import make_keys
from storage.kinds import Address, Room
from tests.slack.office import CHANNELS
from tests.slack.stage import settings as slack_settings
from tests.storage import rows
from tests.wire.slack.server import TEAM, SlackServer

IN_ORDER = Finding("Slack", ok=True, says="Tokens, channels and permissions are in order.")


def test_slack_is_asked_about_every_course_s_rooms(tmp_path: Path) -> None:
    storage = StorageSettings(directory=tmp_path)

    async def asked() -> list[Finding]:
        async with SlackServer(CHANNELS, scopes=set(SCOPES)) as server:
            both = Settings(storage=storage, slack=slack_settings(server))
            return await asyncio.to_thread(lambda: list(look_online(both)))

    assert asyncio.run(asked()) == [IN_ORDER]
    make_keys(storage.keys_file)
    store, _vault = open_storage(storage.url.get_secret_value(), storage.keys_file)
    with store.begin() as work:
        work.courses.add(rows.course())
        work.courses.give_room(rows.COURSE, Room.CLASS, Address("slack", TEAM, "C-CLASS"))
    store.close()
    assert asyncio.run(asked()) == [IN_ORDER]
    store, _vault = open_storage(storage.url.get_secret_value(), storage.keys_file)
    with store.begin() as work:
        work.courses.give_room(rows.COURSE, Room.STAFF, Address("slack", TEAM, "C-ELSEWHERE"))
    store.close()
    (found,) = asyncio.run(asked())
    assert not found.ok
    assert "C-ELSEWHERE" in found.says
