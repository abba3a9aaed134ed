"""The digest's page in Chromium: nothing that axe-core finds, one screen, and more by keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bot.digest.page import page as page_of
from handlers.digest.composing import compose
from handlers.digest.freezing import freeze
from storage.store import Store
from tests.browser.conftest import problems
from tests.browser.test_journey import PICTURES, take
from tests.digest import world
from tests.storage.rows import KEYS


@pytest.fixture
def file(sqlite_url: str, tmp_path: Path) -> Path:
    """A digest's page, as it is sent."""
    store = Store(sqlite_url, KEYS)
    found = world.record("data-101", 60)
    world.fill(store, found, 30)
    with store.begin() as work:
        digest = compose(world.opened(work, found), world.MONDAY)
    store.close()
    path = tmp_path / "digest.html"
    path.write_text(page_of(freeze(digest)), "utf-8")
    return path


@pytest.fixture(params=["light", "dark", "phone", "print"])
def shown(request: pytest.FixtureRequest, chromium: Browser, file: Path) -> Iterator[Page]:
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}
        if request.param == "phone"
        else {"width": 1280, "height": 800},
        color_scheme="dark" if request.param == "dark" else "light",
        java_script_enabled=True,
    )
    page = context.new_page()
    page.goto(file.as_uri())
    if request.param == "print":
        page.emulate_media(media="print")
    yield page
    context.close()


def test_the_page_is_in_order(shown: Page, axe: str) -> None:
    assert problems(shown, axe) == []
    wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert shown.evaluate(wide)
    assert shown.locator("svg").get_attribute("aria-label")


def test_the_front_fits_on_one_screen_and_more_opens_by_keyboard(
    chromium: Browser, file: Path
) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.goto(file.as_uri())
    box = page.locator(".two").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 800
    reach = page.get_by_text("Reach:")
    assert not reach.is_visible()
    if PICTURES:
        page.set_viewport_size({"width": 1100, "height": 760})
        take(page, "digest-light")
    page.locator("summary").focus()
    page.keyboard.press("Enter")
    assert reach.is_visible()
    if PICTURES:
        page.emulate_media(color_scheme="dark")
        whole = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": 1100, "height": whole})
        take(page, "digest-dark")
    page.close()


def test_printed_the_whole_digest_is_there(chromium: Browser, file: Path) -> None:
    page = chromium.new_page()
    page.goto(file.as_uri())
    page.emulate_media(media="print")
    assert page.get_by_text("Reach:").is_visible()
    page.close()
