"""A process to be killed: the bot with a local chat of fifty students, served until it dies.

``python -m tests.soak.serving DIR URL`` prints the address and the key when events are taken.
"""

import asyncio
import os
import signal
import sys
import threading
from pathlib import Path

from bot import logs
from bot.demo.serving import fill_course, levers, local_bot, make_course
from bot.platforms.local.classroom import classroom
from bot.platforms.local.server import ChatServer

STUDENTS = tuple(f"student-{number}" for number in range(50))
TAS = tuple(f"ta-{number}" for number in range(4))
PEOPLE = classroom("Data 101", students=STUDENTS, tas=TAS, instructors=("ines",))


async def serve(data: Path, database: str) -> None:
    """Serve until killed or asked to stop."""
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    async with local_bot(data, PEOPLE, database=database) as running:
        with running.app.store.read() as work:
            new = not work.courses.all()
        if new:
            await make_course(running, PEOPLE, "ines")
            await asyncio.to_thread(fill_course, running)
        server = ChatServer(running.platform, levers(running))
        await server.start()
        print(f"{server.url} {server.token}", flush=True)  # noqa: T201  # the driver reads it
        await stopped.wait()
        await server.stop()


def end_with_the_driver() -> None:
    """Nobody is left behind when the driver is gone without a word."""
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    logs.configure("error")
    threading.Thread(target=end_with_the_driver, daemon=True).start()
    asyncio.run(serve(Path(sys.argv[1]), sys.argv[2]))
