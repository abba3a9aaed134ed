"""To be run by hand: the process is killed at two hundred random moments, on each database.

``python -m tests.soak.kill [KILLS] [sqlite|postgresql]``
"""

import sys
import tempfile
import time
from pathlib import Path

from tests.databases import running_postgresql
from tests.soak.killing import play


def main() -> None:
    """Play it and say what was asked, answered and found again."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    which = sys.argv[2:] or ["sqlite", "postgresql"]
    if "sqlite" in which:
        with tempfile.TemporaryDirectory() as folder:
            _tell("SQLite", Path(folder), f"sqlite:///{folder}/askwell.db", kills)
    if "postgresql" in which:
        with tempfile.TemporaryDirectory() as folder, running_postgresql() as server:
            _tell("PostgreSQL", Path(folder), server.fresh(), kills)


def _tell(name: str, data: Path, database: str, kills: int) -> None:
    began = time.monotonic()
    found = play(data, database, kills=kills, seed=kills, each=(10, 60))
    figures = ", ".join(f"{count} {what}" for what, count in found.items())
    print(f"{name}: {figures}; nothing lost, nothing twice; {time.monotonic() - began:.0f} s")  # noqa: T201  # it says what it found


if __name__ == "__main__":
    main()
