import json
import os
import socket
from pathlib import Path

import pytest
from sqlalchemy import inspect, make_url, text

from bot.__main__ import main
from storage.engine import OneProcess, open_engine, vault_url
from storage.keys import load_keys, make_keys
from storage.kinds import NativeId
from storage.migrate import HEADS, upgrade
from storage.vault import Vault

SECRET = "hunter2-geheim"


@pytest.fixture(autouse=True)
def in_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in os.environ:
        if name.startswith("ASKWELL_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASKWELL_HTTP__PORT", "0")
    monkeypatch.setenv("ASKWELL_DISCORD__TOKEN", SECRET)
    monkeypatch.setattr("bot.logs.configure", lambda _level: None)


def check(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, str]:
    """What is wrong, by what it is about."""
    with pytest.raises(SystemExit) as ended:
        main(["check", "--json", *options])
    out = capsys.readouterr()
    assert SECRET not in out.out + out.err
    found = json.loads(out.out)
    wrong = {one["about"]: one["says"] for one in found["findings"] if not one["ok"]}
    assert found["in_order"] == (not wrong)
    assert ended.value.code == (1 if wrong else 0)
    return wrong


def install(url: str) -> None:
    """A whole installation with one person in the vault."""
    make_keys(Path("askwell.keys"))
    engine, vault = open_engine(url), open_engine(vault_url(url))
    upgrade(engine, "main")
    upgrade(vault, "vault")
    Vault(vault, load_keys(Path("askwell.keys"))).recognise(NativeId("local", "course", "ana"))
    engine.dispose()
    vault.dispose()


def run(url: str, statement: str) -> None:
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture
def installed(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of an installation's database, on each kind of database."""
    monkeypatch.setenv("ASKWELL_STORAGE__URL", database_url)
    install(database_url)
    return database_url


@pytest.fixture
def here(tmp_path: Path) -> str:
    """The URL of an installation's database, which is where the settings look by themselves."""
    assert tmp_path == Path.cwd()
    install("sqlite:///askwell.db")
    return "sqlite:///askwell.db"


def test_where_nothing_is_yet_keys_and_a_platform_are_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("ASKWELL_DISCORD__TOKEN")
    wrong = check(capsys)
    assert set(wrong) == {"platforms", "keys"}
    assert "askwell init" in wrong["platforms"]
    assert "askwell init" in wrong["keys"]
    assert list(Path().iterdir()) == []  # looking makes nothing


def test_an_empty_database_is_in_order(
    database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASKWELL_STORAGE__URL", database_url)
    make_keys(Path("askwell.keys"))
    assert check(capsys) == {}


def test_an_installation_is_in_order_and_looking_leaves_no_table(
    installed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(capsys) == {}
    for url in (installed, vault_url(installed)):
        engine = open_engine(url)
        assert "askwell_check" not in inspect(engine).get_table_names()
        engine.dispose()


def test_a_database_of_a_newer_askwell_is_refused(
    installed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(installed, "UPDATE alembic_version SET version_num = '9999'")
    wrong = check(capsys)
    assert set(wrong) == {"database"}
    assert "was written by a newer Askwell" in wrong["database"]


def test_a_database_of_an_older_askwell_wants_a_backup_first(
    installed: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert installed
    older = HEADS["main"]
    monkeypatch.setitem(HEADS, "main", "9999")
    wrong = check(capsys)
    assert set(wrong) == {"database"}
    assert f"was made by an older Askwell ({older}, this one needs 9999)" in wrong["database"]


def test_a_second_process_on_one_sqlite_file_is_named(
    here: str, capsys: pytest.CaptureFixture[str]
) -> None:
    other = OneProcess(here)
    try:
        wrong = check(capsys)
    finally:
        other.release()
    assert set(wrong) == {"database"}
    assert wrong["database"].startswith("Another askwell uses askwell.db.")


@pytest.mark.parametrize(
    ("make", "about"), [("askwell.db", "database"), ("askwell-vault.db", "vault")]
)
def test_a_file_that_is_no_database_is_named(
    here: str, capsys: pytest.CaptureFixture[str], make: str, about: str
) -> None:
    assert here
    Path(make).write_text(SECRET * 100)
    wrong = check(capsys)
    assert set(wrong) == {about}
    assert wrong[about].startswith(f"{make} cannot be read and written (DatabaseError).")


def test_a_database_that_cannot_be_written_is_named(
    installed: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = make_url(installed)
    if url.get_backend_name() == "sqlite":
        url = url.set(database=f"file:{url.database}", query={"mode": "ro", "uri": "true"})
    else:
        url = url.update_query_dict({"options": "-cdefault_transaction_read_only=on"})
    monkeypatch.setenv("ASKWELL_STORAGE__URL", url.render_as_string(hide_password=False))
    monkeypatch.setenv("ASKWELL_STORAGE__VAULT_URL", vault_url(installed))
    wrong = check(capsys)
    assert set(wrong) == {"database"}
    assert "cannot be read and written" in wrong["database"]


def test_a_server_that_does_not_answer_is_named_without_the_password(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound and not listening: refused at once
        url = f"postgresql+psycopg://ana:{SECRET}@127.0.0.1:{closed.getsockname()[1]}/askwell"
        monkeypatch.setenv("ASKWELL_STORAGE__URL", url)
        wrong = check(capsys)
    assert wrong["database"].startswith("askwell at 127.0.0.1 cannot be read and written (")
    assert wrong["vault"].startswith("askwell at 127.0.0.1 cannot be read and written (")


def test_a_folder_that_is_not_there_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASKWELL_STORAGE__DIRECTORY", "missing")
    assert check(capsys)["database"] == (
        "missing/askwell.db cannot be made. Make the folder missing and let this account write "
        "there."
    )


def test_the_vault_is_not_the_database(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASKWELL_STORAGE__VAULT_URL", "sqlite:///askwell.db")
    assert check(capsys) == {
        "vault": "[storage] vault_url is the database itself. Give the vault a place of its own."
    }


def test_a_key_file_must_be_there_whole_private_and_the_right_one(
    here: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert here
    keys = Path("askwell.keys")
    keys.chmod(0o644)
    assert check(capsys) == {
        "keys": "askwell.keys has mode 0644. Only Askwell may read it: chmod 600 askwell.keys"
    }
    keys.unlink()
    assert check(capsys)["keys"].startswith("There is no key file at askwell.keys.")
    keys.write_text(SECRET)
    assert check(capsys)["keys"].startswith("askwell.keys is not a key file.")
    keys.unlink()
    make_keys(keys)
    assert check(capsys) == {
        "vault": "These keys do not open this vault. Restore the key file that belongs to it."
    }


def test_a_port_in_use_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("ASKWELL_HTTP__PORT", str(port))
        assert check(capsys)["port"].startswith(f"Askwell cannot listen at 127.0.0.1 port {port}:")


def test_everything_wrong_is_said_at_once(
    here: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(here, "UPDATE alembic_version SET version_num = '9999'")
    Path("askwell.keys").chmod(0o640)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("ASKWELL_HTTP__PORT", str(taken.getsockname()[1]))
        assert set(check(capsys)) == {"database", "keys", "port"}


def test_unusable_settings_are_told_all_together_and_nothing_else(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("askwell.toml").write_text('[http]\nprt = 1\n[log]\nlevel = "loud"\n')
    with pytest.raises(SystemExit) as ended:
        main(["check", "--config", "askwell.toml"])
    assert ended.value.code == 1
    shown = " ".join(capsys.readouterr().out.split())
    assert "askwell.toml, [http] prt: there is no such setting. Did you mean port?" in shown
    assert "askwell.toml, [log] level: should be" in shown
    assert "2 things are to be put right." in shown


def test_for_reading_it_says_that_everything_is_in_order(
    here: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert here
    with pytest.raises(SystemExit) as ended:
        main(["check"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert "The keys open the vault." in shown
    assert shown.endswith("Everything is in order.\n")
