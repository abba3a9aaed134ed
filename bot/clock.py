"""The clock: real time plus an offset that is stored, and the work that falls due by it.

APScheduler only calls :meth:`Clock.tick` every second; what is due is a row in the database.
"""

import asyncio
import secrets
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import (  # type: ignore[import-untyped]  # it ships no types
    AsyncIOScheduler,
)
from sqlalchemy.exc import SQLAlchemyError

from bot.delivery import Delivery
from bot.dispatch import Dispatcher
from bot.logs import Repeated, log
from storage import retention
from storage.store import Busy, Store
from storage.tables import Job

EVERY = 1.0
"""Seconds between two looks."""
LEASE = 60.0
"""Seconds after which work whose process has died is done by another."""
TOGETHER = 16
"""Pieces of work that are taken at once: on a Monday morning each course has one."""
HOUSEKEEPING = timedelta(minutes=10)
"""How often old replies are forgotten and events about people are shuffled in."""


class Clock:
    """The installation's time."""

    def __init__(
        self,
        store: Store,
        dispatcher: Dispatcher,
        delivery: Delivery,
        *,
        wall: Callable[[], datetime],
        seed: Callable[[], bytes],
    ) -> None:
        """Take what due work needs.

        Args:
            store: where due work and the offset are kept.
            dispatcher: does the work.
            delivery: is drained after each piece of it.
            wall: real time, aware, UTC.
            seed: chance for each piece of work.
        """
        self._store = store
        self._dispatcher = dispatcher
        self._delivery = delivery
        self._wall = wall
        self._seed = seed
        with store.read() as work:
            self._offset = work.settings.clock_offset()
        self._kept_house: datetime | None = None
        self._working = asyncio.Lock()
        self._stopped = False
        self._failing = Repeated()
        self._scheduler = AsyncIOScheduler(timezone="UTC")

    def now(self) -> datetime:
        """The installation's time: aware, UTC."""
        return self._wall() + self._offset

    def start(self) -> None:
        """Look every second for what is due."""
        self._scheduler.add_job(
            self.tick,
            "interval",
            seconds=EVERY,
            max_instances=2,  # the second sees that the first is not ready, and goes
            coalesce=True,
            misfire_grace_time=None,
        )
        self._scheduler.start()

    async def stop(self) -> None:
        """Look no more; the piece of work that is being done is finished, the rest stays due."""
        self._stopped = True
        # Cancelled, it would go on in its thread while the database is being closed.
        async with self._working:
            await asyncio.sleep(0)  # a look that was begun sees it and goes
            if self._scheduler.running:
                self._scheduler.shutdown(wait=False)

    async def tick(self) -> None:
        """Do everything that is due, in order; nothing while somebody else is at it."""
        if self._working.locked() or self._stopped:
            return
        async with self._working:
            try:
                await self._do_all()
                await asyncio.to_thread(self._keep_house)
                self._failing.worked()
            except (SQLAlchemyError, Busy) as problem:
                if self._failing.failed():
                    log.failure("tick failed", problem)

    async def _do_all(self) -> None:
        while jobs := await asyncio.to_thread(self._take, self.now(), TOGETHER):
            for job in jobs:
                if self._stopped:
                    return
                await self._try(job)
            self._delivery.wake()

    async def forward(self, by: timedelta) -> None:
        """Move the time on, doing everything that falls due on the way at its own time.

        Raises:
            ValueError: backwards.
        """
        if by < timedelta(0):
            raise ValueError("the clock only goes forward")
        async with self._working:
            end = self.now() + by
            while (due := await asyncio.to_thread(self._first_due)) is not None and due <= end:
                await self._set(max(due, self.now()))
                for job in await asyncio.to_thread(self._take, due, 1):
                    await self._do(job)
                    await self._delivery.drain()
            await self._set(end)
            await self._delivery.drain()  # what was held until now
            await asyncio.to_thread(self._keep_house)

    async def to_next(self) -> bool:
        """Move the time on to the next due work and do it; false if there is none."""
        due = await asyncio.to_thread(self._first_due)
        if due is None:
            return False
        await self.forward(max(due - self.now(), timedelta(0)))
        return True

    async def _try(self, job: Job) -> None:
        """Do one of several; what the database does not take now is tried again later."""
        try:
            await self._do(job)
        except (SQLAlchemyError, Busy) as problem:
            log.failure("tick failed", problem)

    async def _do(self, job: Job) -> None:
        try:
            await asyncio.to_thread(self._dispatcher.tick, job, self._seed(), self.now())
        except (SQLAlchemyError, Busy):
            raise
        except Exception as problem:  # noqa: BLE001  # one piece must not stop the others
            log.failure("tick failed", problem)

    async def _set(self, now: datetime) -> None:
        self._offset = now - self._wall()
        await asyncio.to_thread(self._keep_offset)

    def _keep_offset(self) -> None:
        with self._store.begin() as work:
            work.settings.set_clock_offset(self._offset)

    def _first_due(self) -> datetime | None:
        with self._store.read() as work:
            return work.jobs.first_due(time.time())

    def _take(self, now: datetime, most: int) -> list[Job]:
        self._store.stay()
        due = self._first_due()
        if due is None or due > now:
            return []
        with self._store.begin() as work:
            return work.jobs.take_some(now, time.time(), LEASE, most)

    def _keep_house(self) -> None:
        now = self.now()
        if self._kept_house is not None and now - self._kept_house < HOUSEKEEPING:
            return
        with self._store.begin() as work:
            work.inbox.sweep(now)
            work.sent_notices.sweep(now)
            # By then the week is over in every time zone.
            work.log.settle(now - timedelta(hours=12), secrets.token_hex)
            work.links.sweep(now)
            work.drafts.sweep(now)
            retention.sweep(work.connection, now)
            work.oversight.sweep(now)
            work.allowances.sweep(now)
        self._store.tidy()
        self._kept_house = now
