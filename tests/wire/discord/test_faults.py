"""What goes wrong on Discord, each with the real process running, and what people then see.

| what goes wrong | test |
|---|---|
| duplicates and second presses | ``test_what_comes_twice_is_done_once_...`` |
| lost response after Discord acted | ``test_a_lost_response_is_asked_for_again_and_posted_once`` |
| socket refreshed (op 7) | ``test_asked_to_reconnect_it_resumes`` |
| socket lost, RESUME with missed events | ``test_events_missed_while_the_socket_is_lost_...`` |
| socket deaf | ``test_a_gateway_that_hears_and_never_answers`` |
| 429 | ``test_too_many_requests_are_waited_out`` |
| 500 | ``test_a_failure_of_discords_own`` |
| token revoked, at the start and while it runs | ``test_a_revoked_token_...`` |
| first gateway connection refused | ``test_a_first_gateway_connection_that_is_refused`` |
| invalid session | ``test_an_invalid_session_is_begun_anew`` |
| closed direct messages | ``test_whoever_takes_no_direct_messages_is_told_...`` |
| missing permission | ``test_a_missing_permission_is_told_by_its_name`` |
| deleted channel | ``test_a_deleted_channel_holds_up_nothing`` |
| card deleted by a person | ``test_a_card_that_a_person_deleted_is_posted_anew`` |
| database held by somebody else | ``test_a_database_that_somebody_holds_...`` |
| ``kill -9``, old buttons pressed | ``test_killed_and_started_again_...`` |

One process serves most of them; those that end it start it again.
"""

import asyncio
import socket
from collections.abc import Iterator

import pytest

from bot.platforms.discord.turn import TRY_AGAIN
from tests.wire.discord.course import DiscordClass, button, text_of
from tests.wire.discord.server import ANA, BEN, CLEO, OTHER, OTHER_STAFF, STAFF, TIM, serving
from tests.wire.running import shared


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DiscordClass]:
    with asyncio.Runner() as runner:
        folder = tmp_path_factory.mktemp("discord")
        here, served = DiscordClass.begun(runner, folder, "deaf_after = 5.5")
        here.server.heartbeat = 500

        async def begin() -> None:
            await here.connected()
            await here.make_course("345626669114982402", STAFF)
            await here.make_course(OTHER, OTHER_STAFF)

        try:
            runner.run(begin())
            yield here
        finally:
            runner.run(here.askwell.gone())
            runner.run(served.__aexit__(None, None, None))


@pytest.fixture
def here(course: DiscordClass) -> Iterator[DiscordClass]:
    """The class, with a process that listens; no fault may be left over."""
    course.runner.run(course.connected())
    yield course
    assert course.server.faults == []


async def works(here: DiscordClass) -> None:
    assert await here.answered(await here.command(BEN, "my"))


@shared
async def test_what_comes_twice_is_done_once_and_said_again(here: DiscordClass) -> None:
    preview = await here.preview(ANA, "Twice?")
    made = await here.act(3, button(preview, "Post"), ANA)
    await here.server.emit("INTERACTION_CREATE", made)
    first = await here.answered(made)
    await here.message(STAFF, "Twice?")
    del here.server.callbacks[made["id"]]
    await here.server.emit("INTERACTION_CREATE", made)
    assert await here.answered(made) == first
    # Pressed a second time: another interaction from the same button.
    assert await here.press(ANA, preview, "Post") == first
    assert len(here.seen(STAFF, "Twice?")) == 1


@shared
async def test_a_lost_response_is_asked_for_again_and_posted_once(here: DiscordClass) -> None:
    here.server.fail("POST", f"/channels/{STAFF}/messages", 0, acted=True)
    ticket = await here.post(ANA, "Lost response?")
    await here.server.until(lambda: len(here.posted("Lost response?")) > 1)
    assert len({request.body["nonce"] for request in here.posted("Lost response?")}) == 1
    await here.press(TIM, ticket, "Claim", STAFF)
    await here.server.until(lambda: "Release" in text_of(ticket))
    assert len(here.seen(STAFF, "Lost response?")) == 1


@shared
async def test_asked_to_reconnect_it_resumes(here: DiscordClass) -> None:
    resumed, identified = len(here.server.resumed), len(here.server.identified)
    await here.server.ask_to_reconnect()
    await here.server.until(lambda: len(here.server.resumed) > resumed)
    await works(here)
    assert len(here.server.identified) == identified


@shared
async def test_events_missed_while_the_socket_is_lost_are_heard_once(here: DiscordClass) -> None:
    preview = await here.preview(ANA, "Missed?")
    identified = len(here.server.identified)
    await here.server.drop()
    done = await here.press(ANA, preview, "Post")  # nobody is connected
    assert "Posted as" in text_of(done)
    await here.message(STAFF, "Missed?")
    await works(here)
    assert len(here.seen(STAFF, "Missed?")) == 1
    assert len(here.server.identified) == identified


@shared
async def test_a_gateway_that_hears_and_never_answers(here: DiscordClass) -> None:
    resumed = len(here.server.resumed)
    here.server.deaf = True
    await here.server.until(lambda: len(here.server.resumed) > resumed)
    here.server.deaf = False
    await works(here)


@shared
async def test_an_invalid_session_is_begun_anew(here: DiscordClass) -> None:
    identified = len(here.server.identified)
    await here.server.invalidate(resumable=False)
    await here.server.until(lambda: len(here.server.identified) > identified)
    await works(here)


@shared
async def test_too_many_requests_are_waited_out(here: DiscordClass) -> None:
    headers = {"Retry-After": "0.2", "Via": "1.1 google"}
    for _ in range(2):
        here.server.fail(
            "POST", f"/channels/{STAFF}/messages", 429, headers=headers, retry_after=0.2
        )
    await here.post(ANA, "Too many?")
    assert len(here.seen(STAFF, "Too many?")) == 1
    assert len(here.posted("Too many?")) == 3


@shared
async def test_a_failure_of_discords_own(here: DiscordClass) -> None:
    here.server.fail("POST", f"/channels/{STAFF}/messages", 500)
    await here.post(ANA, "Whose failure?")
    assert len(here.seen(STAFF, "Whose failure?")) == 1
    here.server.fail("POST", "/callback", 500)
    await works(here)


@pytest.mark.parametrize("when", ["at the start", "while it runs", "in the gateway"])
@shared
async def test_a_revoked_token_ends_it_with_one_sentence(here: DiscordClass, when: str) -> None:
    token = here.server.token
    if when == "at the start":
        await here.askwell.kill()
        here.server.token = "another"
        await here.askwell.start()
    elif when == "while it runs":
        preview = await here.preview(ANA, "Revoked?")
        here.server.token = "another"
        await here.act(3, button(preview, "Post"), ANA)
    else:
        await here.server.drop(4004)
    before = len(here.askwell.said)
    assert await here.askwell.ended() == 2
    said = here.askwell.said[before:].strip().splitlines()
    assert said[-1].startswith("Discord does not accept the bot's token.")
    assert not [line for line in said if "Traceback" in line or token in line]
    here.server.token = token
    await here.connected()
    if when == "while it runs":  # nothing that was promised is lost
        await here.message(STAFF, "Revoked?")


@shared
async def test_a_first_gateway_connection_that_is_refused(here: DiscordClass) -> None:
    await here.askwell.kill()
    text = here.askwell.config.read_text()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    away = f"ws://127.0.0.1:{port}/gateway"
    here.askwell.config.write_text(text.replace(here.server.gateway, away))
    logged_in = len(here.server.asked("GET", "/commands"))
    identified, base, gateway = len(here.server.identified), here.server.base, here.server.gateway
    await here.askwell.start()
    await here.server.until(lambda: len(here.server.asked("GET", "/commands")) > logged_in)
    async with serving(here.server, port):
        await here.server.until(lambda: len(here.server.identified) > identified)
        await works(here)
        await here.askwell.stop()
    here.server.base, here.server.gateway = base, gateway
    here.askwell.config.write_text(text)


@shared
async def test_whoever_takes_no_direct_messages_is_told_at_the_next_contact(
    here: DiscordClass,
) -> None:
    here.server.closed_to.add(CLEO)
    ticket = await here.post(CLEO, "Closed to the bot?")
    await here.answer(ticket, "Not to be told to anybody else.")
    await here.server.until(lambda: here.server.asked("POST", f"/channels/7{CLEO}/messages"))
    news = await here.told(CLEO, "something new")
    assert text_of(news) == "There is something new for you.\n[Read it]"
    assert "Not to be told" in text_of(await here.press(CLEO, news, "Read it"))
    # Never in a thread, which moderators could read.
    assert not [one for one in here.server.requests if "/threads" in one.path]
    here.server.closed_to.clear()


@shared
async def test_a_missing_permission_is_told_by_its_name(here: DiscordClass) -> None:
    here.server.fail("POST", f"/channels/{OTHER_STAFF}/messages", 403, 50013)
    preview = await here.preview(ANA, "No permission?", OTHER)
    await here.press(ANA, preview, "Post", OTHER)
    told = await here.told(TIM, "missing", OTHER)
    assert "In #other-staff Askwell is missing: Send Messages." in text_of(told)


@shared
async def test_a_deleted_channel_holds_up_nothing(here: DiscordClass) -> None:
    room = here.server.rooms.pop(OTHER_STAFF)
    preview = await here.preview(ANA, "To a room that is gone?", OTHER)
    await here.press(ANA, preview, "Post", OTHER)
    await here.server.until(lambda: here.posted("To a room that is gone?"))
    await here.post(BEN, "To a room that is there?")
    here.server.rooms[OTHER_STAFF] = room
    await here.post(BEN, "To the room that is back?", OTHER, OTHER_STAFF)
    assert here.seen(OTHER_STAFF, "To a room that is gone?") == []


@shared
async def test_a_card_that_a_person_deleted_is_posted_anew(here: DiscordClass) -> None:
    ticket = await here.post(ANA, "Deleted by hand?")
    del here.server.messages[ticket["id"]]
    await here.press(TIM, ticket, "Claim", STAFF)  # it was still on his screen
    anew = await here.message(STAFF, "Deleted by hand?")
    assert anew["id"] != ticket["id"]
    await here.press(TIM, anew, "Release", STAFF)


@shared
async def test_a_database_that_somebody_holds_lets_nobody_wait(here: DiscordClass) -> None:
    preview = await here.preview(BEN, "Not lost?")

    def told() -> bool:
        return any(TRY_AGAIN in str(one.body) for one in here.server.requests)

    with here.askwell.held_up():
        await here.act(3, button(preview, "Post"), BEN)
        await here.server.until(told)
    assert here.seen(STAFF, "Not lost?") == []
    assert "Posted as" in text_of(await here.press(BEN, preview, "Post"))
    await here.message(STAFF, "Not lost?")


@shared
async def test_killed_and_started_again_with_old_buttons_pressed(here: DiscordClass) -> None:
    told = len(here.server.asked("PUT", "/commands"))
    panel = await here.ask(ANA, "Killed @everyone?")
    await here.askwell.kill()
    await here.connected()
    # The panel's button was made by the process that is dead.
    preview = await here.press(ANA, panel, "Ask people")
    made = await here.act(3, button(preview, "Post"), ANA)
    first = await here.answered(made)
    await here.askwell.kill()
    await here.connected()
    del here.server.callbacks[made["id"]]
    await here.server.emit("INTERACTION_CREATE", made)
    assert await here.answered(made) == first
    ticket = await here.message(STAFF, "Killed @everyone?")
    assert "It is yours" in text_of(await here.press(TIM, ticket, "Claim", STAFF))
    assert len(here.seen(STAFF, "Killed @everyone?")) == 1
    assert len(here.server.asked("PUT", "/commands")) == told
