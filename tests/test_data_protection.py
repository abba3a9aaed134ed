"""Each claim of the data-protection assessment names tests, and each of those is there."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs/data-protection.md").read_text("utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)


def there(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}


def test_every_named_test_is_there() -> None:
    assert len(NAMED) > 30
    assert [f"{file}::{name}" for file, name in NAMED if name not in there(file)] == []


def test_every_claim_names_one() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ")]
    claims = [row for row in rows if not row.endswith("| shown by |")]
    assert len(claims) > 30
    assert [row for row in claims if "`tests/" not in row.split("|")[3]] == []


def test_a_test_that_is_not_there_would_be_missed() -> None:
    assert "test_that_nobody_wrote" not in there("tests/test_data_protection.py")
