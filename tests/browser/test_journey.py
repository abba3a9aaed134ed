"""The main job in Chromium, with the real bot behind the page: ask, hints, people, answer, solved.

With ``ASKWELL_PICTURES`` set to a folder, the pictures of the documentation are taken on the way.
"""

import os
import re
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage, demo, problems
from tests.local.toy import picture

pytestmark = pytest.mark.browser

PICTURES = os.environ.get("ASKWELL_PICTURES")
QUESTION = "My left join doubles the rows, and I don't see why."
ANSWER = """Order 7 was paid in two parts, so it is in the right table twice. Add up first:
```python
paid = payments.groupby("order").sum()
orders.join(paid, on="order")
```"""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """``askwell demo``, running."""
    with demo(tmp_path / "data") as printed:
        yield printed


def side(page: Page, who: str) -> Locator:
    return page.locator(f"[data-person={who}]")


def press(where: Locator, label: str) -> None:
    where.get_by_role("button", name=label, exact=True).last.click()


def newest(page: Page, who: str) -> Locator:
    """What only this person sees, the latest of it."""
    return side(page, who).locator(".only-you").last


def go(page: Page, who: str, room: str) -> None:
    side(page, who).locator("nav.places").get_by_role("button", name=re.compile(room)).click()


def say(page: Page, who: str, text: str) -> None:
    box = side(page, who).get_by_label("Write in # data-101")
    box.fill(text)
    box.press("Enter")
    expect(side(page, who).locator(".message").last).to_contain_text(text.partition("`")[0])


def take(page: Page, name: str) -> None:
    """Take a picture for the documentation, if asked to."""
    if PICTURES:
        page.mouse.move(0, 0)
        # The picture is of the page, not of where the keyboard happens to be.
        page.evaluate("document.activeElement.blur()")
        shot = Image.open(BytesIO(page.screenshot())).convert("RGB")
        # A page of a few colours and their shades: 256 of them are enough, in a third of the bytes.
        few = shot.quantize(256, dither=Image.Dither.NONE)
        few.save(Path(PICTURES) / f"{name}.png", optimize=True)


def to_monday_morning(page: Page) -> None:
    """A picture shows a school day, whenever it is taken."""
    now = datetime.fromisoformat(page.locator("#now").get_attribute("datetime") or "")
    days, hours = (7 - now.weekday()) % 7, (10 - now.hour) % 24
    if now.hour > 10:
        days = (days - 1) % 7
    for label in ["+1 day"] * days + ["+1 h"] * hours:
        before = page.locator("#now").get_attribute("datetime") or ""
        page.get_by_role("button", name=label).click()
        page.wait_for_function(
            "before => Date.parse(document.getElementById('now').dateTime)"
            " > Date.parse(before) + 3000000",
            arg=before,
        )


def ask(page: Page) -> None:
    side(page, "ana").locator(".pin").get_by_role("button", name="Ask", exact=True).click()
    dialog = side(page, "ana").get_by_role("dialog", name="Ask")
    dialog.get_by_label("What are you stuck on?").fill(QUESTION)
    press(dialog, "Ask")
    expect(newest(page, "ana").get_by_role("heading")).to_have_text("Pointer")


def test_ask_hints_people_answer_solved(address: str, opened: OpenPage, axe: str) -> None:
    page = opened(address, people="ana+ben", sharp=bool(PICTURES))
    if PICTURES:
        to_monday_morning(page)
        say(page, "ben", "Does the reading for Thursday include the part about keys?")
        say(page, "ana", "I think so, it is in the `week 3` folder.")

    # One typed field and two presses to the first useful line, seen by nobody else.
    ask(page)
    expect(newest(page, "ana")).to_contain_text("Nothing is posted until you say so.")
    press(side(page, "ana"), "Next hint")
    expect(newest(page, "ana").get_by_role("heading")).to_have_text("Hint")
    expect(side(page, "ben").locator(".log")).not_to_contain_text("doubles the rows")
    take(page, "asking-light")
    page.get_by_label("You are").last.select_option("tim")
    expect(side(page, "tim").locator(".log")).not_to_contain_text("doubles the rows")

    press(side(page, "ana"), "Ask people")
    expect(newest(page, "ana")).to_contain_text("Nobody in the course can find out that it was you")
    press(side(page, "ana"), "Post")
    expect(newest(page, "ana")).to_contain_text("Posted as")

    # Staff see an alias at once; who asked is nowhere on their side.
    card = side(page, "tim").locator(".message").filter(has_text=QUESTION)
    expect(card).to_be_visible()
    take(page, "demo-light")
    assert problems(page, axe) == []
    press(card, "Claim")
    expect(card).to_contain_text("Tim Brandt is on it.")
    press(card, "Answer")
    dialog = side(page, "tim").get_by_role("dialog", name="Answer")
    dialog.get_by_label("Your answer").fill(ANSWER)
    dialog.get_by_label("How do you help?").select_option(
        label="As a full answer: sealed until they open it"
    )
    assert problems(page, axe) == []
    take(page, "answering-light")
    press(dialog, "Send to asker")
    expect(card).to_contain_text("Answered.")

    # The notice holds nothing but a button; the answer is sealed until Ana opens it.
    go(page, "ana", "Askwell")
    notice = side(page, "ana").locator(".message").first
    expect(notice).not_to_contain_text("doubles")
    press(notice, "Read it")
    expect(newest(page, "ana")).not_to_contain_text("groupby")
    press(side(page, "ana"), "Open the answer")
    expect(newest(page, "ana").locator("pre")).to_contain_text("groupby")
    page.emulate_media(color_scheme="dark")
    take(page, "solved-dark")
    assert problems(page, axe) == []
    press(side(page, "ana"), "Solved")
    expect(card).to_contain_text("Solved.")
    expect(side(page, "tim").locator(".log")).not_to_contain_text("Ana")


def test_the_class_gets_its_card_when_the_clock_is_moved(address: str, opened: OpenPage) -> None:
    page = opened(address)
    ask(page)
    press(side(page, "ana"), "Ask people")
    press(side(page, "ana"), "Post")
    expect(newest(page, "ana")).to_contain_text("Posted as")
    page.get_by_role("button", name="+5 min").click()
    card = side(page, "ana").locator(".message:not(.only-you)").filter(has_text=QUESTION)
    expect(card).to_be_visible()
    page.get_by_label("You are").select_option("ben")
    card = side(page, "ben").locator(".message").filter(has_text=QUESTION)
    press(card, "Me too")
    expect(newest(page, "ben")).to_contain_text("You are not the only one.")
    expect(side(page, "ben").locator(".log")).not_to_contain_text("Ana")


def test_on_a_phone(address: str, opened: OpenPage, axe: str) -> None:
    page = opened(address, phone=True, sharp=bool(PICTURES))
    if PICTURES:
        to_monday_morning(page)
    side(page, "ana").locator(".pin").get_by_role("button", name="Ask", exact=True).click()
    dialog = side(page, "ana").get_by_role("dialog", name="Ask")
    dialog.get_by_label("What are you stuck on?").fill(QUESTION)
    expect(dialog.get_by_role("button", name="Ask", exact=True)).to_be_in_viewport()
    take(page, "form-phone")
    press(dialog, "Ask")
    expect(newest(page, "ana").get_by_role("heading")).to_have_text("Pointer")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    take(page, "asking-phone")
    assert problems(page, axe) == []
    page.emulate_media(color_scheme="dark")
    assert problems(page, axe) == []
    box = side(page, "ana").get_by_label("Write in # data-101")
    box.fill("/my")
    box.press("Enter")
    expect(newest(page, "ana")).to_contain_text(QUESTION.rstrip("."))
    assert problems(page, axe) == []


def test_a_picture_goes_along_under_a_name_that_says_nothing(
    address: str, opened: OpenPage, tmp_path: Path
) -> None:
    page = opened(address)
    ask(page)
    press(side(page, "ana"), "Add files")
    dialog = side(page, "ana").get_by_role("dialog", name="Add files")
    photo = tmp_path / "Ana at home.png"
    photo.write_bytes(picture())
    dialog.get_by_label("Files (up to 10, 8 MB each)").set_input_files(photo)
    press(dialog, "Add")
    expect(side(page, "ana").locator(".log")).to_contain_text("One file was cleaned")
    press(side(page, "ana"), "Ask people")
    press(side(page, "ana"), "Post")
    expect(newest(page, "ana")).to_contain_text("Posted as")
    page.get_by_label("You are").select_option("tim")
    card = side(page, "tim").locator(".message").filter(has_text=QUESTION)
    shown = card.get_by_role("img", name=re.compile(r"\S"))
    expect(shown).to_be_visible()
    expect(shown).to_have_js_property("naturalWidth", 96)
    expect(card).not_to_contain_text("Ana")
