"""The vocabulary as JSON and back: for the outbox, the inbox and the local chat."""

from typing import Any

from pydantic import TypeAdapter

from handlers.chat.outgoing import Aftermath, Chart, Form, Message, OpenForm, Reply

_MESSAGE: TypeAdapter[Message] = TypeAdapter(Message)
_CHART: TypeAdapter[Chart] = TypeAdapter(Chart)
_FORM: TypeAdapter[Form] = TypeAdapter(Form)
_AFTERMATH: TypeAdapter[tuple[Aftermath, ...]] = TypeAdapter(tuple[Aftermath, ...])
_REPLIES: TypeAdapter[tuple[Reply | OpenForm, ...]] = TypeAdapter(tuple[Reply | OpenForm, ...])


def message_to_json(message: Message) -> bytes:
    """The message as UTF-8 JSON."""
    return _MESSAGE.dump_json(message)


def message_from_json(text: bytes | str) -> Message:
    """The message that :func:`message_to_json` wrote.

    Raises:
        pydantic.ValidationError: it is something else.
    """
    return _MESSAGE.validate_json(text)


def message_to_object(message: Message) -> dict[str, Any]:
    """The message as plain JSON values."""
    return _MESSAGE.dump_python(message, mode="json")  # type: ignore[no-any-return]  # pydantic: Any


def form_to_object(form: Form) -> dict[str, Any]:
    """The form as plain JSON values."""
    return _FORM.dump_python(form, mode="json")  # type: ignore[no-any-return]  # pydantic: Any


def chart_to_json(chart: Chart) -> bytes:
    """The chart as one line of UTF-8 JSON."""
    return _CHART.dump_json(chart)


def aftermath_to_json(aftermath: tuple[Aftermath, ...]) -> bytes:
    """What is left to the door, as UTF-8 JSON on one line."""
    return _AFTERMATH.dump_json(aftermath)


def aftermath_from_json(text: bytes) -> tuple[Aftermath, ...]:
    """What :func:`aftermath_to_json` wrote.

    Raises:
        pydantic.ValidationError: it is something else.
    """
    return _AFTERMATH.validate_json(text)


def replies_to_json(replies: tuple[Reply | OpenForm, ...]) -> bytes:
    """What was answered, as UTF-8 JSON."""
    return _REPLIES.dump_json(replies)


def replies_from_json(text: bytes) -> tuple[Reply | OpenForm, ...]:
    """What :func:`replies_to_json` wrote.

    Raises:
        pydantic.ValidationError: it is something else.
    """
    return _REPLIES.validate_json(text)
