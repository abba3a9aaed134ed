"""``askwell reveal``: the operator's hand, on a database of its own."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import build
from bot.accounts import account_of
from bot.app import open_storage
from bot.platforms.discord.inbound import account
from storage.keys import make_keys
from storage.kinds import Address, Room
from tests.storage import rows
from tests.storage.rows import COURSE

ON = ("--on", "--office", "student counselling", "--deputy", "UDORA")
TWO = ("--confirmer", "URITA", "--confirmer", "slack:USAM")


@pytest.fixture
def config(sqlite_url: str, tmp_path: Path) -> Path:
    keys, file = tmp_path / "keys.json", tmp_path / "config.toml"
    make_keys(keys)
    file.write_text(f'[storage]\nurl = "{sqlite_url}"\nkeys_file = "{keys}"\n')
    store, vault = open_storage(sqlite_url, keys)
    with store.begin() as work:
        work.courses.add(rows.course())
        work.courses.give_room(COURSE, Room.CLASS, Address("slack", "T1", "C1"))
    store.close()
    vault.close()
    return file


def command(name: str, config: Path, *options: str) -> Result:
    arguments = [name, "--course", "Data 101", "--config", str(config), *options]
    return CliRunner().invoke(build(arguments), arguments)


def test_it_is_off_set_ended_and_logged(config: Path) -> None:
    assert "never revealed" in command("reveal", config).output
    on = command("reveal", config, *ON, *TWO)
    assert on.exit_code == 0
    assert "both of 2 people (student counselling), one deputy after 60 minutes" in on.output
    assert command("reveal", config).output == on.output
    assert "never revealed" in command("reveal", config, "--off").output
    log = command("reveal", config, "--log").output.splitlines()
    assert [line.split(",")[1] for line in log] == ["what", "rule begins", "rule ends"]
    assert command("reveal", config, "--off").exit_code == 2


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ((*ON, *TWO[:2]), "exactly two"),
        ((*ON, *TWO, "--target", "1"), "between 15 and 1440"),
        ((*ON, "--confirmer", "nobody", *TWO[2:]), "nobody is no member id"),
        ((*ON, "--confirmer", "discord:URITA", *TWO[2:]), "is no member id"),
    ],
)
def test_what_does_not_fit_is_said(config: Path, options: tuple[str, ...], says: str) -> None:
    failed = command("reveal", config, *options)
    assert failed.exit_code == 2
    assert says in failed.output
    assert "never revealed" in command("reveal", config).output


def test_a_hold_is_set_and_lifted_once(config: Path) -> None:
    assert command("hold", config).output == "Data 101: no legal hold.\n"
    on = command("hold", config, "--on")
    assert on.exit_code == 0
    assert "Nothing of it is deleted" in on.output
    assert command("hold", config, "--on").exit_code == 2
    assert command("hold", config, "--off").output == "Data 101: no legal hold.\n"
    assert command("hold", config, "--off").exit_code == 2
    log = command("reveal", config, "--log").output.splitlines()
    assert [line.split(",")[1] for line in log] == ["what", "hold begins", "hold lifted"]


def test_a_course_that_is_not_there_is_said(config: Path) -> None:
    arguments = ["reveal", "--course", "Data 102", "--config", str(config)]
    failed = CliRunner().invoke(build(arguments), arguments)
    assert (failed.exit_code, failed.output) == (
        2,
        "There is no such course. Courses: Data 101.\n",
    )


def test_an_account_on_discord_is_the_same_on_every_server() -> None:
    member = "123456789012345678"
    assert account_of("discord", "a server", f"<@{member}>") == account(member)
