"""``askwell study`` as a person runs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bot.cli.study import study
from tests.study.conftest import DATA

RUNNER = CliRunner()
app = typer.Typer()
app.command()(study)


def refused(*arguments: str) -> str:
    result = RUNNER.invoke(app, list(arguments))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert isinstance(result.exception, SystemExit)
    sentence = result.stderr.removesuffix("\n")
    assert "\n" not in sentence
    return sentence


def test_it_says_what_comes_out_and_where_the_report_is(tmp_path: Path) -> None:
    source = str(DATA / "synthetic_overlap.csv")
    result = RUNNER.invoke(app, [source, "--out", str(tmp_path / "new"), "--reproduce"])
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == ("83 of 83 numbers of the published study come out at printed precision.")
    assert lines[-1] == f"The report is in {tmp_path / 'new' / 'report.html'}."
    assert {path.name for path in (tmp_path / "new").iterdir()} == {
        "report.md", "report.html", "report.json", "tables", "figures",
    }  # fmt: skip


def test_a_wrong_answer_is_one_sentence(tmp_path: Path) -> None:
    text = (DATA / "synthetic_overlap.csv").read_text(encoding="utf-8").splitlines()
    text[2] = text[2].rpartition(",")[0] + ",9"
    source = tmp_path / "answers.csv"
    source.write_text("\n".join(text), encoding="utf-8")
    assert refused(str(source), "--out", str(tmp_path / "out")) == (
        "Row 3, column Q14: '9' is not an answer from 1 to 5; "
        "correct it, or leave the cell empty if the item was skipped."
    )
    assert not (tmp_path / "out").exists()


def test_a_missing_file_and_a_folder_that_is_none(tmp_path: Path) -> None:
    absent = tmp_path / "absent.csv"
    assert refused(str(absent), "--out", str(tmp_path)) == (
        f"{absent}: No such file or directory; check the path."
    )
    (tmp_path / "file").touch()
    source = str(DATA / "synthetic_overlap.csv")
    assert refused(source, "--out", str(tmp_path / "file")).endswith(
        ": File exists; check the path."
    )


def test_a_broken_instrument_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "ours.json"
    path.write_text('{"title": "Ours"}', encoding="utf-8")
    source = str(DATA / "synthetic_overlap.csv")
    arguments = [source, "--out", str(tmp_path), "--instrument", str(path)]
    assert refused(*arguments) == "ours.json, source: Field required."


@pytest.mark.parametrize("absent", ["numpy", "statsmodels"])
def test_without_the_extra_it_says_how_to_install_it(absent: str, tmp_path: Path) -> None:
    program = (
        "import sys, typer\n"
        f"sys.modules[{absent!r}] = None\n"
        "from bot.cli.study import study\n"
        "app = typer.Typer(); app.command()(study); app()\n"
    )
    source = str(DATA / "synthetic_overlap.csv")
    result = subprocess.run(
        [sys.executable, "-c", program, source, "--out", str(tmp_path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 2
    assert result.stderr == (
        f"The study report needs {absent}, which is not installed; "
        "run: pip install 'askwell[study]'\n"
    )


def test_naming_the_command_loads_nothing_heavy() -> None:
    program = (
        "import sys, bot.cli.study\n"
        "heavy = {'numpy', 'scipy', 'pandas', 'statsmodels', 'matplotlib', 'jinja2', 'pydantic'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert result.stdout == "[]\n"
