"""Each thing a person does, and where the answer appears: never for everybody, never in a DM."""

import pytest

from bot.platform import Action, Answered, Enclosed, NotCommitted
from bot.platforms.slack.answers import TRY_AGAIN
from handlers.chat.outgoing import (
    Form,
    Line,
    Message,
    OpenForm,
    PickGroup,
    PickPerson,
    PickPlace,
    Reply,
    TextField,
)
from storage.kinds import Group
from tests.slack.office import Office, form, office, played, says
from tests.wire.slack.server import ACK, BOT, TEAM, Fault, View


def view_of(here: Office, user: str) -> View:
    return here.server.views[here.server.screens[user]]


@pytest.mark.parametrize("mode", ["socket", "http"])
@played
async def test_a_command_is_answered_in_its_acknowledgement(mode: str) -> None:
    async with office(mode=mode) as here:
        assert await here.deliver(here.server.command("UANA", "C-CLASS", "/my"))
        assert here.only("UANA") == ["Heard."]
        assert [name for name, _arguments in here.server.calls if name.startswith("chat.")] == []


@played
async def test_several_answers_to_a_command_come_in_order() -> None:
    async with office() as here:
        here.reply = lambda _action: says("one", "two", "three")
        await here.deliver(here.server.command("UANA", "C-CLASS", "/my"))
        assert here.only("UANA") == ["one", "two", "three"]


@played
async def test_more_answers_than_a_response_url_takes() -> None:
    texts = [f"{number}" for number in range(1, 7)]
    async with office() as here:
        here.reply = lambda _action: says(*texts)
        await here.deliver(here.server.command("UANA", "C-CLASS", "/my"))
        assert here.only("UANA") == texts


@played
async def test_a_button_on_a_message_is_answered_to_that_person_alone() -> None:
    async with office() as here:
        await here.deliver(here.server.command("UANA", "C-CLASS", "/my"))
        message = here.server.messages[-1]
        assert await here.deliver(here.server.press("UBEN", message, "follow:q1:0123456789ab"))
        assert here.only("UBEN") == ["Heard."]
        assert here.heard[-1].press == "follow:q1:0123456789ab"


@pytest.mark.parametrize("what", ["command", "press", "shortcut"])
@played
async def test_in_direct_messages_answers_are_views(what: str) -> None:
    async with office() as here:
        server = here.server
        if what == "command":
            act = server.command("UANA", "DUANA", "/my")
        elif what == "shortcut":
            act = server.shortcut("UANA", "ask")
        else:
            message = server._message("DUANA", "U0BOT", {"text": "news"})
            act = server.press("UANA", message, "news:")
        await here.deliver(act)
        assert here.on_screen("UANA")["blocks"][0]["text"]["text"] == "Heard."
        assert server.messages == []


@played
async def test_a_form_and_the_answer_in_its_place() -> None:
    async with office() as here:
        here.reply = lambda action: says("A pointer.") if action.submission else form()
        await here.deliver(here.server.command("UANA", "C-CLASS", "/ask"))
        opened = view_of(here, "UANA")
        assert opened.body["callback_id"] == "ask:0123456789ab"
        value = {"type": "plain_text_input", "value": "stuck"}
        assert await here.deliver(here.server.submit("UANA", opened, {"text": value}))
        assert here.heard[-1].fields == {"text": "stuck"}
        assert here.heard[-1].where is not None
        assert here.heard[-1].where.room == "C-CLASS"
        assert here.on_screen("UANA")["blocks"][0]["text"]["text"] == "A pointer."
        assert here.called("views.update") == []
        # A button in that view is answered in it, and a form opened from it takes its place.
        await here.deliver(here.server.press("UANA", view_of(here, "UANA"), "x:0123456789ab"))
        assert here.on_screen("UANA")["title"]["text"] == "Ask"
        assert here.on_screen("UANA")["submit"]["text"] == "Send"
        assert len(here.called("views.open")) == 1


@played
async def test_a_form_that_is_answered_with_nothing_closes() -> None:
    async with office() as here:
        here.reply = lambda action: Answered((), Enclosed()) if action.submission else form()
        await here.deliver(here.server.command("UANA", "C-CLASS", "/ask"))
        await here.deliver(here.server.submit("UANA", view_of(here, "UANA"), {}))
        assert here.server.screens == {}


@pytest.mark.parametrize("mode", ["socket", "http"])
@played
async def test_what_was_not_committed_is_not_acknowledged_and_the_form_stays(mode: str) -> None:
    def reply(action: Action) -> Answered:
        if action.submission:
            raise NotCommitted
        return form()

    async with office(mode=mode) as here:
        here.reply = reply
        await here.deliver(here.server.command("UANA", "C-CLASS", "/ask"))
        opened = view_of(here, "UANA")
        value = {"type": "plain_text_input", "value": "stuck"}
        here.server.ack = 0.5
        assert not await here.deliver(here.server.submit("UANA", opened, {"text": value}))
        assert view_of(here, "UANA") is opened
        # Trying again is safe, and works.
        here.server.ack = ACK
        here.reply = lambda _action: says("Kept.")
        assert await here.deliver(here.server.submit("UANA", opened, {"text": value}))


@pytest.mark.parametrize("mode", ["socket", "http"])
@played
async def test_who_pressed_or_typed_what_was_not_committed_is_told_so(mode: str) -> None:
    def reply(_action: Action) -> Answered:
        raise NotCommitted

    async with office(mode=mode) as here:
        here.reply = reply
        server = here.server
        card = server._message("C-CLASS", "U0BOT", {"text": "a card"})
        assert await here.deliver(server.press("UANA", card, "x:0123456789ab"))
        assert await here.deliver(server.command("UBEN", "C-CLASS", "/ask"))
        assert here.only("UANA") == here.only("UBEN") == [TRY_AGAIN]


@played
async def test_a_form_whose_trigger_has_expired() -> None:
    async with office() as here:
        here.reply = lambda _action: form()
        act = here.server.command("UANA", "C-CLASS", "/ask")
        here.server.offset = 4.0  # a trigger is good for three seconds
        await here.deliver(act)
        assert here.only("UANA") == [TRY_AGAIN]


@played
async def test_a_form_asked_for_twice_is_opened_once() -> None:
    async with office() as here:
        here.reply = lambda _action: form()
        act = here.server.command("UANA", "C-CLASS", "/ask")
        await here.deliver(act)
        await here.deliver(act, retry=1)
        assert here.only("UANA") == []
        assert len(here.server.views) == 1


@played
async def test_an_answer_too_late_for_its_view_is_shown_on_top_of_it() -> None:
    async with office() as here:
        here.reply = lambda action: says("Posted.") if action.press else form()
        await here.deliver(here.server.command("UANA", "C-CLASS", "/ask"))
        below = view_of(here, "UANA")
        act = here.server.press("UANA", below, "post:0123456789ab")
        newer = here.server._view(below.id, "UANA", below.body)
        await here.deliver(act)
        assert here.server.views[below.id] is newer
        assert here.on_screen("UANA")["blocks"][0]["text"]["text"] == "Posted."


@pytest.mark.parametrize("reply", [says("Posted."), form()], ids=["message", "form"])
@played
async def test_an_answer_whose_view_was_closed_opens_another(reply: Answered) -> None:
    async with office() as here:
        here.reply = lambda _action: form()
        await here.deliver(here.server.command("UANA", "C-CLASS", "/ask"))
        here.reply = lambda _action: reply
        act = here.server.press("UANA", view_of(here, "UANA"), "post:0123456789ab")
        here.server.views.clear()
        await here.deliver(act)
        assert len(here.server.views) == 1


@played
async def test_an_answer_that_finds_no_place_becomes_a_notice() -> None:
    async with office() as here:
        act = here.server.command("UANA", "DUANA", "/my")
        here.server.offset = 4.0
        await here.deliver(act)
        (message,) = here.server.messages
        assert (message.channel, message.text) == ("DUANA", "There is something new for you.")


@played
async def test_a_used_up_response_url_is_no_loss() -> None:
    async with office() as here:
        act = here.server.press(
            "UBEN", here.server._message("C-CLASS", "U0BOT", {"text": "x"}), "follow:1"
        )
        here.server.offset = 1900.0  # it is good for thirty minutes
        await here.deliver(act)
        assert here.only("UBEN") == ["Heard."]
        assert len(here.called("chat.postEphemeral")) == 1


@played
async def test_a_direct_message_is_answered_to_be_gone_and_its_text_not_printed() -> None:
    async with office() as here:
        assert await here.deliver(here.server.direct("UANA", "my secret question"))
        (action,) = here.heard
        assert (action.direct, action.text) == (True, "my secret question")
        assert "secret" not in f"{action} {dict(action.fields)}"
        assert here.only("UANA") == ["Heard."]


@played
async def test_nothing_is_ever_said_to_everybody_in_answer() -> None:
    async with office() as here:
        for act in (
            here.server.command("UANA", "C-CLASS", "/my"),
            here.server.shortcut("UANA", "message-ask", here.server.say("UANA", "C-CLASS", "Hm?")),
            here.server.press(
                "UANA", here.server._message("C-CLASS", "U0BOT", {"text": "x"}), "me-too:1"
            ),
        ):
            await here.deliver(act)
        said = [message for message in here.server.messages if message.user == "U0BOT"]
        assert len(said) == 3
        assert all(message.only == "UANA" for message in said)


@played
async def test_other_events_are_acknowledged_and_not_heard() -> None:
    async with office() as here:
        act = here.server.direct("UANA", "x")
        act.payload["event"]["subtype"] = "message_changed"
        assert await here.deliver(act)
        assert here.heard == []


@played
async def test_a_name_is_a_mention_for_the_person_alone() -> None:
    async with office() as here:
        hostile = Answered((Reply(Message((Line("<!channel> <@UTIM> & co"),))),), Enclosed())
        here.reply = lambda _action: hostile
        await here.deliver(here.server.command("UANA", "C-CLASS", "/my"))
        (message,) = here.server.messages
        assert message.text == "&lt;!channel&gt; &lt;@UTIM&gt; &amp; co"
        assert [block["text"]["type"] for block in message.blocks] == ["plain_text"]


@played
async def test_files_are_fetched_while_the_form_waits() -> None:
    async with office() as here:
        here.server.files["F1"] = {"id": "F1", "content": b"print('x')\n"}
        here.reply = lambda action: says("Kept.") if action.submission else form()
        await here.deliver(here.server.command("UANA", "C-CLASS", "/ask"))
        url = f"{here.server.url}/files-pri/F1"
        files = [{"id": "F1", "name": "ana.py", "size": 11, "url_private_download": url}]
        value = {"type": "file_input", "files": files}
        await here.deliver(here.server.submit("UANA", view_of(here, "UANA"), {"files": value}))
        (file,) = here.heard[-1].files
        assert file.content == b"print('x')\n"  # type: ignore[union-attr]  # it is a clean one
        assert here.on_screen("UANA")["blocks"][0]["text"]["text"] == "Kept."


@pytest.mark.parametrize(
    "url", ["https://elsewhere.test/f", "http://slack.com/f", "{}/files-pri/no"]
)
@played
async def test_the_token_goes_nowhere_else_and_nothing_is_half_kept(url: str) -> None:
    async with office() as here:
        here.reply = lambda _action: form()
        await here.deliver(here.server.command("UANA", "C-CLASS", "/ask"))
        place = url.format(here.server.url)
        files = [{"id": "F1", "name": "x.py", "size": 11, "url_private": place}]
        value = {"type": "file_input", "files": files}
        await here.deliver(here.server.submit("UANA", view_of(here, "UANA"), {"files": value}))
        assert len(here.heard) == 1  # the command alone
        assert here.on_screen("UANA")["blocks"][0]["text"]["text"] == TRY_AGAIN


@played
async def test_slack_down_for_the_answer_is_no_loss() -> None:
    async with office() as here:
        here.server.faults["views.open"].append(Fault(status=500))
        await here.deliver(here.server.command("UANA", "DUANA", "/my"))
        (message,) = here.server.messages
        assert message.text == "There is something new for you."


@pytest.mark.parametrize("bot", ["U0BOT", "USLACKBOT"])
@played
async def test_a_bot_is_nobody_to_pick(bot: str) -> None:
    async with office() as here:
        opened = OpenForm(
            Form("Staff", "staff", (PickPerson("who", "Who?", 3),), "Name", once="0123456789ab")
        )
        here.reply = lambda action: (
            says("Named.") if action.submission else Answered((opened,), Enclosed())
        )
        await here.deliver(here.server.command("UANA", "C-CLASS", "/askwell", "course"))
        view = view_of(here, "UANA")
        picked = {"type": "multi_users_select", "selected_users": ["UTIM", bot]}
        await here.deliver(here.server.submit("UANA", view, {"who": picked}))
        assert here.server.errors == {"who": "Pick a person, not a bot."}
        assert view_of(here, "UANA") is view
        picked["selected_users"] = ["UTIM", "UBEN"]
        await here.deliver(here.server.submit("UANA", view, {"who": picked}))
        assert here.server.errors == {}
        assert [one.user for one in here.heard[-1].people["who"]] == ["UTIM", "UBEN"]


@played
async def test_a_user_group_is_found_by_its_handle_or_named_in_the_form() -> None:
    async with office(user_groups=True) as here:
        here.server.usergroups["tas"] = {"UTIM"}
        opened = OpenForm(
            Form("Staff", "staff", (PickGroup("group", "Group"),), "Name", once="0123456789ab")
        )
        here.reply = lambda action: (
            says("Named.") if action.submission else Answered((opened,), Enclosed())
        )
        await here.deliver(here.server.command("UANA", "C-CLASS", "/askwell", "course"))
        view = view_of(here, "UANA")

        async def typed(handle: str) -> dict[str, str]:
            value = {"type": "plain_text_input", "value": handle}
            assert await here.deliver(here.server.submit("UANA", view, {"group:group": value}))
            return here.server.errors

        # The scope is not there: nothing can be found.
        assert "no user group" in (await typed("@tas"))["group:group"]
        here.server.scopes.add("usergroups:read")
        assert "handle @tos" in (await typed("@tos"))["group:group"]
        here.server.faults["usergroups.list"].append(Fault(status=500))
        assert "Send this again" in (await typed("tas"))["group:group"]
        assert len(here.heard) == 1
        assert await typed(" @TAs ") == {}
        assert here.heard[-1].groups == {"group": Group("slack", TEAM, "STAS")}


@pytest.mark.parametrize(
    ("room", "staff", "problem"),
    [
        ("C-CLASS", "C-ELSEWHERE", "The bot is not in that channel."),
        ("C-CLASS", "C-HIDDEN", "The bot is not in that channel."),
        ("C-ELSEWHERE", "C-STAFF", "The bot is not in the class's channel."),
        ("C-CLASS", "C-STAFF", ""),
    ],
)
@played
async def test_a_channel_without_the_bot_is_named_in_the_form(
    room: str, staff: str, problem: str
) -> None:
    async with office() as here:
        fields = (PickPlace("staff", "Their room"), TextField("name", "Name"))
        opened = OpenForm(Form("New course", "course", fields, "Make", once="0123456789ab"))
        here.reply = lambda action: (
            says("Made.") if action.submission else Answered((opened,), Enclosed())
        )
        await here.deliver(here.server.command("UANA", room, "/askwell", "course"))
        view = view_of(here, "UANA")
        picked = {"type": "conversations_select", "selected_conversation": staff}
        act = here.server.submit("UANA", view, {"staff": picked})
        assert await here.deliver(act)
        errors = here.server.errors
        assert errors.get("staff", "").startswith(problem)
        assert bool(errors) is bool(problem)
        if problem:
            assert "/invite @askwell" in errors["staff"]
            assert view_of(here, "UANA") is view  # what was typed is still in it
            # Invited meanwhile: it is looked at again, not remembered.
            here.server.channels.setdefault(staff, {"UANA"}).add("U0BOT")
            here.server.channels[room].add("U0BOT")
            await here.deliver(act)
            assert here.server.errors == {}


@pytest.mark.parametrize(
    ("channel", "only", "changed"),
    [("C-CLASS", "UANA", True), ("DUANA", "", True), ("C-CLASS", "", False)],
)
@played
async def test_what_only_one_person_sees_is_changed_in_place(
    channel: str, only: str, changed: bool
) -> None:
    async with office() as here:
        instead = Reply(Message((Line("Noted."),)), instead=True)
        here.reply = lambda _action: Answered((instead,), Enclosed())
        message = here.server._message(channel, BOT, {"text": "one or two?"}, only)
        here.server.messages.append(message)
        await here.deliver(here.server.press("UANA", message, "pulse-tap:t1:1:0:B1:4:"))
        # A card that everybody reads stays what it is, whoever presses on it.
        assert (message.text == "Noted.") is changed
        assert ("Noted." in here.only("UANA")) is (only == "UANA" or not changed)
