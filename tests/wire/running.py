"""The real process, started by its real configuration, against platforms on this machine."""

import asyncio
import sqlite3
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import typer
from typer.testing import CliRunner

from bot.cli.init import init

ROOT = Path(__file__).resolve().parents[2]


def installed(folder: Path, secrets: dict[str, str], settings: str, *options: str) -> Path:
    """What ``askwell init`` writes, pointed at this machine.

    Args:
        folder: where to.
        secrets: each secret file's content.
        settings: what is added to the configuration.
        options: which platforms, as the command takes them.
    """
    app = typer.Typer()
    app.command()(init)
    done = CliRunner().invoke(app, [str(folder), *options])
    assert done.exit_code == 0, done.output
    for name, content in secrets.items():
        (folder / "secrets" / name).write_text(content)
    config = folder / "config.toml"
    config.write_text(f"{config.read_text()}\n{settings}\n[http]\nport = 0\n")
    return config


class Askwell:
    """``askwell run`` with a configuration: started, killed, started again.

    Attributes:
        said: everything that processes which have ended wrote.
    """

    def __init__(
        self,
        config: Path,
        arguments: Sequence[str] = (),
        folder: Path = ROOT,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.config = config
        self._arguments = arguments or ("run", "--config", str(config))
        self._folder = folder
        secrets = {"ASKWELL_SECRETS": str(config.parent / "secrets"), "PATH": ""}
        self._environment = environment or secrets
        self.said = ""
        self._process: Process | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def runs(self) -> bool:
        """Whether it has been started and has not ended."""
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        """Start it; it takes a moment until it listens."""
        assert not self.runs
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *self._arguments),
            cwd=self._folder,
            env=self._environment,
            stdout=PIPE,
            stderr=STDOUT,
        )

    @contextmanager
    def held_up(self) -> Iterator[None]:
        """Somebody has its database open in a shell and has begun to write."""
        other = sqlite3.connect(self.config.parent / "askwell.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield
        other.close()

    async def kill(self) -> None:
        """``kill -9``."""
        assert self._process is not None
        self._process.kill()
        await self.ended()

    async def stop(self) -> int:
        """Ask it to stop; how it ended."""
        assert self._process is not None
        self._process.terminate()
        return await self.ended()

    async def ended(self) -> int:
        """Wait until it has ended; how it did."""
        assert self._process is not None
        said, _nothing = await self._process.communicate()
        self.said += said.decode()
        assert self._process.returncode is not None
        return self._process.returncode

    async def gone(self) -> None:
        """Leave nothing behind."""
        if self.runs:
            await self.kill()


class Shared:
    """What the tests of a module share: an event loop with servers and a process in it."""

    def __init__(self, runner: asyncio.Runner) -> None:
        self.runner = runner


Here = TypeVar("Here", bound=Shared)


def shared(
    test: Callable[..., Coroutine[Any, Any, None]],
) -> Callable[..., None]:
    """A test that is a coroutine, run in the loop of what it shares; one of its arguments."""

    @wraps(test)
    def run(**given: object) -> None:
        here = next(one for one in given.values() if isinstance(one, Shared))
        here.runner.run(test(**given))

    return run


def resident_mb(process: int) -> float:
    """The process's resident memory, in millions of bytes."""
    status = Path(f"/proc/{process}/status").read_text("ascii")
    kib = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    return kib * 1024 / 1e6
