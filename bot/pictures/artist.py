"""Has charts drawn by a child process, which is started when the first is wanted.

Whatever goes wrong with a picture, the message goes: with the picture's words in its place.
"""

import asyncio
import hashlib
import struct
import sys
from collections.abc import Sequence
from dataclasses import replace

from bot.logs import log
from bot.platform import Enclosed
from handlers.chat.codec import chart_to_json
from handlers.chat.outgoing import Attachment, Chart, Fine, Message, TooBig

PATIENCE = 10.0
"""Seconds for one picture, the child's start with it."""
LARGEST = 4_000_000
"""Bytes of a picture."""
_LENGTH = struct.Struct(">I")
COMMAND = (sys.executable, "-m", "bot.pictures.child")


def in_words(message: Message) -> Message:
    """The message with what its picture would have said."""
    if message.chart is None:
        return message
    bare = replace(message, chart=None)
    try:
        return replace(bare, parts=(*bare.parts, Fine(message.chart.alt)))
    except TooBig:
        return bare


class Artist:
    """Draws, one picture at a time."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        """Take what starts the child."""
        self._command = command
        self._child: asyncio.subprocess.Process | None = None
        self._drawing = asyncio.Lock()

    async def hang(self, message: Message, enclosed: Enclosed) -> tuple[Message, Enclosed]:
        """The message with its chart as a picture, or with its words if it cannot be drawn."""
        if message.chart is None:
            return message, enclosed
        content = await self.draw(message.chart)
        if content is None:
            return in_words(message), enclosed
        # The same chart is the same file, so that an edit leaves it where it hangs.
        name = f"chart-{hashlib.sha256(content).hexdigest()[:16]}"
        file = Attachment(name, "chart.png", "image/png", message.chart.alt)
        hung = replace(message, chart=None, files=(*message.files, file))
        return hung, replace(enclosed, contents={**enclosed.contents, name: content})

    async def draw(self, chart: Chart) -> bytes | None:
        """The picture as PNG; ``None`` if it could not be drawn."""
        async with self._drawing:
            try:
                return await asyncio.wait_for(self._ask(chart), PATIENCE)
            except (OSError, asyncio.IncompleteReadError, TimeoutError) as problem:
                log.failure("not drawn", problem)
                await self._end()
                return None

    async def _ask(self, chart: Chart) -> bytes | None:
        child = await self._living()
        if child.stdin is None or child.stdout is None:
            raise BrokenPipeError
        child.stdin.write(chart_to_json(chart) + b"\n")
        await child.stdin.drain()
        (length,) = _LENGTH.unpack(await child.stdout.readexactly(_LENGTH.size))
        if not 0 < length <= LARGEST:
            raise BrokenPipeError
        return await child.stdout.readexactly(length)

    async def _living(self) -> asyncio.subprocess.Process:
        if self._child is None or self._child.returncode is not None:
            self._child = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
            )
        return self._child

    async def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        if child.stdin is not None:
            child.stdin.close()
        if child.returncode is None:
            child.kill()
        await child.wait()

    async def stop(self) -> None:
        """Let the child go."""
        async with self._drawing:
            await self._end()
