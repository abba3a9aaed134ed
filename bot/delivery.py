"""Drains the outbox: in order for each destination, paced, tried again, resumed after a crash."""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime

from sqlalchemy.exc import SQLAlchemyError

from bot.door import Door
from bot.logs import Repeated, log
from bot.pictures.artist import Artist
from bot.platform import Enclosed, Platform, Renews, TryLater, Unreachable
from handlers.chat.codec import message_from_json
from handlers.chat.outgoing import Message, NoticeKind
from handlers.notices import CAN_WAIT, composed
from handlers.rules.folding import halves_to_wait
from storage.kinds import Address, Room, Seal
from storage.outbox import MOST
from storage.sent_notices import HALF
from storage.store import Busy, Store
from storage.tables import Card, Parcel

LEASE = 60.0
"""Seconds after which a parcel whose sender has died is sent by another."""
SLOWEST = 60.0
"""Seconds at most between two tries."""
IDLE = 1.0
"""Seconds between two looks when nothing woke the loop (another process may have written)."""

FOLDED = frozenset({NoticeKind.NEWS, NoticeKind.BROUGHT, NoticeKind.OFFER, NoticeKind.LATE})
"""Notices of which nobody gets more than so many an hour. Care is never held back; the pulse has
rules of its own."""


def _half(at: datetime) -> int:
    """The half hour of a moment, counted from 1970."""
    return int(at.timestamp() // HALF.total_seconds())


def _begins(half: int) -> datetime:
    """When a half hour begins."""
    return datetime.fromtimestamp(half * HALF.total_seconds(), UTC)


def _renewing(platform: Platform, parcel: Parcel, posted: datetime) -> Renews | None:
    """The platform, if it would rather post the card anew than edit what stands since a moment."""
    if parcel.last or not isinstance(platform, Renews):
        return None
    most = platform.renews.get(parcel.card_key)
    return platform if most is not None and parcel.made_at - posted >= most else None


def _wall() -> datetime:
    return datetime.now(UTC)


class Delivery:
    """The sender."""

    def __init__(
        self,
        store: Store,
        door: Door,
        platforms: Mapping[str, Platform],
        now: Callable[[], datetime] = _wall,
        artist: Artist | None = None,
    ) -> None:
        """Take what it needs to deliver.

        Args:
            store: with the outbox.
            door: knows accounts.
            platforms: to speak on, by name.
            now: the installation's time, by which a notice can be too late.
            artist: draws pictures; one of its own unless given.
        """
        self._artist = artist or Artist()
        self._store = store
        self._now = now
        self._door = door
        self._platforms = platforms
        self._woken = asyncio.Event()
        self._beginning = asyncio.Lock()
        self._failing = Repeated()
        self._advice: dict[str, dict[Room, str]] = {}
        self._sending: set[asyncio.Task[None]] = set()

    def wake(self) -> None:
        """Something has been put in the outbox."""
        self._woken.set()

    def advice(self, course: str | None) -> tuple[str, ...]:
        """What is the matter with a course's rooms and what to do about it; told once."""
        return tuple(self._advice.pop(course or "", {}).values())

    async def run(self) -> None:
        """Send until cancelled; one slow destination holds up no other."""
        try:
            while True:
                self._woken.clear()
                try:
                    await self._begin()
                    self._failing.worked()
                except (SQLAlchemyError, Busy) as problem:
                    if self._failing.failed():
                        log.failure("not delivered", problem)
                await self._wait()
        finally:
            # What has been handed to a platform is finished, so that nothing is sent twice.
            await asyncio.gather(*self._sending)

    async def drain(self) -> None:
        """Send until nothing is left that could be sent now."""
        while await self._begin() or self._sending:
            await asyncio.gather(*self._sending)

    async def _begin(self) -> bool:
        """Begin to send the next parcel of every destination that nobody is sending to.

        Returns:
            Whether there was any.
        """
        # One at a time: between taking parcels and sending them they are in neither the outbox nor
        # ``_sending``, and whoever drained meanwhile would believe that nothing was left.
        async with self._beginning:
            room = MOST - len(self._sending)
            parcels = await asyncio.to_thread(self._take, room) if room > 0 else []
            for parcel in parcels:
                task = asyncio.create_task(self._send(parcel))
                self._sending.add(task)
                task.add_done_callback(self._over)
        return bool(parcels)

    def _over(self, sending: asyncio.Task[None]) -> None:
        self._sending.discard(sending)
        self.wake()  # its destination may have another

    async def _wait(self) -> None:
        """Wait until something has been sent or put in the outbox."""
        with suppress(TimeoutError):
            async with asyncio.timeout(IDLE):
                await self._woken.wait()

    def _take(self, most: int) -> list[Parcel]:
        with self._store.begin() as work:
            return work.outbox.take(time.time(), LEASE, most, self._now())

    async def _send(self, parcel: Parcel) -> None:
        """Send one parcel; never fails, and what the database would not take is tried again."""
        if parcel.id is None:
            raise ValueError("a parcel from the outbox has an id")
        try:
            if parcel.kind == "notice":
                await self._notify(parcel, parcel.id)
            else:
                await self._post(parcel, parcel.id)
        except Exception as problem:  # noqa: BLE001  # one parcel must not stop the others
            try:
                await asyncio.to_thread(self._failed, parcel, parcel.id, problem)
            except (SQLAlchemyError, Busy) as worse:  # its lease runs out
                log.failure("not delivered", worse, attempt=parcel.attempts)

    def _failed(self, parcel: Parcel, number: int, problem: Exception) -> None:
        with self._store.begin() as work:
            match problem:
                case Unreachable():
                    log.warning("given up", platform=parcel.platform)
                    if parcel.room is not None:
                        self._advise(parcel.course_id, parcel.room, problem.advice)
                        work.cards.gone(parcel.course_id, parcel.card_key, parcel.platform)
                    work.outbox.sent(number)
                case TryLater() if parcel.attempts == 1:
                    work.outbox.again(number, time.time() + problem.seconds)
                case TryLater():  # an earlier try may have sent it
                    work.outbox.unsure(number, time.time() + problem.seconds)
                case _:
                    attempt = parcel.attempts
                    log.failure("not delivered", problem, platform=parcel.platform, attempt=attempt)
                    wait = min(2.0 ** min(attempt, 10), SLOWEST)
                    work.outbox.unsure(number, time.time() + wait)

    def _advise(self, course: str, room: Room, advice: str) -> None:
        if advice:
            known = self._advice.setdefault(course, {})
            known[room] = advice.format(room=f"{room}'s" if room is Room.CLASS else room)

    async def _notify(self, parcel: Parcel, number: int) -> None:
        if parcel.until is not None and self._now() >= parcel.until:
            await asyncio.to_thread(self._sent, number)
            return
        seal = Seal(parcel.scope, parcel.seal)
        kind = NoticeKind(parcel.notice)
        accounts = (await asyncio.to_thread(self._door.accounts, [seal]))[seal]
        counted = accounts and kind in FOLDED and parcel.attempts == 1
        if counted and await asyncio.to_thread(self._folded, parcel, number, seal):
            return
        message = await asyncio.to_thread(self._notice, parcel)
        reached, later = False, None
        for at, account in enumerate(accounts):
            platform = self._platforms.get(account.platform)
            if platform is None or parcel.platform not in {"", account.platform}:
                continue
            try:
                await platform.notify(
                    account, message, nonce=f"{number}-{at}" if at else f"{number}"
                )
                reached = True
            except Unreachable:  # perhaps another account of the same person can be reached
                log.warning("given up", platform=account.platform)
            except TryLater as problem:
                later = problem
        if not reached and later is not None:
            # One account is enough: trying again for another would tell the first one twice.
            raise later
        if not reached and parcel.until is None and kind in CAN_WAIT:
            await asyncio.to_thread(self._door.owe, seal, kind)
        await asyncio.to_thread(self._sent, number)

    def _folded(self, parcel: Parcel, number: int, seal: Seal) -> bool:
        """Whether a notice waits, or is of no use any more, so that nobody gets too many an hour.

        It is counted before it is sent: two senders at the same moment count one after the other.
        """
        now, made, kind = _half(self._now()), _half(parcel.made_at), parcel.notice
        since = range(max(made, now - 48) + 1, now + 1)

        def keys(name: str, halves: Iterable[int]) -> list[str]:
            return [self._door.counting_key(seal, f"{name} {half}") for half in halves]

        (total, *before), (own,) = keys("told", (now, now - 1, now - 2)), keys(kind, (now,))
        with self._store.begin() as work:
            notices = work.sent_notices
            notices.count(total, _begins(now + 1))  # whoever else counts them waits for this
            sent, *earlier = notices.counts([total, *before])
            said = made < now and any(notices.counts(keys(kind, since)))
            wait = 0 if said else halves_to_wait([sent - 1, *earlier])
            if not said and not wait:
                notices.count(own, _begins(now + 1))
                return False
            notices.count(total, _begins(now + 1), -1)
            if said:
                work.outbox.sent(number)
            else:
                work.outbox.hold(number, _begins(now + wait))
        return True

    async def _post(self, parcel: Parcel, number: int) -> None:
        platform = self._platforms.get(parcel.platform)
        if platform is None:
            raise TryLater(SLOWEST)
        message = message_from_json(parcel.body)
        ref, posted, enclosed = await asyncio.to_thread(self._standing, parcel, message)
        renewing = None if ref is None else _renewing(platform, parcel, posted)
        if parcel.kind == "renew" and renewing is None:
            await asyncio.to_thread(self._sent, number)
            return
        message, enclosed = await self._artist.hang(message, enclosed)
        if renewing is not None and ref is not None:
            await renewing.take_back(ref)
            ref = None
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
            posted = parcel.made_at
            ref = await platform.post(room, message, enclosed, nonce=f"{number}", pin=parcel.pin)
        await asyncio.to_thread(self._posted, parcel, number, ref, posted)

    def _standing(self, parcel: Parcel, message: Message) -> tuple[str | None, datetime, Enclosed]:
        """Where its card stands, since when, and what goes with what it is to say."""
        with self._store.read() as work:
            found = work.cards.find(parcel.course_id, parcel.card_key, parcel.platform)
        enclosed = self._door.enclose([message], parcel.platform)
        return *(found or (None, parcel.made_at)), enclosed

    def _notice(self, parcel: Parcel) -> Message:
        with self._store.read() as work:
            kind, args = NoticeKind(parcel.notice), tuple(parcel.args.split())
            return composed(work, parcel.course_id, kind, args)

    def _posted(self, parcel: Parcel, number: int, ref: str, at: datetime) -> None:
        if parcel.room is None:
            raise ValueError("a card has a room")
        with self._store.begin() as work:
            card = (parcel.course_id, parcel.card_key, parcel.platform)
            if parcel.last:
                work.cards.gone(*card)
            else:
                work.cards.posted(
                    Card(
                        course_id=parcel.course_id,
                        key=parcel.card_key,
                        platform=parcel.platform,
                        room=parcel.room,
                        question_id=parcel.question_id,
                        ref=ref,
                        message=ref.partition(" ")[0],
                        posted_at=at,
                    )
                )
            work.outbox.sent(number)

    def _sent(self, number: int) -> None:
        with self._store.begin() as work:
            work.outbox.sent(number)
