"""Each import contract is broken once on purpose, in a copy of the tree, and caught."""

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("bot", "handlers", "storage")
LINT = Path(sys.executable).with_name("lint-imports")

BROKEN = [
    # contract, the module that breaks it, how, what is said of it
    ("one-way", "storage/kinds.py", "import handlers.routes", "storage is not allowed to import"),
    ("one-way", "handlers/routes.py", "import bot.logs", "handlers is not allowed to import"),
    ("vault", "bot/dispatch.py", "from storage.vault import Vault", "bot.dispatch"),
    ("vault", "handlers/routes.py", "import storage.vault", "handlers.routes"),
    ("pure", "handlers/rules/rungs.py", "import sqlite3", "handlers.rules.rungs -> sqlite3"),
    ("pure", "handlers/chat/person.py", "from pathlib import Path", "person -> pathlib"),
    # indirectly: rules know the kinds, and the kinds would reach the database
    ("pure", "storage/kinds.py", "import storage.tables", "storage.kinds -> storage.tables"),
    ("neutral", "storage/outbox.py", "import discord", "storage.outbox -> discord"),
    ("neutral", "handlers/routes.py", "from slack_sdk import WebClient", "-> slack_sdk"),
    ("given", "handlers/rules/aliases.py", "from random import choice", "aliases -> random"),
    ("given", "storage/questions.py", "import uuid", "storage.questions -> uuid"),
    ("statistics", "handlers/rules/rungs.py", "import numpy", "handlers.rules.rungs -> numpy"),
    ("platforms", "bot/platforms/local/wire.py", "import bot.platforms.other", "other"),
]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for folder in FOLDERS:
        shutil.copytree(
            ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(tree: Path, *options: str) -> tuple[int, str]:
    done = subprocess.run(
        [LINT, "--no-cache", *options],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def contracts() -> list[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return [contract["id"] for contract in settings["tool"]["importlinter"]["contracts"]]


def test_the_tree_keeps_every_contract(tree: Path) -> None:
    code, said = lint(tree)
    assert code == 0, said
    assert f"Contracts: {len(contracts())} kept, 0 broken." in said


def test_every_contract_is_broken_below() -> None:
    assert {contract for contract, *_ in BROKEN} == set(contracts())


@pytest.mark.parametrize(("contract", "module", "line", "told"), BROKEN)
def test_a_broken_contract_is_caught(
    tree: Path, contract: str, module: str, line: str, told: str
) -> None:
    (tree / "bot/platforms/other").mkdir()
    (tree / "bot/platforms/other/__init__.py").touch()
    file = tree / module
    file.write_text(f"{file.read_text('utf-8')}\n{line}\n", "utf-8")
    code, said = lint(tree, "--contract", contract)
    assert code == 1, said
    assert "Contracts: 0 kept, 1 broken." in said
    assert told in said


def calls(folder: str) -> Iterator[tuple[str, str]]:
    """Every call below a folder: where it stands, and the last part of what is called."""
    for file in sorted((ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                where = f"{file.relative_to(ROOT)}:{node.lineno}"
                match node.func:
                    case ast.Attribute(attr=name):
                        yield where, f".{name}"
                    case ast.Name(id=name):
                        yield where, name


def test_no_rule_opens_a_file_or_prints() -> None:
    builtins = {"open", "print", "input", "exec", "eval", "__import__", "breakpoint"}
    found = [*calls("handlers/rules"), *calls("handlers/chat")]
    assert [call for call in found if call[1] in builtins] == []


def test_nothing_below_the_bot_reads_a_clock() -> None:
    clocks = {".now", ".utcnow", ".today", ".monotonic", ".perf_counter", ".time_ns"}
    found = [*calls("handlers"), *calls("storage")]
    assert [call for call in found if call[1] in clocks] == []
