import asyncio
from collections.abc import Awaitable, Callable

import pytest
from aiohttp import ClientSession, CookieJar, WSServerHandshakeError

from bot.platforms.local.adapter import LocalPlatform
from bot.platforms.local.chat import Chat
from bot.platforms.local.classroom import classroom
from bot.platforms.local.server import ChatServer
from bot.platforms.local.wire import ParcelShown
from tests.local.served import Served, served
from tests.local.toy import MONDAY, ToyClock, picture


def play(visit: Callable[[Served], Awaitable[None]], *, furnished: bool = True) -> None:
    async def run() -> None:
        async with served(furnished=furnished) as running:
            await visit(running)

    asyncio.run(run())


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "example.org", ""])  # noqa: S104 - must be refused
def test_a_host_that_others_can_reach_is_refused(host: str) -> None:
    platform = LocalPlatform(Chat(classroom()))
    with pytest.raises(ValueError, match=r"use 127\.0\.0\.1"):
        ChatServer(platform, ToyClock().levers(), host=host)


def test_nothing_is_served_without_the_key() -> None:
    async def visit(running: Served) -> None:
        for path in ("/", "/?token=wrong", "/page/app.js", "/files/m1/f1", "/ws", "/nothing"):
            async with running.session.get(running.origin + path) as answer:
                assert answer.status == 403, path
                assert "address that was printed" in await answer.text()
        wrong = {"Authorization": "Bearer wrong"}
        async with running.session.get(running.origin + "/", headers=wrong) as answer:
            assert answer.status == 403

    play(visit)


def test_health_needs_no_key_and_readiness_is_the_apps_word() -> None:
    async def visit(running: Served) -> None:
        for ready, path, status in (
            (True, "/healthz", 200),
            (True, "/readyz", 200),
            (False, "/readyz", 503),
            (False, "/healthz", 200),
        ):
            running.clock.is_ready = ready
            async with running.session.get(running.origin + path) as answer:
                assert answer.status == status

    play(visit)


def test_the_address_gives_a_strict_cookie_and_goes_on_without_the_key() -> None:
    async def visit(running: Served) -> None:
        async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as browser:
            async with browser.get(running.server.url) as answer:
                cookie = answer.headers["Set-Cookie"]
                assert "HttpOnly" in cookie
                assert "SameSite=Strict" in cookie
                assert running.server.token not in cookie
                assert 'content="0;url=/"' in await answer.text()
                assert answer.headers["Referrer-Policy"] == "no-referrer"
            async with browser.get(running.origin + "/") as answer:
                assert answer.status == 200
                policy = answer.headers["Content-Security-Policy"]
            async with browser.get(running.origin + "/page/app.js") as answer:
                assert answer.content_type == "text/javascript"
        for rule in (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
        ):
            assert rule in policy
        assert "unsafe" not in policy

    play(visit)


def test_the_page_has_no_script_or_style_of_its_own_and_nothing_from_elsewhere() -> None:
    async def visit(running: Served) -> None:
        async with running.session.get(running.origin + "/", headers=running.bearer) as answer:
            page = await answer.text()
        assert '<script type="module" src="/page/app.js"></script>' in page
        assert page.count("<script") == 1
        assert "<style" not in page
        assert " style=" not in page
        assert "://" not in page

    play(visit)


@pytest.mark.parametrize("name", ["..%2fserver.py", "server.py", "", "%2e%2e/server.py", "x.js"])
def test_nothing_else_of_the_disk_is_served(name: str) -> None:
    async def visit(running: Served) -> None:
        url = f"{running.origin}/page/{name}"
        async with running.session.get(url, headers=running.bearer) as answer:
            assert answer.status == 404

    play(visit)


def test_another_host_name_or_another_pages_script_is_refused() -> None:
    async def visit(running: Served) -> None:
        port = running.origin.rpartition(":")[2]
        for headers in (
            {"Host": f"evil.example:{port}"},
            {"Host": "127.0.0.1:1"},
            {"Origin": "http://evil.example"},
            {"Origin": "null"},
            {"Origin": f"http://127.0.0.1:{int(port) + 1}"},
        ):
            for path in ("/", "/healthz", "/ws"):
                async with running.session.get(
                    running.origin + path, headers=running.bearer | headers
                ) as answer:
                    assert answer.status == 403, (headers, path)
        async with running.session.get(
            running.origin + "/", headers=running.bearer | {"Host": f"localhost:{port}"}
        ) as answer:
            assert answer.status == 200

    play(visit)


def test_a_cookie_alone_opens_no_socket_for_another_page() -> None:
    async def visit(running: Served) -> None:
        async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as browser:
            async with browser.get(running.server.url):
                pass
            for headers in ({}, {"Origin": "http://evil.example"}):
                with pytest.raises(WSServerHandshakeError, match="403"):
                    await browser.ws_connect(running.origin + "/ws", headers=headers)
            async with browser.ws_connect(
                running.origin + "/ws", headers={"Origin": running.origin}
            ) as socket:
                assert "welcome" in await socket.receive_str()

    play(visit)


def test_files_are_pictures_or_downloads_and_run_nothing() -> None:
    async def visit(running: Served) -> None:
        async with running.program() as talk:
            await talk.until("welcome")
            before, _ = await talk.ask(kind="see", id=1, person="tim")
            staff = next(one for one in before[0]["places"] if one["id"] == "staff")
            (file,) = staff["messages"][0]["files"]
        async with running.session.get(
            running.origin + file["url"], headers=running.bearer
        ) as answer:
            assert await answer.read() == picture()
            assert answer.content_type == "image/png"
            assert answer.headers["Content-Disposition"].startswith("inline")
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "sandbox" in answer.headers["Content-Security-Policy"]
        async with running.session.get(
            running.origin + "/files/m1/none", headers=running.bearer
        ) as answer:
            assert answer.status == 404

    play(visit)


def test_a_page_of_markup_is_only_ever_a_download() -> None:
    async def visit(running: Served) -> None:
        from bot.platforms.local.body import Body, Enclosure, plain  # noqa: PLC0415

        chat = running.platform.chat
        body = Body(plain("x").blocks, files=(Enclosure("f/1", 'a"\r\nX: y.html', "text/html"),))
        message = chat.post(body, room="data-101", contents={"f/1": b"<script>alert(1)</script>"})
        async with running.session.get(
            f"{running.origin}/files/{message}/f%2F1", headers=running.bearer
        ) as answer:
            assert answer.status == 200
            assert answer.content_type == "application/octet-stream"
            assert answer.headers["Content-Disposition"].startswith("attachment")
            assert "X" not in answer.headers

    play(visit)


def test_a_person_sees_only_rooms_of_their_own() -> None:
    async def visit(running: Served) -> None:
        async with running.program() as talk:
            before, _ = await talk.ask(kind="see", id=1, person="ana")
            view = before[-1]
            assert [place["id"] for place in view["places"]] == [None, "data-101"]
            running.platform.chat.say("tim", "staff", "not for students")
            running.platform.chat.say("tim", "data-101", "for all")
            told = await talk.hear()
            assert told["message"]["blocks"][0]["text"] == "for all"

    play(visit)


def test_one_connection_acts_as_two_and_hears_each_once() -> None:
    async def visit(running: Served) -> None:
        async with running.program() as talk:
            await talk.until("welcome")
            await talk.ask(kind="see", id=1, person="ana")
            await talk.ask(kind="see", id=2, person="ben")
            before, _ = await talk.ask(
                kind="say", id=3, person="ana", room="data-101", text="hello"
            )
            assert [(one["kind"], one["person"]) for one in before] == [
                ("message", "ana"),
                ("message", "ben"),
            ]
            await talk.ask(kind="leave", id=4, person="ben")
            before, _ = await talk.ask(
                kind="say", id=5, person="ben", room="data-101", text="hello"
            )
            assert [one["person"] for one in before] == ["ana"]

    play(visit)


def test_who_acts_without_looking_still_gets_the_answer() -> None:
    async def visit(running: Served) -> None:
        async with running.program() as talk:
            await talk.until("welcome")
            before, told = await talk.ask(
                kind="command", id=1, person="ana", name="ask", delivery="d1"
            )
            assert [one["kind"] for one in before] == ["form"]
            assert told == {"kind": "ack", "id": 1, "delivery": "d1"}

    play(visit)


def test_only_you_is_only_you() -> None:
    async def visit(running: Served) -> None:
        async with running.program() as ana, running.program() as ben:
            await ben.ask(kind="see", id=1, person="ben")
            await ana.until("welcome")
            before, _ = await ana.ask(
                kind="press", id=1, person="ana", message="m2", button="me-too:q1:abcdefghijkl"
            )
            assert before[0]["message"]["only_you"] is True
            running.platform.chat.say("ana", "data-101", "hello")
            told = await ben.hear()
            assert told["message"]["blocks"][0]["text"] == "hello"
            # Loaded again it has vanished.
            before, _ = await ana.ask(kind="see", id=2, person="ana")
            texts = str(before)
            assert "Heard." not in texts

    play(visit)


def test_what_was_not_kept_is_not_acknowledged() -> None:
    async def visit(running: Served) -> None:
        running.toy.keeps = False
        async with running.program() as talk:
            await talk.until("welcome")
            _, told = await talk.ask(kind="direct", id=1, person="ana", text="x", delivery="d")
            assert told == {
                "kind": "not-through",
                "id": 1,
                "text": "That did not go through. Try again.",
                "delivery": "d",
            }

    play(visit)


def test_a_bot_that_breaks_is_not_acknowledged_and_the_talk_goes_on() -> None:
    async def visit(running: Served) -> None:
        broken: list[object] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, told: broken.append(told))
        running.toy.breaks = RuntimeError("boom")
        async with running.program() as talk:
            await talk.until("welcome")
            _, told = await talk.ask(kind="direct", id=1, person="ana", text="x")
            assert told["kind"] == "not-through"
            assert len(broken) == 1
            running.toy.breaks = None
            _, told = await talk.ask(kind="direct", id=2, person="ana", text="x")
            assert told["kind"] == "ack"

    play(visit)


@pytest.mark.parametrize(
    ("text", "number", "says"),
    [
        ("hello", None, "Invalid JSON"),
        ("[]", None, "message:"),
        ('{"id": 7}', 7, "kind"),
        ('{"kind": "jump", "id": 7}', 7, "jump"),
        ('{"kind": "see", "id": 7}', 7, "See.person: Field required"),
        ('{"kind": "see", "id": "7x", "person": "ana"}', None, "id"),
        ('{"kind": "see", "id": 7, "person": "ana", "age": 3}', 7, "age"),
        ('{"kind": "see", "id": 7, "person": "zoe"}', 7, "There is nobody called 'zoe'"),
        ('{"kind": "forward", "id": 7, "seconds": -1}', 7, "greater than 0"),
        ('{"kind": "forward", "id": 7}', 7, "Nothing is due."),
        ('{"kind": "say", "id": 7, "person": "ana", "room": "staff", "text": "x"}', 7, "not in"),
        (
            '{"kind": "earlier", "id": 7, "person": "ana", "room": "staff", "before": 9}',
            7,
            "not in a room",
        ),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(
    text: str, number: int | None, says: str
) -> None:
    async def visit(running: Served) -> None:
        async with running.program() as talk:
            await talk.until("welcome")
            await talk.socket.send_str(text)
            told = await talk.hear()
            assert (told["kind"], told["id"]) == ("refused", number)
            assert says.lower() in told["text"].lower()

    play(visit)


def test_a_refusal_quotes_nothing_of_what_was_sent() -> None:
    async def visit(running: Served) -> None:
        async with running.program() as talk:
            await talk.until("welcome")
            _, told = await talk.ask(
                kind="submit", id=1, person="ana", form="f", fields={"text": ["my secret"]}
            )
            assert told["kind"] == "refused"
            assert "secret" not in told["text"]

    play(visit)


def test_the_clock_moves_for_every_client_and_the_outbox_names_nobody() -> None:
    async def visit(running: Served) -> None:
        running.clock.parcels = [ParcelShown(what="A notice", since=MONDAY)]
        async with running.program() as one, running.program() as other:
            await one.until("welcome")
            await other.until("welcome")
            before, _ = await one.ask(kind="forward", id=1, seconds=300)
            assert before == [{"kind": "clock", "now": "2026-09-07T10:20:00Z"}]
            assert await other.hear() == before[0]
            before, _ = await one.ask(kind="outbox", id=2)
            assert before == [
                {
                    "kind": "outbox",
                    "parcels": [
                        {"what": "A notice", "room": None, "since": "2026-09-07T10:15:00Z"}
                    ],
                }
            ]

    play(visit)


def test_twenty_people_act_at_once_over_one_connection() -> None:
    async def visit(running: Served) -> None:
        people = [seat.id for seat in running.platform.chat.people]
        gate = asyncio.Event()
        answer = running.toy.hear

        async def slowly(action: object) -> object:
            if len(running.toy.heard) == len(people) - 1:
                gate.set()
            answered = await answer(action)  # type: ignore[arg-type]  # handed through
            await gate.wait()
            return answered

        running.platform._hear = slowly  # type: ignore[assignment]  # a bot that waits for all
        async with running.program() as talk:
            await talk.until("welcome")
            for number, who in enumerate(people):
                await talk.socket.send_json(
                    {"kind": "command", "id": number, "person": who, "name": "my"}
                )
            acks = [await talk.until("ack") for _ in people]
            assert sorted(ack["id"] for ack in acks) == list(range(len(people)))

    play(visit)


def test_a_client_that_does_not_read_is_cut_off_and_holds_up_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.platforms.local.server._WAITING", 50)

    async def visit(running: Served) -> None:
        host, port = running.origin.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port), limit=1024)
        writer.write(
            (
                f"GET /ws HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\n"
                "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                f"Authorization: Bearer {running.server.token}\r\n\r\n"
            ).encode()
        )
        assert b"101" in await reader.readline()
        (client,) = running.server._clients
        client.hear('{"kind": "see", "id": 1, "person": "ana"}')
        while running.server._clients:
            running.platform.chat.say("ben", "data-101", "x" * 4000)
            await asyncio.sleep(0)
        async with running.program() as talk:
            await talk.until("welcome")
            _, told = await talk.ask(kind="direct", id=1, person="ana", text="x")
            assert told["kind"] == "ack"
        writer.close()

    play(visit)
