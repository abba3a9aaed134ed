"""Must be run by hand: twenty people claim one ticket at the same moment, 500 times a database.

``python -m tests.soak.claims [ROUNDS]``
"""

import sys
import tempfile
import time
from pathlib import Path

from bot.app import open_storage
from storage.keys import make_keys
from tests.databases import running_postgresql
from tests.trust.claiming import in_one_process, in_several_processes, play


def main() -> None:
    """Play it on both databases and say how long it took."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory() as folder, running_postgresql() as server:
        make_keys(Path(folder) / "keys.json")
        for url, way in (
            (f"sqlite:///{folder}/askwell.sqlite", in_one_process),
            (server.fresh(), in_several_processes),
        ):
            store, vault = open_storage(url, Path(folder) / "keys.json")
            store.close()
            vault.close()
            began = time.monotonic()
            play(url, rounds, way)
            seconds = time.monotonic() - began
            print(f"{url.partition(':')[0]}: {rounds} rounds, one winner each, {seconds:.0f} s")  # noqa: T201  # it says what it found


if __name__ == "__main__":
    main()
