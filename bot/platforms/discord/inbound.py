"""A Discord interaction as what somebody did. Pure: what has to be fetched is only named.

Shapes: Discord's "Receiving and Responding" (interaction object) and component reference.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.platform import Action
from bot.platforms.discord.used_on import used_on
from handlers.menus import message_menu
from storage.kinds import Address, Group, NativeId

NAME = "discord"
EVERYWHERE = "everywhere"
"""The workspace of every account: one person is the same in each server and in direct messages."""
_CHAT_INPUT, _MESSAGE = 1, 3
_SUBCOMMANDS = (1, 2)
_USERS, _ROLES, _CHANNELS, _UPLOAD = 5, 6, 8, 19
_THREADS = (10, 11, 12)


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file somebody added to a form, still on Discord's side."""

    name: str = field(repr=False)
    url: str = field(repr=False)
    size: int


@dataclass(frozen=True, slots=True)
class Incoming:
    """What somebody did, and the files of theirs that are still to be fetched."""

    action: Action
    uploaded: tuple[Uploaded, ...] = ()


def account(user: str) -> NativeId:
    """The account of a Discord user's id."""
    return NativeId(NAME, EVERYWHERE, user)


def read(payload: Mapping[str, Any]) -> Incoming | None:
    """What somebody did; ``None`` if it is nothing that this bot offers.

    Args:
        payload: an interaction object.
    """
    data = payload.get("data") or {}
    who = (payload.get("member") or payload)["user"]["id"]
    common: dict[str, Any] = {
        "account": account(str(who)),
        "where": _where(payload),
        "delivery": str(payload["id"]),
    }
    match payload["type"]:
        case 2 if data.get("type", _CHAT_INPUT) == _CHAT_INPUT:
            words = " ".join(_words(data.get("options") or ()))
            return Incoming(Action(**common, command=data["name"], text=words))
        case 2 if data.get("type") == _MESSAGE:
            return _shortcut(payload, common)
        case 3:
            return Incoming(Action(**common, press=data["custom_id"]))
        case 5:
            return _submission(data, common)
        case _:
            return None


def _shortcut(payload: Mapping[str, Any], common: dict[str, Any]) -> Incoming | None:
    names = {item.label: item.name for item in message_menu()}
    name = names.get(payload["data"]["name"])
    if name is None:
        return None
    place = payload.get("channel") or {}
    in_thread = place.get("type") in _THREADS and place.get("parent_id")
    thread = f"{place['parent_id']}/{payload['channel_id']}" if in_thread else ""
    on = used_on(payload, thread, common["account"].user)
    return Incoming(Action(**common, shortcut=name, used_on=on))


def _where(payload: Mapping[str, Any]) -> Address | None:
    """The channel; for a thread the channel it hangs on, since a course lives there."""
    guild, channel = payload.get("guild_id"), payload.get("channel_id")
    if guild is None or channel is None:
        return None
    place = payload.get("channel") or {}
    if place.get("type") in _THREADS and place.get("parent_id"):
        channel = place["parent_id"]
    return Address(NAME, str(guild), str(channel))


def _words(options: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for option in options:
        if option["type"] in _SUBCOMMANDS:
            yield option["name"]
            yield from _words(option.get("options") or ())
        else:
            yield str(option.get("value", ""))


def _submission(data: Mapping[str, Any], common: dict[str, Any]) -> Incoming:
    where: Address | None = common["where"]
    resolved = data.get("resolved", {})
    known, users = resolved.get("attachments", {}), resolved.get("users", {})
    fields: dict[str, str] = {}
    people: dict[str, tuple[NativeId, ...]] = {}
    places: dict[str, Address] = {}
    groups: dict[str, Group] = {}
    uploaded: list[Uploaded] = []
    for one in _inputs(data.get("components") or ()):
        name, values = one["custom_id"], one.get("values") or ()
        if one["type"] == _UPLOAD:
            files = [known[value] for value in values if value in known]
            uploaded += [Uploaded(file["filename"], file["url"], file["size"]) for file in files]
        elif one["type"] == _USERS:
            picked = [str(value) for value in values if not users.get(value, {}).get("bot")]
            people[name] = tuple(map(account, picked))
        elif one["type"] == _ROLES:
            groups |= _role(name, values, where)
        elif one["type"] == _CHANNELS:
            if values and where is not None:
                places[name] = Address(NAME, where.workspace, str(values[0]))
        else:
            fields[name] = one["value"] if "value" in one else (values[0] if values else "")
    action = Action(
        **common,
        submission=data["custom_id"],
        fields=fields,
        people=people,
        places=places,
        groups=groups,
    )
    return Incoming(action, tuple(uploaded))


def _role(name: str, values: Sequence[str], where: Address | None) -> dict[str, Group]:
    """The role that was picked; the one that everybody has bears the server's own id."""
    if where is None or not values or str(values[0]) == where.workspace:
        return {}
    return {name: Group(NAME, where.workspace, str(values[0]))}


def _inputs(components: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """What was filled in: inside labels, or inside the rows that came before labels."""
    for component in components:
        inside = [component["component"]] if "component" in component else []
        inside += component.get("components") or []
        if inside:
            yield from _inputs(inside)
        elif "custom_id" in component:
            yield component
