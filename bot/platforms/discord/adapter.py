"""Discord as a platform: a plain discord.py client behind the ``Platform`` protocol."""

import asyncio
import random
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import replace
from datetime import timedelta
from typing import Any

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.logs import log
from bot.platform import (
    Action,
    Answered,
    Enclosed,
    Hear,
    NotCommitted,
    TryLater,
    TurnedAway,
    Unreachable,
)
from bot.platforms.discord.files import cleaned
from bot.platforms.discord.inbound import NAME, Incoming, account, read
from bot.platforms.discord.invitation import intents
from bot.platforms.discord.layout import layout
from bot.platforms.discord.missing import Missing
from bot.platforms.discord.rest import LOST, Rest, told
from bot.platforms.discord.settings import GATEWAY, DiscordSettings
from bot.platforms.discord.turn import Turn, sentence
from bot.platforms.discord.used_on import as_typed
from handlers.chat.outgoing import Message, Reply
from storage.kinds import Address, Group, NativeId

PATIENCE = 2.6
"""Seconds until an answer is promised: after the 2.5 in which an event commits or is dropped,
before the three in which Discord wants one."""
PATIENCE_WITH_FILES = 1.5
"""The same where files have to be fetched first."""
LONGEST_WAIT = 30.0
"""Seconds at most between two tries to connect, and that discord.py may sleep for a rate limit."""
_REFUSALS = {
    4004: "Discord does not accept the bot's token. Make a new one in the developer portal under "
    "Bot, and put it into [discord] token.",
    4011: "The bot is in more servers than one connection may serve. Take it out of some.",
    4013: "Discord does not know one of the bot's intents. Update Askwell.",
    4014: "Discord does not allow one of the bot's intents. Askwell needs no privileged one: "
    "update it.",
}
RENEWS: Mapping[str, timedelta] = {"board": timedelta(minutes=50), "ask": timedelta(days=6)}
"""Discord throttles edits of messages more than an hour old (its error 30046), and shows a pinned
message only to who looks for it."""
_DISCORD = yarl.URL(GATEWAY).host
TOKEN_REFUSED = _REFUSALS[4004]
ENDPOINT = (
    "The Discord application has an interactions endpoint URL, so Discord sends presses there and "
    "not to the bot. Clear it in the developer portal under General Information."
)
_acting: ContextVar[discord.Member | None] = ContextVar("acting", default=None)
"""Who acts right now, with the roles Discord sent along: asking for them again costs a request."""


class _Client(discord.Client):
    """discord.py's client, keeping nothing of people and messages in memory."""

    def __init__(self, platform: "DiscordPlatform") -> None:
        super().__init__(
            intents=intents(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=LONGEST_WAIT,
            heartbeat_timeout=platform.deaf_after,
        )
        self._platform = platform

    async def setup_hook(self) -> None:
        """Logged in, not yet connected."""
        await self._platform.logged_in(self)

    async def on_connect(self) -> None:
        """Connected: a session is resumed where it was begun, unless that is at Discord itself.

        A gateway of one's own may name Discord's as the place to resume; the token stays here.
        """
        if DiscordWebSocket.DEFAULT_GATEWAY.host != _DISCORD:
            self.ws.gateway = DiscordWebSocket.DEFAULT_GATEWAY

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Somebody typed a command, pressed a button or sent a form."""
        await self._platform.acted(interaction)

    async def on_message(self, message: discord.Message) -> None:
        """Somebody wrote somewhere; direct messages are the only ones that get here."""
        if message.guild is None and not message.author.bot:
            await self._platform.written_to(message)


class DiscordPlatform:
    """Discord.

    Args:
        settings: the token, and where Discord is.
        hear: what to call when somebody acts; otherwise ``run`` brings it.
    """

    name = NAME
    hands_files = True
    renews = RENEWS

    def __init__(self, settings: DiscordSettings, *, hear: Hear | None = None) -> None:
        self._settings = settings
        self.deaf_after = settings.deaf_after
        self._hear = hear
        self._rest: Rest | None = None
        self._refused: asyncio.Future[TurnedAway] | None = None
        self._missing = Missing()
        self.point_at(settings)
        self.client: discord.Client = _Client(self)

    @staticmethod
    def point_at(settings: DiscordSettings) -> None:
        """Where discord.py finds Discord, for the whole process: it keeps such in its classes."""
        Route.BASE = settings.api_base_url.rstrip("/")
        # A plain client does not ask Discord where its gateway is.
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.gateway_url)
        # It would warn of libraries for calls, which this bot never makes.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

    # --- the connection

    async def run(self, hear: Hear) -> None:
        """Be connected until cancelled; see :class:`bot.platform.Platform`.

        Raises:
            TurnedAway: the token, or what the application asks for, is not accepted.
        """
        self._hear = hear
        refused: asyncio.Future[TurnedAway] = asyncio.get_running_loop().create_future()
        self._refused = refused
        connecting = asyncio.ensure_future(self._connected())
        waiting: set[asyncio.Future[Any]] = {connecting, refused}
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            if refused.done():
                raise refused.result()
            await connecting
        finally:
            connecting.cancel()
            await asyncio.gather(connecting, return_exceptions=True)

    async def _connected(self) -> None:
        wait = 1.0
        while True:
            try:
                async with self.client:
                    await self.client.login(self._settings.token.get_secret_value())
                    wait = 1.0
                    await self._listen()
            except discord.LoginFailure:
                raise TurnedAway(TOKEN_REFUSED) from None
            except discord.PrivilegedIntentsRequired:
                raise TurnedAway(_REFUSALS[4014]) from None
            except discord.ConnectionClosed as closed:
                if closed.code in _REFUSALS:
                    raise TurnedAway(_REFUSALS[closed.code]) from None
                log.failure("platform lost", closed, platform=NAME)
            except (*LOST, discord.GatewayNotFound) as problem:
                log.failure("platform lost", problem, platform=NAME)
            self._rest = None
            await asyncio.sleep(wait * random.uniform(0.5, 1.0))  # noqa: S311  # spreads retries
            wait = min(wait * 2, LONGEST_WAIT)
            self.client = _Client(self)

    async def _listen(self) -> None:
        while not self.client.is_closed():
            try:
                await self.client.connect()
            except AttributeError:
                # discord.py wants to resume whenever a connection fails, also where there was none
                # yet; it has waited by then.
                if getattr(self.client, "ws", None) is not None:
                    raise
                log.warning("platform lost", platform=NAME)

    async def logged_in(self, client: discord.Client) -> None:
        """The token was accepted: commands are told, and from now on the bot can speak.

        Raises:
            TurnedAway: presses would go somewhere else.
        """
        application = client.application
        if application is not None and application.interactions_endpoint_url is not None:
            raise TurnedAway(ENDPOINT)
        assert client.application_id is not None  # noqa: S101  # the log-in brought it
        rest = Rest(client.http, client.application_id)
        await rest.tell_commands()
        self._rest = rest

    @property
    def _online(self) -> Rest:
        if self._rest is None:
            raise TryLater
        return self._rest

    def _told(self, problem: BaseException) -> BaseException:
        unauthorised = isinstance(problem, discord.HTTPException) and problem.status == 401
        if unauthorised and self._refused is not None and not self._refused.done():
            self._refused.set_result(TurnedAway(TOKEN_REFUSED))
        return told(problem)

    # --- what people do

    async def acted(self, interaction: discord.Interaction) -> None:
        """Pass on an interaction and answer it."""
        incoming = read(_payload(interaction))
        if incoming is None or self._hear is None or self._rest is None:
            return
        if isinstance(interaction.user, discord.Member):
            _acting.set(interaction.user)
        turn = Turn(self._rest, interaction.id, interaction.token, own=_on_own(interaction))
        missing = self._missing.closed(self.client, incoming.action)
        if missing:
            await turn.say(sentence(missing, "\n\n".join(incoming.action.fields.values())))
            return
        patience = PATIENCE_WITH_FILES if incoming.uploaded else PATIENCE
        hearing = asyncio.create_task(self._heard(self._rest, incoming))
        done, _pending = await asyncio.wait({hearing}, timeout=patience)
        if not done:
            await turn.defer()
        try:
            answered = await hearing
        except NotCommitted:
            form = bool(incoming.action.submission)
            await turn.not_kept(tuple(incoming.action.fields.values()), form=form)
            return
        await turn.answer(answered)
        await self._missing.tell(turn, interaction, incoming.action.account)

    async def _heard(self, rest: Rest, incoming: Incoming) -> Answered:
        assert self._hear is not None  # noqa: S101  # looked at by the caller
        action = incoming.action
        if incoming.uploaded:
            try:
                action = replace(action, files=await cleaned(rest, incoming.uploaded))
            except (TryLater, Unreachable):
                raise NotCommitted from None
        return await self._hear(action)

    async def written_to(self, message: discord.Message) -> None:
        """Answer a direct message, whose words fill in a form."""
        if self._hear is None:
            return
        who = account(str(message.author.id))
        action = Action(
            account=who,
            where=None,
            delivery=str(message.id),
            text=as_typed(message.content),
            direct=True,
        )
        try:
            answered = await self._hear(action)
        except NotCommitted:
            return
        for at, reply in enumerate(answered.replies):
            if isinstance(reply, Reply):
                try:
                    shown = layout(reply.message, answered.enclosed)
                    await self._online.post(str(message.channel.id), shown, f"{message.id} {at}")
                except (*LOST, TryLater) as problem:
                    log.failure("not delivered", self._told(problem), platform=NAME)

    # --- what is said

    async def is_member(self, account: NativeId, room: Address) -> bool:
        """Whether the person may read the channel; see :class:`bot.platform.Platform`.

        Raises:
            TryLater: Discord could not be asked.
        """
        if account.platform != NAME or room.platform != NAME:
            return False
        try:
            channel = await self._channel(room)
            if channel is None:
                return False
            acting = _acting.get()
            known = acting is not None and acting.guild is channel.guild
            if acting is not None and known and str(acting.id) == account.user:
                return channel.permissions_for(acting).view_channel
            member = await channel.guild.fetch_member(int(account.user))
        except (discord.NotFound, discord.Forbidden):
            return False
        except LOST as problem:
            raise self._told(problem) from None
        return channel.permissions_for(member).view_channel

    def advice(self) -> Sequence[str]:
        """Nothing: Discord gives permissions for each channel, which are told of there."""
        return ()

    async def is_in_group(self, account: NativeId, group: Group) -> bool:
        """Whether the person has the role; see :class:`bot.platform.Platform`.

        Raises:
            TryLater: Discord could not be asked.
        """
        if account.platform != NAME or group.platform != NAME:
            return False
        acting = _acting.get()
        known = acting is not None and str(acting.guild.id) == group.workspace
        if acting is not None and known and str(acting.id) == account.user:
            return acting.get_role(int(group.group)) is not None
        try:
            rest = self._online
            member = await rest.member(group.workspace, account.user)
        except (discord.NotFound, discord.Forbidden):
            return False
        except LOST as problem:
            raise self._told(problem) from None
        return group.group in {str(role) for role in member["roles"]}

    async def _channel(self, room: Address) -> discord.abc.GuildChannel | None:
        """The channel as Discord has told of it, or where it has not told, as it answers."""
        _ = self._online
        guild = self.client.get_guild(int(room.workspace))
        if guild is None and self.client.is_ready():
            guild = await self.client.fetch_guild(int(room.workspace), with_counts=False)
            channels = await guild.fetch_channels()
            return next((one for one in channels if str(one.id) == room.room), None)
        if guild is None or guild.unavailable:
            raise TryLater
        return guild.get_channel(int(room.room))

    async def post(
        self, room: Address, message: Message, enclosed: Enclosed, *, nonce: str, pin: bool
    ) -> str:
        """Post to a channel; see :class:`bot.platform.Platform`."""
        rest = self._online
        try:
            posted = await rest.post(room.room, layout(message, enclosed), nonce)
        except LOST as problem:
            self._missing.note(self.client, room, problem, "Send Messages")
            raise self._told(problem) from None
        if pin:
            try:
                await rest.pin(room.room, posted)
            except LOST as problem:  # the card is there all the same
                self._missing.note(self.client, room, problem, "Pin Messages")
                log.warning("given up", platform=NAME)
        return f"{room.room}/{posted}"

    async def edit(self, ref: str, message: Message, enclosed: Enclosed) -> None:
        """Edit an own message in place; see :class:`bot.platform.Platform`."""
        channel, _slash, number = ref.partition("/")
        try:
            await self._online.edit(channel, number, layout(message, enclosed))
        except LOST as problem:
            raise self._told(problem) from None

    async def take_back(self, ref: str) -> None:
        """Delete an own message; see :class:`bot.platform.Renews`."""
        channel, _slash, number = ref.partition("/")
        try:
            await self._online.delete(channel, number)
        except LOST as problem:
            # Where the message is gone, or the whole channel, posting it anew will tell.
            if not isinstance(why := self._told(problem), Unreachable):
                raise why from None

    async def notify(self, account: NativeId, message: Message, *, nonce: str) -> None:
        """Send a notice; see :class:`bot.platform.Platform`."""
        rest = self._online
        try:
            channel = await rest.direct_channel(account.user)
            await rest.post(channel, layout(message, Enclosed()), nonce)
        except LOST as problem:
            raise self._told(problem) from None


def _on_own(interaction: discord.Interaction) -> bool:
    """Whether a button was pressed on a message that nobody else sees."""
    message = interaction.message
    return message is not None and (message.flags.ephemeral or interaction.guild_id is None)


def _payload(interaction: discord.Interaction) -> dict[str, Any]:
    """The interaction object again, as far as it is read."""
    place = interaction.channel
    payload: dict[str, Any] = {
        "id": str(interaction.id),
        "type": interaction.type.value,
        "user": {"id": str(interaction.user.id)},
        "data": interaction.data,
    }
    if interaction.guild_id is not None:
        payload |= {"guild_id": interaction.guild_id, "channel_id": interaction.channel_id}
    if isinstance(place, discord.Thread):
        payload["channel"] = {"type": place.type.value, "parent_id": place.parent_id}
    return payload
