"""A thousand courses on one Monday: one process makes and posts their digests while people ask.

``python -m tests.soak.mondays [COURSES]`` runs it twice, whole and killed half-way, and prints how
long it took, how quickly asks were answered meanwhile, and whether every course got one digest.
"""

import asyncio
import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from bot.app import App, open_storage
from bot.bench.digesting import Week
from bot.bench.rows import percentile
from bot.bench.stage import Stage
from bot.platform import Action, Enclosed, Hear
from handlers.chat.outgoing import Message
from storage.columns import table
from storage.keys import make_keys
from storage.kinds import Address, Group, NativeId, Room
from storage.tables import PublishedTable

MONDAY = datetime(2026, 10, 5, 9, tzinfo=UTC)
QUESTIONS, LATENCY, PATIENCE = 20, 0.05, 400.0


class Wall:
    """A platform that writes down what is posted, takes its time, and knows a nonce again."""

    name = "nowhere"
    hands_files = False

    def __init__(self, book: Path, dies_after: int | None = None) -> None:
        self._book, self._dies_after = book, dies_after
        self.posted = Counter[str]()
        self.pictures = 0
        self._nonces: set[str] = set()
        for line in book.read_text("utf-8").splitlines() if book.exists() else ():
            self._note(*json.loads(line))

    def _note(self, room: str, nonce: str, picture: bool) -> None:
        if nonce not in self._nonces:
            self._nonces.add(nonce)
            self.posted[room] += 1
            self.pictures += picture

    async def run(self, hear: Hear) -> None:  # noqa: ARG002  # it has nobody
        await asyncio.Event().wait()

    async def is_member(self, account: NativeId, room: Address) -> bool:  # noqa: ARG002
        return False

    def advice(self) -> tuple[str, ...]:
        """Nothing is the matter."""
        return ()

    async def is_in_group(self, account: NativeId, group: Group) -> bool:  # noqa: ARG002
        return False

    async def post(
        self, room: Address, message: Message, enclosed: Enclosed, *, nonce: str, pin: bool
    ) -> str:
        if any(one.text.startswith("Bench, week") for one in message.parts):
            picture = any(name.startswith("chart-") for name in enclosed.contents)
            with self._book.open("a", encoding="utf-8") as book:
                book.write(json.dumps([room.workspace, nonce, picture]) + "\n")
            self._note(room.workspace, nonce, picture)
            if self._dies_after is not None and self.posted.total() >= self._dies_after:
                os.kill(os.getpid(), signal.SIGKILL)  # it is posted, and nobody has noted that yet
        await asyncio.sleep(LATENCY * (0 if pin else 1))
        return f"{room.workspace}/{nonce}"

    async def edit(self, ref: str, message: Message, enclosed: Enclosed) -> None:
        pass

    async def notify(self, account: NativeId, message: Message, *, nonce: str) -> None:
        pass


def prepare(folder: Path, url: str, courses: int) -> None:
    """The courses, with last week in their logs."""
    make_keys(folder / "keys.json")
    store, vault = open_storage(url, folder / "keys.json")
    week = Week(Stage(store, folder, url), courses, QUESTIONS, people=30)
    with store.begin() as work:
        for record in week.courses:
            room = Address("nowhere", record.id, "class")
            work.courses.give_room(record.id, Room.CLASS, room)
    store.close()
    vault.close()


async def monday(folder: Path, url: str, courses: int, dies_after: int | None = None) -> None:
    """Serve until every course has its digest; people ask all the time."""
    store, vault = open_storage(url, folder / "keys.json")
    wall = Wall(folder / "posted", dies_after)
    began, start = time.monotonic(), datetime.now(UTC)
    app = App(
        store=store,
        vault=vault,
        platforms=[wall],
        wall=lambda: MONDAY + (datetime.now(UTC) - start),
    )
    with store.read() as work:
        ids = [course.id for course in work.courses.all()]
    await app.start()
    times: list[float] = []
    asking = asyncio.create_task(_ask(app, ids, times))
    made = worked = 0.0
    while len(wall.posted) < courses and time.monotonic() - began < PATIENCE:
        await asyncio.sleep(0.05)
        if not made and await asyncio.to_thread(_made, app, courses):
            made, worked = time.monotonic() - began, time.process_time()
    took = time.monotonic() - began
    asking.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await asking
    await app.delivery.drain()
    await app.stop()
    told = {
        "courses": len(wall.posted),
        "most posted in one": max(wall.posted.values()),
        "with a picture": wall.pictures,
        "composed s": round(made, 1),
        "of the processor until then": round(worked, 1),
        "posted s": round(took, 1),
        "asks": len(times),
        "ask p99 ms": round(1000 * percentile(times, 99)) if times else None,
    }
    sys.stdout.write(json.dumps(told) + "\n")


def _made(app: App, courses: int) -> bool:
    with app.store.read() as work:
        count = select(func.count()).select_from(table(PublishedTable))
        return bool(work.connection.execute(count).scalar_one() >= courses)


async def _ask(app: App, ids: Sequence[str], times: list[float]) -> None:
    for number in range(1_000_000):
        course = ids[number % len(ids)]
        account = NativeId("nowhere", course, f"u{number}")
        action = Action(
            account=account,
            where=Address("nowhere", course, "class"),
            delivery=secrets.token_hex(8),
            submission=f"ask:{secrets.token_hex(6)}",
            fields={"text": "My join doubles the rows."},
        )
        began = time.monotonic()
        await app.hear(action)
        times.append(time.monotonic() - began)
        await asyncio.sleep(0.05)


def serve(
    folder: Path, url: str, courses: int, dies_after: int | None = None
) -> subprocess.Popen[str]:
    """The process that is measured.

    Args:
        folder: with the keys, and the book of what was posted.
        url: the database, prepared.
        courses: how many there are.
        dies_after: after how many digests it kills itself.
    """
    arguments = [str(folder), url, str(courses), *([] if dies_after is None else [str(dies_after)])]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.soak.mondays", "serve", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def main(courses: int) -> None:
    """Both runs."""
    for killed in (False, True):
        with tempfile.TemporaryDirectory() as name:
            folder, url = Path(name), f"sqlite:///{name}/askwell.db"
            prepare(folder, url, courses)
            if killed:
                serve(folder, url, courses, courses // 2).communicate()
            said, complained = serve(folder, url, courses).communicate()
            sys.stderr.write(complained)
            sys.stdout.write(f"{'killed half-way' if killed else 'whole'}: {said}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        folder, url, courses, *dies_after = sys.argv[2:]
        asyncio.run(monday(Path(folder), url, int(courses), *map(int, dies_after)))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
