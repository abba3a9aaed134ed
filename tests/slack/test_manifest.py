"""The manifest asks for exactly what the code uses."""

import re
from pathlib import Path

import pytest

import bot.platforms.slack
from bot.platforms.slack.inbound import GLOBAL, ON_MESSAGE
from bot.platforms.slack.manifest import (
    APP_SCOPES,
    EVENTS,
    OPTIONAL_SCOPES,
    SCOPES,
    commands,
    manifest,
)
from handlers.all import ROUTES
from handlers.chat.incoming import Command, Shortcut
from tests.wire.slack.server import SCOPES as METHODS

CODE = "\n".join(
    file.read_text("utf-8") for file in Path(bot.platforms.slack.__file__).parent.glob("*.py")
)
CALLED = set(re.findall(r"\.call\(\s*\"([a-z]+(?:\.[a-zA-Z]+)+)\"", CODE))
FEATURES = {
    # https://docs.slack.dev/reference/scopes: what is not a method
    "commands": "inbound.command(",
    "files:read": "file_input",
    "im:history": '"message.im"',
}
CHOICE = {
    # Where a method takes one of several scopes: what is asked of whom is in the staff channel.
    "conversations.members": {"channels:read", "groups:read"},
    "conversations.open": {"im:write"},
}


def test_every_method_is_found() -> None:
    assert {"chat.postMessage", "views.push", "conversations.members"} <= CALLED
    assert set(METHODS) == CALLED


def test_the_scopes_are_those_of_the_methods_and_features_and_no_others() -> None:
    needed = set(FEATURES)
    for method in CALLED:
        needed |= CHOICE.get(method, set(METHODS[method]))
    assert all(used in CODE for used in FEATURES.values())
    assert set(SCOPES) | set(OPTIONAL_SCOPES) == needed
    assert manifest()["oauth_config"] == {"scopes": {"bot": sorted(SCOPES)}}
    assert manifest(user_groups=True)["oauth_config"] == {"scopes": {"bot": sorted(needed)}}


def test_only_user_groups_take_the_scope_that_is_asked_for_with_them() -> None:
    taken = {name for name, scopes in METHODS.items() if set(scopes) & set(OPTIONAL_SCOPES)}
    assert taken == {"usergroups.list", "usergroups.users.list"}


def test_no_scope_reads_a_channel() -> None:
    assert {scope for scope in SCOPES if scope.endswith(":history")} == {"im:history"}
    assert EVENTS == ("message.im",)
    assert set(APP_SCOPES) == {"connections:write"}


def test_every_command_leads_to_a_route() -> None:
    routes = {route.name for route in ROUTES.all() if route.kind is Command}
    typed = {name.removeprefix("/").replace("askwell", "help") for name in commands()}
    assert typed <= routes
    assert set(GLOBAL) <= routes
    assert "/helpdesk" in commands("helpdesk")
    assert "/askwell" not in commands("helpdesk")


def test_the_shortcuts_are_those_of_the_routes() -> None:
    on_messages = {route.name for route in ROUTES.all() if route.kind is Shortcut}
    made = {(one["type"], one["callback_id"]) for one in manifest()["features"]["shortcuts"]}
    assert made == {
        *(("global", name) for name in GLOBAL),
        *(("message", f"{ON_MESSAGE}{name}") for name in on_messages),
    }


def test_a_description_fits() -> None:
    # https://docs.slack.dev/reference/app-manifest: 140 for an app, 2000 for a command,
    # 24 for a shortcut's name, 150 for its description
    made = manifest()
    assert len(made["display_information"]["description"]) <= 140
    for shortcut in made["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
    for command in made["features"]["slash_commands"]:
        assert re.fullmatch(r"/[a-z0-9_-]{1,31}", command["command"])
        assert command["description"]


@pytest.mark.parametrize("public_url", ["", "https://askwell.example.edu/"])
def test_a_socket_needs_no_address_and_http_has_one_everywhere(public_url: str) -> None:
    made = manifest(public_url=public_url)
    address = public_url and "https://askwell.example.edu/slack/events"
    assert made["settings"]["socket_mode_enabled"] is not bool(public_url)
    assert made["settings"]["interactivity"].get("request_url", "") == address
    assert made["settings"]["event_subscriptions"].get("request_url", "") == address
    for command in made["features"]["slash_commands"]:
        assert command.get("url", "") == address


def test_the_guide_gives_each_scope_its_reason() -> None:
    guide = Path(__file__).parents[2] / "docs" / "setup-slack.md"
    rows = re.findall(r"^\| `([a-z]+:?[a-z]*)` \| (.+) \|$", guide.read_text("utf-8"), re.MULTILINE)
    assert rows == [*SCOPES.items(), *OPTIONAL_SCOPES.items(), *APP_SCOPES.items()]
