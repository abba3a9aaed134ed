"""Everybody of a class at one connection to a served chat, which may die at any moment.

What somebody does is sent again, under the same delivery, until it is acknowledged: as people and
platforms do.
"""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType

ANSWERS = {"ack", "refused", "not-through"}
Told = dict[str, Any]


class Lost(Exception):
    """The connection ended before the answer came."""


class World:
    """The class, the connection, and the process behind it.

    Attributes:
        acknowledged: how many acts were, in all.
        on_acknowledged: called at each one.
        cards: the newest version of every message of the staff's room that was told.
        lives: how often the process was started.
    """

    def __init__(self, data: Path, database: str, watching: tuple[str, ...]) -> None:
        self.acknowledged = 0
        self.on_acknowledged: Callable[[], None] = lambda: None
        self.cards: dict[str, Told] = {}
        self.lives = 0
        self.pinned: Told = {}
        self._data, self._database, self._watching = data, database, watching
        self._numbers = count(1)
        self._waiting: dict[int, asyncio.Future[Told]] = {}
        self._heard: defaultdict[str, list[Told]] = defaultdict(list)
        self._up = asyncio.Event()
        self._changed = asyncio.Event()
        self._socket: ClientWebSocketResponse | None = None
        self.process: Process | None = None

    async def live(self) -> None:
        """Start the process and listen until it dies.

        Raises:
            RuntimeError: it did not start; its error output says why.
        """
        self.lives += 1
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.soak.serving",
            str(self._data),
            self._database,
            stdin=PIPE,  # it ends when this end of the pipe does
            stdout=PIPE,
        )
        assert self.process.stdout is not None
        line = (await self.process.stdout.readline()).decode().split()
        if len(line) != 2:
            raise RuntimeError("the process did not start")
        where, token = line[0].partition("/?")[0], line[1]
        with suppress(ConnectionError):
            async with (
                ClientSession() as session,
                session.ws_connect(
                    f"{where}/ws",
                    headers={"Authorization": f"Bearer {token}"},
                    max_msg_size=0,
                ) as socket,
            ):
                await self._listen(socket)
        await self.process.wait()

    async def _listen(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket
        for who in self._watching:
            await self._send({"kind": "see", "id": next(self._numbers), "person": who})
        self._up.set()
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self._hear(json.loads(message.data))
        self._up.clear()
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(Lost())
        self._waiting.clear()

    def _hear(self, told: Told) -> None:
        match told["kind"]:
            case "view":
                self._look(told["places"])
            case "earlier":
                self._keep(told["messages"])
            case "message" if told["message"]["only_you"]:
                self._heard[told["person"]].append(told["message"])
            case "message" if told["message"]["room"] == "staff":
                self._keep([told["message"]])
            case "form" | "outbox":
                self._heard[told.get("person", "")].append(told)
            case kind if kind in ANSWERS:
                self._answered(told)

    def _answered(self, told: Told) -> None:
        future = self._waiting.pop(told["id"], None)
        if future is not None and not future.done():
            future.set_result(told)
        if told["kind"] == "ack" and told["delivery"]:
            self.acknowledged += 1
            self.on_acknowledged()

    def _look(self, places: list[Told]) -> None:
        for place in places:
            if place["id"] == "staff":
                self._keep(place["messages"])
            elif place["pinned"]:
                (self.pinned,) = place["pinned"]
        self._changed.set()

    def _keep(self, messages: list[Told]) -> None:
        for message in messages:
            self.cards[message["id"]] = message
        self._changed.set()

    async def _send(self, asked: Told) -> None:
        assert self._socket is not None
        await self._socket.send_str(json.dumps(asked))

    async def changed(self) -> None:
        """Wait until a card is new or shows something else."""
        self._changed.clear()
        await self._changed.wait()

    async def look_again(self, who: str, ref: str) -> None:
        """Have the newest version of a card of the staff's room, whatever was missed."""
        before = self.cards[ref]["number"] + 1
        await self.ask(kind="earlier", person=who, room="staff", before=before)

    def nudge(self) -> None:
        """Let everybody look again."""
        self._changed.set()

    async def up(self) -> None:
        """Wait until there is somebody to talk to."""
        await self._up.wait()

    async def ask(self, **asked: Any) -> tuple[list[Told], Told]:  # noqa: ANN401  # JSON
        """Ask until it is acknowledged or refused.

        Returns:
            What the person was told meanwhile, and the answer.
        """
        while True:
            await self._up.wait()
            number = next(self._numbers)
            future = self._waiting[number] = asyncio.get_running_loop().create_future()
            heard = self._heard[asked.get("person", "")] = []
            try:
                known = {key: value for key, value in asked.items() if value != ""}
                await self._send({**known, "id": number})
                answer = await future
            except (Lost, ConnectionError):
                self._waiting.pop(number, None)
                await asyncio.sleep(0)  # lets the listener see that it is over
                continue
            if answer["kind"] != "not-through":
                return heard, answer


def button(message: Told, label: str) -> str | None:
    """The id of the button that says *label*, if the message has it."""
    every = [*message["buttons"], *(block["button"] for block in message["blocks"])]
    return next((one["id"] for one in every if one and one["label"] == label), None)
