"""What Discord's adapter has to be told."""

import ipaddress
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

API = "https://discord.com/api/v10"
GATEWAY = "wss://gateway.discord.gg/"


def _safe(url: str) -> str:
    """Only an encrypted connection may leave this machine: the token goes with it."""
    parts = urlsplit(url)
    if parts.scheme in {"https", "wss"} and parts.hostname:
        return url
    if parts.scheme in {"http", "ws"} and _is_loopback(parts.hostname or ""):
        return url
    raise ValueError("should begin with https:// or wss://; http:// and ws:// only on this machine")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


SafeUrl = Annotated[str, AfterValidator(_safe)]


class DiscordSettings(BaseModel):
    """Where Discord is and with which token the bot is let in."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, hide_input_in_errors=True, validate_default=True
    )

    token: SecretStr = Field(
        default=SecretStr(""),
        description="The bot's token; Discord is used as soon as it is there.",
    )
    api_base_url: SafeUrl = Field(
        default=API, description="Where Discord's HTTP API is; another place only in tests."
    )
    gateway_url: SafeUrl = Field(
        default=GATEWAY, description="Where Discord's gateway is; another place only in tests."
    )

    @property
    def configured(self) -> bool:
        """Whether Discord is used at all."""
        return bool(self.token.get_secret_value())
