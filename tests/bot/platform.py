"""A platform that does what a test tells it to."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from bot.platform import Enclosed, Hear
from handlers.chat.outgoing import Message
from storage.kinds import Address, Group, NativeId


@dataclass
class Stage:
    """A chat in memory: posts each nonce once, fails as told.

    Attributes:
        texts: what its messages show, by reference.
        nonces: references by nonce.
        notices: who was told, and how often.
        done: every call in order: what, and where.
        before: awaited before every call, with what and where; may raise.
        after: the same, once it has had its effect.
        members: who is in which room.
        grouped: who is in which group.
    """

    name: str = "local"
    hands_files: bool = True
    texts: dict[str, str] = field(default_factory=dict)
    nonces: dict[str, str] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    done: list[tuple[str, str]] = field(default_factory=list)
    before: Callable[[str, str], Awaitable[None]] | None = None
    after: Callable[[str, str], Awaitable[None]] | None = None
    members: set[tuple[str, str]] = field(default_factory=set)
    grouped: set[tuple[str, str]] = field(default_factory=set)

    async def run(self, hear: Hear) -> None:
        """Hear nobody."""
        del hear
        await asyncio.Future()

    async def is_member(self, account: NativeId, room: Address) -> bool:
        """Whether the person is in the room."""
        return (account.user, room.room) in self.members

    def advice(self) -> tuple[str, ...]:
        """Nothing is the matter."""
        return ()

    async def is_in_group(self, account: NativeId, group: Group) -> bool:
        """Whether the person is in the group."""
        return (account.user, group.group) in self.grouped

    async def post(
        self, room: Address, message: Message, enclosed: Enclosed, *, nonce: str, pin: bool
    ) -> str:
        """Post once for each nonce."""
        del enclosed, pin
        await self._tell(self.before, "post", room.room)
        ref = self.nonces.setdefault(nonce, f"m{len(self.nonces)}")
        self.texts.setdefault(ref, message.parts[0].text)
        self.done.append(("post", room.room))
        await self._tell(self.after, "post", room.room)
        return ref

    async def edit(self, ref: str, message: Message, enclosed: Enclosed) -> None:
        """Edit in place."""
        del enclosed
        await self._tell(self.before, "edit", ref)
        self.texts[ref] = message.parts[0].text
        self.done.append(("edit", ref))
        await self._tell(self.after, "edit", ref)

    async def notify(self, account: NativeId, message: Message, *, nonce: str) -> None:
        """Tell once for each nonce."""
        await self._tell(self.before, "notify", account.user)
        if nonce not in self.nonces:
            self.nonces[nonce] = f"n{len(self.nonces)}"
            self.notices.append(account.user)
            self.texts[self.nonces[nonce]] = message.parts[0].text
        self.done.append(("notify", account.user))
        await self._tell(self.after, "notify", account.user)

    @staticmethod
    async def _tell(
        whom: Callable[[str, str], Awaitable[None]] | None, what: str, where: str
    ) -> None:
        if whom is not None:
            await whom(what, where)


@dataclass
class Renewing(Stage):
    """The same, where a board is posted anew once it is fifty minutes old."""

    renews: dict[str, timedelta] = field(default_factory=lambda: {"board": timedelta(minutes=50)})

    async def take_back(self, ref: str) -> None:
        """Delete a message; one that is gone is no failure."""
        await self._tell(self.before, "gone", ref)
        self.texts.pop(ref, None)
        self.done.append(("gone", ref))
