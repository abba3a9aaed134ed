"""The staff's side in Chromium: the line, a helper's page, the course's page, Monday's digest."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, demo, problems
from tests.browser.test_journey import (
    PICTURES,
    ask,
    go,
    newest,
    press,
    side,
    take,
    to_monday_morning,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """``askwell demo``, running."""
    with demo(tmp_path / "data") as printed:
        yield printed


@pytest.fixture
def term(tmp_path: Path) -> Iterator[str]:
    """A demo with weeks behind it, if a picture is to be taken of them: they take a minute."""
    with demo(tmp_path / "data", *(["--term"] if PICTURES else [])) as printed:
        yield printed


def command(page: Page, who: str, text: str) -> None:
    box = side(page, who).get_by_label("Write in")
    box.fill(text)
    box.press("Enter")


def at_ease(page: Page, axe: str) -> None:
    """Nothing for axe-core to say in dark and in light, and nothing to scroll sideways."""
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert problems(page, axe) == []
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0


def fills_its_form(page: Page) -> None:
    """Every field one types into is as wide as the form's text."""
    widths = page.locator(".dialog .field").evaluate_all(
        "all => all.map(one => [one.clientWidth,"
        " one.querySelector('input, textarea, select').offsetWidth])"
    )
    assert widths
    assert all(field == box for field, box in widths)


def test_on_duty_the_next_question_and_more(address: str, opened: OpenPage, axe: str) -> None:
    page = opened(address, people="ana+tim", sharp=bool(PICTURES))
    if PICTURES:
        to_monday_morning(page)
    ask(page)
    press(side(page, "ana"), "Ask people")
    press(side(page, "ana"), "Post")
    page.evaluate("location.hash = 'tim'")
    expect(page.locator(".pane")).to_have_count(1)
    go(page, "tim", "staff")
    command(page, "tim", "/askwell queue")
    expect(newest(page, "tim")).to_contain_text("One question waits.")
    press(newest(page, "tim"), "On duty")
    board = side(page, "tim").locator(".message:not(.only-you)").last
    expect(board).to_contain_text("On duty: Tim Brandt until")
    command(page, "tim", "/askwell queue")
    expect(newest(page, "tim")).to_contain_text("On duty: Tim Brandt until")
    at_ease(page, axe)
    take(page, "line-light")
    press(newest(page, "tim"), "Take next")
    expect(newest(page, "tim")).to_contain_text("Tim Brandt is on it.")
    press(newest(page, "tim"), "More")
    expect(newest(page, "tim").get_by_role("button", name="Hand over")).to_be_visible()
    press(newest(page, "tim"), "Note")
    expect(side(page, "tim").get_by_role("dialog")).to_be_visible()
    fills_its_form(page)
    at_ease(page, axe)


def test_a_helper_chooses_on_a_phone(address: str, opened: OpenPage, axe: str) -> None:
    page = opened(address, people="ben", phone=True, sharp=bool(PICTURES))
    if PICTURES:
        to_monday_morning(page)
    command(page, "ben", "/askwell helper")
    press(newest(page, "ben"), "Help others")
    dialog = side(page, "ben").get_by_role("dialog")
    expect(dialog.get_by_label("How often a week at most?")).to_be_visible()
    fills_its_form(page)
    at_ease(page, axe)
    take(page, "helper-phone")
    press(dialog, "Save")
    expect(newest(page, "ben").get_by_role("button", name="Stop helping")).to_be_visible()
    at_ease(page, axe)


def test_the_course_has_a_page(address: str, opened: OpenPage, axe: str) -> None:
    page = opened(address, people="ines", sharp=bool(PICTURES))
    if PICTURES:
        page.set_viewport_size({"width": 1000, "height": 1060})
        to_monday_morning(page)
    go(page, "ines", "staff")
    command(page, "ines", "/askwell course")
    expect(newest(page, "ines")).to_contain_text("No exam period is coming.")
    at_ease(page, axe)
    take(page, "course-light")
    for label in ["Term", "Class", "Asking"]:
        press(newest(page, "ines"), label)
        dialog = side(page, "ines").get_by_role("dialog")
        expect(dialog).to_be_visible()
        fills_its_form(page)
        press(dialog, "Cancel")


def test_monday_s_digest(term: str, opened: OpenPage, axe: str) -> None:
    page = opened(term, people="ana", sharp=bool(PICTURES))
    if not PICTURES:
        ask(page)
        press(side(page, "ana"), "Ask people")
        press(side(page, "ana"), "Post")
        expect(newest(page, "ana")).to_contain_text("Posted as")
        for day in range(1, 8):
            page.get_by_role("button", name="+1 day").click()
            page.wait_for_function(
                "at => Date.parse(document.getElementById('now').dateTime) > at",
                arg=page.evaluate("Date.now()") + day * 86_400_000 - 3_600_000,
            )
    page.evaluate("location.hash = 'ines'")
    go(page, "ines", "staff")
    digest = side(page, "ines").locator(".message").filter(has_text="Waiting for an answer").last
    expect(digest).to_be_visible()
    digest.scroll_into_view_if_needed()
    at_ease(page, axe)
    if PICTURES:
        page.set_viewport_size({"width": 1000, "height": 1060})
    take(page, "monday-light")
    press(digest, "All figures")
    expect(newest(page, "ines")).to_contain_text("Questions asked")
    at_ease(page, axe)
