"""What Slack sends, as what somebody did and where to answer it. Pure.

Sources: https://docs.slack.dev/interactivity/implementing-slash-commands,
https://docs.slack.dev/reference/interaction-payloads/ (block_actions, shortcut, view_submission)
and https://docs.slack.dev/reference/events/message.im.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.platform import Action, UsedOn
from bot.platforms.slack.blocks import GROUP, room_of
from bot.platforms.slack.markup import as_typed
from storage.kinds import Address, NativeId

NAME = "slack"
TITLE = "Askwell"
"""The title of a view that has none of its own."""

GLOBAL = ("ask",)
"""The commands that a global shortcut stands for."""
ON_MESSAGE = "message-"
"""What the id of a message shortcut begins with; the shortcut's name follows."""

Payload = Mapping[str, Any]


class Place(StrEnum):
    """Where an answer is shown."""

    COMMAND = "command"
    """In the channel, to this person alone: the acknowledgement carries it."""
    CHANNEL = "channel"
    """In the channel, to this person alone, by ``response_url``."""
    MODAL = "modal"
    """In a view opened with the trigger: in direct messages nothing is written."""
    VIEW = "view"
    """In the view that a button of it was pressed in."""
    SUBMITTED = "submitted"
    """In the view that was submitted: the acknowledgement carries it."""
    DIRECT = "direct"
    """In the direct messages, to be gone with the next look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """The way back to the person.

    Attributes:
        place: where the answer is shown.
        user: whose eyes it is for.
        channel: where it came from; empty for nowhere.
        trigger: opens one view, for three seconds.
        response_url: takes five messages, for thirty minutes.
        view: the id of the view it came from.
        view_hash: its state when it was sent.
        title: the view's title.
        own: whether it came from a message that this person alone sees.
    """

    place: Place
    user: str
    channel: str = ""
    trigger: str = field(default="", repr=False)
    response_url: str = field(default="", repr=False)
    view: str = ""
    view_hash: str = ""
    title: str = TITLE
    own: bool = False


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody added in a form: its name there, and where it can be fetched."""

    name: str = field(repr=False)
    url: str = field(repr=False)
    size: int


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody did, where to answer, and what is still to be looked up.

    Attributes:
        action: what.
        back: where to answer.
        uploads: files to fetch.
        handles: handles of user groups, by field name.
    """

    action: Action
    back: Back
    uploads: tuple[Upload, ...] = ()
    handles: Mapping[str, str] = field(default_factory=dict)


def command(payload: Payload, *, own: str = "askwell") -> Heard | None:
    """A slash command.

    Args:
        payload: the form fields of the request.
        own: the name that ``/askwell`` has in this workspace.
    """
    user, channel = _text(payload, "user_id"), _text(payload, "channel_id")
    team = _text(payload, "team_id")
    name = _text(payload, "command").removeprefix("/")
    trigger = _text(payload, "trigger_id")
    if not (user and team and name):
        return None
    action = Action(
        account=NativeId(NAME, team, user),
        where=_room(team, channel),
        delivery=trigger,
        command="askwell" if name == own else name,
        text=_text(payload, "text"),
    )
    place = Place.MODAL if action.where is None else Place.COMMAND
    url = _text(payload, "response_url")
    return Heard(action, Back(place=place, **_way(user, channel, trigger), response_url=url))


def shortcut(payload: Payload) -> Heard | None:
    """A global shortcut, or one from a message's menu, which brings that message along."""
    name = _text(payload, "callback_id")
    user, team = _text(payload, "user", "id"), _team(payload)
    on_message = _text(payload, "type") == "message_action" and name.startswith(ON_MESSAGE)
    if not (on_message or name in GLOBAL) or not (user and team):
        return None
    channel, trigger = _text(payload, "channel", "id"), _text(payload, "trigger_id")
    action = Action(
        account=NativeId(NAME, team, user),
        where=_room(team, channel),
        delivery=trigger,
        command="" if on_message else name,
        shortcut=name.removeprefix(ON_MESSAGE) if on_message else "",
        used_on=_used_on(payload, channel, user) if on_message else UsedOn(),
    )
    place = Place.MODAL if action.where is None else Place.CHANNEL
    url = _text(payload, "response_url")
    return Heard(action, Back(place=place, **_way(user, channel, trigger), response_url=url))


def _used_on(payload: Payload, channel: str, user: str) -> UsedOn:
    """The message: a first message of a thread stands in none itself."""
    thread, ts = _text(payload, "message", "thread_ts"), _text(payload, "message", "ts")
    return UsedOn(
        text=as_typed(_text(payload, "message", "text")),
        own=_text(payload, "message", "user") == user,
        thread=f"{channel}/{thread}" if thread and thread != ts else "",
    )


def pressed(payload: Payload) -> Heard | None:
    """A button, on a message or in a view; anything else that changes in a form is nothing yet."""
    actions = payload.get("actions")
    first = actions[0] if isinstance(actions, list) and actions else {}
    user, team = _text(payload, "user", "id"), _team(payload)
    if not isinstance(first, Mapping) or first.get("type") != "button" or not (user and team):
        return None
    view = payload.get("view")
    in_view = isinstance(view, Mapping)
    channel = (
        room_of(_text(view, "private_metadata"))
        if isinstance(view, Mapping)
        else _text(payload, "channel", "id") or _text(payload, "container", "channel_id")
    )
    trigger = _text(payload, "trigger_id")
    action = Action(
        account=NativeId(NAME, team, user),
        where=_room(team, channel),
        delivery=trigger or _text(first, "action_ts"),
        press=_text(first, "action_id"),
    )
    place = Place.VIEW if in_view else Place.MODAL if action.where is None else Place.CHANNEL
    back = Back(
        place=place,
        **_way(user, channel, trigger),
        response_url=_text(payload, "response_url"),
        **_of_view(view),
        own=action.where is None or _is_ephemeral(payload),
    )
    return Heard(action, back)


def submitted(payload: Payload) -> Heard | None:
    """A form."""
    view = payload.get("view")
    user, team = _text(payload, "user", "id"), _team(payload)
    if not isinstance(view, Mapping) or not (user and team):
        return None
    channel = room_of(_text(view, "private_metadata"))
    trigger = _text(payload, "trigger_id")
    fields: dict[str, str] = {}
    people: dict[str, tuple[NativeId, ...]] = {}
    places: dict[str, Address] = {}
    uploads: list[Upload] = []
    handles: dict[str, str] = {}
    for name, value in _values(view):
        kind = value.get("type")
        if name.startswith(GROUP):
            handles[name.removeprefix(GROUP)] = _text(value, "value").strip().removeprefix("@")
        elif kind == "plain_text_input":
            fields[name] = _text(value, "value")
        elif kind == "static_select":
            fields[name] = _text(value, "selected_option", "value")
        elif kind == "conversations_select" and value.get("selected_conversation"):
            places[name] = Address(NAME, team, _text(value, "selected_conversation"))
        elif kind in {"users_select", "multi_users_select"}:
            people[name] = tuple(NativeId(NAME, team, one) for one in _users(value))
        elif kind == "file_input":
            uploads += _uploads(value)
    action = Action(
        account=NativeId(NAME, team, user),
        where=_room(team, channel),
        delivery=trigger or f"{_text(view, 'id')} {_text(view, 'hash')}",
        submission=_text(view, "callback_id"),
        fields=fields,
        people=people,
        places=places,
    )
    back = Back(place=Place.SUBMITTED, **_way(user, channel, trigger), **_of_view(view))
    return Heard(action, back, tuple(uploads), {at: one for at, one in handles.items() if one})


def too_long(payload: Payload) -> dict[str, str]:
    """What to say beside each field of a form that holds more than it takes.

    Slack's own clients keep to ``max_length``; where something else has sent the form, the answer
    is the same as theirs, and what was typed stays in it.
    """
    view = payload.get("view")
    if payload.get("type") != "view_submission" or not isinstance(view, Mapping):
        return {}
    blocks = view.get("blocks")
    inputs = [one for one in blocks if isinstance(one, Mapping)] if isinstance(blocks, list) else []
    most = {
        _text(block, "element", "action_id"): (_text(block, "block_id"), element["max_length"])
        for block in inputs
        if isinstance(element := block.get("element"), Mapping)
        and isinstance(element.get("max_length"), int)
    }
    return {
        most[name][0]: f"Keep this to {most[name][1]} characters."
        for name, value in _values(view)
        if name in most and len(_text(value, "value")) > most[name][1]
    }


def wrote(payload: Payload) -> Heard | None:
    """A direct message of a person to the bot.

    Edits, deletions, the bot's own messages and messages elsewhere are nothing.
    """
    event = payload.get("event")
    if not isinstance(event, Mapping) or event.get("type") != "message":
        return None
    user, team = _text(event, "user"), _team(payload)
    by_bot = "bot_id" in event
    # A file beside the text is all that a person's own new message may have as a subtype.
    changed = event.get("subtype") not in {None, "file_share"}
    if event.get("channel_type") != "im" or by_bot or changed or not (user and team):
        return None
    channel = _text(event, "channel")
    action = Action(
        account=NativeId(NAME, team, user),
        where=None,
        delivery=_text(payload, "event_id") or f"{channel} {_text(event, 'ts')}",
        text=as_typed(_text(event, "text")),
        direct=True,
    )
    return Heard(action, Back(place=Place.DIRECT, **_way(user, channel, "")))


def _is_ephemeral(payload: Payload) -> bool:
    container = payload.get("container")
    return isinstance(container, Mapping) and container.get("is_ephemeral") is True


def _way(user: str, channel: str, trigger: str) -> dict[str, Any]:
    return {"user": user, "channel": channel, "trigger": trigger}


def _of_view(view: object) -> dict[str, Any]:
    if not isinstance(view, Mapping):
        return {}
    title = _text(view, "title", "text") or TITLE
    return {"view": _text(view, "id"), "view_hash": _text(view, "hash"), "title": title}


def _text(payload: Payload, *path: str) -> str:
    """The text at a path; empty where there is none."""
    found: object = payload
    for step in path:
        found = found.get(step) if isinstance(found, Mapping) else None
    return found if isinstance(found, str) else ""


def _team(payload: Payload) -> str:
    return (
        _text(payload, "team", "id")
        or _text(payload, "team_id")
        or _text(payload, "user", "team_id")
    )


def _room(team: str, channel: str) -> Address | None:
    """The room; ``None`` for direct messages, whose ids begin with D."""
    return None if not channel or channel.startswith("D") else Address(NAME, team, channel)


def _values(view: Payload) -> Iterator[tuple[str, Payload]]:
    state = view.get("state")
    values = state.get("values") if isinstance(state, Mapping) else None
    for block in values.values() if isinstance(values, Mapping) else ():
        for name, value in block.items():
            if isinstance(value, Mapping):
                yield name, value


def _users(value: Payload) -> list[str]:
    """The users that were picked, in their order; none is what an empty field holds."""
    several = value.get("selected_users")
    found = several if isinstance(several, list) else [value.get("selected_user")]
    return [one for one in found if isinstance(one, str) and one]


def _uploads(value: Payload) -> Iterator[Upload]:
    for file in value.get("files") or ():
        url = _text(file, "url_private_download") or _text(file, "url_private")
        size = file.get("size")
        yield Upload(_text(file, "name"), url, size if isinstance(size, int) else 0)
