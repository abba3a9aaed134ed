"""What Slack's documented payloads mean."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.platform import UsedOn
from bot.platforms.slack import inbound
from bot.platforms.slack.inbound import Back, Heard, Place, Upload
from bot.platforms.slack.markup import as_typed
from storage.kinds import Address, NativeId
from tests.slack.payloads import FOLDER, payload

ANA = NativeId("slack", "T9TK3CUKW", "UA8RXUSPL")
ROOM = Address("slack", "T9TK3CUKW", "C061EG9SL")


def test_command() -> None:
    heard = inbound.command(payload("slash_command"))
    assert heard is not None
    action = heard.action
    assert (action.account, action.where) == (ANA, ROOM)
    assert (action.command, action.text) == ("askwell", "course")
    assert action.delivery == "13345224609.738474920.8088930838d88f008e0"
    assert heard.back == Back(
        place=Place.COMMAND,
        user="UA8RXUSPL",
        channel="C061EG9SL",
        trigger="13345224609.738474920.8088930838d88f008e0",
        response_url="https://hooks.slack.com/commands/1234/5678",
    )


def test_command_of_another_name() -> None:
    sent = {**payload("slash_command"), "command": "/helpdesk"}
    heard = inbound.command(sent, own="helpdesk")
    assert heard is not None
    assert heard.action.command == "askwell"


def test_command_in_direct_messages_has_no_room_and_writes_nothing_there() -> None:
    heard = inbound.command(payload("slash_command_direct"))
    assert heard is not None
    assert heard.action.where is None
    assert heard.back.place == Place.MODAL


def test_button_on_a_message() -> None:
    heard = inbound.pressed(payload("block_actions_message"))
    assert heard is not None
    assert heard.action.press == "next-hint:q7f2:0123456789ab"
    assert heard.action.where == ROOM
    assert heard.action.delivery == "12321423423.333649436676.d8c1bb837935619ccad0f624c448ffb3"
    assert heard.back.place == Place.CHANNEL
    assert heard.back.response_url.endswith("/D09sSasdasdAS9091209")


def test_button_of_a_notice() -> None:
    heard = inbound.pressed(payload("block_actions_direct"))
    assert heard is not None
    assert heard.action.where is None
    assert heard.back.place == Place.MODAL


def test_button_in_a_view() -> None:
    heard = inbound.pressed(payload("block_actions_view"))
    assert heard is not None
    assert heard.action.where == ROOM
    back = heard.back
    assert (back.place, back.view, back.title) == (Place.VIEW, "VNHU13V36", "Ask")


def test_a_choice_that_changes_is_not_an_act() -> None:
    sent = payload("block_actions_view")
    sent["actions"][0]["type"] = "static_select"
    assert inbound.pressed(sent) is None


def test_shortcut() -> None:
    heard = inbound.shortcut(payload("shortcut"))
    assert heard is not None
    assert (heard.action.command, heard.action.where) == ("ask", None)
    assert heard.back.place == Place.MODAL


def test_message_shortcut_brings_its_message() -> None:
    heard = inbound.shortcut(payload("message_action"))
    assert heard is not None
    action = heard.action
    assert (action.command, action.shortcut, action.where) == ("", "ask", ROOM)
    assert action.used_on == UsedOn("My join doubles the rows.", own=True)
    assert heard.back.place == Place.CHANNEL
    assert "doubles" not in repr(heard)


def test_message_shortcut_in_a_thread() -> None:
    sent = payload("message_action")
    sent["message"] |= {"thread_ts": "1522182999.000100", "user": "UEVA"}
    heard = inbound.shortcut(sent)
    assert heard is not None
    assert heard.action.used_on == UsedOn(
        "My join doubles the rows.", own=False, thread="C061EG9SL/1522182999.000100"
    )


def test_the_first_message_of_a_thread_stands_in_none() -> None:
    sent = payload("message_action")
    sent["message"]["thread_ts"] = sent["message"]["ts"]
    heard = inbound.shortcut(sent)
    assert heard is not None
    assert heard.action.used_on.thread == ""


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        # https://docs.slack.dev/messaging/formatting-message-text: retrieving messages
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("Hey <@U024BE7LH>, did you", "Hey @somebody, did you"),
        ("<@U024BE7LH|ana>", "@somebody"),
        ("in <#C024BE7LR> or <#C024BE7LR|general>", "in #channel or #general"),
        ("<!here> <!channel> <!subteam^SAZ94GDB8|@tas>", "@here @channel @tas"),
        ("<!subteam^SAZ94GDB8>", "@subteam"),
        ("<!date^1392734382^{date}|18 February>", "18 February"),
        ("<http://www.example.com|www.example.com>", "www.example.com (http://www.example.com)"),
        ("<https://example.com>", "https://example.com"),
        ("x < y <", "x < y <"),
    ],
)
def test_what_was_typed(sent: str, typed: str) -> None:
    assert as_typed(sent) == typed


def test_another_apps_shortcut_is_nothing() -> None:
    assert inbound.shortcut({**payload("shortcut"), "callback_id": "else"}) is None


def test_form() -> None:
    heard = inbound.submitted(payload("view_submission"))
    assert heard is not None
    action = heard.action
    assert action.submission == "ask:0123456789ab"
    assert action.where == ROOM
    assert action.fields == {
        "text": "My join doubles <!channel> & rows",
        "tried": "",
        "wish": "pointer",
        "topic": "",
    }
    assert action.places == {"staff": Address("slack", "T9TK3CUKW", "C999STAFF")}
    assert heard.back.place == Place.SUBMITTED


def test_form_with_people() -> None:
    heard = inbound.submitted(payload("view_submission_people"))
    assert heard is not None
    tim, eva, mentor = (NativeId("slack", "T9TK3CUKW", one) for one in ("UTIM", "UEVA", "UMAX"))
    assert heard.action.people == {"who": (tim, eva), "mentor": (mentor,), "nobody": ()}
    assert heard.action.fields == {}


def test_form_with_files() -> None:
    heard = inbound.submitted(payload("view_submission_files"))
    assert heard is not None
    assert heard.uploads == (
        Upload("shot.png", "https://files.slack.com/files-pri/T9TK3CUKW-F0/download/shot.png", 11),
    )


def test_direct_message_with_people_unnamed() -> None:
    sent = payload("message_im")
    sent["event"]["text"] = "Can <@U061F7AUR> hear me &amp; see <https://example.org|this>?"
    heard = inbound.wrote(sent)
    assert heard is not None
    assert heard.action.direct
    assert heard.action.delivery == "Ev0PV52K21"
    assert "U061F7AUR" not in heard.action.text
    assert heard.action.text.startswith("Can @")
    assert "hear me & see" in heard.action.text
    assert "hear me" not in repr(heard.action)
    assert heard.back.place == Place.DIRECT


@pytest.mark.parametrize(
    "change",
    [
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"bot_id": "B1"},
        {"channel_type": "channel"},
        {"type": "reaction_added"},
    ],
)
def test_what_is_no_direct_message(change: dict[str, str]) -> None:
    sent = payload("message_im")
    sent["event"].update(change)
    assert inbound.wrote(sent) is None


@pytest.mark.parametrize(
    "parse", [inbound.command, inbound.shortcut, inbound.pressed, inbound.submitted, inbound.wrote]
)
@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"actions": None},
        {"view": None, "user": 3},
        {"event": [], "team": "T"},
        {"actions": [1]},
    ],
)
def test_payloads_of_no_known_shape_are_nothing(
    parse: Callable[[dict[str, Any]], Heard | None], sent: dict[str, Any]
) -> None:
    assert parse(sent) is None


def test_every_payload_names_its_page() -> None:
    for file in sorted(FOLDER.glob("*.json")):
        source = json.loads(file.read_text("utf-8"))["source"]
        assert source.startswith("https://docs.slack.dev/"), file.name
