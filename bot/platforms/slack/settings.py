"""The settings of Slack."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator

from bot.urls import PlatformUrl, safe

PATH = "/slack/events"
"""Where Slack's requests arrive in mode ``http``."""


def _starts_with(kind: str) -> AfterValidator:
    def check(token: SecretStr) -> SecretStr:
        text = token.get_secret_value()
        if text and (not text.startswith(kind) or not text.isascii() or " " in text):
            raise ValueError(f"should start with {kind}")
        return token

    return AfterValidator(check)


def _command(name: str) -> str:
    plain = name.removeprefix("/")
    if not plain or not plain.replace("-", "").replace("_", "").isalnum() or plain != plain.lower():
        raise ValueError("should be one word in lower case, such as askwell")
    return plain


def _folder(url: str) -> str:
    return safe(url).rstrip("/") + "/"


class SlackSettings(BaseModel):
    """Where Slack is and how Askwell shows itself there."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, hide_input_in_errors=True, validate_default=True
    )

    bot_token: Annotated[SecretStr, _starts_with("xoxb-")] = Field(
        default=SecretStr(""),
        description="The bot's token, `xoxb-…`; Slack is used as soon as it is there.",
    )
    mode: Literal["socket", "http"] = Field(
        default="socket",
        description="`socket` needs no public address; `http` lets Slack call this machine.",
    )
    app_token: Annotated[SecretStr, _starts_with("xapp-")] = Field(
        default=SecretStr(""),
        description="The app-level token, `xapp-…`, with `connections:write`: for `socket`.",
    )
    signing_secret: SecretStr = Field(
        default=SecretStr(""),
        description="With it Slack signs what it sends: for `http`.",
    )
    host: str = Field(default="127.0.0.1", description="For `http`: the address to listen at.")
    port: Annotated[int, Field(ge=0, le=65535)] = Field(
        default=3000, description="For `http`: the port to listen at."
    )
    command: Annotated[str, AfterValidator(_command)] = Field(
        default="askwell",
        description="The slash command, where another app of the workspace has `/askwell`.",
    )
    user_groups: bool = Field(
        default=False,
        description="Whether user groups can make staff; takes the scope `usergroups:read`.",
    )
    api_base_url: Annotated[str, PlatformUrl(), AfterValidator(_folder)] = Field(
        default="https://slack.com/api/",
        description="Where Slack's methods are; plain http only on this machine.",
    )
    deaf_after: Annotated[float, Field(gt=0)] = Field(
        default=600.0,
        description="Seconds of silence after which the socket is made anew.",
    )

    @property
    def configured(self) -> bool:
        """Whether Slack is used at all."""
        return bool(self.bot_token.get_secret_value())

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if not self.configured:
            return self
        if self.mode == "socket" and not self.app_token.get_secret_value():
            raise ValueError("[slack] app_token is missing: mode socket needs it")
        if self.mode == "http" and not self.signing_secret.get_secret_value():
            raise ValueError("[slack] signing_secret is missing: mode http needs it")
        return self
