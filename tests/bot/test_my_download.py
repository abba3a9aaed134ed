"""Everything stored of one person, as they get it: all of theirs, and nothing of anybody else's."""

import asyncio
import io
import json
import zipfile
from pathlib import Path

import pytest

from bot.demo.serving import Demo, local_bot, make_course
from bot.door import Door
from bot.platforms.local.adapter import AddedFile
from bot.platforms.local.buttons import button
from bot.platforms.local.chat import Seen
from bot.platforms.local.classroom import classroom
from storage.kinds import Purpose, Seal
from storage.store import Store
from storage.vault import Vault
from tests.storage.rows import ANA, KEYS

PEOPLE = classroom()


async def _ask(demo: Demo, who: str, text: str) -> tuple[Seen, ...]:
    """Somebody asks and posts."""
    card = demo.chat.pinned(PEOPLE.class_room)
    message, id_, _args = button(card, "ask")
    opened = await demo.platform.press(who, message.id, id_)
    assert opened.form is not None
    panel = (await demo.platform.submit(who, opened.form.id, {"text": text})).messages
    for name in ("ask-people", "post"):
        message, id_, _args = button(demo.chat.only_you(who)[::-1], name)
        await demo.platform.press(who, message.id, id_)
    return panel


async def _press(demo: Demo, who: str, messages: tuple[Seen, ...], name: str) -> tuple[Seen, ...]:
    message, id_, _args = button(messages, name)
    return (await demo.platform.press(who, message.id, id_)).messages


async def _download(demo: Demo, who: str) -> bytes:
    page = await demo.platform.command(who, "my", room=PEOPLE.class_room)
    told = await _press(demo, who, page.messages, "my-data")
    (got,) = await _press(demo, who, told, "my-download")
    (file,) = got.body.files
    return demo.chat.file(got.id, file.id).content


def test_it_holds_all_of_theirs_and_nothing_of_others(tmp_path: Path) -> None:
    async def play() -> tuple[bytes, list[str]]:
        async with local_bot(tmp_path, PEOPLE) as demo:
            await make_course(demo, PEOPLE, "ines")
            panel = await _ask(demo, "ana", "Why is the-mark-of-ana there twice?")
            await _ask(demo, "ben", "Why is the-mark-of-ben there twice?")
            message, id_, _args = button(panel, "add-files")
            opened = await demo.platform.press("ana", message.id, id_)
            assert opened.form is not None
            added = [AddedFile("plan.txt", b"first this, then that")]
            await demo.platform.submit("ana", opened.form.id, files=added)
            await demo.app.delivery.drain()
            tickets = demo.chat.history("tim", PEOPLE.staff_room)
            told = [seen for seen in tickets if "the-mark-of-ana" in seen.body.text]
            message, id_, _args = button(told, "answer")
            opened = await demo.platform.press("tim", message.id, id_)
            assert opened.form is not None
            sealed = {"text": "the-sealed-answer", "form": "full"}
            await demo.platform.submit("tim", opened.form.id, sealed)
            with demo.app.store.read() as work:
                (course,) = work.courses.all()
                tags = [tag for _id, tag in work.questions.tags(course.id)]
            return await _download(demo, "ana"), tags

    content, tags = asyncio.run(play())
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        stored = packed.read("stored.json").decode()
        files = [packed.read(name) for name in packed.namelist() if name.startswith("files/")]
    assert "the-mark-of-ana" in stored
    assert "the-mark-of-ben" not in stored
    # What is sealed stays sealed until it is opened.
    assert "answer" in json.loads(stored)["tables"]
    assert "the-sealed-answer" not in stored
    assert files == [b"first this, then that"]
    found = json.loads(stored)
    assert found["accounts"] == [{"platform": "local", "workspace": "demo", "user": "ana"}]
    assert {"question", "ticket", "ticket_event", "attachment"} <= found["tables"].keys()
    assert len(tags) == 2
    assert [tag for tag in tags if tag in stored] == []


def test_the_door_lets_nobody_but_the_owner_of_a_link_through(sqlite_url: str) -> None:
    store = Store(sqlite_url, KEYS)
    door = Door(store, Vault(store.engine, KEYS), {})
    with pytest.raises(ValueError, match="something else"):
        door.owner(ANA.sealed("author:q1"))
    moved = Seal("link:abc", ANA.sealed("author:q1").box)
    with pytest.raises(Exception, match="not locked"):
        door.owner(moved)
    assert ANA.tag(Purpose.ONCE, "abc")
    store.close()
