"""People of a workspace on the wire server, as a stage for transcripts."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import update

from bot.app import App, open_storage
from bot.platforms.local.rehearsal import CONTACTS
from bot.platforms.slack.adapter import SlackPlatform
from bot.platforms.slack.answers import WAITING
from bot.platforms.slack.blocks import GROUP, escaped
from bot.platforms.slack.manifest import OPTIONAL_SCOPES, SCOPES, shortcuts
from bot.platforms.slack.settings import SlackSettings
from bot.transcript.files import file_named
from bot.transcript.playing import House, Player, seeds
from bot.transcript.script import (
    Act,
    Again,
    Aloud,
    Command,
    Direct,
    Fill,
    Header,
    Press,
    Script,
    Shortcut,
)
from bot.transcript.stage import Impossible, Shown
from storage.columns import table
from storage.engine import open_engine, vault_url
from storage.keys import make_keys
from storage.kinds import NativeId, Purpose
from storage.tables import CourseTable
from tests.wire.slack import server as wire
from tests.wire.slack.server import BOT, PACE, Message, SlackServer, View

_MISSING = {
    "conversations_select": "Pick a room.",
    "users_select": "Pick somebody.",
    "multi_users_select": "Pick somebody.",
}
TRY_AGAIN = "Slack's own words: try again"


def settings(server: SlackServer, **others: Any) -> SlackSettings:  # noqa: ANN401  # any setting
    """Settings for a workspace on the wire server."""
    return SlackSettings(
        bot_token=SecretStr(wire.BOT_TOKEN),
        app_token=SecretStr(wire.APP_TOKEN),
        signing_secret=SecretStr(wire.SECRET),
        api_base_url=f"{server.url}/api/",
        **others,
    )


async def settled(platform: SlackPlatform) -> None:
    """Wait until everything is said that an act brought about."""
    assert platform._reception is not None
    await platform._reception.settle()


class _RefusedByClient(Exception):
    """Slack's client does not send this."""


@dataclass(frozen=True)
class _Posted:
    """A message of a channel as it was shown; what hangs in its thread is looked up later."""

    where: str
    blocks: list[dict[str, Any]]
    ts: str
    edited: bool


@dataclass
class SlackStage:
    """A stage (:class:`bot.transcript.stage.Stage`).

    A view keeps its earlier states: a press may be under way while an answer takes its place.
    """

    server: SlackServer
    platform: SlackPlatform
    people: Mapping[str, str]
    room: str
    _shown: list[Shown | _Posted] = field(default_factory=list)
    _views: list[View] = field(default_factory=list)
    _last: dict[str, wire.Act] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.server.on_shown = self._note

    @property
    def names(self) -> Mapping[str, str]:
        return self.people

    def shown(self) -> list[Shown]:
        shown, self._shown = self._shown, []
        return [self._with_files(one) if isinstance(one, _Posted) else one for one in shown]

    def _with_files(self, posted: _Posted) -> Shown:
        names = [
            f"(file: {self.server.files[file]['filename']})"
            for message in self.server.messages
            if message.thread == posted.ts
            for file in message.files
            if file in self.server.files
        ]
        actions = [block for block in posted.blocks if block["type"] == "actions"]
        others = [block for block in posted.blocks if block["type"] != "actions"]
        parts = (*self.parts(others), *names, *self.parts(actions))
        return Shown(posted.where, parts, posted.edited)

    def remembered(self, words: Iterable[str]) -> list[str]:
        return [
            f"{word!r} in {message.channel}"
            for message in self.server.messages
            if message.user == BOT and not message.only
            for word in words
            if word in " ".join(self.parts(message.blocks)) + message.text
        ]

    async def act(self, who: str, act: Act, room: str) -> None:
        if who not in self.people:
            raise Impossible(f"there is nobody called {who}")
        user = user_of(who)
        channel = f"D{user}" if room == "direct" else channel_of(room or self.room)
        if isinstance(act, Aloud):
            begun = self._standing(user, act.on) if act.on else None
            thread = begun.thread or begun.ts if begun else ""
            self.server.say(user, begun.channel if begun else channel, escaped(act.text), thread)
            return
        try:
            sent = self._last[who] if isinstance(act, Again) else self._sent(user, act, channel)
        except _RefusedByClient as refused:
            self._shown.append(Shown(f"refused {who}", (str(refused),)))
            return
        opened = self.server.opened_by.get(sent.payload.get("trigger_id", ""))
        self._last[who] = sent
        if not await self.server.deliver(sent, retry=isinstance(act, Again)):
            self._shown.append(Shown(f"refused {who}", (TRY_AGAIN,)))
        await settled(self.platform)
        # A view that this act has opened is not opened twice: it is there already.
        if opened is not None and self.server.views.get(opened.id) is opened:
            self._note("viewed", opened)

    def _sent(self, user: str, act: Act, channel: str) -> wire.Act:
        match act:
            case Command(name, text):
                return self.server.command(user, channel, f"/{name}", text)
            case Direct(text):
                return self.server.direct(user, text)
            case Press():
                on, button = self._button(user_of(act.of) if act.of else user, act)
                if act.of:  # the button is another's, the message it seems to stand on is made up
                    on = self.server._message(channel, BOT, {"text": "forged"})
                return self.server.press(user, on, button)
            case Shortcut(label, on):
                ids = {
                    one["name"]: one["callback_id"]
                    for one in shortcuts()
                    if one["type"] == "message"
                }
                return self.server.shortcut(user, ids[label], self._standing(user, on))
            case Fill():
                return self._filled(user, act)
        raise Impossible("no such act")

    def _standing(self, user: str, words: str) -> Message:
        """The newest message of a channel that holds the words."""
        for one in reversed(self.server.messages):
            text = f"{one.text} {' '.join(self.parts(one.blocks))}"
            if not one.only and self._in(user, one.channel) and words in text:
                return one
        raise Impossible(f"{user} sees no message that holds {words!r}")

    def _button(self, user: str, press: Press) -> tuple[Message | View, str]:
        seen: list[Message | View] = [
            message
            for message in self.server.messages
            if message.only in {"", user} and self._in(user, message.channel)
        ]
        seen += [view for view in self._views if view.user == user]
        for one in sorted(seen, key=lambda one: one.number, reverse=True):
            blocks = one.body["blocks"] if isinstance(one, View) else one.blocks
            fitting = [
                button["action_id"]
                for button in buttons(blocks)
                if button["text"]["text"] == press.label
            ]
            if len(fitting) >= press.nth and press.at in " ".join(self.parts(blocks)):
                return one, fitting[press.nth - 1]
        raise Impossible(f"{user} sees no button [{press.label}]")

    def _in(self, user: str, channel: str) -> bool:
        return channel == f"D{user}" or user in self.server.channels.get(channel, set())

    def _filled(self, user: str, fill: Fill) -> wire.Act:
        view = self.server.views.get(self.server.screens.get(user, ""))
        if view is None or not view.body.get("submit"):
            raise Impossible(f"{user} has no form open")
        inputs = [block for block in view.body["blocks"] if block["type"] == "input"]
        values = {block["block_id"]: _initial(block["element"]) for block in inputs}
        if fill.text:
            box = next(
                block
                for block in inputs
                if block["element"]["type"] == "plain_text_input" and not block["optional"]
            )
            values[box["block_id"]]["value"] = fill.text
        for label, value in fill.fields:
            (block,) = (
                one
                for one in inputs
                if label.casefold() in {one["block_id"], one["label"]["text"].casefold()}
            )
            _put(values[block["block_id"]], block["element"], value)
        self._check(user, inputs, values)
        for number, name in enumerate(fill.files):
            (block,) = (one for one in inputs if one["element"]["type"] == "file_input")
            content, file = file_named(name, user_of), f"FUP{len(self.server.files)}{number}"
            self.server.files[file] = {"id": file, "content": content}
            url = f"{self.server.url}/files-pri/{file}"
            values[block["block_id"]]["files"].append(
                {"id": file, "name": name, "size": len(content), "url_private_download": url}
            )
        return self.server.submit(user, view, values)

    def _check(
        self, user: str, inputs: list[dict[str, Any]], values: Mapping[str, dict[str, Any]]
    ) -> None:
        """What Slack's client itself refuses, in the words that transcripts have for it."""
        # Where several are missing, the first that is no room is named.
        for block in sorted(inputs, key=lambda one: "conversations" in one["element"]["type"]):
            value = values[block["block_id"]]
            filled = next((one for key, one in value.items() if key != "type"), None)
            if not block["optional"] and not (
                filled.strip() if isinstance(filled, str) else filled
            ):
                kind = block["element"]["type"]
                raise _RefusedByClient(_MISSING.get(kind, "Fill this in."))
            room = value.get("selected_conversation")
            if room and user not in self.server.channels.get(room, set()):
                # A private channel is not in the list of somebody who is not in it.
                raise _RefusedByClient("Pick one of your own rooms.")

    def _note(self, how: str, what: Message | View) -> None:
        if isinstance(what, View):
            who = name_of(what.user)
            self._views.append(what)
            if what.body.get("submit"):
                self._shown.append(Shown(f"form to {who}", (self._form(what.body),)))
            elif self.parts(what.body["blocks"]) != (WAITING,):
                for answer in _answers(what.body["blocks"]):
                    self._shown.append(Shown(f"only {who}", self.parts(answer)))
            return
        parts = self.parts(what.blocks)
        edited = how == "edited"
        if what.only:
            self._shown.append(Shown(f"only {name_of(what.only)}", parts, edited))
        elif what.channel.startswith("D"):
            self._shown.append(Shown(f"notice {name_of(what.channel[1:])}", parts, edited))
        else:
            where = "#" + what.channel.removeprefix("C-").lower()
            if not what.thread:
                self._shown.append(_Posted(where, what.blocks, what.ts, edited))

    def parts(self, blocks: Iterable[dict[str, Any]]) -> tuple[str, ...]:
        """The texts from top to bottom, buttons in brackets."""
        parts = []
        for block in blocks:
            match block["type"]:
                case "header":
                    parts.append(block["text"]["text"])
                case "section":
                    label = (
                        f" [{block['accessory']['text']['text']}]" if "accessory" in block else ""
                    )
                    parts.append(block["text"]["text"] + label)
                case "context":
                    parts.append(" ".join(one["text"] for one in block["elements"]))
                case "rich_text":
                    parts.append("".join(map(self._rich, block["elements"])))
                case "actions":
                    parts.append(" ".join(f"[{one['text']['text']}]" for one in block["elements"]))
        return tuple(parts)

    def _rich(self, part: dict[str, Any]) -> str:
        text = ""
        for one in part["elements"]:
            if one["type"] == "user":
                text += self.people[name_of(one["user_id"])]
            else:
                tick = "`" if one.get("style", {}).get("code") else ""
                text += tick + one["text"] + tick
        return f"```{text}```" if part["type"] == "rich_text_preformatted" else text

    def _form(self, view: dict[str, Any]) -> str:
        fields = []
        for block in view["blocks"]:
            if block["type"] == "section":
                fields.append(block["text"]["text"])
                continue
            label, element = block["label"]["text"], block["element"]
            grey = element.get("initial_value") or element.get("placeholder", {}).get("text")
            if block["block_id"].startswith(GROUP):  # picked elsewhere, so it looks different there
                grey = ""
            if element["type"] == "static_select":
                first = element.get("initial_option")
                grey = " | ".join(
                    ("•" if option == first else "") + option["text"]["text"]
                    for option in element["options"]
                )
            fields.append(f"{label} ({grey})" if grey else label)
        return " · ".join([view["title"]["text"], *fields, f"[{view['submit']['text']}]"])


def _answers(blocks: Iterable[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    """Several answers in one view have a line between them."""
    for line, answer in groupby(blocks, key=lambda block: block["type"] == "divider"):
        if not line:
            yield list(answer)


def user_of(who: str) -> str:
    return f"U{who.upper()}"


def name_of(user: str) -> str:
    return user.removeprefix("U").lower()


def channel_of(room: str) -> str:
    return f"C-{room.removeprefix('#').upper()}"


def buttons(blocks: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    for block in blocks:
        if "accessory" in block:
            yield block["accessory"]
        if block["type"] == "actions":
            yield from block["elements"]


def _initial(element: dict[str, Any]) -> dict[str, Any]:
    kind = element["type"]
    empty: dict[str, dict[str, Any]] = {
        "plain_text_input": {"value": element.get("initial_value")},
        "static_select": {"selected_option": element.get("initial_option")},
        "conversations_select": {"selected_conversation": None},
        "users_select": {"selected_user": None},
        "multi_users_select": {"selected_users": []},
        "file_input": {"files": []},
    }
    return {"type": kind, **empty[kind]}


def _put(value: dict[str, Any], element: dict[str, Any], chosen: str) -> None:
    match element["type"]:
        case "plain_text_input":
            value["value"] = chosen
        case "conversations_select":
            value["selected_conversation"] = channel_of(chosen)
        case "users_select":
            value["selected_user"] = user_of(chosen)
        case "multi_users_select":
            value["selected_users"] = [user_of(one.strip()) for one in chosen.split(",")]
        case "static_select":
            (value["selected_option"],) = (
                option
                for option in element["options"]
                if chosen.casefold() in {option["value"], option["text"]["text"].casefold()}
            )


@asynccontextmanager
async def rehearsal(
    script: Script, database: str, folder: Path, *, mode: str = "socket"
) -> AsyncIterator[tuple[Player, SlackServer]]:
    """A player on a workspace of the wire server, the course made unless the header says not."""
    header = script.header
    people = {seat.id: seat.name for seat in header.classroom.people}
    rooms = {
        channel_of(room.id): {BOT, *map(user_of, room.members)} for room in header.classroom.rooms
    }
    make_keys(folder / "keys.json")
    store, vault = open_storage(database, folder / "keys.json")
    vault_engine = open_engine(vault_url(database), pool=1)
    urls = (database, vault_url(database))
    files = tuple(Path(url.removeprefix("sqlite:///")) for url in urls if url.startswith("sqlite"))
    async with SlackServer(rooms, scopes={*SCOPES, *OPTIONAL_SCOPES}) as server:
        server.pace = PACE
        for seat in header.classroom.people:
            title = f"{seat.title.lower()}s"
            server.usergroups.setdefault(title, set()).add(user_of(seat.id))
        here = settings(server, mode=mode, port=0, user_groups=True)
        platform = SlackPlatform(here, pace=0.001)
        chance = seeds(header.seed)
        app = App(
            store=store, vault=vault, platforms=[platform], wall=lambda: header.start, seed=chance
        )
        # Not App.start: neither the scheduler nor the sender's loop may act between two steps.
        listening = asyncio.create_task(platform.run(app.hear))
        try:
            await reached(server, platform)
            stage = SlackStage(server, platform, people, header.classroom.class_room)

            def account(who: str) -> NativeId:
                return NativeId("slack", wire.TEAM, user_of(who))

            def traces(who: str) -> Iterable[str]:
                yield store.keys.tag(Purpose.ACCOUNT, "account", account(who).to_bytes())
                yield user_of(who)

            house = House(app, (store.engine, vault_engine), files, traces, account)
            if header.makes_course:
                await _make_course(header, stage, app)
            yield Player(script, stage, house), server
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening
            vault_engine.dispose()
            vault.close()
            await app.stop()


async def _make_course(header: Header, stage: SlackStage, app: App) -> None:
    """Two answers by the first instructor (or TA); then what the header sets."""
    instructors = {seat.id for seat in header.classroom.people if seat.title == "Instructor"}
    (maker, *_others) = sorted(
        header.classroom.rooms[1].members, key=lambda who: who not in instructors
    )
    await stage.act(maker, Command("askwell", "course"), "")
    answers = (("staff", f"#{header.classroom.staff_room}"), ("name", header.classroom.course))
    await stage.act(maker, Fill(CONTACTS, answers), "")
    await app.delivery.drain()
    stage.shown()
    with app.store.begin() as work:
        work.connection.execute(
            update(table(CourseTable)).values(
                gate_minutes=header.gate,
                operator_teaches=header.operator_teaches,
                seal_answers=header.seals,
                timezone=header.timezone,
            )
        )


async def reached(server: SlackServer, platform: SlackPlatform) -> None:
    """Wait until the platform listens."""
    if platform._settings.mode == "socket":
        await server.connected()
        return
    async with asyncio.timeout(10):
        await platform.listening.wait()
    server.http_url = f"http://127.0.0.1:{platform.port}/slack/events"
