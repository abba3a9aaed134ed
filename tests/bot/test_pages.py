"""Links that open once: by a press, for the first, within ten minutes, with nothing logged."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import ClientResponse, ClientSession
from sqlalchemy import select

from bot.health import Health
from bot.owner import Owner
from bot.platform import Enclosed
from bot.web.pages import Pages
from handlers.chat.outgoing import Fine, Line, Link, Message, Reply
from handlers.course import Course
from handlers.links import page
from handlers.rules.chance import Chance
from storage.columns import table
from storage.kinds import Purpose, Seal
from storage.store import Store
from storage.tables import OnceLinkTable, Published
from tests.bot.events import press
from tests.storage import rows
from tests.storage.rows import ANA, COURSE, KEYS, MONDAY

CONTENT = """{"course": "Data 101", "week": "2026-W40", "language": "en", "title": "Week 40",
"front": [], "more": [], "actions": [], "picture": null, "notes": ["Read with care."]}"""


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    opened = Store(sqlite_url, KEYS)
    with opened.begin() as work:
        work.courses.add(rows.course())
        work.digests.freeze(
            Published(course_id=COURSE, week="2026-W40", composed_at=MONDAY, content=CONTENT)
        )
    yield opened
    opened.close()


def made(store: Store, about: str = "2026-W40") -> Reply:
    """An answer with a page, as a handler makes it."""
    event = press("digest-page")
    with store.begin() as work:
        course = Course(work, Chance(event.seed), rows.course())
        opens = page(event, course, "digest", "Open it", course=COURSE, about=about)
    return Reply(Message((Line("Here"),), page=opens))


def nobody(_seal: Seal) -> Owner:
    """Digests are about nobody, so whoever asked for one is not looked up."""
    raise AssertionError


def token(reply: Reply) -> str:
    assert reply.message.page is not None
    return reply.message.page.token


def served(
    pages: Pages, do: Callable[[ClientSession, str], Awaitable[list[ClientResponse]]]
) -> list[tuple[int, str, dict[str, str]]]:
    async def run() -> list[tuple[int, str, dict[str, str]]]:
        health = Health("127.0.0.1", 0, lambda: None, pages.routes())
        await health.start()
        try:
            async with ClientSession() as session:
                answers = await do(session, f"http://127.0.0.1:{health.port}")
                return [(one.status, await one.text(), dict(one.headers)) for one in answers]
        finally:
            await health.stop()

    return asyncio.run(run())


def test_a_link_opens_once_and_by_a_press_alone(store: Store) -> None:
    path = f"/o/{token(made(store))}"

    async def do(session: ClientSession, url: str) -> list[ClientResponse]:
        return [
            await session.get(f"{url}{path}"),
            await session.get(f"{url}{path}"),
            await session.post(f"{url}{path}"),
            await session.post(f"{url}{path}"),
            await session.get(f"{url}/o/nonsense"),
            await session.post(f"{url}/o/nonsense"),
        ]

    looked, again, opened, late, other, nonsense = served(Pages(store, lambda: MONDAY, nobody), do)
    assert looked[:2] == again[:2] == other[:2]
    assert looked[0] == 200
    assert "Week 40" not in looked[1]
    assert opened[0] == 200
    assert "Read with care." in opened[1]
    assert late[:2] == nonsense[:2]
    assert late[0] == 410
    for _status, text, headers in (looked, opened, late):
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "<script" not in text
    assert "form-action 'none'" in opened[2]["Content-Security-Policy"]


def test_a_link_lasts_ten_minutes_and_is_swept(store: Store) -> None:
    in_time, late = made(store), made(store)
    assert (
        Pages(store, lambda: MONDAY + timedelta(minutes=9), nobody).take(token(in_time)) is not None
    )
    assert Pages(store, lambda: MONDAY + timedelta(minutes=10), nobody).take(token(late)) is None
    link = table(OnceLinkTable)
    with store.begin() as work:
        assert len(work.connection.execute(select(link)).all()) == 1
        work.links.sweep(MONDAY + timedelta(minutes=10))
        assert work.connection.execute(select(link)).all() == []


def test_only_the_hash_is_stored_and_whose_it_is_says_the_owner_alone(store: Store) -> None:
    opens = token(made(store))
    with store.read() as work:
        row = work.connection.execute(select(table(OnceLinkTable))).mappings().one()
    assert opens not in str(dict(row))
    assert row["owner_tag"] == ANA.tag(Purpose.ONCE, row["hash"])
    assert token(made(store)) != opens


def test_what_is_gone_is_said_to_be_gone(store: Store) -> None:
    reply = made(store, about="2026-W01")
    assert Pages(store, lambda: MONDAY, nobody).take(token(reply)) is None


def test_with_a_public_address_the_answer_has_a_link(store: Store) -> None:
    reply, pages = made(store), Pages(store, lambda: MONDAY, nobody, "https://askwell.example/a/")
    placed, enclosed = pages.place(reply, Enclosed(), files=False)
    url = f"https://askwell.example/a/o/{token(reply)}"
    assert placed.message.parts[1] == Link("Open it", url)
    assert (placed.message.page, dict(enclosed.contents)) == (None, {})


def test_without_one_the_answer_has_a_file(store: Store) -> None:
    reply, pages = made(store), Pages(store, lambda: MONDAY, nobody)
    placed, enclosed = pages.place(reply, Enclosed(), files=True)
    (file,) = placed.message.files
    assert (file.name, file.media_type) == ("digest-2026-W40.html", "text/html")
    assert b"Read with care." in enclosed.contents[file.id]
    # Told again, the file is gone: the page opens once.
    again, _enclosed = pages.place(reply, Enclosed(), files=True)
    assert "has been opened" in again.message.parts[-1].text


def test_where_there_can_be_neither_it_is_said(store: Store) -> None:
    placed, _enclosed = Pages(store, lambda: MONDAY, nobody).place(
        made(store), Enclosed(), files=False
    )
    assert "no public address" in placed.message.parts[-1].text
    full = Message(tuple(Line(f"{n}") for n in range(30)))
    reply = replace(made(store), message=replace(full, page=made(store).message.page))
    placed, _enclosed = Pages(store, lambda: MONDAY, nobody).place(reply, Enclosed(), files=False)
    assert not any(isinstance(part, Fine) for part in placed.message.parts)


def test_an_answer_without_a_page_stays_as_it_is(store: Store) -> None:
    reply = Reply(Message((Line("Here"),)))
    placed, enclosed = Pages(store, lambda: MONDAY, nobody).place(reply, Enclosed(), files=True)
    assert placed is reply
    assert enclosed == Enclosed()
