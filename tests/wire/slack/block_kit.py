"""What Slack takes as blocks and views, after its reference.

https://docs.slack.dev/reference/block-kit/blocks/, .../block-elements/, .../composition-objects/
and https://docs.slack.dev/reference/views/modal-views.
"""
# ruff: noqa: ANN401, C901, PLR0912  # any JSON may come; one branch for each kind of the reference

from collections.abc import Iterator
from typing import Any

_BLOCKS = {"actions", "context", "divider", "header", "input", "rich_text", "section"}
_ELEMENTS = {
    "button",
    "conversations_select",
    "file_input",
    "multi_users_select",
    "plain_text_input",
    "static_select",
    "users_select",
}


def wrong_with_blocks(blocks: Any, most: int) -> Iterator[str]:
    if not isinstance(blocks, list) or not 1 <= len(blocks) <= most:
        yield f"not 1 to {most} blocks"
        return
    ids = [block["block_id"] for block in blocks if block.get("block_id")]
    if len(ids) != len(set(ids)):
        yield "two blocks with one block_id"
    for block in blocks:
        yield from _block(block)


def wrong_with_view(view: Any) -> Iterator[str]:
    if not isinstance(view, dict) or view.get("type") != "modal":
        yield "not a modal"
        return
    yield from _plain(view.get("title"), 24)
    for label in ("submit", "close"):
        if view.get(label) is not None:
            yield from _plain(view[label], 24)
    if len(view.get("private_metadata", "")) > 3000:
        yield "private_metadata over 3000"
    if len(view.get("callback_id", "")) > 255:
        yield "callback_id over 255"
    yield from wrong_with_blocks(view.get("blocks"), 100)
    blocks = view.get("blocks") or []
    if any(block.get("type") == "input" for block in blocks) and not view.get("submit"):
        yield "inputs without submit"


def _block(block: dict[str, Any]) -> Iterator[str]:
    kind = block.get("type")
    if kind not in _BLOCKS:
        yield f"block {kind}"
    elif kind == "header":
        yield from _plain(block.get("text"), 150)
    elif kind == "section":
        yield from _plain(block.get("text"), 3000)
        if "accessory" in block:
            yield from _element(block["accessory"])
    elif kind == "context":
        if not 1 <= len(block["elements"]) <= 10:
            yield "context elements"
        for element in block["elements"]:
            yield from _plain(element, 3000)
    elif kind == "actions":
        if not 1 <= len(block["elements"]) <= 25:
            yield "actions elements"
        ids = [element.get("action_id") for element in block["elements"]]
        if len(ids) != len(set(ids)):
            yield "two elements with one action_id"
        for element in block["elements"]:
            yield from _element(element)
    elif kind == "input":
        yield from _plain(block.get("label"), 2000)
        yield from _element(block["element"])
    elif kind == "rich_text":
        yield from _rich(block["elements"])


def _rich(elements: Any) -> Iterator[str]:
    for part in elements:
        if part["type"] not in {"rich_text_section", "rich_text_preformatted"}:
            yield f"rich text {part['type']}"
        for one in part["elements"]:
            if one["type"] == "text" and not one.get("text"):
                yield "an empty text"
            if one["type"] == "user" and not one.get("user_id"):
                yield "a user without an id"


def _element(element: dict[str, Any]) -> Iterator[str]:
    kind = element.get("type")
    if kind not in _ELEMENTS:
        yield f"element {kind}"
    if not 1 <= len(element.get("action_id", "x")) <= 255:
        yield "action_id"
    if kind == "button":
        yield from _plain(element.get("text"), 75)
        if element.get("style") not in {None, "primary", "danger"}:
            yield "style"
    if kind == "plain_text_input" and not 1 <= element.get("max_length", 1) <= 3000:
        yield "max_length"
    if kind == "static_select":
        options = element.get("options", [])
        if not 1 <= len(options) <= 100:
            yield "options"
        for option in options:
            yield from _plain(option["text"], 75)
            if not 1 <= len(option["value"]) <= 150:
                yield "option value"
        if element.get("initial_option") not in (None, *options):
            yield "initial_option"
    if "placeholder" in element:
        yield from _plain(element["placeholder"], 150)
    if kind == "multi_users_select" and element.get("max_selected_items", 1) < 1:
        yield "max_selected_items"
    if kind == "file_input" and not 1 <= element.get("max_files", 10) <= 10:
        yield "max_files"


def _plain(text: Any, most: int) -> Iterator[str]:
    if not isinstance(text, dict) or text.get("type") != "plain_text":
        yield "not plain_text"
    elif not isinstance(text.get("text"), str) or not 1 <= len(text["text"]) <= most:
        yield f"plain_text not 1 to {most}"
