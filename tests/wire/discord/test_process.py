"""The real process, started by its real configuration, against a Discord on this machine."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.wire.discord.server import (
    ANA,
    APPLICATION,
    CLASS,
    STAFF,
    TIM,
    TOKEN,
    DiscordServer,
    Json,
    serving,
)

ROOT = Path(__file__).resolve().parents[3]


def installed(folder: Path, server: DiscordServer, token: str = TOKEN) -> Path:
    """What ``askwell init`` writes, pointed at this machine."""
    command = [sys.executable, "-m", "bot", "init", str(folder), "--no-slack", "--discord"]
    command += ["--application", APPLICATION]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (folder / "secrets" / "discord__token").write_text(token)
    config = folder / "config.toml"
    config.write_text(
        f"{config.read_text()}\n[discord]\napi_base_url = {server.base!r}\n"
        f"gateway_url = {server.gateway!r}\n\n[http]\nport = 0\n"
    )
    return config


async def started(config: Path) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        "--config",
        str(config),
        cwd=ROOT,
        env={"ASKWELL_SECRETS": str(config.parent / "secrets"), "PATH": ""},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


@asynccontextmanager
async def running(config: Path, server: DiscordServer) -> AsyncIterator[asyncio.subprocess.Process]:
    """The process, connected."""
    before = len(server.identified)
    process = await started(config)
    try:
        await server.until(lambda: len(server.identified) > before)
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def asked(server: DiscordServer, kind: int, data: Json, user: str) -> tuple[Json, Json]:
    """Somebody does something; the interaction and its first answer."""
    made = server.interaction(kind, data, user=user)
    await server.emit("INTERACTION_CREATE", made)
    return made, await server.answered(made["id"])


def resident(process: int) -> int:
    """The process's resident memory in KiB."""
    status = Path(f"/proc/{process}/status").read_text("ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


def field(name: str, value: str) -> Json:
    return {"type": 18, "id": 1, "component": {"type": 4, "custom_id": name, "value": value}}


def pick(name: str, value: str, kind: int) -> Json:
    return {"type": 18, "id": 1, "component": {"type": kind, "custom_id": name, "values": [value]}}


async def make_course(server: DiscordServer) -> None:
    options = [{"type": 1, "name": "course", "options": []}]
    command = {"id": "1", "name": "askwell", "type": 1, "options": options}
    _made, form = await asked(server, 2, command, TIM)
    assert form["type"] == 9
    components = [pick("staff", STAFF, 8), field("contacts", "112, day and night")]
    _made, done = await asked(
        server, 5, {"custom_id": form["data"]["custom_id"], "components": components}, TIM
    )
    assert "is ready" in text_of(done["data"])
    await server.until(lambda: any(card.get("pinned") for card in server.messages.values()))


def text_of(message: Json) -> str:
    return " ".join(one.get("content", "") for one in message["components"])


def button(message: Json, label: str) -> Json:
    found = [
        {"custom_id": one["custom_id"], "component_type": 2}
        for row in message["components"]
        if row["type"] == 1
        for one in row["components"]
        if one["label"] == label
    ]
    return found[0]


def card(server: DiscordServer) -> Json:
    return next(one for one in server.messages.values() if one["channel_id"] == CLASS)


async def ask(server: DiscordServer, text: str, user: str) -> tuple[Json, Json]:
    _made, form = await asked(server, 3, button(card(server), "Ask"), user)
    sent = {"custom_id": form["data"]["custom_id"], "components": [field("text", text)]}
    return await asked(server, 5, sent, user)


def test_killed_in_the_middle_it_goes_on_where_it_was(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving(DiscordServer()) as server:
            config = installed(tmp_path, server)
            async with running(config, server) as process:
                await make_course(server)
                made, first = await ask(server, "What does a join match?", ANA)
                assert first["data"]["flags"] & 64
                process.kill()
                await process.wait()
            async with running(config, server):
                # an old button, and an old interaction that Discord delivers again
                _made, preview = await asked(server, 3, button(first["data"], "Ask people"), ANA)
                assert "What does a join match?" in text_of(preview["data"])
                del server.callbacks[made["id"]]
                await server.emit("INTERACTION_CREATE", made)
                again = await server.answered(made["id"])
                assert again == first
                await asked(server, 3, button(preview["data"], "Post"), ANA)
                await server.until(
                    lambda: any(
                        "What does a join match?" in text_of(one)
                        for one in server.messages.values()
                        if one["channel_id"] == STAFF
                    )
                )
            assert len(server.asked("PUT", "/commands")) == 1

    asyncio.run(test())


@pytest.mark.parametrize("revoked", ["before it starts", "while it runs"])
def test_a_revoked_token_is_one_clear_sentence(tmp_path: Path, revoked: str) -> None:
    async def test() -> None:
        async with serving(DiscordServer()) as server:
            config = installed(tmp_path, server, "other" if "before" in revoked else TOKEN)
            if "before" in revoked:
                process = await started(config)
            else:
                async with running(config, server) as process:
                    await server.drop(4004)
                    out, wrong = await process.communicate()
            if "before" in revoked:
                out, wrong = await process.communicate()
            assert process.returncode == 2
            assert out == b""
            sentence = wrong.decode().strip().splitlines()[-1]
            assert sentence.startswith("Discord does not accept the bot's token.")
            assert "Traceback" not in wrong.decode()

    asyncio.run(test())


def test_it_stops_when_told_and_needs_little(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving(DiscordServer()) as server:
            config = installed(tmp_path, server)
            async with running(config, server) as process:
                await make_course(server)
                assert resident(process.pid) <= 120 * 1024
                process.terminate()
                _out, wrong = await process.communicate()
                assert process.returncode == 0
                lines = wrong.decode().splitlines()
                assert [line for line in lines if "[info" not in line] == []

    asyncio.run(test())


def test_many_ask_at_once_and_each_is_answered_alone(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving(DiscordServer()) as server:
            config = installed(tmp_path, server)
            async with running(config, server):
                await make_course(server)
                texts = [f"What does join number {n} match?" for n in range(16)]
                answers: list[tuple[Any, Any]] = await asyncio.gather(
                    *(ask(server, text, ANA) for text in texts)
                )
                assert all(answer["type"] == 4 for _made, answer in answers)
                assert all(answer["data"]["flags"] & 64 for _made, answer in answers)
                public = " ".join(map(text_of, server.messages.values()))
                assert not [text for text in texts if text in public]

    asyncio.run(test())
