"""The set-up guides, followed from an empty folder: their commands, the files they name, no more.

Only where the platforms are is told besides, by the environment: the guides mean the real ones.
"""

import asyncio
import os
import re
import sys
from pathlib import Path

from tests.wire.discord.course import DiscordClass, two_courses
from tests.wire.discord.server import APPLICATION, CLASS, STAFF, TOKEN, serving
from tests.wire.running import ROOT, Askwell
from tests.wire.slack.course import SlackClass, workspace
from tests.wire.slack.server import APP_TOKEN, BOT_TOKEN

_COMMAND = re.compile(r"^(?:`|.*[ (]`)?(askwell (?:init|check|run)[^`\n]*)", re.MULTILINE)
_LAST = re.compile(r"^\d+\. (?:Then|And): +(askwell .*)$", re.MULTILINE)


class Operator:
    """Somebody who has the guide and an empty folder."""

    def __init__(self, guide: str, folder: Path, **urls: str) -> None:
        self.guide = (ROOT / "docs" / guide).read_text("utf-8")
        self.folder = folder
        kept = {name: text for name, text in os.environ.items() if not name.startswith("ASKWELL_")}
        self.environment = {**kept, "PYTHONPATH": str(ROOT), "ASKWELL_HTTP__PORT": "0"}
        self.environment |= {f"ASKWELL_{name}": url for name, url in urls.items()}

    def command(self, start: str) -> str:
        """The guide's command that starts so."""
        found: list[str] = _COMMAND.findall(self.guide)
        return next(one for one in found if one.startswith(start))

    async def run(self, command: str, typed: str = "") -> str:
        """Run it; what it says."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *command.split()[1:]),
            cwd=self.folder,
            env=self.environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _nothing = await process.communicate(typed.encode())
        assert process.returncode == 0, said.decode()
        return said.decode()

    def put(self, name: str, token: str) -> None:
        """Put a token into the file the guide names; the first command has made it."""
        assert f"`{name}`" in self.guide
        file = self.folder / "secrets" / name
        assert file.read_text() == ""
        file.write_text(token)

    def askwell(self, command: str) -> Askwell:
        """The process of the last step."""
        return Askwell(
            self.folder / "config.toml", command.split()[1:], self.folder, self.environment
        )


def test_slack(tmp_path: Path) -> None:
    async def test(runner: asyncio.Runner) -> None:
        async with workspace() as server:
            who = Operator("setup-slack.md", tmp_path, SLACK__API_BASE_URL=f"{server.url}/api/")
            check, run = _LAST.findall(await who.run(who.command("askwell init --slack"), "n\n"))
            who.put("slack__bot_token", BOT_TOKEN)
            who.put("slack__app_token", APP_TOKEN)
            assert "Everything is in order." in await who.run(check)
            here = SlackClass(runner, server, who.askwell(run))
            try:
                await here.connected()
                assert "`/askwell course`" in who.guide
                await here.make_course("C-CLASS", "C-STAFF")
                assert await here.askwell.stop() == 0
            finally:
                await here.askwell.gone()
            assert "Everything is in order." in await who.run(check)

    with asyncio.Runner() as runner:
        runner.run(test(runner))


def test_discord(tmp_path: Path) -> None:
    async def test(runner: asyncio.Runner) -> None:
        async with serving(two_courses()) as server:
            urls = {"DISCORD__API_BASE_URL": server.base, "DISCORD__GATEWAY_URL": server.gateway}
            who = Operator("setup-discord.md", tmp_path, **urls)
            init = who.command("askwell init --discord").replace("APPLICATION_ID", APPLICATION)
            said = await who.run(init, "n\n")
            (address,) = re.findall(r"https://discord\.com/oauth2/\S+", said)
            assert address in who.guide.replace("APPLICATION_ID", APPLICATION)
            check, run = _LAST.findall(said)
            who.put("discord__token", TOKEN)
            assert "Everything is in order." in await who.run(check)
            here = DiscordClass(runner, server, who.askwell(run))
            try:
                await here.connected()
                assert "`/askwell course`" in who.guide
                await here.make_course(CLASS, STAFF)
                assert await here.askwell.stop() == 0
            finally:
                await here.askwell.gone()
            assert "Everything is in order." in await who.run(check)

    with asyncio.Runner() as runner:
        runner.run(test(runner))
