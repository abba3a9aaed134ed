"""What Discord sends (tests/payloads/discord, made after its documentation) as what was done."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.platform import Action, UsedOn
from bot.platforms.discord.inbound import EVERYWHERE, Uploaded, account, read
from storage.kinds import Address, Group, NativeId

PAYLOADS = Path(__file__).resolve().parents[1] / "payloads" / "discord"
MASON = NativeId("discord", EVERYWHERE, "53908232506183680")
HERE = Address("discord", "290926798626357999", "345626669114982999")
ID = "846462639134605312"


def payload(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((PAYLOADS / f"{name}.json").read_text("utf-8"))
    return found


def action(name: str) -> Action:
    incoming = read(payload(name))
    assert incoming is not None
    assert incoming.uploaded == ()
    return incoming.action


def test_a_subcommand_is_the_command_s_text() -> None:
    assert action("command") == Action(
        account=MASON, where=HERE, delivery=ID, command="askwell", text="course"
    )


def test_an_option_is_the_command_s_text() -> None:
    said = action("command-with-text")
    assert (said.command, said.text) == ("cardsearch", "The Gitrog Monster")


def test_a_press() -> None:
    assert action("button") == Action(account=MASON, where=HERE, delivery=ID, press="click_one")


def test_the_same_person_in_a_direct_message() -> None:
    said = action("button-in-direct-message")
    assert (said.account, said.where) == (MASON, None)


def test_a_thread_belongs_to_the_channel_it_hangs_on() -> None:
    assert action("button-in-thread").where == Address(
        "discord", "290926798626357999", "345626669114982402"
    )


def test_a_form_with_every_kind_of_field() -> None:
    incoming = read(payload("modal"))
    assert incoming is not None
    assert incoming.action == Action(
        account=MASON,
        where=HERE,
        delivery=ID,
        submission="bug_submit_modal",
        fields={
            "game_feedback": "The recent changes to acceleration feel much better, "
            "but shadows still need help",
            "bug": "butterfly",
        },
        places={
            "channel_selected": Address("discord", "290926798626357999", "1111111111111111111")
        },
    )
    (file,) = incoming.uploaded
    assert isinstance(file, Uploaded)
    assert (file.name, file.size) == ("bug.png", 241394)
    assert file.url.startswith("https://cdn.discordapp.com/ephemeral-attachments/")


def test_people_who_were_picked_are_people() -> None:
    picked = account("1111111111111111111")
    assert action("modal-people").people == {"who": (picked,), "nobody": ()}


def test_a_role_that_was_picked_is_not_everybody_s() -> None:
    role = Group("discord", "290926798626357999", "2222222222222222222")
    assert action("modal-people").groups == {"group": role}
    outside = payload("modal-people")
    del outside["guild_id"]
    found = read(outside)
    assert found is not None
    assert found.action.groups == {}


def test_a_form_made_of_rows() -> None:
    assert action("modal-in-rows").fields == {"feedback_subject": "shadows"}


def test_nothing_picked_and_nothing_added() -> None:
    form = payload("modal")
    for label in form["data"]["components"][1:4]:
        label["component"]["values"] = []
    del form["data"]["resolved"]
    incoming = read(form)
    assert incoming is not None
    assert (incoming.action.fields["bug"], incoming.action.places) == ("", {})
    assert incoming.uploaded == ()


def test_a_message_command_in_the_thread_of_a_card() -> None:
    found = action("message-command-in-thread")
    assert (found.shortcut, found.where) == ("send", HERE)
    assert found.used_on == UsedOn(
        "Ask @somebody what `how` does :shrug:",
        own=True,
        thread="345626669114982999/867793873336926249",
    )


def test_a_message_command_on_a_reply() -> None:
    found = action("message-command-on-reply")
    assert (found.shortcut, found.used_on.own) == ("ask", False)
    assert found.used_on.thread == "345626669114982999/867793873336926249"


@pytest.mark.parametrize("reference", [{"type": 1, "channel_id": "1", "message_id": "2"}, None])
def test_what_is_passed_on_is_no_reply(reference: dict[str, Any] | None) -> None:
    sent = payload("message-command-on-reply")
    (message,) = sent["data"]["resolved"]["messages"].values()
    message["message_reference"] = reference
    found = read(sent)
    assert found is not None
    assert found.action.used_on.thread == ""


@pytest.mark.parametrize("kind", [1, 4])
def test_other_interactions_are_none_of_ours(kind: int) -> None:
    assert read({**payload("command"), "type": kind}) is None


def test_a_message_command_that_we_do_not_have() -> None:
    assert read(payload("message-command")) is None


def test_nothing_of_the_person_is_printed() -> None:
    incoming = read(payload("modal"))
    printed = repr(incoming)
    for secret in ("53908232506183680", "acceleration", "bug.png"):
        assert secret not in printed
