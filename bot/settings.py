"""Settings from a TOML file, the environment and secret files, each overruling the one before.

A setting has a section and a key: ``[http] port`` in the file, ``ASKWELL_HTTP__PORT`` in the
environment, a file ``http__port`` in the directory of secrets. A name that is not known is refused
wherever it stands, since a setting that is silently ignored is the worst kind of mistake.
"""

import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    NestedSecretsSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.logs import Form, Level
from bot.platforms.discord.settings import DiscordSettings
from bot.platforms.slack.settings import SlackSettings
from bot.urls import PlatformUrl, is_loopback, safe
from storage.engine import vault_url

PREFIX = "ASKWELL_"
CONFIG = "ASKWELL_CONFIG"
SECRETS = "ASKWELL_SECRETS"
NOT_SETTINGS = frozenset({CONFIG, SECRETS, "ASKWELL_AXE"})
"""Names in the environment that begin like settings: where to look, and one of the tests' own."""


class SettingsProblem(Exception):
    """The settings cannot be used.

    Attributes:
        problems: one sentence each, without any value.
    """

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


def _database(url: SecretStr) -> SecretStr:
    try:
        backend = make_url(url.get_secret_value()).get_backend_name()
    except ArgumentError:
        backend = ""
    if backend not in {"sqlite", "postgresql"}:
        raise ValueError("should be sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/NAME")
    return url


DatabaseUrl = Annotated[SecretStr, AfterValidator(_database)]
Port = Annotated[int, Field(ge=0, le=65535)]


class _Section(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, hide_input_in_errors=True, validate_default=True
    )


class StorageSettings(_Section):
    """Where things are remembered."""

    directory: Path = Field(
        default=Path(),
        description="The folder of the files below unless they say otherwise.",
    )
    url: DatabaseUrl = Field(
        default_factory=lambda given: SecretStr(f"sqlite:///{given['directory'] / 'askwell.db'}"),
        description="The database: `sqlite:///FILE`, or "
        "`postgresql+psycopg://USER:PASSWORD@HOST/NAME` for several processes.",
    )
    vault_url: DatabaseUrl = Field(
        default_factory=lambda given: SecretStr(vault_url(given["url"].get_secret_value())),
        description="Where accounts are kept, encrypted and apart from everything else: by "
        "default a second file beside SQLite's, a schema `vault` on PostgreSQL.",
    )
    keys_file: Path = Field(
        default_factory=lambda given: given["directory"] / "askwell.keys",
        description="The keys that everything is locked with; mode 0600. Back it up apart from "
        "the database.",
    )
    erased_file: Path = Field(
        default_factory=lambda given: given["directory"] / "askwell.erased",
        description="Keyed hashes of who deleted everything and of what was unlinked; mode 0600. "
        "Keep it as it is when you restore an older database: the next start erases again.",
    )


def _public(url: str) -> str:
    return safe(url) if url else url


class HttpSettings(_Section):
    """Where Askwell answers monitoring, and browsers that open a link."""

    host: str = Field(
        default="127.0.0.1", description="The address that `/healthz` is answered at."
    )
    port: Port = Field(default=8080, description="Its port.")
    public_url: Annotated[str, AfterValidator(_public)] = Field(
        default="",
        description="Where people's browsers reach this port, such as `https://askwell.example`, "
        "through a proxy that encrypts. Pages then open behind a link, once and within ten "
        "minutes; without it they are sent as files where the platform can.",
    )


class LogSettings(_Section):
    """What is logged, always without anybody's words."""

    level: Level = Field(default="info", description="The least serious event that is written.")
    format: Form = Field(
        default="console", description="`console` for reading, `json` for a collector."
    )


class TestSettings(_Section):
    """For tests alone: refused unless every platform is on this machine."""

    __test__ = False  # no test of pytest's

    clock: AwareDatetime | None = Field(default=None, description="What time it is at the start.")
    seed: int | None = Field(default=None, description="Where chance starts.")


class Settings(BaseSettings):
    """Every setting. Made by `load`; a value given here comes from nowhere else."""

    model_config = SettingsConfigDict(
        extra="forbid", frozen=True, hide_input_in_errors=True, validate_default=True
    )

    storage: StorageSettings = StorageSettings()
    http: HttpSettings = HttpSettings()
    log: LogSettings = LogSettings()
    slack: SlackSettings = SlackSettings()
    discord: DiscordSettings = DiscordSettings()
    test: TestSettings = TestSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  # the library's signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what `load` has merged, so that each problem can be traced to its source."""
        return (init_settings,)

    @model_validator(mode="after")
    def _testing_stays_on_this_machine(self) -> "Settings":
        if self.test.clock is None and self.test.seed is None:
            return self
        away = [
            f"[{section}] {key}"
            for section, key, url in _platform_urls(self)
            if not is_loopback(urlsplit(url).hostname or "")
        ]
        if away:
            raise ValueError(
                f"[test] is for platforms on this machine only, and {', '.join(away)} is "
                "elsewhere. Remove the section [test]."
            )
        return self


def _platform_urls(settings: Settings) -> Iterator[tuple[str, str, str]]:
    for section in type(settings).model_fields:
        part = getattr(settings, section)
        if not getattr(part, "configured", True):
            continue
        for key, field in type(part).model_fields.items():
            if any(isinstance(mark, PlatformUrl) for mark in field.metadata):
                yield section, key, str(getattr(part, key))


@dataclass(frozen=True, slots=True)
class _Source:
    """Settings from one place.

    Attributes:
        values: section → key → value.
        named: how a message calls a section and key there.
    """

    values: Mapping[str, Any]
    named: Any

    def holds(self, section: str, key: str) -> bool:
        part = self.values.get(section)
        return isinstance(part, Mapping) and key in part


def known(kind: type[Settings] = Settings) -> dict[str, tuple[str, ...]]:
    """Every section and its keys, in the order of the documentation."""
    return {
        section: tuple(field.annotation.model_fields)  # type: ignore[union-attr]  # all are sections
        for section, field in kind.model_fields.items()
    }


def find_config(given: Path | None = None) -> Path | None:
    """The configuration file: the given one, else ``ASKWELL_CONFIG``, else ``config.toml`` here."""
    if given is not None:
        return given
    if os.environ.get(CONFIG):
        return Path(os.environ[CONFIG])
    here = Path("config.toml")
    return here if here.exists() else None


def load(
    config: Path | None = None, secrets: Path | None = None, kind: type[Settings] = Settings
) -> Settings:
    """Read the settings.

    Args:
        config: the TOML file; unless given, where `find_config` finds one.
        secrets: the directory of secret files; that of ``ASKWELL_SECRETS`` unless given.
        kind: the class that lists the settings.

    Raises:
        SettingsProblem: everything that is wrong, each with file, table and key.
    """
    problems: list[str] = []
    if secrets is None and os.environ.get(SECRETS):
        secrets = Path(os.environ[SECRETS])
    sources = (
        _from_secrets(secrets, kind, problems),
        _from_environment(kind, problems),
        _from_file(find_config(config), kind, problems),
    )
    merged: dict[str, dict[str, Any]] = {}
    for source in reversed(sources):
        for section, keys in known(kind).items():
            for key in keys:
                if source.holds(section, key):
                    merged.setdefault(section, {})[key] = source.values[section][key]
    try:
        settings = kind(**merged)  # type: ignore[arg-type]  # pydantic makes sections of them
    except ValidationError as wrong:
        problems.extend(_in_words(wrong, sources))
        raise SettingsProblem(problems) from None
    if problems:
        raise SettingsProblem(problems)
    return settings


_PLAINER = {
    "int_parsing": "should be a whole number",
    "int_type": "should be a whole number",
    "int_from_float": "should be a whole number",
    "string_type": "should be a text, in quotation marks",
    "bool_parsing": "should be true or false",
    "timezone_aware": "should be a moment with its time zone, such as 2026-09-07T10:15:00Z",
    "path_type": "should be a path, in quotation marks",
}
"""What pydantic says of a value of the wrong sort, in words for somebody who edits a file."""


def _in_words(wrong: ValidationError, sources: tuple[_Source, ...]) -> Iterator[str]:
    for error in wrong.errors(include_input=False, include_url=False, include_context=False):
        if error["type"] == "default_factory_not_called":
            continue  # it depends on another that is reported itself
        section, key = (*(str(part) for part in error["loc"][:2]), "", "")[:2]
        says = error["msg"].removeprefix("Value error, ").removeprefix("Input ")
        says = _PLAINER.get(error["type"], says)
        place = next((one.named(section, key) for one in sources if one.holds(section, key)), "")
        yield f"{place}: {says.rstrip('.')}." if place else f"{says.rstrip('.')}."


def _from_file(config: Path | None, kind: type[Settings], problems: list[str]) -> _Source:
    def named(section: str, key: str) -> str:
        return f"{config}, [{section}] {key}"

    values = {} if config is None else _read_toml(config, problems)
    for section, part in values.items():
        if section not in known(kind):
            problems.append(_unknown(f"{config}, [{section}]", f"[{section}]", _tables(kind)))
        elif not isinstance(part, Mapping):
            problems.append(f"{config}, {section}: should be a table, [{section}].")
        else:
            keys = known(kind)[section]
            problems.extend(
                _unknown(named(section, key), key, keys) for key in part if key not in keys
            )
    return _Source(values, named)


def _read_toml(config: Path, problems: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(config.read_text("utf-8"))
    except FileNotFoundError:
        problems.append(
            f"There is no configuration file {config}. Name yours with --config; askwell init "
            "makes one."
        )
    except (OSError, UnicodeDecodeError):
        problems.append(f"{config} cannot be read. It should be a text file in UTF-8.")
    except tomllib.TOMLDecodeError as wrong:
        # Its message may quote the file.
        place = re.search(r"line \d+, column \d+|end of document", str(wrong))
        problems.append(f"{config} is not TOML{f' at {place[0]}' if place else ''}. Correct it.")
    return {}


def _tables(kind: type[Settings]) -> tuple[str, ...]:
    return tuple(f"[{section}]" for section in known(kind))


def _from_environment(kind: type[Settings], problems: list[str]) -> _Source:
    def named(section: str, key: str) -> str:
        return f"{PREFIX}{section}__{key}".upper()

    names = [named(section, key) for section, keys in known(kind).items() for key in keys]
    problems.extend(
        _unknown(f"Environment, {name}", name.upper(), names)
        for name in sorted(os.environ)
        if name.upper().startswith(PREFIX) and name.upper() not in {*names, *NOT_SETTINGS}
    )
    try:
        source = EnvSettingsSource(kind, env_prefix=PREFIX, env_nested_delimiter="__")
        return _Source(source(), named)
    except SettingsError:
        return _Source({}, named)  # a section given as a whole, which is reported above


def _from_secrets(secrets: Path | None, kind: type[Settings], problems: list[str]) -> _Source:
    def named(section: str, key: str) -> str:
        return f"{secrets}/{section}__{key}"

    if secrets is None:
        return _Source({}, named)
    if not secrets.is_dir():
        problems.append(
            f"There is no directory of secrets {secrets}. Name yours with --secrets; askwell init "
            "makes one."
        )
        return _Source({}, named)
    names = [f"{section}__{key}" for section, keys in known(kind).items() for key in keys]
    for file in sorted(secrets.iterdir()):
        if file.name.startswith("."):
            continue  # where Kubernetes keeps the real files
        if file.name not in names:
            problems.append(_unknown(str(file), file.name, names))
        elif not file.resolve().is_relative_to(secrets.resolve()):
            problems.append(f"{file}: leads out of the directory. Put the file itself there.")
    try:
        source = NestedSecretsSettingsSource(
            kind,  # type: ignore[arg-type]  # it takes the class as well, as its code says
            secrets_dir=secrets,
            secrets_nested_delimiter="__",
        )
        return _Source(source(), named)
    except (SettingsError, OSError, UnicodeDecodeError):
        problems.append(f"{secrets}: cannot be read. Each file should hold one short text.")
        return _Source({}, named)


def _unknown(place: str, name: str, names: Iterable[str]) -> str:
    names = tuple(names)
    near = get_close_matches(name, names, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(names)}."
    return f"{place}: there is no such setting. {hint}"
