"""Notices of a history sent by the real sender, to people who are known by their secret alone."""

import asyncio
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, cast

from bot.delivery import LEASE, Delivery
from bot.door import Door
from bot.platform import Platform
from handlers.chat.outgoing import Message, NoticeKind
from handlers.notices import notice
from storage.keys import Somebody
from storage.kinds import NativeId, Purpose, Seal
from storage.outbox import MOST
from storage.store import Store
from tests.storage.rows import KEYS

_COUNTED = [notice(kind, "en").parts[0] for kind in (NoticeKind.NEWS, NoticeKind.BROUGHT)]
"""That there is something new: what nobody is told more than six times an hour."""


class Sender:
    """Sends what is due and remembers who was told when; cards of rooms it lets go.

    Attributes:
        told: each counted notice's person and moment.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.told: list[tuple[str, datetime]] = []
        self._now = now
        self._real = time.time()

    def send(self, store: Store) -> None:
        """Send all that may be sent now."""
        delivery = Delivery(store, cast("Door", self), {"local": cast("Platform", self)}, self._now)
        while parcels := self._take(store):
            for parcel in parcels:
                assert parcel.id is not None
                if parcel.kind == "notice":
                    asyncio.run(delivery._notify(parcel, parcel.id))
                else:
                    with store.begin() as work:
                        work.outbox.sent(parcel.id)

    def _take(self, store: Store) -> list[Any]:
        with store.begin() as work:
            return work.outbox.take(self._real, LEASE, MOST, self._now())

    def accounts(self, seals: Iterable[Seal]) -> dict[Seal, tuple[NativeId, ...]]:
        """As the door does: one account each."""
        return {seal: (NativeId("local", "", self._secret(seal).hex()),) for seal in seals}

    def counting_key(self, seal: Seal, scope: str) -> str:
        """As the door does."""
        return Somebody(KEYS, self._secret(seal)).tag(Purpose.DESTINATION, scope)

    @staticmethod
    def _secret(seal: Seal) -> bytes:
        return KEYS.unlock(Purpose.SEAL, seal.scope, seal.box)

    async def notify(self, account: NativeId, message: Message, *, nonce: str) -> None:
        """As a platform does."""
        del nonce
        if message.parts[0] in _COUNTED:
            self.told.append((account.user, self._now()))
