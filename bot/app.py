"""The composition root: settings in, a running bot out."""

import asyncio
import secrets
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.delivery import Delivery
from bot.dispatch import Dispatcher, Outcome
from bot.door import Door, NotUnderstood, encloses
from bot.logs import know, log
from bot.pictures.artist import Artist, in_words
from bot.platform import (
    Action,
    Answered,
    Enclosed,
    NotCommitted,
    Platform,
    TryLater,
    Unreachable,
)
from bot.web.pages import Pages
from handlers.all import ROUTES
from handlers.chat.outgoing import (
    Cut,
    Forget,
    Join,
    Line,
    Message,
    Offer,
    OpenForm,
    Reply,
    Separate,
)
from handlers.words import FALLBACK, words
from storage.anew import erase_person, unlink_again
from storage.engine import open_engine, vault_url
from storage.erased import Erased
from storage.keys import load_keys
from storage.kinds import Role
from storage.migrate import upgrade
from storage.store import Busy, Store
from storage.trouble import Trouble, trouble
from storage.vault import Vault

_READY = "ready"
_ROOM = 16_384
"""Bytes that an event may need at most, roughly."""


def wall() -> datetime:
    """Real time: aware, UTC."""
    return datetime.now(UTC)


def new_seed() -> bytes:
    """Chance for one event: 16 bytes nobody can guess."""
    # Many at a time: at each call to the kernel another thread takes over, and then for long.
    while True:
        try:
            return _SEEDS.pop()
        except IndexError:
            many = secrets.token_bytes(16 * 256)
            _SEEDS.extend(many[at : at + 16] for at in range(0, len(many), 16))


_SEEDS: deque[bytes] = deque()


class App:
    """Everything put together."""

    def __init__(
        self,
        *,
        store: Store,
        vault: Vault,
        platforms: Sequence[Platform],
        wall: Callable[[], datetime] = wall,
        seed: Callable[[], bytes] = new_seed,
        public_url: str = "",
    ) -> None:
        """Take an open store and vault (:func:`open_storage`) and the platforms to serve.

        Args:
            store: the main database, migrated.
            vault: accounts, migrated.
            platforms: what to listen to and speak on.
            wall: real time; another one in tests.
            seed: chance; another one in tests.
            public_url: where people's browsers reach this process; empty: they do not.
        """
        by_name = {platform.name: platform for platform in platforms}
        know(*by_name)
        self.store = store
        self._vault = vault
        self._platforms = platforms
        self._seed = seed
        self.door = Door(store, vault, by_name)
        self.dispatcher = Dispatcher(store, ROUTES, self.door.meet)
        self.artist = Artist()
        self.pages = Pages(store, self._now, self.door.owner, public_url)
        self._advice = {one.name: one.advice for one in platforms}
        self._hands_files = {one.name: one.hands_files for one in platforms}
        self.delivery = Delivery(store, self.door, by_name, self._now, self.artist)
        self.clock = Clock(store, self.dispatcher, self.delivery, wall=wall, seed=seed)
        self._tasks: list[asyncio.Task[None]] = []

    async def hear(self, action: Action) -> Answered:
        """Handle what somebody did on a platform (:class:`bot.platform.Hear`).

        Raises:
            NotCommitted: nothing was kept.
        """
        try:
            event = await self.door.enter(action, self.clock.now(), self._seed())
        except NotUnderstood:
            text = words(FALLBACK)("unknown")
            return Answered((Reply(Message((Line(text),))),), Enclosed())
        except (SQLAlchemyError, Busy, TryLater, Unreachable) as problem:
            log.failure("not committed", problem)
            raise NotCommitted from None
        outcome = await asyncio.to_thread(self.dispatcher.handle, event)
        if event.role is Role.INSTRUCTOR and not any(isinstance(o, OpenForm) for o in outcome.said):
            told = (*self._advice[event.platform](), *self.delivery.advice(event.course))
            advice = (Reply(Message((Line(one),))) for one in told)
            outcome = replace(outcome, said=(*outcome.said, *advice))
        if outcome.delivers:
            self.delivery.wake()
        # An answer is due within seconds, so it says its picture in words.
        worded = tuple(
            replace(one, message=in_words(one.message)) if isinstance(one, Reply) else one
            for one in outcome.said
        )
        outcome = replace(outcome, said=worded)
        messages = [one.message for one in worded if isinstance(one, Reply)]
        paged = any(message.page is not None for message in messages)
        if not (outcome.aftermath or outcome.told or paged or any(map(encloses, messages))):
            return Answered(outcome.said, Enclosed())  # as most are: nothing to look up
        try:
            return await asyncio.to_thread(self._answered, outcome, messages, action, event.at)
        except (SQLAlchemyError, Busy, OSError) as problem:
            # It is committed, but cannot be told or kept; whoever tries again is told then.
            log.failure("not committed", problem)
            raise NotCommitted from None

    def _answered(
        self, outcome: Outcome, messages: Sequence[Message], action: Action, at: datetime
    ) -> Answered:
        account = action.account
        for one in outcome.aftermath:
            match one:
                case Forget():
                    self.door.forget(account)
                    self.store.tidy()
                case Offer(code):
                    self.door.offer(account, code, at)
                case Cut(question_id):
                    self.door.cut(question_id)
                case Join():
                    self.door.join(action)
                case Separate():
                    self.door.separate(account)
        if outcome.told:
            self.door.told(account)
        enclosed = self.door.enclose(messages, account.platform)
        said: list[Reply | OpenForm] = []
        for answer in outcome.said:
            if isinstance(answer, Reply):
                files = self._hands_files[account.platform]
                placed, enclosed = self.pages.place(answer, enclosed, files=files)
                said.append(placed)
            else:
                said.append(answer)
        return Answered(tuple(said), enclosed)

    def _now(self) -> datetime:
        return self.clock.now()  # made after what needs it

    async def start(self) -> None:
        """Begin to listen, to deliver and to look for due work."""
        await asyncio.to_thread(self.store.take_over)
        self.clock.start()
        self._tasks = [
            asyncio.create_task(self.delivery.run()),
            *(asyncio.create_task(platform.run(self.hear)) for platform in self._platforms),
        ]

    async def wait(self) -> None:
        """Run until a platform ends or fails.

        Raises:
            Exception: what made it fail.
        """
        done, _pending = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()

    async def stop(self) -> None:
        """Stop listening, finish what is being sent, close the database."""
        await self.clock.stop()
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with suppress(asyncio.CancelledError):
                try:
                    await task
                except Exception as problem:  # noqa: BLE001  # it ends anyway
                    log.failure("platform lost", problem)
        await self.artist.stop()
        await asyncio.to_thread(self.store.close)
        await asyncio.to_thread(self._vault.close)

    def trouble(self) -> Trouble | None:
        """What keeps the databases from taking events, if anything (for ``/readyz``).

        It is tried: a database that can be read may be full, held or closed to writing.
        """
        try:
            with self.store.read() as work:
                work.settings.find(_READY)
            for size in (_ROOM, 0):  # the room is there, and is given back
                with self.store.begin() as work:
                    work.settings.set(_READY, "." * size)
            self._vault.check()
        except (SQLAlchemyError, Busy) as problem:
            return trouble(problem) or Trouble.FAILING
        return None


Storage = tuple[Store, Vault]


def open_storage(
    url: str, keys_file: Path, vault: str | None = None, erased: Path | None = None
) -> Storage:
    """Open, and where needed make or upgrade, both databases; erase again what had been erased.

    Args:
        url: the main database's SQLAlchemy URL.
        keys_file: the installation's keys.
        vault: the vault's URL; by default beside the main database.
        erased: the file that says what was erased; by default beside the keys.

    Raises:
        DatabaseProblem: a database cannot be used.
        KeyProblem: the keys cannot be read.
    """
    keys = load_keys(keys_file)
    with ExitStack() as failing:
        store = Store(url, keys)
        failing.callback(store.abandon)
        upgrade(store.engine, "main")
        vault_engine = open_engine(vault or vault_url(url))
        failing.callback(vault_engine.dispose)
        upgrade(vault_engine, "vault")
        kept = Vault(vault_engine, keys, Erased(erased or keys_file.with_suffix(".erased")))
        _erase_again(store, kept)
        failing.pop_all()
    return store, kept


def _erase_again(store: Store, vault: Vault) -> None:
    """What was erased since a backup, if one has just been restored; else there is nothing."""
    count = 0
    for person in vault.erased_before():
        with store.begin() as work:
            erase_person(work, person.tag)
        count += 1
    was_unlinked = vault.unlinked_before()
    if was_unlinked is not None:
        count += unlink_again(store, was_unlinked)
    if count:
        store.tidy()
        log.info("erased again", count=count)
