"""``askwell check --online``: what the platforms themselves say is not in order."""
# ruff: noqa: PLC0415  # what is heavy is imported when it runs, so that `--help` is quick

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.cli.check import Finding

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.kinds import Address


def look_online(settings: Settings) -> Iterator[Finding]:
    """Try each configured platform's tokens, channels and permissions; nothing is changed there.

    Args:
        settings: usable ones.
    """
    rooms = _rooms(settings)
    if settings.slack.configured:
        from bot.platforms.slack import checking as slack

        there = [room for room in rooms if room.platform == "slack"]
        yield from _told("Slack", asyncio.run(slack.findings(settings.slack, there)))
    if settings.discord.configured:
        from bot.platforms.discord import checking as discord

        there = [room for room in rooms if room.platform == "discord"]
        yield from _told("Discord", asyncio.run(discord.findings(settings.discord, there)))


def _told(platform: str, findings: tuple[str, ...]) -> Iterator[Finding]:
    if not findings:
        yield Finding(platform, ok=True, says="Tokens, channels and permissions are in order.")
    for says in findings:
        yield Finding(platform, ok=False, says=says)


def _rooms(settings: Settings) -> list[Address]:
    """Every course's rooms; none where the database has not been made yet."""
    from sqlalchemy import inspect

    from storage.courses import Courses
    from storage.engine import open_engine
    from storage.kinds import Address

    engine = open_engine(settings.storage.url.get_secret_value(), reading=True)
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("place"):
                return []
            courses = Courses(connection)
            places = [place for one in courses.all() for place in courses.rooms(one.id)]
        return [Address(place.platform, place.workspace, place.room_id) for place in places]
    finally:
        engine.dispose()
