"""A form of the vocabulary as a Discord modal.

A Label around each field (Discord's component reference, "Label"); advice is a Text Display. A
modal's button cannot be named: Discord's own "Submit" stands for the form's.
"""

from typing import Any

from bot.platforms.discord.escaping import plain
from handlers.chat.outgoing import (
    AddFiles,
    Advice,
    Choice,
    Field,
    Form,
    PickGroup,
    PickPerson,
    PickPlace,
    TextField,
    identify,
)

_SELECT, _INPUT, _USERS, _ROLES, _CHANNELS, _TEXT, _LABEL, _UPLOAD = 3, 4, 5, 6, 8, 10, 18, 19
_SHORT, _PARAGRAPH = 1, 2
_TEXT_CHANNEL = 0


def modal(form: Form) -> dict[str, Any]:
    """The ``data`` of an interaction response of type 9 (MODAL)."""
    return {
        "custom_id": identify(form.name, form.args, form.once),
        "title": form.title,
        "components": [_component(field) for field in form.fields],
    }


def _component(field: Field) -> dict[str, Any]:
    if isinstance(field, Advice):
        return {"type": _TEXT, "content": plain(field.text)}
    return {"type": _LABEL, "label": field.label, "component": _input(field)}


def _input(
    field: TextField | Choice | PickPlace | PickPerson | PickGroup | AddFiles,
) -> dict[str, Any]:
    match field:
        case TextField():
            box = {
                "type": _INPUT,
                "custom_id": field.name,
                "style": _PARAGRAPH if field.long else _SHORT,
                "required": field.required,
                "max_length": field.most,
            }
            # An empty text is no text to Discord, so it is left out.
            given = {"value": field.initial, "placeholder": field.placeholder}
            return box | {key: text for key, text in given.items() if text}
        case Choice():
            return {
                "type": _SELECT,
                "custom_id": field.name,
                "required": field.required,
                "min_values": int(field.required),
                "max_values": 1,
                "options": [
                    {
                        "label": option.label,
                        "value": option.value,
                        "default": option.value == field.initial,
                    }
                    for option in field.options
                ],
            }
        case PickPlace():
            return {
                "type": _CHANNELS,
                "custom_id": field.name,
                "required": field.required,
                "min_values": int(field.required),
                "max_values": 1,
                "channel_types": [_TEXT_CHANNEL],
            }
        case PickPerson():
            return {
                "type": _USERS,
                "custom_id": field.name,
                "required": field.required,
                "min_values": int(field.required),
                "max_values": field.most,
            }
        case PickGroup():
            return {
                "type": _ROLES,
                "custom_id": field.name,
                "required": False,
                "min_values": 0,
                "max_values": 1,
            }
        case AddFiles():
            return {
                "type": _UPLOAD,
                "custom_id": field.name,
                "required": False,
                "min_values": 0,
                "max_values": field.most,
            }
