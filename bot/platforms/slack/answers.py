"""Answering what somebody did, for their eyes only.

| what they did | a message | a form |
|---|---|---|
| typed a command in a channel | in the acknowledgement | ``views.open`` |
| used a shortcut on a message, pressed a button on a message | ``response_url`` | ``views.open`` |
| did it in direct messages, or used a global shortcut | ``views.open`` | ``views.open`` |
| pressed a button in a view | ``views.update`` | ``views.update`` |
| submitted a form | in the acknowledgement | |
| wrote to the bot | ``chat.postEphemeral`` | |

What takes the place of a message (``Reply.instead``) goes to the ``response_url`` of the press on
it, in channels and in direct messages alike.

What cannot be shown that way is shown in the channel to this person alone, and where that is not
possible either, a notice says that there is something to read: everything said is kept in ``/my``.
"""

from collections.abc import Sequence
from typing import Any, Protocol

from bot.logs import log
from bot.platform import Answered, Enclosed, TryLater, Unreachable
from bot.platforms.slack.blocks import Block, blocks, lines, modal, panel, summary
from bot.platforms.slack.inbound import NAME, Back, Place
from bot.platforms.slack.web import OutcomeUnknown, Refusal, Web
from handlers.chat.outgoing import Form, Message, NoticeKind, OpenForm, Reply
from handlers.notices import notice
from storage.kinds import NativeId

TRY_AGAIN = "That did not go through. Nothing is lost: try again."
"""Where Slack has no such words of its own."""
WAITING = "One moment: your files are being checked."
_USES = 5
"""Messages that a ``response_url`` takes (https://docs.slack.dev/interactivity/handling-user-interaction)."""
_ONLY_YOU = {"response_type": "ephemeral", "replace_original": False}
_IN_PLACE = {"replace_original": True}
_NOT_SHOWN = (Refusal, OutcomeUnknown, TryLater)


class Notify(Protocol):
    """Sends a notice (:meth:`bot.platform.Platform.notify`)."""

    async def __call__(self, account: NativeId, message: Message, *, nonce: str) -> None:
        """Send it."""


def acknowledgement(back: Back, answered: Answered) -> dict[str, Any]:
    """What the acknowledgement itself carries; empty where the answer goes another way."""
    messages = _messages(answered)
    if back.place == Place.SUBMITTED:
        if not messages:
            return {"response_action": "clear"}
        return {"response_action": "update", "view": _panel(back, messages, answered.enclosed)}
    if back.place == Place.COMMAND and len(answered.replies) == len(messages) == 1:
        return {"response_type": "ephemeral", **_shown(messages[0], answered.enclosed)}
    return {}


async def answer(
    web: Web,
    notify: Notify,
    account: NativeId,
    back: Back,
    answered: Answered,
    *,
    groups: bool = False,
) -> None:
    """Show an answer that the acknowledgement does not carry.

    Args:
        web: Slack.
        notify: the last resort.
        account: who acted.
        back: the way to them.
        answered: what to show.
        groups: whether the bot may look user groups up.
    """
    messages = _messages(answered)
    for one in answered.replies:
        if isinstance(one, OpenForm):
            await _open_form(web, back, one.form, groups=groups)
            return
    if not messages:
        return
    try:
        if await _in_place(web, back, answered):
            return
        await _show(web, back, messages, answered.enclosed)
    except _NOT_SHOWN as problem:
        if _is_open_already(problem):
            return
        log.failure("not delivered", problem, platform=NAME)
        await _fall_back(web, notify, account, back, messages, answered.enclosed)


async def instead(web: Web, back: Back, view: Block) -> None:
    """Put another view in the place of the one that was submitted."""
    try:
        await web.call("views.update", view_id=back.view, view=view)
    except _NOT_SHOWN as problem:
        log.failure("not delivered", problem, platform=NAME)


def waiting(back: Back) -> dict[str, Any]:
    """An acknowledgement that keeps the view open until files are checked."""
    view = lines(WAITING, title=back.title, room=_room(back))
    return {"response_action": "update", "view": view}


def try_again(back: Back) -> Block:
    """A view that says that nothing was kept."""
    return lines(TRY_AGAIN, title=back.title, room=_room(back))


async def _open_form(web: Web, back: Back, form: Form, *, groups: bool) -> None:
    view = modal(form, room=_room(back), groups=groups)
    try:
        if back.place == Place.VIEW:
            await _in_view(web, back, view, any_state=True)
        else:
            await web.call("views.open", trigger_id=back.trigger, view=view)
    except _NOT_SHOWN as problem:
        if _is_open_already(problem):
            return
        log.failure("not delivered", problem, platform=NAME)
        await say_try_again(web, back)


async def _in_view(web: Web, back: Back, view: Block, *, any_state: bool) -> None:
    """Show a view in the place of the one that a button of it was pressed in.

    Args:
        web: Slack.
        back: the way to the person.
        view: what to show.
        any_state: also if that view has changed since; otherwise it is put on top.
    """
    state = {} if any_state or not back.view_hash else {"hash": back.view_hash}
    try:
        await web.call("views.update", view_id=back.view, view=view, **state)
    except Refusal as refused:
        if refused.error == "not_found":  # it was closed
            await web.call("views.open", trigger_id=back.trigger, view=view)
        elif refused.error == "hash_conflict":
            await _on_top(web, back, view)
        else:
            raise


async def _on_top(web: Web, back: Back, view: Block) -> None:
    try:
        await web.call("views.push", trigger_id=back.trigger, view=view)
    except Refusal as refused:
        if refused.error != "push_limit_reached":  # three, one on the other
            raise
        await web.call("views.update", view_id=back.view, view=view)


def _is_open_already(problem: Exception) -> bool:
    """The same thing was delivered twice, and the first has opened the view."""
    return isinstance(problem, Refusal) and problem.error == "exchanged_trigger_id"


async def say_try_again(web: Web, back: Back) -> None:
    """Say that nothing was kept, to whoever pressed or typed something."""
    body = {**_ONLY_YOU, "text": TRY_AGAIN}
    try:
        if back.response_url:
            await web.answer(back.response_url, body)
        elif back.channel:
            await web.call(
                "chat.postEphemeral", channel=back.channel, user=back.user, text=TRY_AGAIN
            )
    except _NOT_SHOWN as problem:
        log.failure("not delivered", problem, platform=NAME)


async def _in_place(web: Web, back: Back, answered: Answered) -> bool:
    """Change the pressed message into the answer; false where it does not stand on a message."""
    (reply, *more) = answered.replies
    if more or not isinstance(reply, Reply) or not reply.instead or back.place == Place.VIEW:
        return False
    if not back.response_url or not back.own:
        return False
    body = {**_IN_PLACE, **_shown(reply.message, answered.enclosed)}
    await web.answer(back.response_url, body)
    return True


async def _show(web: Web, back: Back, messages: Sequence[Message], enclosed: Enclosed) -> None:
    if back.place in {Place.COMMAND, Place.CHANNEL} and len(messages) <= _USES:
        for message in messages:
            body = {**_ONLY_YOU, **_shown(message, enclosed)}
            await web.answer(back.response_url, body)
    elif back.place in {Place.COMMAND, Place.CHANNEL, Place.DIRECT}:
        await _whisper(web, back, messages, enclosed)
    elif back.place == Place.MODAL:
        view = _panel(back, messages, enclosed)
        await web.call("views.open", trigger_id=back.trigger, view=view)
    elif back.place == Place.VIEW:
        await _in_view(web, back, _panel(back, messages, enclosed), any_state=False)
    else:
        await web.call("views.update", view_id=back.view, view=_panel(back, messages, enclosed))


async def _fall_back(
    web: Web,
    notify: Notify,
    account: NativeId,
    back: Back,
    messages: Sequence[Message],
    enclosed: Enclosed,
) -> None:
    try:
        if not _room(back):
            raise Refusal("direct messages")
        await _whisper(web, back, messages, enclosed)
    except _NOT_SHOWN:
        try:
            await notify(account, notice(NoticeKind.NEWS, "en"), nonce=back.trigger)
        except (*_NOT_SHOWN, Unreachable) as problem:
            log.failure("given up", problem, platform=NAME)


async def _whisper(web: Web, back: Back, messages: Sequence[Message], enclosed: Enclosed) -> None:
    for message in messages:
        await web.call(
            "chat.postEphemeral",
            channel=back.channel,
            user=back.user,
            **_shown(message, enclosed),
            parse="none",
            link_names=False,
        )


def _messages(answered: Answered) -> list[Message]:
    return [one.message for one in answered.replies if isinstance(one, Reply)]


def _panel(back: Back, messages: Sequence[Message], enclosed: Enclosed) -> Block:
    return panel(messages, enclosed, title=back.title, room=_room(back))


def _shown(message: Message, enclosed: Enclosed) -> dict[str, Any]:
    return {"text": summary(message), "blocks": blocks(message, enclosed)}


def _room(back: Back) -> str:
    """The channel that what is shown is about; none for direct messages."""
    return "" if back.channel.startswith("D") else back.channel
