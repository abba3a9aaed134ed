"""What the check finds on Slack's side."""

import pytest
from pydantic import SecretStr

from bot.platforms.slack.checking import UNREACHED, findings
from bot.platforms.slack.manifest import SCOPES
from storage.kinds import Address
from tests.slack.office import CHANNELS, played
from tests.slack.stage import settings
from tests.wire.slack.server import TEAM, Fault, SlackServer

ROOMS = [Address("slack", TEAM, "C-CLASS"), Address("slack", TEAM, "C-STAFF")]


def workspace() -> SlackServer:
    return SlackServer(CHANNELS, scopes=set(SCOPES))


@played
async def test_nothing_is_wrong_and_nothing_is_changed() -> None:
    async with workspace() as server:
        assert await findings(settings(server), ROOMS) == ()
        methods = {method for method, _arguments in server.calls}
        assert methods == {"auth.test", "apps.connections.open", "conversations.members"}
        assert server.opened == 0


@played
async def test_mode_http_needs_no_socket() -> None:
    async with workspace() as server:
        server.faults["apps.connections.open"].append(Fault(error="invalid_auth"))
        assert await findings(settings(server, mode="http"), ROOMS) == ()


@pytest.mark.parametrize(
    ("method", "error", "says"),
    [
        ("auth.test", "token_revoked", "[slack] bot_token was revoked"),
        ("apps.connections.open", "invalid_auth", "[slack] app_token is not valid"),
        ("apps.connections.open", "missing_scope", "app-level token with connections:write"),
    ],
)
@played
async def test_a_token_that_is_refused(method: str, error: str, says: str) -> None:
    async with workspace() as server:
        server.faults[method].append(Fault(error=error))
        (sentence,) = await findings(settings(server), ROOMS)
        assert says in sentence


@played
async def test_scopes_that_the_token_lacks() -> None:
    async with workspace() as server:
        server.scopes -= {"pins:write", "im:write"}
        (sentence,) = await findings(settings(server), ROOMS)
        assert "lacks im:write, pins:write." in sentence


@played
async def test_user_groups_take_a_scope_where_they_are_on() -> None:
    async with workspace() as server:
        (sentence,) = await findings(settings(server, user_groups=True), ROOMS)
        assert "lacks usergroups:read." in sentence
        server.scopes.add("usergroups:read")
        assert await findings(settings(server, user_groups=True), ROOMS) == ()


@pytest.mark.parametrize("room", ["C-ELSEWHERE", "C-GONE"])
@played
async def test_a_channel_without_the_bot(room: str) -> None:
    async with workspace() as server:
        (sentence,) = await findings(settings(server), [Address("slack", TEAM, room)])
        assert sentence == f"The bot is not in the channel {room}. Type /invite @askwell there."


@played
async def test_slack_out_of_reach() -> None:
    async with workspace() as server:
        server.faults["auth.test"].append(Fault(status=503))
        assert await findings(settings(server), ROOMS) == (UNREACHED,)
        away = settings(server).model_copy(update={"api_base_url": "http://127.0.0.1:9/api/"})
        assert await findings(away, ROOMS) == (UNREACHED,)


@played
async def test_no_token_is_told() -> None:
    async with workspace() as server:
        wrong = settings(server).model_copy(update={"bot_token": SecretStr("xoxb-another")})
        (sentence,) = await findings(wrong, ROOMS)
        assert "xoxb-another" not in sentence
