"""The local chat as a stage for transcripts: people act through it, and what it shows is noted."""

from collections.abc import Iterable, Mapping

from bot.platforms.local.adapter import TRY_AGAIN, AddedFile, LocalPlatform, NotTaken, Outcome
from bot.platforms.local.body import Body, Pressable
from bot.platforms.local.chat import Change, Chat, Closed, Opened, Seen
from bot.transcript.files import file_named
from bot.transcript.script import Act, Again, Aloud, Command, Direct, Fill, Press, Shortcut
from bot.transcript.stage import Impossible, Shown
from handlers.chat.outgoing import (
    Advice,
    Choice,
    Field,
    Form,
    PickGroup,
    PickPerson,
    PickPlace,
    TextField,
)

_ALL = 2**30
"""More messages than any transcript has."""


class LocalStage:
    """People of a local chat (:class:`bot.transcript.stage.Stage`).

    Args:
        chat: where they are.
        platform: the chat's adapter, running.
        room: the class's room, where commands are typed unless another is named.
    """

    def __init__(self, chat: Chat, platform: LocalPlatform, room: str) -> None:
        self._chat = chat
        self._platform = platform
        self._room = room
        self._shown: list[Shown] = []
        chat.listen(self._note)

    @property
    def names(self) -> Mapping[str, str]:
        """Everybody's display name."""
        return self._chat.names

    async def act(self, who: str, act: Act, room: str) -> None:
        """Do something as somebody; see :class:`bot.transcript.stage.Stage`."""
        if who not in self._chat.names:
            raise Impossible(f"there is nobody called {who} in the header")
        try:
            outcome = await self._do(who, act, room)
        except NotTaken as refusal:
            self._shown.append(Shown(f"refused {who}", (str(refusal),)))
            return
        if outcome is not None and not outcome.through:
            self._shown.append(Shown(f"refused {who}", (TRY_AGAIN,)))

    async def _do(self, who: str, act: Act, room: str) -> Outcome | None:
        place = None if room == "direct" else room.removeprefix("#") or self._room
        match act:
            case Command(name, text):
                return await self._platform.command(who, name, text, room=place)
            case Press():
                return await self._press(who, act, place)
            case Fill():
                return await self._fill(who, act)
            case Shortcut(label, on):
                return await self._take(who, label, on)
            case Aloud(text, on):
                self._say(who, place or self._room, text, on)
                return None
            case _:
                return await self._unprompted(who, act)

    async def _press(self, who: str, act: Press, place: str | None) -> Outcome:
        seen, button = self._button(act.of or who, act)
        # The id of a message that is not this person's own is made up, the button is not.
        message = "forged" if act.of else seen.id
        return await self._platform.press(who, message, button.id, room=place)

    async def _unprompted(self, who: str, act: Direct | Again) -> Outcome:
        if isinstance(act, Direct):
            return await self._platform.direct(who, act.text)
        return await self._platform.again(who)

    async def _take(self, who: str, label: str, on: str) -> Outcome:
        items = {item.label: item.name for item in self._platform.menu}
        if label not in items:
            raise Impossible(f"the menu of a message has no {label!r}")
        return await self._platform.shortcut(who, self._standing(who, on).id, items[label])

    def _say(self, who: str, room: str, text: str, on: str) -> None:
        begun = self._standing(who, on) if on else None
        if begun is not None and begun.room is not None:
            self._chat.say(who, begun.room, text, thread=begun.id)
        else:
            self._chat.say(who, room, text)

    def shown(self) -> list[Shown]:
        """What has been shown since the last call."""
        shown, self._shown = self._shown, []
        return shown

    def remembered(self, words: Iterable[str]) -> list[str]:
        """Where the bot's own messages still hold any of the words.

        Messages that one person alone was shown are gone from a real platform by the next look.
        """
        places = {f"#{room.id}" for who in self._chat.names for room in self._chat.rooms_of(who)}
        stand = [
            (place, seen)
            for place in sorted(places)
            for seen in self._chat.history("", place.removeprefix("#"), most=_ALL)
        ]
        for who in self._chat.names:
            stand += [(f"notices of {who}", s) for s in self._chat.history(who, None, most=_ALL)]
        return [
            f"{word!r} in {place}"
            for place, seen in stand
            for word in words
            if seen.author is None and word in " ".join(_parts(seen.body))
        ]

    def _standing(self, who: str, words: str) -> Seen:
        """The newest message of a room of the person's that holds the words."""
        rooms = [room.id for room in self._chat.rooms_of(who)]
        seen = [one for room in rooms for one in self._chat.history(who, room, most=_ALL)]
        for one in sorted(seen, key=lambda one: one.number, reverse=True):
            if words in one.body.text:
                return one
        raise Impossible(f"{who} sees no message that holds {words!r}")

    def _button(self, who: str, press: Press) -> tuple[Seen, Pressable]:
        """The button on the newest message the person sees with such a one."""
        rooms = [room.id for room in self._chat.rooms_of(who)]
        seen = [*self._chat.only_you(who), *self._chat.history(who, None, most=_ALL)]
        for room in rooms:
            seen += self._chat.history(who, room, most=_ALL)
        for one in sorted(seen, key=lambda one: one.number, reverse=True):
            fitting = [button for button in one.body.all_buttons() if button.label == press.label]
            if len(fitting) >= press.nth and press.at in one.body.text:
                return one, fitting[press.nth - 1]
        raise Impossible(f"{who} sees no button [{press.label}]")

    async def _fill(self, who: str, fill: Fill) -> Outcome:
        opened = self._chat.form_of(who)
        if opened is None:
            raise Impossible(f"{who} has no form open")
        values: dict[str, str] = {}
        people: dict[str, list[str]] = {}
        places: dict[str, str] = {}
        groups: dict[str, str] = {}
        boxes = [field for field in opened.form.fields if isinstance(field, TextField)]
        if fill.text:
            box = next((box for box in boxes if box.required), None)
            if box is None:
                raise Impossible(f"the form {opened.form.title!r} asks for no text")
            values[box.name] = fill.text
        for label, value in fill.fields:
            field = _field(opened.form, label)
            if isinstance(field, PickPerson):
                people[field.name] = [one.strip() for one in value.split(",")]
            elif isinstance(field, PickGroup):
                groups[field.name] = value.removeprefix("@")
            elif isinstance(field, PickPlace):
                places[field.name] = value.removeprefix("#")
            else:
                values[field.name] = _value(field, value)
        return await self._platform.submit(
            who,
            opened.id,
            values,
            people=people,
            places=places,
            groups=groups,
            files=[AddedFile(name, file_named(name)) for name in fill.files],
        )

    def _note(self, change: Change) -> None:
        match change:
            case Opened(person=person, form=form):
                self._shown.append(Shown(f"form to {person}", (_form_text(form),)))
            case Closed():
                pass
            case Seen(author=None):
                if change.only_you:
                    where = f"only {change.person}"
                else:
                    where = f"notice {change.person}" if change.person else f"#{change.room}"
                self._shown.append(Shown(where, _parts(change.body), change.edited))


def _field(form: Form, label: str) -> TextField | Choice | PickPlace | PickPerson | PickGroup:
    for field in form.fields:
        if isinstance(
            field, TextField | Choice | PickPlace | PickPerson | PickGroup
        ) and label.casefold() in {
            field.name,
            field.label.casefold(),
        }:
            return field
    raise Impossible(f"the form {form.title!r} has no field {label!r}")


def _value(field: TextField | Choice, value: str) -> str:
    if isinstance(field, TextField):
        return value
    for option in field.options:
        if value.casefold() in {option.value, option.label.casefold()}:
            return option.value
    raise Impossible(f"{field.label!r} has no choice {value!r}")


def _parts(body: Body) -> tuple[str, ...]:
    parts = [
        f"{block.text} [{block.button.label}]" if block.button else block.text
        for block in body.blocks
    ]
    parts += [f"(file: {file.name})" for file in body.files]
    if body.buttons:
        parts.append(" ".join(f"[{button.label}]" for button in body.buttons))
    return tuple(parts)


def _form_text(form: Form) -> str:
    return " · ".join([form.title, *map(_field_text, form.fields), f"[{form.submit}]"])


def _field_text(field: Field) -> str:
    match field:
        case Advice(text=text):
            return text
        case TextField(placeholder=placeholder, initial=initial):
            grey = initial or placeholder
            return f"{field.label} ({grey})" if grey else field.label
        case Choice():
            options = [
                f"•{option.label}" if option.value == field.initial else option.label
                for option in field.options
            ]
            return f"{field.label} ({' | '.join(options)})"
        case _:
            return field.label
