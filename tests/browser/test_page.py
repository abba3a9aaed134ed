"""The page of the local chat, with the toy bot behind it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.platforms.local.body import Block, Body, plain
from bot.platforms.local.wire import ParcelShown
from tests.browser.conftest import OpenPage, Running, problems
from tests.local.toy import MONDAY, picture

pytestmark = pytest.mark.browser


def side(page: Page, who: str) -> Locator:
    """One person's side of the page."""
    return page.locator(f"[data-person={who}]")


def show(page: Page, *people: str) -> None:
    page.evaluate("people => { location.hash = people.join('+'); }", list(people))
    for who in people:
        side(page, who).wait_for(state="attached")


def say(toy: Running, text: str) -> None:
    """Ben says it in the class's room."""
    toy.do(lambda inside: inside.platform.chat.say("ben", "data-101", text))


def post(toy: Running, body: Body) -> None:
    """The bot posts it in the class's room."""
    toy.do(lambda inside: inside.platform.chat.post(body, room="data-101"))


def open_form(page: Page, who: str = "ana") -> Locator:
    side(page, who).locator(".pin").get_by_role("button", name="Ask", exact=True).click()
    dialog = side(page, who).get_by_role("dialog")
    dialog.wait_for()
    return dialog


def get_panel(page: Page) -> Locator:
    dialog = open_form(page)
    dialog.get_by_label("What are you stuck on?").fill("My join doubles the rows.")
    dialog.get_by_role("button", name="Ask").click()
    panel = side(page, "ana").locator(".only-you")
    expect(panel).to_contain_text("Nothing is posted until you say so.")
    return panel


def test_asking_is_one_press_one_field_one_press(toy: Running, opened: OpenPage) -> None:
    page = opened(toy.url)
    panel = get_panel(page)
    expect(panel.get_by_role("heading")).to_have_text("Pointer")
    expect(side(page, "ana").get_by_role("dialog")).to_have_count(0)
    heard = toy.inside.toy.heard[-1]
    assert heard.submission == "ask:abcdefghijkl"
    assert heard.fields["text"] == "My join doubles the rows."


def test_the_key_is_not_in_the_address_any_more(toy: Running, opened: OpenPage) -> None:
    page = opened(toy.url)
    assert "token" not in page.url


def test_two_people_are_seen_side_by_side_and_only_one_sees_the_panel(
    toy: Running, opened: OpenPage
) -> None:
    page = opened(toy.url)
    page.get_by_role("button", name="Side by side").click()
    expect(page.locator(".pane")).to_have_count(2)
    show(page, "ana", "ben")
    get_panel(page)
    expect(side(page, "ben").locator(".only-you")).to_have_count(0)
    box = side(page, "ben").get_by_label("Write in # data-101")
    box.fill("Found it, the key was there `twice`.")
    box.press("Enter")
    for who in ("ana", "ben"):
        expect(side(page, who).locator(".message").last).to_contain_text("Found it")
        expect(side(page, who).locator(".message").last.locator("code")).to_have_text("twice")
    assert not any(action.direct or action.command for action in toy.inside.toy.heard)


def test_at_first_a_student_stands_beside_staff(toy: Running, chromium: Browser) -> None:
    with chromium.new_context(viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        page.goto(toy.url)
        expect(side(page, "ana")).to_be_visible()
        expect(side(page, "tim")).to_be_visible()
        page.get_by_role("button", name="Side by side").click()
        expect(side(page, "tim")).to_have_count(0)


def test_another_person_is_chosen_by_name(toy: Running, opened: OpenPage) -> None:
    page = opened(toy.url)
    page.get_by_label("You are").select_option("tim")
    tim = side(page, "tim")
    expect(tim.get_by_role("button", name="staff")).to_have_attribute("aria-current", "true")
    expect(tim.get_by_role("img", name="A plain orange picture")).to_be_visible()
    expect(tim.locator(".line .name").first).to_have_text("Tim Brandt")
    expect(side(page, "ana")).to_have_count(0)


def test_only_you_vanishes_on_reload_and_rooms_stay(toy: Running, opened: OpenPage) -> None:
    page = opened(toy.url)
    get_panel(page)
    page.reload()
    expect(side(page, "ana").locator(".message").first).to_contain_text("Stuck? Ask.")
    expect(side(page, "ana").locator(".only-you")).to_have_count(0)


def test_what_is_wrong_is_said_beside_the_field(toy: Running, opened: OpenPage) -> None:
    page = opened(toy.url)
    dialog = open_form(page)
    dialog.get_by_role("button", name="Ask").click()
    field = dialog.get_by_label("What are you stuck on?")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    expect(dialog.get_by_role("alert").filter(has_text="Fill this in.")).to_be_visible()
    assert [action.submission for action in toy.inside.toy.heard] == [""]


def test_what_was_not_kept_keeps_the_form_open_with_its_text(
    toy: Running, opened: OpenPage
) -> None:
    page = opened(toy.url)
    dialog = open_form(page)
    toy.inside.toy.keeps = False
    dialog.get_by_label("What are you stuck on?").fill("My join doubles the rows.")
    dialog.get_by_role("button", name="Ask").click()
    expect(dialog.get_by_role("alert")).to_have_text("That did not go through. Try again.")
    expect(dialog.get_by_label("What are you stuck on?")).to_have_value("My join doubles the rows.")
    toy.inside.toy.keeps = True
    dialog.get_by_role("button", name="Ask").click()
    expect(side(page, "ana").locator(".only-you")).to_have_count(1)


def test_a_press_that_was_not_kept_says_so(toy: Running, opened: OpenPage) -> None:
    page = opened(toy.url)
    toy.inside.toy.keeps = False
    side(page, "ana").get_by_role("button", name="Me too").click()
    expect(side(page, "ana").get_by_role("alert")).to_have_text(
        "That did not go through. Try again."
    )


def test_everything_can_be_done_by_keyboard(toy: Running, opened: OpenPage) -> None:
    page = opened(toy.url)
    ask = side(page, "ana").locator(".pin").get_by_role("button", name="Ask", exact=True)
    ask.focus()
    page.keyboard.press("Enter")
    dialog = side(page, "ana").get_by_role("dialog")
    field = dialog.get_by_label("What are you stuck on?")
    expect(field).to_be_focused()
    # The dialog holds the focus: before the first field comes the last button.
    page.keyboard.press("Shift+Tab")
    expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Tab")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(ask).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("My join doubles the rows.")
    page.keyboard.press("Control+Enter")
    answer = side(page, "ana").locator(".only-you")
    expect(answer).to_be_focused()
    # From the answer on, the next stops are its code and its buttons.
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(answer.get_by_role("button", name="Me too")).to_be_focused()


def test_slash_commands_are_offered_and_sent(toy: Running, opened: OpenPage) -> None:
    page = opened(toy.url)
    box = side(page, "ana").get_by_label("Write in # data-101")
    box.fill("/")
    expect(side(page, "ana").locator(".slashes button")).to_have_count(3)
    box.press_sequentially("m")
    expect(side(page, "ana").locator(".slashes button")).to_have_count(1)
    box.press("Tab")
    expect(box).to_have_value("/my ")
    box.press("Enter")
    expect(side(page, "ana").locator(".only-you")).to_have_text(re.compile("Heard"))
    assert (toy.inside.toy.heard[-1].command, toy.inside.toy.heard[-1].text) == ("my", "")
    box.fill("/shrug")
    box.press("Enter")
    expect(side(page, "ana").get_by_role("alert")).to_contain_text("/shrug is not a command")
    expect(box).to_have_value("/shrug")


def test_a_direct_message_is_passed_on_and_not_printed(toy: Running, opened: OpenPage) -> None:
    page = opened(toy.url)
    side(page, "ana").locator("nav").get_by_role("button", name="Askwell").click()
    expect(side(page, "ana").locator(".message")).to_contain_text("There is news")
    box = side(page, "ana").get_by_label("Write to Askwell")
    box.fill("are you there?")
    box.press("Enter")
    expect(side(page, "ana").locator(".only-you")).to_contain_text("Heard.")
    heard = toy.inside.toy.heard[-1]
    assert (heard.direct, heard.text) == (True, "are you there?")
    assert "are you there?" not in repr(heard)


def test_files_are_added_and_a_room_and_people_are_picked(
    toy: Running, opened: OpenPage, tmp_path: Path
) -> None:
    page = opened(toy.url)
    panel = get_panel(page)
    panel.get_by_role("button", name="Add files").click()
    dialog = side(page, "ana").get_by_role("dialog", name="Add files")
    good, spare = tmp_path / "Ana at home.png", tmp_path / "spare.txt"
    good.write_bytes(picture())
    spare.write_text("x")
    dialog.get_by_label("Files (up to 10, 8 MB each)").set_input_files([good, spare])
    dialog.get_by_role("button", name="Take spare.txt out").click()
    dialog.get_by_label("Which room?").select_option("data-101")
    dialog.get_by_label("Which group?").select_option("tas")
    who = dialog.get_by_role("group", name="Who worked on it?")
    for name in ("Ben Okafor", "Tim Brandt"):
        who.get_by_label(name).check()
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(side(page, "ana").locator(".only-you").last).to_contain_text("Got CleanFile.")
    heard = toy.inside.toy.heard[-1]
    assert [file.name for file in heard.files if hasattr(file, "name")] == ["picture-1.png"]
    assert heard.places["place"].room == "data-101"
    assert heard.groups["group"].group == "tas"
    assert {one.user for one in heard.people["people"]} == {"ben", "tim"}


def test_a_message_has_a_menu_and_a_thread(toy: Running, opened: OpenPage) -> None:
    page = opened(toy.url)
    mine = side(page, "ana")
    mine.get_by_label("Write in # data-101").fill("My pivot drops rows.")
    mine.get_by_role("button", name="Send", exact=True).click()
    said = mine.get_by_role("article").filter(has_text="My pivot drops rows.")
    said.get_by_label("More with this message").click()
    said.get_by_role("button", name="Reply in thread").click()
    expect(mine.locator(".composer")).to_contain_text("In the thread of “My pivot drops rows.”.")
    mine.get_by_label("Write in # data-101").fill("With an outer join.")
    mine.get_by_role("button", name="Send", exact=True).click()
    below = mine.get_by_role("article").filter(has_text="With an outer join.")
    expect(below).to_contain_text("In the thread of “My pivot drops rows.”")
    mine.get_by_role("button", name="Leave the thread").click()
    expect(mine.locator(".composer")).not_to_contain_text("In the thread")
    below.get_by_label("More with this message").click()
    below.get_by_role("button", name="Ask", exact=True).click()
    expect(mine.locator(".only-you").last).to_contain_text("Heard.")
    heard = toy.inside.toy.heard[-1]
    assert (heard.shortcut, heard.used_on.text, heard.used_on.own) == (
        "ask",
        "With an outer join.",
        True,
    )
    assert heard.used_on.thread


def test_what_happens_elsewhere_is_counted(toy: Running, opened: OpenPage) -> None:
    page = opened(toy.url)
    side(page, "ana").locator("nav").get_by_role("button", name="Askwell").click()
    say(toy, "Hello?")
    say(toy, "Anybody?")
    expect(side(page, "ana").locator(".unread")).to_have_text("2 new")
    side(page, "ana").locator("nav").get_by_role("button", name="data-101").click()
    expect(side(page, "ana").locator(".unread")).to_have_count(0)


def test_an_edit_changes_the_message_in_place(toy: Running, opened: OpenPage) -> None:
    page = opened(toy.url)
    toy.do(lambda inside: inside.platform.chat.edit("m2", plain("Solved.")))
    expect(side(page, "ana").locator("[data-message=m2]")).to_contain_text("Solved.")
    expect(side(page, "ana").locator("[data-message=m2] .edited")).to_be_visible()


def test_earlier_messages_come_when_asked_for(toy: Running, opened: OpenPage) -> None:
    for number in range(70):
        say(toy, f"line {number}")
    page = opened(toy.url)
    messages = side(page, "ana").locator(".message")
    expect(messages).to_have_count(60)
    expect(messages.last).to_be_in_viewport()
    side(page, "ana").get_by_role("button", name="Earlier messages").click()
    expect(messages).to_have_count(72)
    expect(messages.first).to_contain_text("Stuck? Ask.")


def test_the_clock_and_the_outbox(toy: Running, opened: OpenPage) -> None:
    toy.inside.clock.parcels = [ParcelShown(what="A notice", since=MONDAY)]
    page = opened(toy.url)
    expect(page.locator("#now")).to_have_text("Mon 7 Sept, 10:15")
    page.get_by_role("button", name="+5 min").click()
    expect(page.locator("#now")).to_have_text("Mon 7 Sept, 10:20")
    page.get_by_role("button", name="Next due").click()
    expect(page.locator("#lost")).to_have_text("Nothing is due.")
    page.get_by_role("button", name="Outbox").click()
    outbox = page.get_by_role("region", name="Outbox")
    expect(outbox.get_by_role("listitem")).to_have_count(1)
    expect(outbox).to_contain_text("One thing waits to be delivered. To whom is sealed.")


def test_a_redelivery_is_made_from_the_outbox(toy: Running, opened: OpenPage) -> None:
    page = opened(toy.url)
    side(page, "ana").get_by_role("button", name="Me too").click()
    expect(side(page, "ana").locator(".only-you")).to_have_count(1)
    page.get_by_role("button", name="Outbox").click()
    page.get_by_role("button", name="Deliver Ana Lindqvist’s last act again").click()
    expect(side(page, "ana").locator(".only-you")).to_have_count(2)
    first, second = toy.inside.toy.heard
    assert first == second


HOSTILE = (
    "<script>window.hurt = 1</script>",
    "<img src=x onerror='window.hurt = 1'>",
    "**<svg onload=window.hurt=1>**",
    "`</code><script>window.hurt = 1</script>`",
    "```\n</pre><script>window.hurt = 1</script>\n```",
    '```"><script>window.hurt=1</script>\ncode\n```',
    "[press](javascript:window.hurt=1) <javascript:window.hurt=1>",
    'https://x.example/"onmouseover="window.hurt=1',
    "{{constructor.constructor('window.hurt=1')()}} ${window.hurt=1}",
    "\u202edlrow olleh\u202c @channel <!channel> @everyone",
)


def test_hostile_words_are_only_words(toy: Running, opened: OpenPage) -> None:
    page = opened(toy.url)
    for text in HOSTILE:
        say(toy, text)
        post(toy, Body(tuple(Block(kind, text) for kind in ("heading", "line", "fine", "said"))))
    messages = side(page, "ana").locator(".message")
    expect(messages).to_have_count(2 + 2 * len(HOSTILE))
    for link in side(page, "ana").locator(".log a").all():
        assert re.match(r"https?://", link.get_attribute("href") or "")
        link.hover()
    for number, text in enumerate(HOSTILE):
        expect(messages.nth(3 + 2 * number).get_by_role("heading")).to_have_text(text)
    assert side(page, "ana").locator(".log script, .log svg, .log iframe").count() == 0
    assert page.evaluate("window.hurt") is None
    say(toy, "كيف أدمج جدولين؟")
    arabic = messages.last.locator(".said p", has_text="جدولين")
    expect(arabic).to_have_css("direction", "rtl")


def test_the_policy_keeps_out_what_would_slip_through(
    toy: Running, opened: OpenPage, wrong: list[str]
) -> None:
    page = opened(toy.url)
    refused = page.evaluate(
        """() => { try { document.body.innerHTML = "<p>x</p>"; return ""; }
        catch (error) { return error.name; } }"""
    )
    assert refused == "TypeError"
    page.evaluate(
        """() => { const script = document.createElement("script");
        script.append("window.hurt = 1");
        try { document.body.append(script); } catch { /* refused */ } }"""
    )
    assert page.evaluate("window.hurt") is None
    assert wrong
    wrong.clear()


def test_it_comes_back_after_the_connection_was_lost(toy: Running, opened: OpenPage) -> None:
    page = opened(toy.url)
    get_panel(page)

    async def drop() -> None:
        for socket in list(toy.inside.server._clients.values()):
            await socket.close()

    toy.run(drop())
    expect(page.locator("#lost")).to_be_visible()
    expect(page.locator("#lost")).to_be_hidden()
    say(toy, "Still here.")
    expect(side(page, "ana").locator(".message").last).to_contain_text("Still here.")
    # The page was not loaded again, so what only Ana sees is still there, and still works.
    side(page, "ana").locator(".only-you").get_by_role("button", name="That did it").click()
    expect(side(page, "ana").locator(".only-you")).to_have_count(2)


@pytest.mark.parametrize("phone", [False, True])
@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing(
    toy: Running, opened: OpenPage, axe: str, *, dark: bool, phone: bool
) -> None:
    toy.inside.clock.parcels = [ParcelShown(what="A notice", since=MONDAY)]
    page = opened(toy.url, dark=dark, phone=phone)
    show(page, "ana", "tim")
    get_panel(page)
    page.get_by_role("button", name="Outbox").click()
    expect(page.get_by_role("region", name="Outbox").get_by_role("listitem")).to_have_count(1)
    side(page, "ana").get_by_label("Write in # data-101").fill("/")
    assert problems(page, axe) == []
    open_form(page)
    assert problems(page, axe) == []
    dialog = side(page, "ana").get_by_role("dialog")
    dialog.get_by_role("button", name="Ask").click()
    dialog.get_by_role("alert").filter(has_text="Fill this in.").wait_for()
    assert problems(page, axe) == []


def test_nothing_is_wider_than_a_phone(toy: Running, opened: OpenPage) -> None:
    page = opened(toy.url, phone=True)
    say(toy, "x" * 400)
    toy.do(
        lambda inside: inside.platform.chat.say("ben", "data-101", "```\n" + "y" * 400 + "\n```")
    )
    show(page, "ana", "tim")
    get_panel(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    log = side(page, "ana").locator(".log")
    assert log.evaluate("one => one.scrollWidth <= one.clientWidth")
    places = side(page, "ana").locator("nav.places")
    assert places.evaluate("one => one.scrollHeight === one.clientHeight")
    whose = page.get_by_role("navigation", name="Whose chat is shown")
    whose.get_by_role("button", name="Tim").click()
    expect(side(page, "tim")).to_be_visible()
    expect(side(page, "ana")).to_be_hidden()
