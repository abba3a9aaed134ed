"""Posts, edits, notices, files, pins and members, and what each refusal means."""

import pytest

from bot.platform import Enclosed, TryLater, Unreachable
from bot.platforms.slack.groups import Groups
from bot.platforms.slack.members import Members
from bot.platforms.slack.web import OutcomeUnknown, Refusal, Web
from handlers.chat.outgoing import Attachment, Line, Message
from storage.kinds import Address, Group, NativeId
from tests.slack.office import Office, office, played
from tests.wire.slack.server import TEAM, Fault

CLASS = Address("slack", TEAM, "C-CLASS")
CARD = Message((Line("Golden Dolphin asks."),))
NOBODY = Enclosed()
ANA = NativeId("slack", TEAM, "UANA")
PICTURE = Attachment("a1", "picture-1.png", "image/png", "A picture somebody added.")


async def posted(here: Office, message: Message = CARD, *, pin: bool = False) -> str:
    enclosed = Enclosed(contents={file.id: b"bytes" for file in message.files})
    return await here.platform.post(CLASS, message, enclosed, nonce="7", pin=pin)


@played
async def test_a_post_parses_nothing_and_is_marked() -> None:
    async with office() as here:
        await posted(here)
        (sent,) = here.called("chat.postMessage")
        assert sent["channel"] == "C-CLASS"
        assert (sent["parse"], sent["link_names"]) == ("none", False)
        assert (sent["unfurl_links"], sent["unfurl_media"]) == (False, False)
        assert here.server.messages[0].metadata == {
            "event_type": "askwell_sent",
            "event_payload": {"nonce": "7"},
        }


@played
async def test_an_edit_changes_the_message_in_place() -> None:
    async with office() as here:
        ref = await posted(here)
        await here.platform.edit(ref, Message((Line("Solved."),)), NOBODY)
        (message,) = here.server.messages
        assert message.text == "Solved."


@played
async def test_a_card_that_somebody_deleted() -> None:
    async with office() as here:
        ref = await posted(here)
        here.server.messages.clear()
        with pytest.raises(Unreachable):
            await here.platform.edit(ref, CARD, NOBODY)


@pytest.mark.parametrize("room", ["C-ELSEWHERE", "C-GONE"])
@played
async def test_a_channel_that_is_closed_or_gone(room: str) -> None:
    async with office() as here:
        with pytest.raises(Unreachable):
            await here.platform.post(
                Address("slack", TEAM, room), CARD, NOBODY, nonce="7", pin=True
            )


@played
async def test_a_notice_goes_into_the_direct_messages() -> None:
    async with office() as here:
        await here.platform.notify(ANA, CARD, nonce="7")
        (message,) = here.server.messages
        assert (message.channel, message.only) == ("DUANA", "")
        with pytest.raises(Unreachable):
            await here.platform.notify(NativeId("slack", TEAM, "UGONE"), CARD, nonce="8")


@played
async def test_too_many_calls_are_waited_out_as_long_as_slack_asks() -> None:
    async with office() as here:
        here.server.faults["chat.postMessage"].append(Fault(status=429, retry_after=17))
        with pytest.raises(TryLater) as later:
            await posted(here)
        assert later.value.seconds == 17
        assert here.server.messages == []


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=500, after=True),
        Fault(status=0, after=True),
        Fault(error="fatal_error", after=True),
    ],
    ids=["500", "lost", "fatal_error"],
)
@played
async def test_an_unknown_outcome_is_said_to_be_unknown(fault: Fault) -> None:
    async with office() as here:
        here.server.faults["chat.postMessage"].append(fault)
        with pytest.raises(OutcomeUnknown):
            await posted(here)
        # The library has sent it once only: whether again is for the outbox to say.
        assert len(here.called("chat.postMessage")) == 1
        assert len(here.server.messages) == 1


@played
async def test_a_missing_scope_is_kept_for_later() -> None:
    async with office() as here:
        here.server.scopes.clear()
        with pytest.raises(Refusal, match="missing_scope"):
            await posted(here)
        with pytest.raises(Refusal, match="missing_scope"):
            await posted(here)
        (said,) = here.platform.advice()
        assert "the scope chat:write." in said
        assert here.platform.advice() == ()


@played
async def test_nothing_is_sent_before_it_listens_or_after() -> None:
    async with office() as here:
        platform = here.platform
    with pytest.raises(TryLater):
        await platform.post(CLASS, CARD, NOBODY, nonce="7", pin=False)


@played
async def test_the_first_card_is_pinned_and_bookmarked() -> None:
    async with office() as here:
        await posted(here, pin=True)
        (message,) = here.server.messages
        assert here.server.pins == [("C-CLASS", message.ts)]
        (bookmark,) = here.server.bookmarks
        assert (bookmark["title"], bookmark["type"]) == ("Askwell", "link")
        assert bookmark["link"].endswith(message.ts.replace(".", ""))


@played
async def test_a_card_that_cannot_be_pinned_is_posted_all_the_same() -> None:
    async with office() as here:
        here.server.scopes -= {"pins:write", "bookmarks:write"}
        await posted(here, pin=True)
        assert len(here.server.messages) == 1


@played
async def test_a_file_hangs_under_its_card_with_words_for_who_cannot_see_it() -> None:
    async with office() as here:
        await posted(here, Message((Line("Look."),), files=(PICTURE,)))
        card, below = here.server.messages
        assert below.thread == card.ts
        (file,) = below.files
        stored = here.server.files[file]
        assert (stored["content"], stored["filename"]) == (b"bytes", "picture-1.png")
        assert stored["alt_txt"] == "A picture somebody added."


@played
async def test_a_file_goes_with_what_it_belonged_to() -> None:
    async with office() as here:
        ref = await posted(here, Message((Line("Look."),), files=(PICTURE,)))
        await here.platform.edit(ref, Message((Line("Deleted."),)), NOBODY)
        assert here.server.files == {}
        assert here.server.messages[0].text == "Deleted."
        await here.platform.edit(ref, Message((Line("Deleted."),)), NOBODY)  # and again


@played
async def test_a_card_that_gets_a_file_is_posted_anew() -> None:
    async with office() as here:
        ref = await posted(here)
        with pytest.raises(Unreachable):
            await here.platform.edit(
                ref, Message((Line("x"),), files=(PICTURE,)), Enclosed(contents={"a1": b"bytes"})
            )
        assert here.server.messages == []


@played
async def test_a_file_that_could_not_be_uploaded_leaves_no_half_card() -> None:
    async with office() as here:
        here.server.faults["files.getUploadURLExternal"].append(Fault(status=429, retry_after=2))
        with pytest.raises(TryLater):
            await posted(here, Message((Line("Look."),), files=(PICTURE,)))
        assert here.server.messages == []


@played
async def test_members_over_several_pages_asked_once() -> None:
    async with office() as here:
        # Five people, and the server gives three a page.
        assert await here.platform.is_member(NativeId("slack", TEAM, "UTIM"), CLASS)
        assert not await here.platform.is_member(NativeId("slack", TEAM, "UEVE"), CLASS)
        assert not await here.platform.is_member(NativeId("slack", "TOTHER", "UTIM"), CLASS)
        assert len(here.called("conversations.members")) == 2


@played
async def test_a_channel_that_the_bot_cannot_see_has_no_members() -> None:
    async with office() as here:
        assert not await here.platform.is_member(ANA, Address("slack", TEAM, "C-GONE"))


@played
async def test_an_older_list_is_used_while_slack_is_down_but_not_for_ever() -> None:
    now = 0.0
    async with office() as here:
        members = Members(here.platform._web, lambda: now)
        assert await members.has("C-CLASS", "UANA")
        here.server.channels["C-CLASS"].discard("UANA")
        now = 59.0
        assert await members.has("C-CLASS", "UANA")
        here.server.faults["conversations.members"].extend([Fault(status=500), Fault(status=500)])
        now = 61.0
        assert await members.has("C-CLASS", "UANA")
        now = 601.0
        with pytest.raises(TryLater):
            await members.has("C-CLASS", "UANA")
        assert not await members.has("C-CLASS", "UANA")


TAS = Group("slack", TEAM, "STAS")


@played
async def test_who_is_in_a_user_group() -> None:
    async with office(user_groups=True) as here:
        here.server.scopes.add("usergroups:read")
        here.server.usergroups["tas"] = {"UTIM"}
        tim = NativeId("slack", TEAM, "UTIM")
        assert await here.platform.is_in_group(tim, TAS)
        assert not await here.platform.is_in_group(ANA, TAS)
        assert len(here.called("usergroups.users.list")) == 1  # the list is known for a minute
        assert not await here.platform.is_in_group(tim, Group("slack", "TOTHER", "STAS"))
        assert not await here.platform.is_in_group(tim, Group("slack", TEAM, "SGONE"))


@played
async def test_user_groups_are_not_asked_for_unless_they_are_switched_on() -> None:
    async with office() as here:
        here.server.usergroups["tas"] = {"UANA"}
        assert not await here.platform.is_in_group(ANA, TAS)
        assert here.called("usergroups.users.list") == []


@played
async def test_without_the_scope_nobody_is_in_a_group() -> None:
    async with office(user_groups=True) as here:
        here.server.usergroups["tas"] = {"UANA"}
        assert not await here.platform.is_in_group(ANA, TAS)


@played
async def test_an_older_group_is_used_while_slack_is_down_but_not_for_ever() -> None:
    now = 0.0
    async with office(user_groups=True) as here:
        here.server.scopes.add("usergroups:read")
        here.server.usergroups["tas"] = {"UANA"}
        groups = Groups(here.platform._web, lambda: now)
        assert await groups.has("STAS", "UANA")
        here.server.usergroups["tas"].clear()
        here.server.faults["usergroups.users.list"].extend([Fault(status=500)] * 2)
        now = 61.0
        assert await groups.has("STAS", "UANA")
        now = 601.0
        with pytest.raises(TryLater):
            await groups.has("STAS", "UANA")
        assert not await groups.has("STAS", "UANA")


@played
async def test_each_channel_has_its_own_pace_of_one_a_second() -> None:
    async with office() as here:
        await posted(here)
        await posted(here)
        await here.platform.notify(ANA, CARD, nonce="7")
        assert set(here.platform._web._posting) == {"C-CLASS", "DUANA"}

    web = Web("http://127.0.0.1/api/", "xoxb-x")
    await web._in_turn("chat.postMessage", "C1")
    limiter = web._posting["C1"]
    assert (limiter.max_rate, limiter.time_period) == (1, 1.0)
    assert not limiter.has_capacity()
