import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from bot import __main__ as command
from bot.__main__ import COMMANDS, main
from bot.settings import SettingsProblem
from storage.engine import DatabaseProblem
from storage.keys import KeyProblem

CANARY = "Zebra Quince cannot join two tables"
ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"sqlalchemy", "aiohttp", "discord", "slack_bolt", "pydantic", "numpy", "PIL", "structlog"}


@pytest.fixture(autouse=True)
def logs_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.logs.configure", lambda _level: None)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, cwd=ROOT, check=False
    )


def test_help_names_every_command_and_imports_nothing_heavy() -> None:
    program = (
        "import sys; from bot.__main__ import main\n"
        "try: main(['--help'])\n"
        "finally: print('imported', *{name.split('.')[0] for name in sys.modules})"
    )
    done = run("-c", program)
    assert done.returncode == 0
    shown, imported = done.stdout.rsplit("imported", 1)
    assert [name for name in COMMANDS if f" {name} " not in shown] == []
    assert HEAVY & set(imported.split()) == set()


def test_naming_one_command_imports_no_other() -> None:
    program = (
        "import sys; from bot.__main__ import main\n"
        "try: main(['check', '--help'])\n"
        "finally: print('imported', *(name for name in sys.modules if name.startswith('bot.cli.')))"
    )
    assert run("-c", program).stdout.rsplit("imported", 1)[1].split() == ["bot.cli.check"]


def test_python_m_bot_is_the_same_command() -> None:
    done = run("-m", "bot", "--version")
    assert done.returncode == 0
    assert done.stdout.startswith("askwell")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_there_and_explains_itself(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    named = COMMANDS[name]
    assert getattr(importlib.import_module(named.module), named.function).__doc__
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    assert f"askwell {name}" in capsys.readouterr().out


def failing(problem: Exception, monkeypatch: pytest.MonkeyPatch) -> int:
    def fail() -> None:
        raise problem

    monkeypatch.setattr(command, "_version", fail)
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    monkeypatch.undo()
    assert isinstance(ended.value.code, int)
    return ended.value.code


@pytest.mark.parametrize(
    "problem",
    [
        SettingsProblem(["config.toml, [http] port: should be a number."]),
        DatabaseProblem("Another askwell uses askwell.db. Stop it first."),
        KeyProblem("There is no key file."),
    ],
)
def test_a_problem_is_one_sentence(
    problem: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert failing(problem, monkeypatch) == 2
    assert capsys.readouterr().err == f"{problem}\n"


def test_a_failure_is_one_sentence_and_its_place_is_in_a_file_without_anybody_s_words(
    tmp_path: Path,
) -> None:
    program = (
        f"import tempfile; tempfile.tempdir = {str(tmp_path)!r}\n"
        "from bot import __main__ as command\n"
        f"def fail(*_): raise RuntimeError({CANARY!r}) from KeyError({CANARY!r})\n"
        "command.import_module = fail\n"
        "command.main(['check'])"
    )
    done = run("-c", program)
    assert done.returncode == 70
    assert done.stdout == ""
    (file,) = tmp_path.iterdir()
    assert done.stderr == (
        "Something in Askwell broke (RuntimeError); where, without anybody's words, "
        f"is in {file}.\n"
    )
    told = file.read_text("utf-8")
    assert "Zebra" not in told
    assert told.splitlines()[1:3] == ["RuntimeError", "KeyError"]
    assert "bot/__main__.py:" in told


def test_a_command_that_does_not_exist_is_refused_with_the_nearest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["chek"])
    assert ended.value.code == 2
    assert "Did you mean 'check'?" in capsys.readouterr().err
