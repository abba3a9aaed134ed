"""Files that somebody added in a form: fetched, and cleaned or refused."""

import asyncio

from bot.files import LIMIT_BYTES, Clean, Reason, clean
from bot.platforms.slack.inbound import Upload
from bot.platforms.slack.web import Web
from handlers.chat.incoming import CleanFile, RefusedFile

_CLEANING = 30.0
"""Seconds after which a file counts as one that cannot be cleaned."""


async def cleaned(web: Web, upload: Upload, number: int) -> CleanFile | RefusedFile:
    """One file.

    Args:
        web: Slack.
        upload: where it is.
        number: its place among those of the form, from 1.

    Raises:
        Refusal: Slack does not give it.
        OutcomeUnknown: the connection broke.
    """
    too_big = RefusedFile(upload.name, Reason.TOO_BIG.value, {"file": upload.name})
    if upload.size > LIMIT_BYTES:
        return too_big
    content = await web.download(upload.url, LIMIT_BYTES)
    if len(content) > LIMIT_BYTES:
        return too_big
    try:
        async with asyncio.timeout(_CLEANING):
            verdict = await asyncio.to_thread(clean, upload.name, content, number=number)
    except TimeoutError:
        return RefusedFile(upload.name, Reason.TOO_MUCH_INSIDE.value, {"file": upload.name})
    if isinstance(verdict, Clean):
        return CleanFile(verdict.name, verdict.media_type, verdict.content)
    return RefusedFile(verdict.original_name, verdict.reason.value, dict(verdict.values))
