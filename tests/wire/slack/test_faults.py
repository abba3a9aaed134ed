"""What goes wrong on Slack, each with the real process running, and what people then see.

| what goes wrong | test |
|---|---|
| duplicates and retries | ``test_what_comes_three_times_...``, ``test_a_retry_is_told_again`` |
| lost response after Slack acted | ``test_a_lost_response_...`` |
| socket refreshed | ``test_a_socket_that_slack_announces_to_close`` |
| socket lost, with an event on its way | ``test_a_socket_that_is_lost`` |
| socket deaf | ``test_a_socket_that_is_there_and_deaf`` |
| 429 | ``test_too_many_requests_are_waited_out`` |
| 500 | ``test_a_failure_of_slacks_own`` |
| token revoked, at the start and while it runs | ``test_a_revoked_token_...`` |
| first connection refused | ``test_slack_out_of_reach_at_first`` |
| invalid session | Slack has none: ``test_a_socket_that_is_lost`` |
| closed direct messages | ``test_whoever_cannot_be_written_to_is_told_...`` |
| missing permission | ``test_a_room_closed_to_the_bot_is_told_...`` |
| missing scope | ``test_a_missing_scope_is_told_to_the_instructor_...`` |
| deleted channel | ``test_a_deleted_channel_holds_up_nothing`` |
| card deleted by a person | ``test_a_card_that_a_person_deleted_is_posted_anew`` |
| database held by somebody else | ``test_a_database_that_somebody_holds_...`` |
| ``kill -9``, old buttons pressed | ``test_killed_and_started_again_...`` |

One process serves most of them; those that end it start it again, and those after which it waits
for long have one of their own.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.wire.running import Askwell, shared
from tests.wire.slack import server as wire
from tests.wire.slack.course import SlackClass, configured, workspace
from tests.wire.slack.server import BOT, Fault, Message


@contextmanager
def _made(folder: Path) -> Iterator[SlackClass]:
    with asyncio.Runner() as runner:
        server = workspace()
        runner.run(server.__aenter__())
        here = SlackClass(runner, server, Askwell(configured(folder, server)))

        async def begin() -> None:
            await here.connected()
            await here.make_course("C-CLASS", "C-STAFF")
            await here.make_course("C-OTHER", "C-OTHER-STAFF")

        try:
            runner.run(begin())
            yield here
        finally:
            runner.run(here.askwell.gone())
            runner.run(server.__aexit__())


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SlackClass]:
    with _made(tmp_path_factory.mktemp("slack")) as made:
        yield made


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[SlackClass]:
    """A class of its own, where what is held back until much later meets no other test."""
    with _made(tmp_path) as made:
        yield made


@pytest.fixture
def here(course: SlackClass) -> Iterator[SlackClass]:
    """The class, with a process that listens; no fault may be left over."""
    course.runner.run(course.connected())
    yield course
    assert not any(course.server.faults.values())


async def works(here: SlackClass) -> None:
    before = len(here.seen("C-CLASS", ""))
    await here.through(here.server.command("UBEN", "C-CLASS", "/my"))
    await here.until(lambda: len(here.seen("C-CLASS", "")) > before or None)


@shared
async def test_what_comes_three_times_at_once_is_done_once(here: SlackClass) -> None:
    preview = await here.preview("UANA", "Thrice at once?")
    post = here.pressing("UANA", preview, "Post")
    assert all(
        await asyncio.gather(*(here.server.deliver(post, retry=retry) for retry in range(3)))
    )
    ticket = await here.message("C-STAFF", "Thrice at once?")
    claim = here.pressing("UTIM", ticket, "Claim")
    assert all(await asyncio.gather(*(here.server.deliver(claim) for _ in range(3))))
    await here.until(lambda: here.seen("C-STAFF", "It is yours.") or None)
    assert here.seen("C-STAFF", "Thrice at once?") == [ticket]


@shared
async def test_a_retry_is_told_again(here: SlackClass) -> None:
    preview = await here.preview("UANA", "Told again?")
    post = here.pressing("UANA", preview, "Post")
    await here.through(post)
    first = await here.screen("UANA", "Posted as")
    await here.message("C-STAFF", "Told again?")
    texts = [one["text"] for one in first.body["blocks"] if one["type"] == "section"]
    del here.server.screens["UANA"]
    assert await here.server.deliver(post, retry=1)
    again = await here.screen("UANA", "Posted as")
    assert [one["text"] for one in again.body["blocks"] if one["type"] == "section"] == texts
    assert len(here.seen("C-STAFF", "Told again?")) == 1


@shared
async def test_a_lost_response_makes_one_double_at_most_and_both_work(here: SlackClass) -> None:
    preview = await here.preview("UANA", "Lost response?")
    here.server.faults["chat.postMessage"].append(
        Fault(status=0, after=True, about="Lost response?")
    )
    await here.press("UANA", preview, "Post")

    def both() -> list[Message] | None:
        found = here.seen("C-STAFF", "Lost response?")
        return found if len(found) > 1 else None

    first, second = await here.until(both)
    assert first.metadata == second.metadata  # Slack has nothing else to tell them by
    await here.press("UTIM", first, "Claim")
    await here.until(lambda: here.seen("C-STAFF", "It is yours.") or None)
    # The newer one is the card from now on.
    await here.until(lambda: "Release" in str(second.blocks) or None)
    assert len(here.seen("C-STAFF", "Lost response?")) == 2


@shared
async def test_a_socket_that_slack_announces_to_close(here: SlackClass) -> None:
    before = here.server.opened
    await here.server.disconnect("refresh_requested")
    await here.server.connected(before + 1)
    await works(here)
    # Announced and then closed is one reason to connect anew, not two.
    assert here.server.opened == before + 1


@shared
async def test_a_socket_that_is_lost(here: SlackClass) -> None:
    preview = await here.preview("UANA", "On its way?")
    post = here.pressing("UANA", preview, "Post")
    before = here.server.opened
    here.server.ack, ack = 0.1, here.server.ack  # it is on a wire that is cut
    delivering = asyncio.create_task(here.server.deliver(post))
    await asyncio.sleep(0)
    here.server.ack = ack
    here.server.cut()
    await here.server.connected(before + 1)
    await delivering
    # Slack was not told that it came, so it sends it again.
    assert await here.server.deliver(post, retry=1)
    await here.screen("UANA", "Posted as")
    await here.message("C-STAFF", "On its way?")
    await works(here)
    assert len(here.seen("C-STAFF", "On its way?")) == 1


@shared
async def test_a_socket_that_is_there_and_deaf(here: SlackClass) -> None:
    await here.askwell.stop()
    text = here.askwell.config.read_text()
    here.askwell.config.write_text(text.replace("[slack]", "[slack]\ndeaf_after = 1"))
    try:
        before = here.server.opened
        await here.connected()
        # Nothing closes it and nothing comes: it is made anew.
        await here.server.connected(before + 2)
        assert await here.server.deliver(here.server.command("UBEN", "C-CLASS", "/my"))
    finally:
        here.askwell.config.write_text(text)
        await here.askwell.gone()


@shared
async def test_too_many_requests_are_waited_out(here: SlackClass) -> None:
    preview = await here.preview("UANA", "Too many?")
    for _ in range(2):
        here.server.faults["chat.postMessage"].append(
            Fault(status=429, retry_after=0.2, about="Too many?")
        )
    await here.press("UANA", preview, "Post")
    await here.message("C-STAFF", "Too many?")
    assert len(here.seen("C-STAFF", "Too many?")) == 1


@shared
async def test_a_failure_of_slacks_own(here: SlackClass) -> None:
    preview = await here.preview("UANA", "Whose failure?")
    here.server.faults["chat.postMessage"].append(Fault(status=500, about="Whose failure?"))
    await here.press("UANA", preview, "Post")
    await here.message("C-STAFF", "Whose failure?")
    assert len(here.seen("C-STAFF", "Whose failure?")) == 1
    # A form that could not be opened: the person is told, and presses again.
    card = await here.message("C-CLASS", "Stuck? Ask here.")
    here.server.faults["views.open"].append(Fault(status=500))
    await here.press("UBEN", card, "Ask")
    told = await here.message("C-CLASS", "That did not go through.")
    assert told.only == "UBEN"
    await here.form("UBEN")


@pytest.mark.parametrize("when", ["at the start", "while it runs"])
@shared
async def test_a_revoked_token_ends_it_with_one_sentence(here: SlackClass, when: str) -> None:
    if when == "at the start":
        await here.askwell.kill()
        here.server.revoked = True
        await here.askwell.start()
    else:
        preview = await here.preview("UANA", "Revoked?")
        here.server.revoked = True
        await here.press("UANA", preview, "Post")
    before = len(here.askwell.said)
    assert await here.askwell.ended() == 2
    said = here.askwell.said[before:].strip().splitlines()
    assert "was revoked" in said[-1]
    assert not [line for line in said if "Traceback" in line or wire.BOT_TOKEN in line]
    here.server.revoked = False
    await here.connected()
    if when == "while it runs":  # nothing that was promised is lost
        await here.message("C-STAFF", "Revoked?")


@shared
async def test_slack_out_of_reach_at_first(here: SlackClass) -> None:
    await here.askwell.kill()
    here.server.faults["auth.test"].append(Fault(status=500))
    here.server.faults["apps.connections.open"].append(Fault(error="internal_error"))
    await here.connected()
    await works(here)


@shared
async def test_whoever_cannot_be_written_to_is_told_at_the_next_contact(here: SlackClass) -> None:
    ticket = await here.post("UCLEO", "Closed to the bot?")
    here.server.faults["conversations.open"].append(Fault(error="cannot_dm_bot", about="UCLEO"))
    await here.answer(ticket, "Not to be told to anybody else.")
    await here.until(lambda: not here.server.faults["conversations.open"] or None)
    assert not here.seen("DUCLEO", "")
    async with asyncio.timeout(20):
        while not here.seen("C-CLASS", "There is something new for you."):
            await here.through(here.server.command("UCLEO", "C-CLASS", "/my"))
    told = await here.message("C-CLASS", "There is something new for you.")
    assert told.only == "UCLEO"
    await here.press("UCLEO", told, "Read it")
    answer = await here.message("C-CLASS", "Not to be told to anybody else.")
    assert answer.only == "UCLEO"
    assert len(here.seen("C-CLASS", "There is something new for you.")) == 1


@shared
async def test_a_deleted_channel_holds_up_nothing(here: SlackClass) -> None:
    members = here.server.channels.pop("C-OTHER-STAFF")
    preview = await here.preview("UANA", "To a room that is gone?", "C-OTHER")
    await here.press("UANA", preview, "Post")
    await here.screen("UANA", "Posted as")
    await here.until(lambda: here.asked("chat.postMessage", "To a room that is gone?"))
    await here.post("UBEN", "To a room that is there?")
    here.server.channels["C-OTHER-STAFF"] = members
    await here.post("UBEN", "To the room that is back?", "C-OTHER", "C-OTHER-STAFF")
    assert not here.seen("C-OTHER-STAFF", "To a room that is gone?")


@shared
async def test_a_room_closed_to_the_bot_is_told_to_the_instructor(here: SlackClass) -> None:
    here.server.channels["C-OTHER-STAFF"].remove(BOT)
    preview = await here.preview("UANA", "To a room without the bot?", "C-OTHER")
    await here.press("UANA", preview, "Post")
    await here.until(lambda: here.asked("chat.postMessage", "To a room without the bot?"))
    says = "Type /invite @Askwell there"
    async with asyncio.timeout(20):
        while not here.seen("C-OTHER", says):
            await here.through(here.server.command("UTIM", "C-OTHER", "/askwell", "help"))
    (told,) = here.seen("C-OTHER", says)
    assert "in the staff channel" in told.text
    assert told.only == "UTIM"
    here.server.channels["C-OTHER-STAFF"].add(BOT)
    await here.post("UANA", "To a room with the bot?", "C-OTHER", "C-OTHER-STAFF")


@shared
async def test_a_missing_scope_is_told_to_the_instructor_once(alone: SlackClass) -> None:
    alone.server.scopes.remove("chat:write")
    preview = await alone.preview("UANA", "Without a scope?")
    await alone.press("UANA", preview, "Post")
    await alone.until(lambda: alone.asked("chat.postMessage", "Without a scope?"))
    says = "missing the scope chat:write"
    async with asyncio.timeout(20):
        while not alone.seen("C-OTHER", says):
            await alone.through(alone.server.command("UTIM", "C-OTHER", "/askwell", "help"))
    await alone.through(alone.server.command("UBEN", "C-OTHER", "/askwell", "help"))
    (told,) = alone.seen("C-OTHER", says)
    assert told.only == "UTIM"
    alone.server.scopes.add("chat:write")
    await alone.message("C-STAFF", "Without a scope?")


@shared
async def test_a_card_that_a_person_deleted_is_posted_anew(here: SlackClass) -> None:
    ticket = await here.post("UANA", "Deleted by hand?")
    claim = here.pressing("UTIM", ticket, "Claim")
    here.server.messages.remove(ticket)
    await here.through(claim)  # it was still on his screen
    anew = await here.message("C-STAFF", "Deleted by hand?")
    await here.press("UTIM", anew, "Release")


@shared
async def test_a_database_that_somebody_holds_leaves_the_form_as_it_is(alone: SlackClass) -> None:
    form = await alone.form("UBEN")
    alone.server.pace = 1  # nothing is acknowledged, as is to be seen
    with alone.askwell.held_up():
        assert not await alone.server.deliver(alone.filling("UBEN", form, "Not lost?"))
        assert alone.server.screens["UBEN"] == form.id
    await alone.through(alone.filling("UBEN", form, "Not lost?"))
    await alone.screen("UBEN", "Nothing is posted until you say so.")


@shared
async def test_killed_and_started_again_with_old_buttons_pressed(here: SlackClass) -> None:
    panel = await here.ask("UANA", "My join <!channel> doubles.")
    await here.askwell.kill()
    await here.connected()
    # The panel's button was made by the process that is dead.
    await here.press("UANA", panel, "Ask people")
    preview = await here.screen("UANA", "Ready to post")
    post = here.pressing("UANA", preview, "Post")
    await here.through(post)
    await here.askwell.kill()
    await here.connected()
    assert await here.server.deliver(post, retry=1)
    ticket = await here.message("C-STAFF", "My join &lt;!channel&gt; doubles.")
    await here.press("UTIM", ticket, "Claim")
    await here.until(lambda: here.seen("C-STAFF", "It is yours.") or None)
    # A process that dies between posting a card and keeping that it did posts that card once more.
    cards = here.seen("C-STAFF", "My join &lt;!channel&gt; doubles.")
    assert len({str(card.metadata) for card in cards}) == 1
    assert len(cards) <= 2
    assert BOT in here.server.channels["C-STAFF"]
