"""What Discord's adapter has to be told."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

from bot.urls import PlatformUrl, safe

API = "https://discord.com/api/v10"
GATEWAY = "wss://gateway.discord.gg/"


SafeUrl = Annotated[str, PlatformUrl(), AfterValidator(safe)]


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

    # discord.py itself is silent for five seconds before it begins another session.
    deaf_after: Annotated[float, Field(gt=5)] = Field(
        default=60.0,
        description="Seconds of silence after which the connection is made anew; more than the 41 "
        "between Discord's own signs of life.",
    )

    @property
    def configured(self) -> bool:
        """Whether Discord is used at all."""
        return bool(self.token.get_secret_value())
