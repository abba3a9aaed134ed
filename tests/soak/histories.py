"""Must be run by hand: thousands of random histories of tickets on SQLite, and every known fault.

``python -m tests.soak.histories [HISTORIES]``
"""

import shutil
import sys
import tempfile
import time
from itertools import count
from pathlib import Path

import pytest

from bot.app import open_storage
from storage.keys import make_keys
from tests.trust.faults import FAULTS
from tests.trust.histories import play
from tests.unhurried import nothing_too_late


def main() -> None:
    """Play them and say how long it took."""
    histories = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with nothing_too_late(), tempfile.TemporaryDirectory() as folder:
        made, keys = Path(folder) / "made.sqlite", Path(folder) / "keys.json"
        make_keys(keys)
        store, vault = open_storage(f"sqlite:///{made}", keys)
        store.close()
        vault.close()
        numbers = count(1)

        def fresh() -> str:
            for old in Path(folder).glob("history-*"):
                old.unlink()
            copy = Path(folder) / f"history-{next(numbers)}.sqlite"
            shutil.copy(made, copy)
            return f"sqlite:///{copy}"

        began = time.monotonic()
        play(fresh, histories, steps=40)
        seconds = time.monotonic() - began
        print(f"{histories} histories, everything held, {seconds:.0f} s", flush=True)  # noqa: T201  # it says what it found
        for name, fault in FAULTS.items():
            with pytest.MonkeyPatch.context() as patch:
                fault.breaks(patch)
                try:
                    play(fresh, histories, steps=40, shrinking=False)
                except AssertionError as found:
                    print(f"{name}: {found}", flush=True)  # noqa: T201  # as above
                else:
                    sys.exit(f"{name}: not found")


if __name__ == "__main__":
    main()
