"""The adapter over real sockets: what a connection, a status code or a lost answer does to it."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import discord
import pytest
from pydantic import SecretStr

from bot.logs import log
from bot.platform import (
    Action,
    Answered,
    Enclosed,
    NotCommitted,
    TryLater,
    TurnedAway,
    Unreachable,
)
from bot.platforms.discord import adapter
from bot.platforms.discord.adapter import DiscordPlatform
from bot.platforms.discord.commands import commands
from bot.platforms.discord.inbound import account
from bot.platforms.discord.settings import DiscordSettings
from bot.platforms.discord.turn import PRESS_AGAIN, TRY_AGAIN
from handlers.chat.incoming import CleanFile
from handlers.chat.outgoing import (
    Attachment,
    Button,
    Form,
    Line,
    Message,
    OpenForm,
    Reply,
    Said,
    TextField,
)
from storage.kinds import Address, Group
from tests.wire.discord.server import (
    ANA,
    APPLICATION,
    CLASS,
    GUILD,
    STAFF,
    TIM,
    TOKEN,
    DiscordServer,
    serving,
)

CLASS_ROOM, STAFF_ROOM = Address("discord", GUILD, CLASS), Address("discord", GUILD, STAFF)
CARD = Message((Line("Stuck? Ask here."),), (Button("Ask", "ask"),))
FORM = OpenForm(Form("Ask", "ask", (TextField("text", "What?", required=True),), "Ask", (), "0"))


BOX = {
    "type": 18,
    "id": 1,
    "component": {"type": 4, "id": 2, "custom_id": "text", "value": "My join doubles rows."},
}


def said(text: str) -> Reply:
    return Reply(Message((Line(text),)))


@dataclass
class Ears:
    """What the bot hears, and what it answers."""

    server: DiscordServer
    replies: Sequence[Reply | OpenForm] = (said("Hello."),)
    heard: list[Action] = field(default_factory=list)
    wait: asyncio.Event | None = None
    lose: bool = False

    async def __call__(self, action: Action) -> Answered:
        self.heard.append(action)
        await self.server.tell()
        if self.wait is not None:
            await self.wait.wait()
        if self.lose:
            raise NotCommitted
        return Answered(self.replies, Enclosed())


@dataclass
class Scene:
    server: DiscordServer
    platform: DiscordPlatform
    ears: Ears
    task: asyncio.Task[None]


def settings_for(server: DiscordServer, token: str = TOKEN) -> DiscordSettings:
    return DiscordSettings(
        token=SecretStr(token), api_base_url=server.base, gateway_url=server.gateway
    )


@asynccontextmanager
async def connected(server: DiscordServer | None = None) -> AsyncIterator[Scene]:
    """A bot that is connected and knows the guild."""
    server = server or DiscordServer()
    before = len(server.identified)
    async with serving(server), listening(server) as scene:
        await server.until(lambda: len(server.identified) > before)
        async with asyncio.timeout(10):
            await scene.platform.client.wait_until_ready()
        yield scene


def _hurry(client: discord.Client) -> None:
    """discord.py waits two seconds for more guilds and five before it identifies again."""

    async def at_once(shard_id: int | None, *, initial: bool = False) -> None:
        pass

    client._connection.guild_ready_timeout = 0.01
    client.before_identify_hook = at_once  # type: ignore[method-assign]  # only here


@asynccontextmanager
async def listening(server: DiscordServer, token: str = TOKEN) -> AsyncIterator[Scene]:
    platform, ears = DiscordPlatform(settings_for(server, token)), Ears(server)
    _hurry(platform.client)
    if server.heartbeat < 1000:  # discord.py takes a gateway for dead after a minute
        platform.client._connection.heartbeat_timeout = 10 * server.heartbeat / 1000
    task = asyncio.create_task(platform.run(ears))
    try:
        yield Scene(server, platform, ears, task)
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, TurnedAway):
            await task


Test = Callable[[], Coroutine[None, None, None]]


def run(test: Test) -> None:
    asyncio.run(test())


# --- the connection


def test_it_identifies_without_a_privileged_intent() -> None:
    async def test() -> None:
        async with connected() as scene:
            (identify,) = scene.server.identified
            # GUILDS 1 << 0 and DIRECT_MESSAGES 1 << 12 (events/gateway, "List of Intents")
            assert identify["intents"] == (1 << 0) | (1 << 12)
            await scene.server.until(lambda: scene.server.heartbeats)

    run(test)


def test_commands_are_told_once() -> None:
    async def test() -> None:
        server = DiscordServer()
        async with connected(server):
            assert [one["name"] for one in server.commands] == [
                "ask",
                "my",
                "askwell",
                "Ask",
                "Send to asker",
            ]
        async with connected(server):
            pass
        assert len(server.asked("PUT", "/commands")) == 1
        server.commands[0]["description"] = "something older"
        async with connected(server):
            pass
        (_first, second) = server.asked("PUT", "/commands")
        assert second.body == commands()

    run(test)


def test_a_first_connection_that_is_refused_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def test() -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
        server = DiscordServer()
        server.base = f"http://127.0.0.1:{port}/api/v10"
        server.gateway = f"ws://127.0.0.1:{port}/gateway"
        async with listening(server):
            refused = asyncio.Event()
            monkeypatch.setattr(log, "failure", lambda *_, **__: refused.set())
            await refused.wait()
            async with serving(server, port):
                await server.until(lambda: server.identified)

    run(test)


def test_a_first_gateway_connection_that_is_refused_is_tried_again() -> None:
    async def test() -> None:
        server = DiscordServer()
        async with serving(server):
            gateway = server.gateway
            with socket.socket() as taken:
                taken.bind(("127.0.0.1", 0))
                port = taken.getsockname()[1]
                server.gateway = f"ws://127.0.0.1:{port}/gateway"
            async with listening(server) as scene:
                await server.until(lambda: server.asked("PUT", "/commands"))
                server.gateway = gateway
                async with serving(server, port):
                    await server.until(lambda: server.identified)
                assert not scene.task.done()

    run(test)


def test_events_missed_while_disconnected_are_resumed_and_heard_once() -> None:
    async def test() -> None:
        async with connected() as scene:
            await scene.server.drop()
            pressed = await scene.server.press("ask:0")  # nobody is connected
            assert (await scene.server.answered(pressed))["type"] == 4
            assert [one["session_id"] for one in scene.server.resumed] == ["session-1"]
            assert [action.delivery for action in scene.ears.heard] == [pressed]
            assert len(scene.server.identified) == 1

    run(test)


def test_a_gateway_that_hears_and_never_answers_is_left_and_resumed() -> None:
    async def test() -> None:
        server = DiscordServer()
        server.heartbeat = 50
        async with connected(server):
            server.deaf = True
            await server.until(lambda: server.resumed)
            server.deaf = False
            await server.answered(await server.press("ask:0"))

    run(test)


def test_a_session_is_resumed_where_it_was_begun() -> None:
    async def test() -> None:
        server = DiscordServer()
        server.resume_at = "ws://127.0.0.1:9/elsewhere"
        async with connected(server):
            await server.drop()
            await server.until(lambda: server.resumed)

    run(test)


@pytest.mark.parametrize("way", ["op 7", "op 9, resumable"])
def test_asked_to_reconnect_it_resumes(way: str) -> None:
    async def test() -> None:
        async with connected() as scene:
            if way == "op 7":
                await scene.server.ask_to_reconnect()
            else:
                await scene.server.invalidate(resumable=True)
            await scene.server.until(lambda: scene.server.resumed)
            pressed = await scene.server.press("ask:0")
            await scene.server.answered(pressed)
            assert len(scene.server.identified) == 1

    run(test)


def test_with_an_invalid_session_it_identifies_anew() -> None:
    async def test() -> None:
        async with connected() as scene:
            await scene.server.invalidate(resumable=False)
            await scene.server.until(lambda: len(scene.server.identified) == 2)
            pressed = await scene.server.press("ask:0")
            await scene.server.answered(pressed)

    run(test)


def test_a_session_that_cannot_be_resumed_is_begun_anew() -> None:
    async def test() -> None:
        async with connected() as scene:
            scene.server.resumable = False
            await scene.server.drop()
            await scene.server.until(lambda: len(scene.server.identified) == 2)

    run(test)


def test_a_token_that_is_not_accepted_ends_it_with_one_sentence() -> None:
    async def test() -> None:
        async with serving(DiscordServer()) as server, listening(server, "revoked") as scene:
            with pytest.raises(
                TurnedAway, match="Make a new one in the developer portal"
            ) as refusal:
                await scene.task
            assert "revoked" not in str(refusal.value)

    run(test)


def test_a_token_revoked_while_it_runs_ends_it() -> None:
    async def test() -> None:
        async with connected() as scene:
            await scene.server.drop(4004)
            with pytest.raises(TurnedAway, match="token"):
                await scene.task
        async with connected() as scene:
            scene.server.fail("POST", "/messages", 401)
            with pytest.raises(TryLater):
                await scene.platform.post(CLASS_ROOM, CARD, Enclosed(), nonce="1", pin=False)
            with pytest.raises(TurnedAway, match="token"):
                await scene.task

    run(test)


def test_a_disallowed_intent_ends_it() -> None:
    async def test() -> None:
        server = DiscordServer()
        server.refuse_identify = 4014
        async with serving(server), listening(server) as scene:
            with pytest.raises(TurnedAway, match="intents"):
                await scene.task

    run(test)


def test_an_endpoint_that_would_get_the_presses_instead_ends_it() -> None:
    async def test() -> None:
        server = DiscordServer()
        server.endpoint = "https://elsewhere.example/interactions"
        async with serving(server), listening(server) as scene:
            with pytest.raises(TurnedAway, match="interactions endpoint URL"):
                await scene.task

    run(test)


def test_before_it_is_connected_everything_waits() -> None:
    async def test() -> None:
        platform = DiscordPlatform(DiscordSettings())
        with pytest.raises(TryLater):
            await platform.post(CLASS_ROOM, CARD, Enclosed(), nonce="1", pin=False)
        with pytest.raises(TryLater):
            await platform.is_member(account(ANA), STAFF_ROOM)

    run(test)


# --- answers


def test_answers_are_for_the_actor_alone() -> None:
    async def test() -> None:
        async with connected() as scene:
            scene.ears.replies = (said("One."), said("Two."))
            pressed = await scene.server.press("my:0")
            first = await scene.server.answered(pressed)
            await scene.server.until(
                lambda: any("/webhooks/" in one.path for one in scene.server.requests)
            )
            further = next(one for one in scene.server.requests if "/webhooks/" in one.path)
            assert (first["type"], first["data"]["flags"]) == (4, 64 | 32768)
            assert further.body["flags"] == 64 | 32768
            assert further.path.startswith(f"/webhooks/{APPLICATION}/")
            assert scene.ears.heard[0].where == CLASS_ROOM

    run(test)


def test_a_form_is_the_first_answer() -> None:
    async def test() -> None:
        async with connected() as scene:
            scene.ears.replies = (FORM,)
            answer = await scene.server.answered(await scene.server.press("ask:0"))
            assert (answer["type"], answer["data"]["custom_id"]) == (9, "ask:0")

    run(test)


def test_a_press_of_which_nothing_was_kept_is_told_so() -> None:
    async def test() -> None:
        async with connected() as scene:
            scene.ears.lose = True
            told = await scene.server.answered(await scene.server.press("ask:0"))
            assert "That did not go through" in str(told)
            assert told["data"]["flags"] & 64

    run(test)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter, "PATIENCE", 0.01)


@pytest.mark.usefixtures("impatient")
def test_what_takes_long_is_promised_and_then_said() -> None:
    async def test() -> None:
        async with connected() as scene:
            scene.ears.wait = asyncio.Event()
            pressed = await scene.server.press("ask:0")
            assert await scene.server.answered(pressed) == {"type": 5, "data": {"flags": 64}}
            scene.ears.wait.set()
            await scene.server.until(lambda: scene.server.asked("PATCH", "/@original"))
            (answer,) = scene.server.asked("PATCH", "/@original")
            assert answer.body["components"] == [{"type": 10, "content": "Hello."}]

    run(test)


@pytest.mark.usefixtures("impatient")
def test_a_form_that_comes_too_late_is_asked_for_again() -> None:
    async def test() -> None:
        async with connected() as scene:
            scene.ears.replies, scene.ears.wait = (FORM,), asyncio.Event()
            await scene.server.answered(await scene.server.press("ask:0"))
            scene.ears.wait.set()
            await scene.server.until(lambda: scene.server.asked("PATCH", "/@original"))
            (answer,) = scene.server.asked("PATCH", "/@original")
            assert answer.body["components"] == [{"type": 10, "content": PRESS_AGAIN}]

    run(test)


@pytest.mark.usefixtures("impatient")
def test_a_form_that_was_shut_and_not_kept_gives_the_text_back() -> None:
    async def test() -> None:
        async with connected() as scene:
            scene.ears.lose, scene.ears.wait = True, asyncio.Event()
            made = scene.server.interaction(5, {"custom_id": "ask:0", "components": [BOX]})
            await scene.server.emit("INTERACTION_CREATE", made)
            await scene.server.answered(made["id"])
            scene.ears.wait.set()
            await scene.server.until(lambda: scene.server.asked("PATCH", "/@original"))
            (answer,) = scene.server.asked("PATCH", "/@original")
            assert answer.body["components"][0]["content"] == TRY_AGAIN
            assert list(answer.files.values()) == [b"My join doubles rows."]

    run(test)


def test_a_press_that_was_not_kept_is_said_to_be_and_a_form_is_left_as_it_is() -> None:
    async def test() -> None:
        async with connected() as scene:
            scene.ears.lose = True
            form = scene.server.interaction(5, {"custom_id": "ask:0", "components": [BOX]})
            await scene.server.emit("INTERACTION_CREATE", form)
            press = scene.server.interaction(3, {"custom_id": "ask:0", "component_type": 2})
            await scene.server.emit("INTERACTION_CREATE", press)
            answer = await scene.server.answered(press["id"])
            assert answer["data"]["components"] == [{"type": 10, "content": TRY_AGAIN}]
            assert answer["data"]["flags"] & 64
            assert form["id"] not in scene.server.callbacks

    run(test)


def test_a_press_delivered_twice_breaks_nothing() -> None:
    async def test() -> None:
        async with connected() as scene:
            made = scene.server.interaction(3, {"custom_id": "ask:0", "component_type": 2})
            await scene.server.emit("INTERACTION_CREATE", made)
            await scene.server.emit("INTERACTION_CREATE", made)
            await scene.server.until(lambda: len(scene.server.asked("POST", "/callback")) == 2)
            assert [one.delivery for one in scene.ears.heard] == [made["id"]] * 2

    run(test)


def test_a_direct_message_s_text_is_passed_on_and_neither_printed_nor_said_again() -> None:
    async def test() -> None:
        async with connected() as scene:
            message: dict[str, Any] = {
                "id": scene.server.number(),
                "channel_id": f"7{ANA}",
                "channel_type": 1,
                "author": {"id": ANA, "username": "ana", "discriminator": "0", "avatar": None},
                "content": "my secret question",
                "timestamp": "2026-01-01T00:00:00+00:00",
                "edited_timestamp": None,
                "tts": False,
                "mention_everyone": False,
                "mentions": [],
                "mention_roles": [],
                "attachments": [],
                "embeds": [],
                "pinned": False,
                "type": 0,
            }
            await scene.server.emit("MESSAGE_CREATE", message)
            await scene.server.until(lambda: scene.server.asked("POST", f"/7{ANA}/messages"))
            (action,) = scene.ears.heard
            assert action == Action(
                account=account(ANA),
                where=None,
                delivery=message["id"],
                direct=True,
                text="my secret question",
            )
            assert "secret" not in repr(action)
            assert "secret" not in str(scene.server.messages)

    run(test)


def test_files_in_are_cleaned_and_too_large_ones_refused() -> None:
    async def test() -> None:
        async with connected() as scene:
            scene.server.cdn["left.py"] = b"left = 1\n"
            url = scene.server.base.replace("/api/v10", "/cdn")
            files = {
                "1": {"id": "1", "filename": "left.py", "size": 9, "url": f"{url}/left.py"},
                "2": {"id": "2", "filename": "film.mp4", "size": 90_000_000, "url": f"{url}/no"},
            }
            upload = {"type": 19, "id": 2, "custom_id": "files", "values": ["1", "2"]}
            data = {
                "custom_id": "ask:0",
                "components": [{"type": 18, "id": 1, "component": upload}],
                "resolved": {"attachments": files},
            }
            made = scene.server.interaction(5, data)
            await scene.server.emit("INTERACTION_CREATE", made)
            await scene.server.answered(made["id"])
            clean, refused = scene.ears.heard[0].files
            assert isinstance(clean, CleanFile)
            assert clean.content == b"left = 1\n"
            assert not isinstance(refused, CleanFile)
            assert refused.reason == "file-too-big"

    run(test)


# --- what is posted


def test_a_card_is_posted_to_its_channel_pinned_and_edited() -> None:
    async def test() -> None:
        async with connected() as scene:
            files = (Attachment("a", "left.py", "text/x-python"),)
            message = Message((Said("see @everyone"),), files=files)
            enclosed = Enclosed({}, {"a": b"left = 1"})
            ref = await scene.platform.post(CLASS_ROOM, message, enclosed, nonce="7", pin=True)
            (posted,) = scene.server.asked("POST", f"/channels/{CLASS}/messages")
            assert posted.files == {"left.py": b"left = 1"}
            assert posted.body["allowed_mentions"] == {"parse": [], "users": []}
            assert posted.body["enforce_nonce"] is True
            assert len(posted.body["nonce"]) <= 25
            assert "message_reference" not in posted.body
            (standing,) = scene.server.messages.values()
            assert standing["pinned"] is True
            await scene.platform.edit(ref, CARD, Enclosed())
            assert standing["components"][0]["content"] == "Stuck? Ask here."
            assert standing["attachments"] == []

    run(test)


def test_a_lost_answer_is_asked_for_again_and_posted_once() -> None:
    async def test() -> None:
        async with connected() as scene:
            scene.server.fail("POST", "/messages", 0, acted=True)
            with pytest.raises(TryLater):
                await scene.platform.post(CLASS_ROOM, CARD, Enclosed(), nonce="7", pin=False)
            ref = await scene.platform.post(CLASS_ROOM, CARD, Enclosed(), nonce="7", pin=False)
            assert [f"{CLASS}/{number}" for number in scene.server.messages] == [ref]

    run(test)


def test_one_nonce_serves_several_channels() -> None:
    async def test() -> None:
        async with connected() as scene:
            await scene.platform.notify(account(ANA), CARD, nonce="7")
            await scene.platform.notify(account(TIM), CARD, nonce="7")
            assert len(scene.server.messages) == 2

    run(test)


def test_a_rate_limit_is_waited_for() -> None:
    async def test() -> None:
        async with connected() as scene:
            scene.server.fail(
                "POST",
                "/messages",
                429,
                headers={"Via": "1.1 x"},
                retry_after=0.01,
                **{"global": False},
            )
            await scene.platform.post(CLASS_ROOM, CARD, Enclosed(), nonce="7", pin=False)
            assert len(scene.server.asked("POST", "/messages")) == 2
            scene.server.fail("POST", "/messages", 429, headers={"Retry-After": "17"})
            with pytest.raises(TryLater) as later:
                await scene.platform.post(CLASS_ROOM, CARD, Enclosed(), nonce="8", pin=False)
            assert later.value.seconds == 17

    run(test)


@pytest.mark.parametrize(
    ("status", "code", "raised"),
    [
        (503, 0, TryLater),
        (403, 50013, Unreachable),
        (403, 50001, Unreachable),
        (404, 10003, Unreachable),
        (400, 30046, TryLater),
        (403, 40003, TryLater),
    ],
)
def test_failures_in_the_platform_s_words(status: int, code: int, raised: type[Exception]) -> None:
    async def test() -> None:
        async with connected() as scene:
            scene.server.fail("POST", "/messages", status, code)
            with pytest.raises(raised):
                await scene.platform.post(CLASS_ROOM, CARD, Enclosed(), nonce="7", pin=False)

    run(test)


def test_a_card_is_taken_back_once_and_again() -> None:
    async def test() -> None:
        async with connected() as scene:
            ref = await scene.platform.post(CLASS_ROOM, CARD, Enclosed(), nonce="7", pin=False)
            await scene.platform.take_back(ref)
            assert scene.server.messages == {}
            await scene.platform.take_back(ref)  # somebody may have been faster

    run(test)


def test_what_cannot_be_taken_back_now_is_tried_again() -> None:
    async def test() -> None:
        async with connected() as scene:
            ref = await scene.platform.post(CLASS_ROOM, CARD, Enclosed(), nonce="7", pin=False)
            scene.server.fail("DELETE", ref.removeprefix(CLASS), 403, 20016)
            with pytest.raises(TryLater):
                await scene.platform.take_back(ref)

    run(test)


def test_a_card_that_somebody_deleted_cannot_be_edited() -> None:
    async def test() -> None:
        async with connected() as scene:
            ref = await scene.platform.post(CLASS_ROOM, CARD, Enclosed(), nonce="7", pin=False)
            scene.server.messages.clear()
            with pytest.raises(Unreachable):
                await scene.platform.edit(ref, CARD, Enclosed())

    run(test)


def test_whoever_takes_no_direct_messages_cannot_be_reached() -> None:
    async def test() -> None:
        async with connected() as scene:
            scene.server.closed_to.add(ANA)
            with pytest.raises(Unreachable):
                await scene.platform.notify(account(ANA), CARD, nonce="7")

    run(test)


# --- who is where, and what the bot may


def test_who_may_read_the_staff_s_channel() -> None:
    async def test() -> None:
        async with connected() as scene:
            platform = scene.platform
            await scene.server.press("ask:0")
            await scene.server.until(lambda: scene.ears.heard)  # the guild has arrived by now
            assert await platform.is_member(account(TIM), STAFF_ROOM)
            assert not await platform.is_member(account(ANA), STAFF_ROOM)
            assert await platform.is_member(account(ANA), CLASS_ROOM)
            assert not await platform.is_member(account("99"), CLASS_ROOM)
            assert not await platform.is_member(account(TIM), Address("discord", GUILD, "99"))
            assert not await platform.is_member(account(TIM), Address("slack", "T", "C"))
            scene.server.fail("GET", f"/members/{TIM}", 503)
            with pytest.raises(TryLater):
                await platform.is_member(account(TIM), STAFF_ROOM)

    run(test)


def test_who_has_a_role() -> None:
    async def test() -> None:
        async with connected() as scene:
            platform = scene.platform
            await scene.server.press("ask:0")
            await scene.server.until(lambda: scene.ears.heard)
            role = Group("discord", GUILD, "777")
            scene.server.roles_of[TIM] = ["777"]
            assert await platform.is_in_group(account(TIM), role)
            assert not await platform.is_in_group(account(ANA), role)
            assert not await platform.is_in_group(account("99"), role)
            assert not await platform.is_in_group(account(TIM), Group("slack", GUILD, role.group))
            scene.server.fail("GET", f"/members/{TIM}", 503)
            with pytest.raises(TryLater):
                await platform.is_in_group(account(TIM), role)

    run(test)


def test_a_server_that_discord_has_not_told_of_is_asked_for() -> None:
    async def test() -> None:
        async with connected() as scene:
            await scene.server.answered(await scene.server.press("ask:0"))
            scene.platform.client._connection._guilds.clear()
            assert await scene.platform.is_member(account(TIM), STAFF_ROOM)
            assert not await scene.platform.is_member(account(ANA), STAFF_ROOM)
            assert not await scene.platform.is_member(account(TIM), Address("discord", "9", STAFF))

    run(test)


def test_who_acts_is_not_asked_for_again() -> None:
    async def test() -> None:
        async with connected() as scene:
            found: list[bool] = []

            async def hear(action: Action) -> Answered:
                found.append(await scene.platform.is_member(action.account, STAFF_ROOM))
                return Answered((said("Yes."),), Enclosed())

            scene.platform._hear = hear
            for who in (ANA, TIM):
                await scene.server.answered(await scene.server.press("ask:0", user=who))
            assert found == [False, True]
            assert scene.server.asked("GET", f"/members/{TIM}") == []

    run(test)


def test_a_missing_permission_is_told_by_name_to_whoever_can_give_it() -> None:
    async def test() -> None:
        async with connected() as scene:
            scene.server.fail("POST", "/messages", 403, 50013)
            with pytest.raises(Unreachable):
                await scene.platform.post(CLASS_ROOM, CARD, Enclosed(), nonce="7", pin=False)
            await scene.server.answered(await scene.server.press("ask:0"))
            data = {"custom_id": "ask:0", "component_type": 2}
            made = scene.server.interaction(3, data, user=TIM)
            made["member"]["permissions"] = str(1 << 28)  # manage roles
            await scene.server.emit("INTERACTION_CREATE", made)
            await scene.server.until(
                lambda: any("/webhooks/" in one.path for one in scene.server.requests)
            )
            (told,) = [one for one in scene.server.requests if "/webhooks/" in one.path]
            assert made["token"] in told.path
            assert told.body["flags"] & 64
            (text,) = [one["content"] for one in told.body["components"]]
            assert text.startswith("In #class Askwell is missing: Send Messages.")

    run(test)


def test_a_room_closed_to_the_bot_is_refused_before_a_course_is_made() -> None:
    async def test() -> None:
        server = DiscordServer()
        guild = server.guild()
        hidden = {"id": APPLICATION, "type": 1, "allow": "0", "deny": str(1 << 11)}
        guild["channels"][1]["permission_overwrites"] = [hidden]
        server.guild = lambda: guild  # type: ignore[method-assign]  # another guild
        async with connected(server) as scene:
            picked = {"type": 8, "id": 2, "custom_id": "staff", "values": [STAFF]}
            data = {
                "custom_id": "course:0",
                "components": [{"type": 18, "id": 1, "component": picked}],
            }
            made = server.interaction(5, data)
            await server.emit("INTERACTION_CREATE", made)
            answer = await server.answered(made["id"])
            text = answer["data"]["components"][0]["content"]
            assert "staff Askwell is missing: Send Messages." in text
            assert scene.ears.heard == []

    run(test)


def test_an_added_file_that_cannot_be_fetched_loses_nothing() -> None:
    async def test() -> None:
        async with connected() as scene:
            gone = {"id": "1", "filename": "a.py", "size": 9, "url": f"{scene.server.base}/gone"}
            upload = {"type": 19, "id": 2, "custom_id": "files", "values": ["1"]}
            data = {
                "custom_id": "ask:0",
                "components": [{"type": 18, "id": 1, "component": upload}],
                "resolved": {"attachments": {"1": gone}},
            }
            made = scene.server.interaction(5, data)
            await scene.server.emit("INTERACTION_CREATE", made)
            await scene.server.until(lambda: scene.server.asked("GET", "/gone"))
            await scene.server.answered(await scene.server.press("ask:0"))
            assert made["id"] not in scene.server.callbacks
            assert len(scene.ears.heard) == 1

    run(test)
