"""A message and a form as Slack's blocks and views. Pure.

Nothing that anybody wrote is ever mark-up here: texts are ``plain_text`` objects and the elements
of ``rich_text`` blocks, which Slack shows as they are, and the one place that Slack does parse, the
``text`` that stands in notifications, has its control characters escaped. A mention is an element
of its own, made from an id of the vault.

Sources: https://docs.slack.dev/reference/block-kit/blocks/ (limits of each block),
https://docs.slack.dev/reference/block-kit/composition-objects/text-object,
https://docs.slack.dev/messaging/formatting-message-text#escaping and
https://docs.slack.dev/reference/views/modal-views.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from bot.platform import Enclosed
from handlers.chat.outgoing import (
    NAME,
    AddFiles,
    Advice,
    Button,
    Choice,
    Field,
    Fine,
    Form,
    Heading,
    Item,
    Line,
    Link,
    Message,
    Part,
    PickGroup,
    PickPerson,
    PickPlace,
    Said,
    Style,
    TextField,
    identify,
)

Block = dict[str, Any]

HEADER = 150
"""Characters of a header block."""
GROUP = "group:"
"""What the id of a field begins with in which a user group's handle is typed."""
NO_GROUPS = (
    "User groups cannot be named here: whoever runs the bot has not switched them on "
    "([slack] user_groups)."
)
FALLBACK = 3000
"""Characters of a message's ``text`` that are sent; Slack shows fewer in a notification."""

_CODE = re.compile(r"```(?:[a-zA-Z0-9_+-]*\n)?(?P<block>.+?)```|`(?P<word>[^`\n]+)`", re.DOTALL)


def blocks(message: Message, enclosed: Enclosed) -> list[Block]:
    """The blocks of a message; its files are not among them.

    Args:
        message: what is said.
        enclosed: whose name each place for a name stands for.
    """
    shown = [_part(part, message.once, enclosed) for part in message.parts]
    if message.buttons:
        elements = [_button(button, message.once) for button in message.buttons]
        shown.append({"type": "actions", "elements": elements})
    return shown


def summary(message: Message) -> str:
    """What a notification or a screen reader says: the message's text, escaped."""
    text = "\n".join(part.text.replace(NAME, "…") for part in message.parts)
    return escaped(text[:FALLBACK])


def escaped(text: str) -> str:
    """The text with the three characters replaced that Slack's mark-up starts with."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def panel(messages: Sequence[Message], enclosed: Enclosed, *, title: str, room: str) -> Block:
    """A modal view that shows messages and asks for nothing.

    Args:
        messages: from top to bottom; at least one.
        enclosed: whose name each place for a name stands for.
        title: at most 24 characters.
        room: the channel it is about, kept in the view; empty for none.
    """
    shown = [blocks(message, enclosed) for message in messages]
    together = shown[0]
    for _above, below in pairwise(shown):
        together = [*together, {"type": "divider"}, *below]
    return {**_view(title, room), "blocks": together, "close": _plain("Close")}


def modal(form: Form, *, room: str, groups: bool = False) -> Block:
    """A modal view with a form, its once-token in the ``callback_id``.

    Args:
        form: the form.
        room: the channel it is about, kept in the view; empty for none.
        groups: whether the bot may look user groups up.
    """
    return {
        **_view(form.title, room),
        "callback_id": identify(form.name, form.args, form.once),
        "blocks": [_field(field, groups=groups) for field in form.fields],
        "submit": _plain(form.submit),
        "close": _plain("Cancel"),
    }


def lines(text: str, *, title: str, room: str) -> Block:
    """A modal view with one line of the adapter's own."""
    section = {"type": "section", "text": _plain(text)}
    return {**_view(title, room), "blocks": [section], "close": _plain("Close")}


def room_of(private_metadata: str) -> str:
    """The channel that a view made here is about; empty for none or for a view made elsewhere."""
    try:
        kept = json.loads(private_metadata or "{}")
    except ValueError:
        return ""
    room = kept.get("room") if isinstance(kept, dict) else None
    return room if isinstance(room, str) else ""


def _view(title: str, room: str) -> Block:
    metadata = json.dumps({"room": room}) if room else ""
    return {"type": "modal", "title": _plain(title), "private_metadata": metadata}


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}


def _part(part: Part, once: str, enclosed: Enclosed) -> Block:  # noqa: PLR0911  # one a part
    match part:
        case Heading(text):
            return _heading(text)
        case Line(text, names) if names:
            return _rich([_section(list(_named(part, enclosed)))])
        case Said(text) if "`" in text:
            return _rich(list(_with_code(text)))
        case Fine(text):
            return {"type": "context", "elements": [_plain(text)]}
        case Link(text, url):
            return _rich([_section([{"type": "link", "url": url, "text": text}])])
        case Item(text, button):
            return {
                "type": "section",
                "text": _plain(text),
                "accessory": _button(button, once),
            }
        case _:
            return {"type": "section", "text": _plain(part.text)}


def _heading(text: str) -> Block:
    if len(text) <= HEADER:
        return {"type": "header", "text": _plain(text)}
    return _rich([_section([_text(text, bold=True)])])


def _button(button: Button, once: str) -> Block:
    shown: Block = {
        "type": "button",
        "text": _plain(button.label),
        "action_id": identify(button.name, button.args, once),
    }
    if button.style != Style.PLAIN:
        shown["style"] = str(button.style)
    return shown


def _rich(elements: Sequence[Block]) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def _section(elements: Sequence[Block]) -> Block:
    return {"type": "rich_text_section", "elements": list(elements)}


def _text(text: str, **style: bool) -> Block:
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def _named(line: Line, enclosed: Enclosed) -> Iterator[Block]:
    pieces = line.text.split(NAME)
    for piece, name in zip(pieces, (*line.names, None), strict=True):
        if piece:
            yield _text(piece)
        if name is not None:
            account = enclosed.accounts.get(name.seal)
            if account is None or account.platform != "slack":
                yield _text(enclosed.nameless(name.seal))
            else:
                yield {"type": "user", "user_id": account.user}


def _with_code(text: str) -> Iterator[Block]:
    """Sections and preformatted stretches; an unpaired back-tick stays what it is."""
    inline: list[Block] = []
    for kind, piece in _stretches(text):
        if kind != "block":
            inline.append(_text(piece, code=True) if kind == "word" else _text(piece))
            continue
        if inline:
            yield _section(inline)
            inline = []
        yield {"type": "rich_text_preformatted", "elements": [_text(piece)]}
    if inline:
        yield _section(inline)


def _stretches(text: str) -> Iterable[tuple[str, str]]:
    end = 0
    for found in _CODE.finditer(text):
        if text[end : found.start()]:
            yield "text", text[end : found.start()]
        kind = found.lastgroup or "text"
        yield kind, found[kind]
        end = found.end()
    if text[end:]:
        yield "text", text[end:]


def _field(field: Field, *, groups: bool) -> Block:
    match field:
        case Advice(text):
            return {"type": "section", "text": _plain(text)}
        case PickGroup():
            return _group(field) if groups else {"type": "section", "text": _plain(NO_GROUPS)}
        case TextField():
            element = _box(field)
        case Choice():
            element = _select(field)
        case AddFiles(name):
            element = {"type": "file_input", "action_id": name, "max_files": field.most}
        case _:
            element = _picker(field)
    required = not isinstance(field, AddFiles) and field.required
    return _input(field.name, field.label, element, required=required)


def _input(name: str, label: str, element: Block, *, required: bool) -> Block:
    return {
        "type": "input",
        "block_id": name,
        "label": _plain(label),
        "element": element,
        "optional": not required,
    }


def _group(field: PickGroup) -> Block:
    name = GROUP + field.name
    box = {
        "type": "plain_text_input",
        "action_id": name,
        "max_length": 100,
        "placeholder": _plain("Its handle, such as @tas"),
    }
    return _input(name, field.label, box, required=False)


def _picker(field: PickPlace | PickPerson) -> Block:
    if isinstance(field, PickPlace):
        return {
            "type": "conversations_select",
            "action_id": field.name,
            "filter": {"include": ["public", "private"], "exclude_bot_users": True},
        }
    if field.most == 1:
        return {"type": "users_select", "action_id": field.name}
    return {
        "type": "multi_users_select",
        "action_id": field.name,
        "max_selected_items": field.most,
    }


def _box(field: TextField) -> Block:
    box: Block = {
        "type": "plain_text_input",
        "action_id": field.name,
        "multiline": field.long,
        "max_length": field.most,
    }
    if field.initial:
        box["initial_value"] = field.initial
    if field.placeholder:
        box["placeholder"] = _plain(field.placeholder)
    return box


def _select(field: Choice) -> Block:
    options = {
        option.value: {"text": _plain(option.label), "value": option.value}
        for option in field.options
    }
    select: Block = {
        "type": "static_select",
        "action_id": field.name,
        "options": list(options.values()),
    }
    if field.initial:
        select["initial_option"] = options[field.initial]
    return select
