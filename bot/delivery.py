"""Drains the outbox: in order for each destination, paced, tried again, resumed after a crash."""

import asyncio
import time
from collections.abc import Mapping

from sqlalchemy.exc import DBAPIError

from bot.door import Door
from bot.logs import log
from bot.platform import Platform, TryLater, Unreachable
from handlers.chat.codec import message_from_json
from handlers.chat.outgoing import NoticeKind
from handlers.notices import notice
from storage.kinds import Address, Seal
from storage.store import Busy, Store
from storage.tables import Parcel

LEASE = 60.0
"""Seconds after which a parcel whose sender has died is sent by another."""
SLOWEST = 60.0
"""Seconds at most between two tries."""
IDLE = 1.0
"""Seconds between two looks when nothing woke the loop (another process may have written)."""


class Delivery:
    """The sender."""

    def __init__(self, store: Store, door: Door, platforms: Mapping[str, Platform]) -> None:
        """Take the outbox's store, the door that knows accounts, and the platforms."""
        self._store = store
        self._door = door
        self._platforms = platforms
        self._woken = asyncio.Event()
        self._draining = asyncio.Lock()

    def wake(self) -> None:
        """Something has been put in the outbox."""
        self._woken.set()

    async def run(self) -> None:
        """Send until cancelled."""
        while True:
            self._woken.clear()
            try:
                await self.drain()
            except (DBAPIError, Busy) as problem:
                log.failure("not delivered", problem)
            try:
                await asyncio.wait_for(self._woken.wait(), IDLE)
            except TimeoutError:
                continue

    async def drain(self) -> None:
        """Send until nothing is left that could be sent now."""
        async with self._draining:
            while parcels := await asyncio.to_thread(self._take):
                await asyncio.gather(*(self._send(parcel) for parcel in parcels))

    def _take(self) -> list[Parcel]:
        with self._store.begin() as work:
            return work.outbox.take(time.time(), LEASE)

    async def _send(self, parcel: Parcel) -> None:
        if parcel.id is None:
            raise ValueError("a parcel from the outbox has an id")
        try:
            if parcel.kind == "notice":
                await self._notify(parcel, parcel.id)
            else:
                await self._post(parcel, parcel.id)
        except Unreachable:
            log.warning("given up", platform=parcel.platform)
            await asyncio.to_thread(self._sent, parcel.id)
        except TryLater as later:
            await asyncio.to_thread(self._again, parcel.id, later.seconds)
        except (DBAPIError, Busy):
            raise
        except Exception as problem:  # noqa: BLE001  # a platform must not stop the others' parcels
            log.failure("not delivered", problem, platform=parcel.platform, attempt=parcel.attempts)
            wait = min(2.0 ** min(parcel.attempts, 10), SLOWEST)
            await asyncio.to_thread(self._again, parcel.id, wait)

    async def _notify(self, parcel: Parcel, number: int) -> None:
        seal = Seal(parcel.scope, parcel.seal)
        accounts = (await asyncio.to_thread(self._door.accounts, [seal]))[seal]
        message = notice(NoticeKind(parcel.notice), await asyncio.to_thread(self._language, parcel))
        for account in accounts:
            platform = self._platforms.get(account.platform)
            if platform is not None:
                await platform.notify(account, message, nonce=f"{number}")
        await asyncio.to_thread(self._sent, number)

    async def _post(self, parcel: Parcel, number: int) -> None:
        platform = self._platforms.get(parcel.platform)
        if platform is None:
            raise TryLater(SLOWEST)
        message = message_from_json(parcel.body)
        ref = await asyncio.to_thread(self._ref, parcel)
        enclosed = await asyncio.to_thread(self._door.enclose, [message], parcel.platform)
        if ref is not None:
            try:
                await platform.edit(ref, message, enclosed)
            except Unreachable:  # somebody deleted the card
                ref = None
                if parcel.last:
                    raise
        elif parcel.last:  # it was never posted, so there is nothing to take back
            await asyncio.to_thread(self._sent, number)
            return
        if ref is None:
            room = Address(parcel.platform, parcel.workspace, parcel.room_id)
            ref = await platform.post(room, message, enclosed, nonce=f"{number}", pin=parcel.pin)
        await asyncio.to_thread(self._posted, parcel, number, ref)

    def _ref(self, parcel: Parcel) -> str | None:
        with self._store.read() as work:
            return work.cards.ref(parcel.course_id, parcel.card_key, parcel.platform)

    def _language(self, parcel: Parcel) -> str:
        with self._store.read() as work:
            course = work.courses.find(parcel.course_id)
            return "en" if course is None else course.language

    def _posted(self, parcel: Parcel, number: int, ref: str) -> None:
        with self._store.begin() as work:
            card = (parcel.course_id, parcel.card_key, parcel.platform)
            if parcel.last:
                work.cards.gone(*card)
            else:
                work.cards.posted(*card, ref, parcel.made_at)
            work.outbox.sent(number)

    def _sent(self, number: int) -> None:
        with self._store.begin() as work:
            work.outbox.sent(number)

    def _again(self, number: int, seconds: float) -> None:
        with self._store.begin() as work:
            work.outbox.again(number, time.time() + seconds)
