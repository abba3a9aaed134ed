"""``askwell init``: a folder from which ``askwell run`` starts, once the tokens are there."""

import json
import stat
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.platforms.discord.invitation import invitation
from bot.platforms.slack.manifest import manifest
from bot.settings import load
from storage.keys import load_keys

SLACK = ("--slack", "--no-discord")
DISCORD = ("--no-slack", "--discord", "--application", "123456789012345678")


def init(directory: Path, *options: str, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as ended:
        main(["init", str(directory), *options])
    assert ended.value.code in {0, None}
    return capsys.readouterr().out


def test_slack_gets_keys_configuration_manifest_and_places_for_its_tokens(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "askwell"
    said = init(folder, *SLACK, capsys=capsys)
    assert json.loads((folder / "slack-manifest.json").read_text("utf-8")) == manifest()
    load_keys(folder / "askwell.keys")
    for name in ("slack__bot_token", "slack__app_token"):
        file = folder / "secrets" / name
        assert str(file) in said
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE((folder / "secrets").stat().st_mode) == 0o700
    (folder / "secrets" / "slack__bot_token").write_text("xoxb-made-up")
    (folder / "secrets" / "slack__app_token").write_text("xapp-made-up")
    settings = load(folder / "config.toml", folder / "secrets")
    assert settings.slack.configured
    assert not settings.discord.configured
    assert settings.storage.keys_file == folder / "askwell.keys"


def test_slack_by_http_gets_its_address_and_a_place_for_the_signing_secret(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    init(tmp_path, *SLACK, "--public-url", "https://askwell.example", capsys=capsys)
    written = json.loads((tmp_path / "slack-manifest.json").read_text("utf-8"))
    assert written == manifest(public_url="https://askwell.example")
    assert (tmp_path / "secrets" / "slack__signing_secret").exists()
    assert 'mode = "http"' in (tmp_path / "config.toml").read_text("utf-8")


def test_user_groups_take_a_setting_and_a_scope(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    init(tmp_path, *SLACK, "--user-groups", capsys=capsys)
    written = json.loads((tmp_path / "slack-manifest.json").read_text("utf-8"))
    assert written == manifest(user_groups=True)
    assert "usergroups:read" in written["oauth_config"]["scopes"]["bot"]
    assert load(tmp_path / "config.toml", tmp_path / "secrets").slack.user_groups


def test_discord_gets_its_invitation(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = init(tmp_path, *DISCORD, capsys=capsys)
    assert invitation("123456789012345678") in said
    assert (tmp_path / "secrets" / "discord__token").exists()
    assert not (tmp_path / "slack-manifest.json").exists()


def test_what_is_there_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    init(tmp_path, *DISCORD, capsys=capsys)
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    (tmp_path / "secrets" / "discord__token").write_text("a token")
    said = init(tmp_path, *DISCORD, capsys=capsys)
    assert "is there already" in said
    before[tmp_path / "secrets" / "discord__token"] = b"a token"
    assert {file: file.read_bytes() for file in before} == before


def test_run_without_a_platform_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    init(tmp_path, *DISCORD, capsys=capsys)
    with pytest.raises(SystemExit) as ended:
        main(["run", "--config", str(tmp_path / "config.toml")])
    assert ended.value.code == 2
    assert "Neither Slack nor Discord has a token" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ((*SLACK, "--public-url", "http://askwell.example"), "should begin with https://"),
        (("--no-slack", "--discord", "--application", "Askwell"), "Application ID"),
    ],
)
def test_what_a_platform_would_refuse_is_refused_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["init", str(tmp_path / "new"), *options])
    assert ended.value.code == 2
    assert sentence in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_a_folder_that_is_none_is_refused_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SystemExit) as ended:
        main(["init", str(tmp_path / "file"), *SLACK])
    assert ended.value.code == 2
    assert "in which this account may write" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("sqlite:///{folder}/damaged.db", "look at the disk"),
        ("sqlite:///{folder}/damaged.db/askwell.db", "Make the folder"),
        ("postgresql+psycopg://u:p@127.0.0.1:1/x", "see that it runs"),
    ],
)
def test_a_database_that_cannot_be_used_is_one_sentence(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    url: str,
    sentence: str,
) -> None:
    init(tmp_path, *DISCORD, capsys=capsys)
    (tmp_path / "secrets" / "discord__token").write_text("a token")
    (tmp_path / "damaged.db").write_text("no database at all" * 1000)
    monkeypatch.setenv("ASKWELL_STORAGE__URL", url.format(folder=tmp_path))
    config, secrets = str(tmp_path / "config.toml"), str(tmp_path / "secrets")
    with pytest.raises(SystemExit) as ended:
        main(["run", "--config", config, "--secrets", secrets])
    assert ended.value.code == 2
    said = capsys.readouterr().err.strip().splitlines()
    assert sentence in said[-1]
