"""Payloads in the shape of the official documentation; the page is named in each file."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "payloads" / "slack"


def payload(name: str) -> dict[str, Any]:
    """A fresh copy of one payload."""
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))["payload"]
    return found
