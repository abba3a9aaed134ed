"""What people read on Discord: messages and forms as the parts a transcript is written in."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tests.discord.markdown import shown

_BUTTON, _SECTION, _TEXT, _ROW = 2, 9, 10, 1
Component = Mapping[str, Any]
NameOf = Callable[[int], str]


def parts(message: Mapping[str, Any], name_of: NameOf) -> tuple[str, ...]:
    """A message's texts from top to bottom, then its files, then its buttons."""
    said, labels = [], []
    for one in message["components"]:
        if one["type"] == _TEXT:
            said.append(_read(one["content"], name_of))
        elif one["type"] == _SECTION:
            text = " ".join(_read(part["content"], name_of) for part in one["components"])
            said.append(f"{text} [{one['accessory']['label']}]")
        elif one["type"] == _ROW:
            labels += [f"[{button['label']}]" for button in one["components"]]
    said += [f"(file: {file['filename']})" for file in message.get("attachments", ())]
    return (*said, *([" ".join(labels)] if labels else []))


def buttons(components: Sequence[Component]) -> Iterator[Component]:
    """Every button of a message, those beside texts first."""
    late: list[Component] = []
    for one in components:
        if one["type"] == _SECTION:
            yield one["accessory"]
        elif one["type"] == _ROW:
            late += [button for button in one["components"] if button["type"] == _BUTTON]
    yield from late


def texts(components: Sequence[Component]) -> Iterator[str]:
    """The texts of a message as they read."""
    for one in components:
        if one["type"] == _TEXT:
            yield _read(one["content"], lambda user: f"<@{user}>")
        elif one["type"] == _SECTION:
            yield from texts(one["components"])


def form(modal: Mapping[str, Any]) -> str:
    """A form on one line, with Discord's own button."""
    return " · ".join([modal["title"], *map(_field, modal["components"]), "[Submit]"])


def _field(one: Component) -> str:
    if one["type"] == _TEXT:
        return shown(one["content"])
    box, label = one["component"], str(one["label"])
    if "options" in box:
        chosen = " | ".join(
            f"•{option['label']}" if option.get("default") else option["label"]
            for option in box["options"]
        )
        return f"{label} ({chosen})"
    grey = box.get("value") or box.get("placeholder")
    return f"{label} ({grey})" if grey else label


def _read(content: str, name_of: NameOf) -> str:
    lines = [line.removeprefix("-# ").removeprefix("## ") for line in content.split("\n")]
    text = re.sub(r"(?<!\\)<@(\d+)>", lambda found: name_of(int(found[1])), "\n".join(lines))
    return shown(text)
