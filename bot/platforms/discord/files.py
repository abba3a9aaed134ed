"""Files that people add to a form: fetched and cleaned."""

import asyncio

from bot.files import LIMIT_BYTES, LIMIT_FILES, Clean, Reason, clean
from bot.platforms.discord.inbound import Uploaded
from bot.platforms.discord.rest import LOST, Rest, told
from handlers.chat.incoming import CleanFile, RefusedFile

_FETCHING = 20.0
"""Seconds a file may take to arrive."""
_CLEANING = 30.0
"""Seconds after which a file counts as one that cannot be cleaned."""


async def cleaned(
    rest: Rest, uploaded: tuple[Uploaded, ...]
) -> tuple[CleanFile | RefusedFile, ...]:
    """The files, cleaned or refused, in the order in which they were added.

    Raises:
        TryLater: one could not be fetched.
        Unreachable: one is gone.
    """
    tasks = [_one(rest, file, at) for at, file in enumerate(uploaded[:LIMIT_FILES], 1)]
    return tuple(await asyncio.gather(*tasks))


async def _one(rest: Rest, file: Uploaded, number: int) -> CleanFile | RefusedFile:
    if file.size > LIMIT_BYTES:
        return _refused(file, Reason.TOO_BIG)
    try:
        content = await rest.fetch(file.url, _FETCHING)
    except LOST as problem:
        raise told(problem) from None
    if len(content) > LIMIT_BYTES:
        return _refused(file, Reason.TOO_BIG)
    try:
        async with asyncio.timeout(_CLEANING):
            verdict = await asyncio.to_thread(clean, file.name, content, number=number)
    except TimeoutError:
        return _refused(file, Reason.TOO_MUCH_INSIDE)
    if isinstance(verdict, Clean):
        return CleanFile(verdict.name, verdict.media_type, verdict.content)
    return RefusedFile(verdict.original_name, verdict.reason.value, dict(verdict.values))


def _refused(file: Uploaded, reason: Reason) -> RefusedFile:
    return RefusedFile(file.name, reason.value, {"file": file.name})
