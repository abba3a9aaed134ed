"""Rows ``start``: a fresh interpreter until Askwell is ready, beside five libraries imported.

The libraries are the ones that any bot of this sort needs; their bytecode is compiled, as ours is.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from statistics import median

from bot.bench.rows import Row, at_most_times, milliseconds, within
from bot.bench.stage import Stage

TIMES = 5
MOST, HELP_MS, IDLE_MB = 1.3, 300.0, 120.0
_MEMORY = "from bot.bench.memory import memory_mb; print(memory_mb())"
_FIVE = "import apscheduler, discord, pydantic_settings, slack_bolt, sqlmodel"
_READY = "import sys; from bot.bench.ready import ready; ready(*sys.argv[1:])"


def start_rows(stage: Stage) -> Iterator[Row]:
    """Time and memory until events are taken, and the help's."""
    five = ("-c", _FIVE)
    # SQLite is for one process, and this one has the stage's own file.
    url = f"sqlite:///{stage.folder / 'start.db'}" if stage.store.one_lane else stage.url
    ready = ("-c", _READY, url, str(stage.folder / "keys.json"))
    helped = ("-m", "bot", "--help")
    for arguments in (five, ready, helped):  # compiles what is not compiled, makes the tables
        _run(arguments)
    sorts = (five, ready, ("-c", "pass"), helped)
    times = [[milliseconds(partial(_run, sort)) for sort in sorts] for _ in range(TIMES)]
    of_five, of_ready, of_nothing, of_help = (median(sort) for sort in zip(*times, strict=True))
    yield at_most_times("start", of_five, of_ready, "ms", MOST, f"≤ {MOST} × the floor")
    yield within("start, --help", of_nothing, of_help, "ms", HELP_MS, f"≤ {HELP_MS:.0f} ms")
    floor, ours = (float(_run(("-c", f"{run[1]}; {_MEMORY}", *run[2:]))) for run in (five, ready))
    yield within("start, idle memory", floor, ours, "MiB", IDLE_MB, f"≤ {IDLE_MB:.0f} MiB")


def _run(arguments: Sequence[str]) -> str:
    """Run a fresh interpreter; what it printed.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    environment = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }
    done = subprocess.run(  # noqa: S603  # this interpreter, with arguments of this module
        [sys.executable, *arguments], check=True, capture_output=True, text=True, env=environment
    )
    return done.stdout
