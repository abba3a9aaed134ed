import os
from pathlib import Path
from typing import Annotated

import pytest
from pydantic import BaseModel, SecretStr

from bot.settings import PREFIX, Settings, SettingsProblem, find_config, known, load
from bot.urls import PlatformUrl

SECRET = "hunter2-geheim"
POSTGRES = f"postgresql+psycopg://askwell:{SECRET}@db.example/askwell"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in os.environ:
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def problems(config: Path | None = None, secrets: Path | None = None) -> tuple[str, ...]:
    with pytest.raises(SettingsProblem) as caught:
        load(config, secrets)
    everything = f"{caught.value}{caught.value!r}{caught.value.__cause__}"
    assert SECRET not in everything
    return caught.value.problems


def write(text: str) -> Path:
    Path("askwell.toml").write_text(text, "utf-8")
    return Path("askwell.toml")


def test_without_anything_set_everything_stays_on_this_machine() -> None:
    settings = load()
    assert settings.storage.url.get_secret_value() == "sqlite:///askwell.db"
    assert settings.storage.vault_url.get_secret_value() == "sqlite:///askwell-vault.db"
    assert settings.storage.keys_file == Path("askwell.keys")
    assert settings.http.host == "127.0.0.1"


def test_files_follow_the_directory_and_the_vault_follows_the_database() -> None:
    settings = load(write('[storage]\ndirectory = "/data"\n'))
    assert settings.storage.url.get_secret_value() == "sqlite:////data/askwell.db"
    assert settings.storage.vault_url.get_secret_value() == "sqlite:////data/askwell-vault.db"
    assert settings.storage.keys_file == Path("/data/askwell.keys")

    settings = load(write(f'[storage]\nurl = "{POSTGRES}"\n'))
    vault = settings.storage.vault_url.get_secret_value()
    assert vault == f"{POSTGRES}?options=-csearch_path%3Dvault"


def test_the_environment_overrules_the_file_and_a_secret_file_both(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = write('[http]\nhost = "::1"\nport = 1\n[log]\nlevel = "error"\n')
    monkeypatch.setenv("ASKWELL_HTTP__PORT", "2")
    monkeypatch.setenv("ASKWELL_LOG__LEVEL", "debug")
    assert load(file).http.port == 2
    Path("secrets").mkdir()
    Path("secrets/http__port").write_text("3\n")
    Path("secrets/.hidden").write_text("4\n")
    settings = load(file, Path("secrets"))
    assert (settings.http.host, settings.http.port, settings.log.level) == ("::1", 3, "debug")
    monkeypatch.setenv("ASKWELL_SECRETS", "secrets")
    assert load(file).http.port == 3


def test_the_file_is_found_by_argument_then_environment_then_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert find_config() is None
    Path("config.toml").write_text("[http]\nport = 7\n")
    assert load().http.port == 7
    monkeypatch.setenv("ASKWELL_CONFIG", str(write("[http]\nport = 8\n")))
    assert load().http.port == 8
    assert find_config(Path("other.toml")) == Path("other.toml")


def test_an_unknown_key_is_refused_with_the_nearest_name_wherever_it_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = write('[htp]\nport = 1\n[http]\nprt = 1\n[storage]\nzzz = "hunter2-geheim"\n')
    monkeypatch.setenv("ASKWELL_LOG__LEVL", SECRET)
    monkeypatch.setenv("ASKWELL_HTTP", '{"port": 1}')
    Path("secrets").mkdir()
    Path("secrets/storage_url").write_text(SECRET)
    assert problems(file, Path("secrets")) == (
        "secrets/storage_url: there is no such setting. Did you mean storage__url?",
        "Environment, ASKWELL_HTTP: there is no such setting. Did you mean ASKWELL_HTTP__PORT?",
        (
            "Environment, ASKWELL_LOG__LEVL: there is no such setting. "
            "Did you mean ASKWELL_LOG__LEVEL?"
        ),
        "askwell.toml, [htp]: there is no such setting. Did you mean [http]?",
        "askwell.toml, [http] prt: there is no such setting. Did you mean port?",
        (
            "askwell.toml, [storage] zzz: there is no such setting. "
            "There are: directory, url, vault_url, keys_file, erased_file."
        ),
    )


def test_every_wrong_value_is_named_at_once_with_its_place_and_without_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    naive = "2026-09-07T08:15:00"
    file = write(f'[http]\nport = "{SECRET}"\n[log]\nlevel = "{SECRET}"\n[test]\nclock = {naive}\n')
    monkeypatch.setenv("ASKWELL_SLACK__PORT", "70000")
    Path("secrets").mkdir()
    Path("secrets/storage__url").write_text(f"mysql://{SECRET}@db/askwell")
    assert problems(file, Path("secrets")) == (
        (
            "secrets/storage__url: should be sqlite:///FILE or "
            "postgresql+psycopg://USER:PASSWORD@HOST/NAME."
        ),
        "askwell.toml, [http] port: should be a whole number.",
        "askwell.toml, [log] level: should be 'debug', 'info', 'warning' or 'error'.",
        "ASKWELL_SLACK__PORT: should be less than or equal to 65535.",
        (
            "askwell.toml, [test] clock: should be a moment with its time zone, such as "
            "2026-09-07T10:15:00Z."
        ),
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f'[http]\nport = {SECRET}"', "askwell.toml is not TOML at line 2, column 8. Correct it."),
        ("http = 3", "askwell.toml, http: should be a table, [http]."),
    ],
)
def test_a_file_that_is_not_toml_is_said_to_be_so(text: str, problem: str) -> None:
    assert problems(write(text)) == (problem,)


def test_a_file_or_directory_that_is_not_there_is_named() -> None:
    assert problems(Path("none.toml")) == (
        (
            "There is no configuration file none.toml. Name yours with --config; askwell init "
            "makes one."
        ),
    )
    assert problems(None, Path("none")) == (
        "There is no directory of secrets none. Name yours with --secrets; askwell init makes one.",
    )
    Path("binary.toml").write_bytes(b"\xff\xfe")
    assert problems(Path("binary.toml")) == (
        "binary.toml cannot be read. It should be a text file in UTF-8.",
    )
    Path("secrets").mkdir()
    Path("secrets/http__port").write_bytes(b"\xff")
    assert problems(None, Path("secrets")) == (
        "secrets: cannot be read. Each file should hold one short text.",
    )


def test_a_secret_that_leads_out_of_its_directory_is_not_followed() -> None:
    Path("secrets").mkdir()
    Path("elsewhere").write_text("3")
    Path("secrets/http__port").symlink_to(Path("elsewhere").resolve())
    assert problems(None, Path("secrets")) == (
        "secrets/http__port: leads out of the directory. Put the file itself there.",
    )


def test_nothing_that_prints_settings_prints_a_secret() -> None:
    settings = load(write(f'[storage]\nurl = "{POSTGRES}"\n'))
    assert SECRET not in f"{settings}{settings!r}{settings.model_dump()}{settings.storage}"
    assert SECRET not in settings.model_dump_json()
    assert isinstance(settings.storage.vault_url, SecretStr)


class Chat(BaseModel):
    url: Annotated[str, PlatformUrl()] = "https://chat.example/api"


class WithChat(Settings):
    chat: Chat = Chat()


@pytest.mark.parametrize("key", ["clock = 2026-09-07T08:15:00Z", "seed = 1"])
@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://127.0.0.1:9/api", True),
        ("ws://[::1]:9", True),
        ("http://localhost", True),
        ("https://chat.example/api", False),
        ("http://localhost.chat.example", False),
        ("http://10.0.0.1", False),
        ("127.0.0.1", False),
    ],
)
def test_a_test_clock_or_seed_is_refused_unless_every_platform_is_here(
    key: str, url: str, allowed: bool
) -> None:
    file = write(f'[test]\n{key}\n[chat]\nurl = "{url}"\n')
    if allowed:
        assert load(file, kind=WithChat).test != Settings().test
        return
    with pytest.raises(SettingsProblem) as caught:
        load(file, kind=WithChat)
    assert caught.value.problems == (
        (
            "[test] is for platforms on this machine only, and [chat] url is elsewhere. "
            "Remove the section [test]."
        ),
    )


def test_a_platform_elsewhere_is_fine_without_a_test_clock() -> None:
    assert load(kind=WithChat).test.clock is None


def test_all_settings_are_in_sections() -> None:
    assert known()["http"] == ("host", "port", "public_url")
    assert set(known()) == {"storage", "http", "log", "slack", "discord", "test"}
