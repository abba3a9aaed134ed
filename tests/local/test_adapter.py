import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from bot.platform import Enclosed, Unreachable, UsedOn
from bot.platforms.local.adapter import AddedFile, LocalPlatform, NotTaken, Outcome
from bot.platforms.local.chat import Chat, Gone
from bot.platforms.local.classroom import classroom
from handlers.chat.incoming import CleanFile, RefusedFile
from handlers.chat.outgoing import Line, Message
from storage.kinds import Address, Group, NativeId
from tests.local.toy import COMMANDS, MENU, Toy, account, furnish, picture, room

Result = TypeVar("Result")


def play(
    talk: Callable[[LocalPlatform, Toy], Awaitable[Result]],
) -> Result:
    """Run a conversation against the toy bot."""

    async def run() -> Result:
        platform, toy = LocalPlatform(Chat(classroom()), commands=COMMANDS, menu=MENU), Toy()
        listening = asyncio.create_task(platform.run(toy.hear))
        try:
            return await talk(platform, toy)
        finally:
            listening.cancel()

    return asyncio.run(run())


def test_a_command_opens_a_form_and_its_answers_are_only_yours() -> None:
    async def talk(platform: LocalPlatform, toy: Toy) -> None:
        asked = await platform.command("ana", "ask", "now", room="data-101")
        assert asked.form is not None
        sent = await platform.submit("ana", asked.form.id, {"text": "My join doubles."})
        (panel,) = sent.messages
        assert (panel.person, panel.room, panel.only_you) == ("ana", "data-101", True)
        assert [button.label for button in panel.body.all_buttons()][:2] == [
            "Me too",
            "That did it",
        ]
        assert platform.chat.form_of("ana") is None
        command, submission = toy.heard
        assert (command.command, command.text, command.where) == ("ask", "now", room("data-101"))
        assert command.account == account("ana")
        # What was not filled in comes as the form had it.
        assert dict(submission.fields) == {
            "text": "My join doubles.",
            "stuck": "",
            "tried": "",
            "wish": "pointer",
            "topic": "",
        }

    play(talk)


def test_where_nothing_was_kept_the_form_is_still_open() -> None:
    async def talk(platform: LocalPlatform, toy: Toy) -> None:
        asked = await platform.command("ana", "ask")
        assert asked.form is not None
        toy.keeps = False
        failed = await platform.submit("ana", asked.form.id, {"text": "x"}, delivery="d")
        assert (failed.through, failed.delivery, failed.messages) == (False, "d", ())
        assert platform.chat.form_of("ana") == asked.form
        toy.keeps = True
        assert (await platform.submit("ana", asked.form.id, {"text": "x"}, delivery="d")).through
        assert toy.heard[1].delivery == toy.heard[2].delivery

    play(talk)


@pytest.mark.parametrize(
    ("fields", "says", "field"),
    [
        ({"text": " "}, "Fill this in", "text"),
        ({"text": "x" * 3001}, "3000 characters", "text"),
        ({"text": "x", "stuck": "lost"}, "one of the options", "stuck"),
        ({"text": "x", "wish": ""}, "Fill this in", "wish"),
        ({"text": "x", "age": "7"}, "no field called age", "age"),
    ],
)
def test_the_form_itself_refuses_what_platforms_refuse(
    fields: dict[str, str], says: str, field: str
) -> None:
    async def talk(platform: LocalPlatform, toy: Toy) -> None:
        asked = await platform.command("ana", "ask")
        assert asked.form is not None
        with pytest.raises(NotTaken, match=says) as refused:
            await platform.submit("ana", asked.form.id, fields)
        assert refused.value.field == field
        assert platform.chat.form_of("ana") == asked.form
        assert len(toy.heard) == 1

    play(talk)


def test_a_press_needs_a_button_that_the_person_sees() -> None:
    async def talk(platform: LocalPlatform, toy: Toy) -> None:
        posted = await furnish(platform)
        with pytest.raises(NotTaken, match="not yours to see"):
            await platform.press("ana", posted["named"], "x:y")
        with pytest.raises(NotTaken, match="not yours to see"):
            await platform.press("ben", posted["notice"], "my:abcdefghijkl")
        with pytest.raises(NotTaken, match="no such button"):
            await platform.press("ana", posted["question"], "claim:q1:abcdefghijkl")
        assert toy.heard == []
        await platform.press("ana", posted["question"], "me-too:q1:abcdefghijkl")
        await platform.press("ana", posted["notice"], "my:abcdefghijkl")
        assert [(one.press, one.where) for one in toy.heard] == [
            ("me-too:q1:abcdefghijkl", room("data-101")),
            ("my:abcdefghijkl", None),
        ]

    play(talk)


def test_a_button_of_a_message_that_has_vanished_carries_all_it_needs() -> None:
    async def talk(platform: LocalPlatform, toy: Toy) -> None:
        await platform.press("ana", "o7-gone", "next-hint:q1:abcdefghijkl", room="data-101")
        assert (toy.heard[0].press, toy.heard[0].where) == (
            "next-hint:q1:abcdefghijkl",
            room("data-101"),
        )

    play(talk)


def test_again_delivers_the_same_thing_under_the_same_id() -> None:
    async def talk(platform: LocalPlatform, toy: Toy) -> None:
        with pytest.raises(NotTaken, match="nothing to deliver again"):
            await platform.again("ana")
        first = await platform.direct("ana", "a secret")
        again = await platform.again("ana")
        assert first.delivery == again.delivery
        assert toy.heard[0] == toy.heard[1]
        # What was written directly stays with the chat, once; the bot has it for its form.
        assert [seen.body.text for seen in platform.chat.history("ana", None)] == ["a secret"]
        assert toy.heard[0].text == "a secret"
        assert "a secret" not in repr(toy.heard[0])

    play(talk)


def test_files_come_cleaned_or_refused_and_in_order() -> None:
    async def talk(platform: LocalPlatform, toy: Toy) -> None:
        posted = await furnish(platform)
        del posted
        panel = (await _asked(platform)).messages[0]
        opened = await platform.press("ana", panel.id, "files:q1:abcdefghijkl")
        assert opened.form is not None
        await platform.submit(
            "ana",
            opened.form.id,
            {},
            people={"people": ["ben", "ana"]},
            places={"place": "data-101"},
            groups={"group": "tas"},
            files=[AddedFile("Ana Lindqvist.png", picture()), AddedFile("big", bytes(9_000_000))],
        )
        heard = toy.heard[-1]
        good, bad = heard.files
        assert isinstance(good, CleanFile)
        assert (good.name, good.media_type) == ("picture-1.png", "image/png")
        assert isinstance(bad, RefusedFile)
        assert (bad.original_name, bad.reason) == ("big", "file-too-big")
        assert heard.places == {"place": room("data-101")}
        assert heard.groups == {"group": Group("local", "demo", "tas")}
        assert [one.user for one in heard.people["people"]] == ["ben", "ana"]

    play(talk)


def test_a_shortcut_brings_the_message_and_its_thread() -> None:
    async def talk(platform: LocalPlatform, toy: Toy) -> None:
        posted = await furnish(platform)
        note = platform.chat.say("tim", "staff", "Look at `how`.", thread=posted["named"])
        below = platform.chat.say("eva", "staff", "Yes.", thread=note)
        assert platform.chat.message(below).thread == posted["named"]
        await platform.shortcut("tim", note, "send", delivery="d")
        heard = toy.heard[-1]
        assert (heard.shortcut, heard.where) == ("send", room("staff"))
        assert heard.used_on == UsedOn("Look at `how`.", own=True, thread=posted["named"])
        await platform.shortcut("eva", note, "send")
        assert toy.heard[-1].used_on.own is False
        aloud = platform.chat.say("ana", "data-101", "Hm?")
        await platform.shortcut("ana", aloud, "ask")
        assert toy.heard[-1].used_on == UsedOn("Hm?", own=True)
        panel = (await _asked(platform)).messages[0]
        before = len(toy.heard)
        for who, message, shortcut, why in (
            ("tim", note, "dance", "does not have that"),
            ("tim", "m999", "send", "no longer there"),
            ("ana", note, "ask", "not yours to see"),
            ("ana", panel.id, "ask", "not yours to see"),
        ):
            with pytest.raises(NotTaken, match=why):
                await platform.shortcut(who, message, shortcut)
        for begun in (note, panel.id, "m999"):
            with pytest.raises(Gone):
                platform.chat.say("ana", "data-101", "x", thread=begun)
        assert len(toy.heard) == before

    play(talk)


async def _asked(platform: LocalPlatform) -> Outcome:
    asked = await platform.command("ana", "ask", room="data-101")
    assert asked.form is not None
    return await platform.submit("ana", asked.form.id, {"text": "x"})


def test_too_many_files_and_foreign_rooms_are_refused() -> None:
    async def talk(platform: LocalPlatform, toy: Toy) -> None:
        panel = (await _asked(platform)).messages[0]
        opened = await platform.press("ana", panel.id, "files:q1:abcdefghijkl")
        assert opened.form is not None
        heard = len(toy.heard)
        with pytest.raises(NotTaken, match="at most 10 files"):
            await platform.submit("ana", opened.form.id, files=[AddedFile("a", b"")] * 11)
        with pytest.raises(NotTaken, match="one of your own rooms") as refused:
            await platform.submit("ana", opened.form.id, places={"place": "staff"})
        assert refused.value.field == "place"
        with pytest.raises(NotTaken, match="no such group"):
            await platform.submit("ana", opened.form.id, groups={"group": "none"})
        for several, why in ((["nobody"], "in this chat"), (["ana", "ben", "tim"], "at most 2")):
            with pytest.raises(NotTaken, match=why) as refused:
                await platform.submit("ana", opened.form.id, people={"people": several})
            assert refused.value.field == "people"
        asked = await platform.command("ben", "ask")
        assert asked.form is not None
        with pytest.raises(NotTaken, match="takes no files"):
            await platform.submit("ben", asked.form.id, {"text": "x"}, files=[AddedFile("a", b"a")])
        assert len(toy.heard) == heard + 1

    play(talk)


def test_what_is_not_there_is_refused() -> None:
    async def talk(platform: LocalPlatform, toy: Toy) -> None:
        with pytest.raises(NotTaken, match="nobody called 'zoe'"):
            await platform.command("zoe", "ask")
        with pytest.raises(NotTaken, match="not in a room called staff"):
            await platform.command("ana", "ask", room="staff")
        with pytest.raises(NotTaken, match="/shrug is not a command"):
            await platform.command("ana", "shrug")
        assert toy.heard == []

    play(talk)


def test_a_name_is_filled_in_and_who_has_left_is_somebody() -> None:
    async def talk(platform: LocalPlatform, toy: Toy) -> None:
        del toy
        posted = await furnish(platform)
        (block,) = platform.chat.message(posted["named"]).body.blocks
        assert block.text == "Tim Brandt has taken this one, somebody who has left has left."
        assert [block.text[start:end] for start, end in block.names] == [
            "Tim Brandt",
            "somebody who has left",
        ]

    play(talk)


def test_what_cannot_be_reached_says_so() -> None:
    async def talk(platform: LocalPlatform, toy: Toy) -> None:
        del toy
        message = Message((Line("x"),))
        for place in (
            room("lobby"),
            Address("slack", "demo", "staff"),
            Address("local", "x", "staff"),
        ):
            with pytest.raises(Unreachable):
                await platform.post(place, message, Enclosed(), nonce="n", pin=False)
        for who in (account("zoe"), NativeId("slack", "demo", "ana")):
            with pytest.raises(Unreachable):
                await platform.notify(who, message, nonce="n")
        with pytest.raises(Unreachable):
            await platform.edit("m99", message, Enclosed())

    play(talk)


def test_membership() -> None:
    async def talk(platform: LocalPlatform, toy: Toy) -> None:
        del toy
        assert await platform.is_member(account("tim"), room("staff"))
        tas = Group("local", "demo", "tas")
        assert await platform.is_in_group(account("tim"), tas)
        assert not await platform.is_in_group(account("ana"), tas)
        assert not await platform.is_in_group(account("tim"), Group("slack", "demo", "tas"))
        assert not await platform.is_in_group(account("tim"), Group("local", "demo", "none"))
        assert not await platform.is_member(account("ana"), room("staff"))
        assert not await platform.is_member(account("ana"), Address("slack", "demo", "data-101"))
        assert not await platform.is_member(NativeId("slack", "demo", "tim"), room("staff"))

    play(talk)


def test_two_people_may_choose_the_same_id() -> None:
    async def talk(platform: LocalPlatform, toy: Toy) -> None:
        for who in ("ana", "ben", "ana"):
            assert (await platform.direct(who, f"from {who}", delivery="1")).delivery == "1"
        ana, ben, again = toy.heard
        assert ana.delivery != ben.delivery
        assert ana.delivery == again.delivery
        # What was sent again is not written twice.
        for who in ("ana", "ben"):
            texts = [seen.body.text for seen in platform.chat.history(who, None)]
            assert texts == [f"from {who}"]

    play(talk)
