"""Where everything arrives: parsed, passed on, and answered before Slack stops waiting."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.logs import log
from bot.platform import Hear, NotCommitted, TryLater
from bot.platforms.slack import inbound
from bot.platforms.slack.answers import (
    Notify,
    acknowledgement,
    answer,
    instead,
    say_try_again,
    try_again,
    waiting,
)
from bot.platforms.slack.blocks import GROUP
from bot.platforms.slack.files import cleaned
from bot.platforms.slack.groups import Groups
from bot.platforms.slack.inbound import NAME, Heard, Place
from bot.platforms.slack.members import Members
from bot.platforms.slack.settings import SlackSettings
from bot.platforms.slack.web import LOGGER, OutcomeUnknown, Refusal, Web, bare_client
from storage.kinds import Address, Group

_SLACK_SAYS_SO = {Place.SUBMITTED, Place.VIEW, Place.DIRECT}
"""Where an event that is not acknowledged is best: the form stays as it is with Slack's own words,
or Slack delivers it once more."""
_SLACKBOT = "USLACKBOT"

Payload = Mapping[str, Any]
Parse = Callable[[Payload], Heard | None]


class Reception:
    """Hears what people do and answers them.

    Args:
        hear: takes what somebody did, and says what to answer once it is committed.
        web: Slack.
        members: who is in a channel.
        groups: user groups, where the bot may look them up.
        notify: sends a notice where nothing else reaches somebody.
    """

    def __init__(
        self, hear: Hear, web: Web, members: Members, groups: Groups | None, notify: Notify
    ) -> None:
        self._hear = hear
        self._web = web
        self._members = members
        self._groups = groups
        self._notify = notify
        self._bot: Mapping[str, Any] = {}
        self.answering: set[asyncio.Task[None]] = set()
        """What is being said beside acknowledgements."""

    async def settle(self) -> None:
        """Wait until everything is said."""
        while self.answering:
            await asyncio.wait(set(self.answering))

    def bolt(self, bot: Mapping[str, Any], settings: SlackSettings) -> AsyncApp:
        """Bolt with one place where everything is heard.

        Args:
            bot: what ``auth.test`` says of the bot.
            settings: tokens, secret and the command's name.
        """
        self._bot = bot

        async def authorize(team_id: str | None) -> AuthorizeResult:
            return AuthorizeResult(
                enterprise_id=None,
                team_id=team_id,
                bot_id=bot.get("bot_id"),
                bot_user_id=bot.get("user_id"),
                bot_token=settings.bot_token.get_secret_value(),
            )

        app = AsyncApp(
            name="askwell",
            process_before_response=True,
            signing_secret=settings.signing_secret.get_secret_value() or "none",
            client=bare_client(settings.api_base_url, None),
            authorize=authorize,
            logger=LOGGER,
        )
        app.middleware(_Everything(self._answer, settings.command))
        return app

    async def _answer(self, body: Payload, parse: Parse) -> BoltResponse:
        heard = parse(body)
        if heard is None:
            return _acknowledged({})
        wrong = inbound.too_long(body) or self._bots(heard) or await self._not_invited(heard)
        if not wrong and heard.handles:
            heard, wrong = await self._with_groups(heard)
        if wrong:
            return _acknowledged({"response_action": "errors", "errors": wrong})
        if heard.uploads:
            # Files take longer than the three seconds there are.
            self._later(self._with_files(heard))
            return _acknowledged(waiting(heard.back))
        try:
            answered = await self._hear(heard.action)
        except NotCommitted:
            if heard.back.place in _SLACK_SAYS_SO:
                return BoltResponse(status=503, body="")
            self._later(say_try_again(self._web, heard.back))
            return _acknowledged({})
        carried = acknowledgement(heard.back, answered)
        if not carried:
            account, groups = heard.action.account, self._groups is not None
            self._later(
                answer(self._web, self._notify, account, heard.back, answered, groups=groups)
            )
        return _acknowledged(carried)

    async def _with_groups(self, heard: Heard) -> tuple[Heard, dict[str, str]]:
        """The user groups whose handles were typed, or what to say beside those fields."""
        found: dict[str, Group] = {}
        wrong: dict[str, str] = {}
        account = heard.action.account
        for field, handle in heard.handles.items():
            try:
                group = None if self._groups is None else await self._groups.called(handle)
            except TryLater:
                wrong[GROUP + field] = "Slack could not be asked just now. Send this again."
                continue
            if group is None:
                wrong[GROUP + field] = f"There is no user group with the handle @{handle}."
            else:
                found[field] = Group(NAME, account.workspace, group)
        return replace(heard, action=replace(heard.action, groups=found)), wrong

    def _bots(self, heard: Heard) -> dict[str, str]:
        """What to say in a form, by field, where it names this bot or Slack's own."""
        bots = {self._bot.get("user_id"), _SLACKBOT}
        return {
            field: "Pick a person, not a bot."
            for field, picked in heard.action.people.items()
            if any(one.user in bots for one in picked)
        }

    async def _not_invited(self, heard: Heard) -> dict[str, str]:
        """What to say in a form, by field, where it names a channel that the bot is not in."""
        wrong: dict[str, str] = {}
        for field, picked in heard.action.places.items():
            for room, which in (
                (heard.action.where, "the class's channel"),
                (picked, "that channel"),
            ):
                if room is not None and not await self._is_in(room):
                    wrong[field] = (
                        f"The bot is not in {which}. Type /invite @{self._bot['user']} there, "
                        "then send this again."
                    )
        return wrong

    async def _is_in(self, room: Address) -> bool:
        try:
            return await self._members.has(room.room, str(self._bot["user_id"]), anew=True)
        except TryLater:
            return True  # not known: what is posted there will tell

    async def _with_files(self, heard: Heard) -> None:
        """Fetch and clean what was added, and put the answer where the form was."""
        back = heard.back
        try:
            files = [
                await cleaned(self._web, upload, number)
                for number, upload in enumerate(heard.uploads, 1)
            ]
            action = replace(heard.action, files=tuple(files))
            answered = await self._hear(action)
        except (NotCommitted, Refusal, OutcomeUnknown, TryLater) as problem:
            log.failure("not committed", problem, platform=NAME)
            await instead(self._web, back, try_again(back))
            return
        view = acknowledgement(back, answered).get("view")
        if view is not None:
            await instead(self._web, back, view)

    def _later(self, answering: Awaitable[None]) -> None:
        task = asyncio.ensure_future(answering)
        self.answering.add(task)
        task.add_done_callback(self.answering.discard)


class _Everything(AsyncMiddleware):
    """Hears everything before Bolt looks for a listener.

    It would ask one after the other, each with arguments made anew: a quarter of what it costs.
    """

    def __init__(
        self, answer: Callable[[Payload, Parse], Awaitable[BoltResponse]], command: str
    ) -> None:
        """Take what answers, and the name of the bot's own command."""
        self._answer = answer
        self._parsers: Mapping[str, Parse] = {
            "view_submission": inbound.submitted,
            "block_actions": inbound.pressed,
            "shortcut": inbound.shortcut,
            "message_action": inbound.shortcut,
            "event_callback": inbound.wrote,
        }
        self._command: Parse = lambda payload: inbound.command(payload, own=command)

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002  # Bolt's name
    ) -> BoltResponse:
        """What to answer; anything else is left to Bolt, which knows nothing of it."""
        parse = self._parsers.get(str(req.body.get("type")))
        if parse is None and "command" in req.body:
            parse = self._command
        if parse is None:
            await next()
            return resp
        return await self._answer(req.body, parse)


def _acknowledged(body: dict[str, Any]) -> BoltResponse:
    if not body:
        return BoltResponse(status=200, body="")
    return BoltResponse(
        status=200,
        body=json.dumps(body),
        headers={"Content-Type": "application/json;charset=utf-8"},
    )
