"""The real app behind SimCord's Discord: what anybody can see of anybody, after everything."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
import simcord
from simcord.backend.models import Message as StoredMessage
from simcord.components import walk_components

import bot.platforms.local
from bot.platform import Action, Answered, Enclosed
from bot.platforms.discord.adapter import DiscordPlatform
from bot.platforms.discord.inbound import account
from bot.platforms.discord.settings import DiscordSettings
from bot.platforms.local.classroom import read_header
from bot.platforms.local.rehearsal import CONTACTS
from bot.transcript.parsing import parse
from bot.transcript.playing import Player
from bot.transcript.script import Command, Fill, Press
from handlers.chat.outgoing import Form, OpenForm, PickPerson
from tests.catalogue import catalogue
from tests.discord.markdown import fires, shown
from tests.discord.rehearsing import on_simcord
from tests.discord.stage import DiscordStage

DAY = Path(bot.platforms.local.__file__).with_name("day.txt")
CLASS = "course Data 101 · ana, ben: students · tim: TA · ines: instructor · @ Mon 10:15\n"

pytestmark = pytest.mark.usefixtures("sqlite_url")  # the tables are there, in tmp_path


def stage_of(player: Player) -> DiscordStage:
    stage = player._stage
    assert isinstance(stage, DiscordStage)
    return stage


def said(env: simcord.Env, *, direct: bool) -> Iterator[StoredMessage]:
    """The bot's messages in channels, or in direct messages, that stand for everybody there."""
    assert env.bot.user is not None
    for channel, messages in env.backend.messages.items():
        if (channel in env.backend.dm_channels.values()) is direct:
            for message in messages.values():
                if message.author_id == env.bot.user.id and not message.is_ephemeral:
                    yield message


def texts(message: StoredMessage) -> list[str]:
    return [one["content"] for one in walk_components(message.components) if one["type"] == 10]


def traces(env: simcord.Env) -> list[str]:
    """What public messages say of whose command or press they came from."""
    wrong = []
    for message in filter(texts, said(env, direct=False)):  # "pinned a message" has no text
        payload = simcord.backend.serializers.message_payload(env.backend, message)
        named = ("interaction_metadata", "message_reference")
        wrong += [field for field in named if payload.get(field) is not None]
    return wrong


def test_a_whole_day_leaves_no_trace_of_who_acted(tmp_path: Path) -> None:
    async def day() -> None:
        async with on_simcord(parse(DAY.read_text("utf-8")), tmp_path) as (player, env):
            async for _step in player.play():
                pass
            public = [one for one in said(env, direct=False) if texts(one)]
            assert public
            assert traces(env) == []
            every = catalogue("Data 101", CONTACTS)
            constant = {part.text for message in every for part in message.parts}
            notices = [text for one in said(env, direct=True) for text in texts(one)]
            assert notices
            assert {shown(text) for text in notices} <= constant
            writes = [
                one.path
                for one in env.http_requests
                if one.method == "POST" and one.path.endswith("/messages")
            ]
            assert len(writes) == len(public) + len(list(said(env, direct=True)))

    asyncio.run(day())


def test_people_are_picked_from_discord_s_own_list() -> None:
    heard: list[Action] = []

    async def hear(action: Action) -> Answered:
        heard.append(action)
        if action.submission:
            return Answered((), Enclosed())
        field = PickPerson("who", "Who is staff?", most=2)
        return Answered(
            (OpenForm(Form("Staff", "staff", (field,), "Name", once="0123456789ab")),), Enclosed()
        )

    async def pick() -> None:
        platform = DiscordPlatform(DiscordSettings(), hear=hear)
        async with simcord.run(platform.client) as env:
            people = read_header("course Data 101 · ana: student · tim, eva: TAs")
            stage = DiscordStage(env, people)
            await stage.act("tim", Command("ask", ""), "")
            await stage.act("tim", Fill("", (("Who is staff?", "eva, ana"),)), "")
            assert [one.where for one in stage.shown()] == ["form to tim", "only tim"]
            assert heard[-1].people == {
                "who": tuple(account(str(stage.members[who].id)) for who in ("eva", "ana"))
            }

    asyncio.run(pick())


HOSTILE = (
    "@everyone @here <@{ben}> <@&{guild}> <#{room}> [marks](https://evil.example) **b** _i_ "
    "||s|| `code` </ask:1>\n# big\n> quote\n- list\n\u202eback\u202c \u200b\ufeff 🧪🧪"
)


def test_hostile_words_reach_everybody_and_do_nothing(tmp_path: Path) -> None:
    async def ask() -> None:
        async with on_simcord(parse(CLASS), tmp_path) as (player, env):
            stage, app = stage_of(player), player._house.app
            text = HOSTILE.format(
                ben=stage.members["ben"].id,
                guild=stage.guild.id,
                room=stage.rooms["staff"].id,
            )
            await stage.act("ana", Press("Ask"), "")
            await stage.act("ana", Fill(text), "")
            await stage.act("ana", Press("Ask people"), "")
            await stage.act("ana", Press("Post"), "")
            await app.delivery.drain()
            cards = [one for one in said(env, direct=False) if "evil" in str(texts(one))]
            assert cards
            for card in cards:
                (words,) = [one for one in texts(card) if "evil" in one]
                assert fires(words.replace("`code`", "")) == []
                assert shown(words) == text.replace("\u200b", "")
                payload = simcord.backend.serializers.message_payload(env.backend, card)
                assert payload["mentions"] == []
                assert payload["mention_everyone"] is False
                assert payload["mention_roles"] == []

    asyncio.run(ask())


@pytest.mark.parametrize(
    "text",
    ["🙃🙃🙃", "\u202eمرحبا\u202c كيف أجمع الصفوف؟", "jo\u2060in dou\ufeffbles", "why does ` not"],
    ids=["emoji only", "right to left", "zero width", "one tick"],
)
def test_uncommon_words_are_shown_as_they_were_typed(text: str, tmp_path: Path) -> None:
    async def ask() -> None:
        async with on_simcord(parse(CLASS), tmp_path) as (player, env):
            stage = stage_of(player)
            for act in (Press("Ask"), Fill(text), Press("Ask people"), Press("Post")):
                await stage.act("ana", act, "")
            await player._house.app.delivery.drain()
            (card,) = [one for one in said(env, direct=False) if "asks for" in str(texts(one))]
            assert text in "\n".join(map(shown, texts(card)))

    asyncio.run(ask())


def test_forty_thousand_characters_stay_in_the_form(tmp_path: Path) -> None:
    async def ask() -> None:
        async with on_simcord(parse(CLASS), tmp_path) as (player, _env):
            stage = stage_of(player)
            await stage.act("ana", Press("Ask"), "")
            stage.shown()
            await stage.act("ana", Fill("x" * 40_000), "")
            assert [one.where for one in stage.shown()] == ["refused ana"]
            await stage.act("ana", Fill("x" * 2500), "")  # the form is still there
            assert [one.where for one in stage.shown()] == ["only ana"]

    asyncio.run(ask())


def test_a_button_from_before_a_restart_works(tmp_path: Path) -> None:
    async def restart() -> None:
        async with on_simcord(parse(CLASS), tmp_path) as (player, env):
            stage, app = stage_of(player), player._house.app

            async def hear(action: Action) -> Answered:
                return await app.hear(action)

            await env.restart_bot(DiscordPlatform(DiscordSettings(), hear=hear).client)
            await stage.act("ana", Press("Ask"), "")
            (form,) = stage.shown()
            assert form.where == "form to ana"
            await stage.act("ana", Fill("What does a join match?"), "")
            (panel,) = stage.shown()
            assert panel.where == "only ana"

    asyncio.run(restart())


def test_the_class_s_card_is_pinned(tmp_path: Path) -> None:
    async def made() -> None:
        async with on_simcord(parse(CLASS), tmp_path) as (player, _env):
            (card,) = stage_of(player).rooms["data-101"].pinned_messages()
            assert "Stuck" in str(card.components)

    asyncio.run(made())


@pytest.mark.parametrize("closed", [False, True])
def test_closed_direct_messages_stop_nothing(tmp_path: Path, *, closed: bool) -> None:
    async def answer() -> None:
        async with on_simcord(parse(CLASS), tmp_path) as (player, env):
            stage, app = stage_of(player), player._house.app
            if closed:
                direct = env.backend.get_dm_channel(stage.members["ana"].id)
                env.inject_error(
                    "POST", f"/channels/{direct.id}/messages", status=403, code=50007, times=1
                )
            await stage.act("ana", Press("Ask"), "")
            await stage.act("ana", Fill("What does a join match?"), "")
            await stage.act("ana", Press("Ask people"), "")
            await stage.act("ana", Press("Post"), "")
            await app.delivery.drain()
            await stage.act("tim", Press("Claim"), "")
            await app.delivery.drain()
            await stage.act("tim", Press("Answer"), "")
            await stage.act("tim", Fill("The rows with the same key."), "")
            await app.delivery.drain()
            assert len(list(said(env, direct=True))) == (0 if closed else 1)
            with app.store.read() as work:
                assert list(work.outbox.waiting()) == []

    asyncio.run(answer())


def test_a_card_that_a_person_deleted_is_posted_anew(tmp_path: Path) -> None:
    async def deleted() -> None:
        async with on_simcord(parse(CLASS), tmp_path) as (player, env):
            stage, app = stage_of(player), player._house.app
            await stage.act("ana", Press("Ask"), "")
            await stage.act("ana", Fill("What does a join match?"), "")
            await stage.act("ana", Press("Ask people"), "")
            await stage.act("ana", Press("Post"), "")
            await app.delivery.drain()
            staff = stage.rooms["staff"]
            (card,) = [
                one
                for one in stage._screen("tim")
                if one.channel == staff.id and "join match" in str(one.message)
            ]
            claim = next(
                one["custom_id"]
                for one in walk_components(card.message["components"])
                if one.get("label") == "Claim"
            )
            env.backend.delete_message(staff.id, card.id)
            await env.settle()
            # The button was still on Tim's screen when the card went.
            await stage._pressed("tim", card, claim, forged=False)
            await app.delivery.drain()
            standing = [one for one in said(env, direct=False) if one.channel_id == staff.id]
            assert [one for one in standing if "join" in str(texts(one)) and one.id != card.id]

    asyncio.run(deleted())
