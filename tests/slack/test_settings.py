"""The settings of Slack: refused in one clear sentence, never with a token in it."""

import subprocess
import sys
from typing import Any

import pytest
from pydantic import ValidationError

from bot.platforms.slack.settings import SlackSettings

SOCKET = {"bot_token": "xoxb-1", "app_token": "xapp-1"}


def test_nothing_is_configured_by_default() -> None:
    assert not SlackSettings().configured
    assert SlackSettings.model_validate(SOCKET).configured


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"bot_token": "xoxb-1"}, "app_token is missing"),
        ({"bot_token": "xoxb-1", "mode": "http"}, "signing_secret is missing"),
        ({**SOCKET, "bot_token": "xapp-swapped"}, "should start with xoxb-"),
        ({**SOCKET, "app_token": "xoxb-swapped"}, "should start with xapp-"),
        ({**SOCKET, "api_base_url": "http://slack.com/api/"}, "should begin with https://"),
        ({**SOCKET, "api_base_url": "http://127.0.0.1.example.com/"}, "should begin with https://"),
        ({**SOCKET, "api_base_url": "slack.com"}, "should be an address"),
        ({**SOCKET, "command": "Ask Well"}, "one word in lower case"),
        ({**SOCKET, "deaf_after": 0}, "greater than 0"),
        ({**SOCKET, "token": "x"}, "Extra inputs"),
    ],
)
def test_what_is_refused(given: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        SlackSettings.model_validate(given)
    assert says in str(wrong.value)
    assert "swapped" not in str(wrong.value)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/api", "http://localhost/api/", "http://[::1]/"]
)
def test_plain_http_on_this_machine(url: str) -> None:
    kept = SlackSettings.model_validate({**SOCKET, "api_base_url": url}).api_base_url
    assert kept == url.rstrip("/") + "/"


def test_a_token_does_not_print() -> None:
    assert "xoxb-1" not in repr(SlackSettings.model_validate(SOCKET))


def test_the_settings_import_no_slack_library() -> None:
    code = (
        "import sys, bot.platforms.slack.settings;"
        "print([m for m in sys.modules if m.startswith(('slack_', 'aiohttp'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
