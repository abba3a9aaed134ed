"""A process of its own: what it has used of the processor and of memory, by Linux's count."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path


class Child:
    """A running bot."""

    def __init__(self, process: Process) -> None:
        """Take the process."""
        self._files = Path(f"/proc/{process.pid}")

    def cpu_ms(self) -> float:
        """Milliseconds of processor time since its start: user and system (proc(5), ``stat``)."""
        numbers = (self._files / "stat").read_text("ascii").rpartition(")")[2].split()
        return (int(numbers[11]) + int(numbers[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    def memory_mb(self) -> float:
        """Millions of bytes that are resident."""
        lines = (self._files / "status").read_text("ascii").splitlines()
        return next(int(line.split()[1]) * 1.024e-3 for line in lines if line.startswith("VmRSS"))


@asynccontextmanager
async def child(arguments: Sequence[str], connected: asyncio.Event) -> AsyncIterator[Child]:
    """This interpreter with these arguments until the block ends, once it has connected.

    Raises:
        RuntimeError: it ended before.
    """
    connected.clear()
    hidden = ("ASKWELL_", "PYTHONDONTWRITEBYTECODE")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(hidden)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, stdout=DEVNULL, stderr=DEVNULL, env=environment
    )
    ended, stands = asyncio.create_task(process.wait()), asyncio.create_task(connected.wait())
    try:
        await asyncio.wait({ended, stands}, return_when=asyncio.FIRST_COMPLETED)
        if ended.done():
            raise RuntimeError("a bot that was to be measured did not start")
        yield Child(process)
    finally:
        stands.cancel()
        if not ended.done():
            process.kill()
        await ended
