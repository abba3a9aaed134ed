"""Slack's Web API: one call, and what each failure means.

The library's own resending is off: whether something may be sent twice is decided by the outbox. A
429 is waited out by whoever called, for as long as Slack asks
(https://docs.slack.dev/apis/web-api/rate-limits).
"""

import asyncio
import logging
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiolimiter import AsyncLimiter
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.logs import know, log
from bot.platform import TryLater, TurnedAway

SECONDS = 10.0
"""How long a call may take."""
FOR_GOOD = {
    "account_inactive": "was switched off, or its app removed from the workspace",
    "invalid_auth": "is not valid",
    "not_allowed_token_type": "is of the wrong kind",
    "not_authed": "is missing",
    "org_login_required": "belongs to a workspace that has moved to another organisation",
    "team_access_not_granted": "is not allowed into the workspace",
    "token_expired": "has expired",
    "token_revoked": "was revoked",
}
"""Errors after which the token will not work again, and what is the matter with it
(https://docs.slack.dev/reference/methods/auth.test#errors)."""
_UPDATES = (50, 60.0)
"""Edits at most, in so many seconds: ``chat.update`` is a method of tier 3."""
_SCOPE = re.compile(r"[a-z.:_]{1,40}")
_CHANNELS = 1000
"""Channels whose pace is remembered; the oldest is forgotten first."""

LOGGER = logging.getLogger("slack_sdk.askwell")
"""What the libraries log to: never at DEBUG, where they print payloads and tokens."""
LOGGER.setLevel(logging.WARNING)


class Refusal(Exception):
    """Slack refuses a call, in its own word for why.

    Attributes:
        error: the ``error`` of the response.
    """

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


class OutcomeUnknown(Exception):
    """The connection broke or Slack failed: it may have done what was asked."""


class Web:
    """Calls Slack with the bot's token.

    Args:
        base_url: ends with a slash.
        token: the bot's token.
        pace: seconds between two messages in one channel; Slack takes one a second.
    """

    def __init__(self, base_url: str, token: str, *, pace: float = 1.0) -> None:
        self._base_url = base_url
        self._token = token
        self._pace = pace
        self._session: aiohttp.ClientSession | None = None
        self._client: AsyncWebClient | None = None
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._posting: dict[str, AsyncLimiter] = {}
        self._updating = AsyncLimiter(*_UPDATES)
        self.turned_away: asyncio.Future[TurnedAway] | None = None
        self._scopes: dict[str, bool] = {}

    def lacking(self) -> tuple[str, ...]:
        """What to do about scopes that calls were refused for; of each once."""
        untold = [scope for scope, told in self._scopes.items() if not told]
        self._scopes.update(dict.fromkeys(untold, True))
        return tuple(map(missing_scope, untold))

    def open(self) -> None:
        """Take calls from now on; ``turned_away`` is made for the running loop."""
        timeout = aiohttp.ClientTimeout(total=SECONDS)
        self._session = aiohttp.ClientSession(timeout=timeout)
        self._client = bare_client(self._base_url, self._token, self._session)
        self.turned_away = asyncio.get_running_loop().create_future()

    async def close(self) -> None:
        """Let calls that are under way finish, and take no more."""
        session, self._session, self._client = self._session, None, None
        with suppress(TimeoutError):
            async with asyncio.timeout(SECONDS):
                await self._idle.wait()
        if session is not None:
            await session.close()

    async def call(self, method: str, **arguments: object) -> Mapping[str, Any]:
        """Call a method by its name in the documentation.

        Returns:
            Slack's answer.

        Raises:
            TryLater: it was not done: too many calls, no connection, or the token is gone.
            Refusal: it was not done and will not be.
            OutcomeUnknown: it may have been done.
        """
        if self._client is None:
            raise TryLater
        await self._in_turn(method, str(arguments.get("channel", "")))
        send = getattr(self._client, method.replace(".", "_"))
        self._under_way += 1
        self._idle.clear()
        try:
            response = await send(**arguments)
        except SlackApiError as refused:
            raise self._meaning(refused) from None
        except aiohttp.ClientConnectorError:
            raise TryLater from None
        except (aiohttp.ClientError, TimeoutError, OSError) as broken:
            raise OutcomeUnknown(type(broken).__name__) from None
        finally:
            self._done()
        data: Mapping[str, Any] = response.data if isinstance(response.data, dict) else {}
        return data

    async def answer(self, response_url: str, body: Mapping[str, object]) -> None:
        """Send a message to a ``response_url``.

        Raises:
            Refusal: it is used up, expired, or not Slack's.
            OutcomeUnknown: it may have been shown.
        """
        status, _content = await self._fetch("POST", response_url, json=body)
        if status != 200:
            raise Refusal("response_url")

    async def download(self, url: str, most: int) -> bytes:
        """A file that somebody added.

        Args:
            url: as Slack gave it.
            most: bytes; a longer file is cut there and one byte after.

        Raises:
            Refusal: it is not Slack's, or cannot be read.
            OutcomeUnknown: the connection broke.
        """
        if not self._may_see_token(url):
            raise Refusal("not a file of Slack's")
        headers = {"Authorization": f"Bearer {self._token}"}
        status, content = await self._fetch("GET", url, most=most + 1, headers=headers)
        if status != 200:
            raise Refusal("file")
        return content

    async def upload(self, name: str, content: bytes, alt: str) -> str:
        """Upload a file that nobody sees yet; its id.

        Raises:
            TryLater, Refusal, OutcomeUnknown: as for :meth:`call`.
        """
        place = await self.call(
            "files.getUploadURLExternal", filename=name, length=len(content), alt_txt=alt or name
        )
        headers = {"Content-Type": "application/octet-stream"}
        status, _content = await self._fetch(
            "POST", str(place["upload_url"]), data=content, headers=headers
        )
        if status != 200:
            raise OutcomeUnknown("upload")
        return str(place["file_id"])

    async def _fetch(
        self,
        verb: str,
        url: str,
        *,
        most: int = 100_000,
        **how: Any,  # noqa: ANN401  # aiohttp's
    ) -> tuple[int, bytes]:
        """Status and the beginning of the body."""
        if self._session is None:
            raise OutcomeUnknown("closed")
        self._under_way += 1
        self._idle.clear()
        try:
            async with self._session.request(verb, url, allow_redirects=False, **how) as response:
                content = bytearray()
                async for piece in response.content.iter_chunked(65536):
                    content += piece
                    if len(content) >= most:
                        break
                return response.status, bytes(content[:most])
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as broken:
            raise OutcomeUnknown(type(broken).__name__) from None
        finally:
            self._done()

    def _done(self) -> None:
        self._under_way -= 1
        if not self._under_way:
            self._idle.set()

    async def _in_turn(self, method: str, channel: str) -> None:
        if method == "chat.update":
            await self._updating.acquire()
        elif method == "chat.postMessage":
            limiter = self._posting.pop(channel, None) or AsyncLimiter(1, self._pace)
            self._posting[channel] = limiter
            if len(self._posting) > _CHANNELS:
                del self._posting[next(iter(self._posting))]
            await limiter.acquire()

    def _meaning(self, refused: SlackApiError) -> Exception:
        response, error = refused.response, error_of(refused)
        status = getattr(response, "status_code", 0)
        if status == 429 or error in {"ratelimited", "rate_limited"}:
            return TryLater(seconds_asked(response.headers))
        ended = turned_away("bot_token", error)
        if ended is not None:
            self._turn_away(ended)
            return TryLater(60.0)
        if error == "missing_scope":
            self._lacks(scope_needed(refused))
        if not error or error in {"fatal_error", "internal_error", "request_timeout"}:
            return OutcomeUnknown(error)
        if error in {"service_unavailable", "team_added_to_org"}:
            return TryLater(10.0)
        return Refusal(error)

    def _lacks(self, scope: str) -> None:
        if scope not in self._scopes:
            self._scopes[scope] = False
            know(scope)
            log.warning("scope missing", platform="slack", step=scope)

    def _turn_away(self, ended: TurnedAway) -> None:
        if self.turned_away is not None and not self.turned_away.done():
            self.turned_away.set_result(ended)

    def _may_see_token(self, url: str) -> bool:
        """Whether an address is Slack's own: a token must not travel anywhere else."""
        there, base = urlsplit(url), urlsplit(self._base_url)
        if (there.scheme, there.netloc) == (base.scheme, base.netloc):
            return True
        host = there.hostname or ""
        return there.scheme == "https" and (host == "slack.com" or host.endswith(".slack.com"))


def error_of(refused: SlackApiError) -> str:
    """Slack's word for why; empty where the answer was none of its own."""
    data = getattr(refused.response, "data", None)
    return str(data.get("error", "")) if isinstance(data, dict) else ""


def scope_needed(refused: SlackApiError) -> str:
    """The scope that Slack names, or the first of those of which one would do."""
    data = getattr(refused.response, "data", None)
    named = str(data.get("needed") or "") if isinstance(data, dict) else ""
    scope = named.partition(",")[0].strip()
    return scope if _SCOPE.fullmatch(scope) else "unnamed"


def missing_scope(scope: str) -> str:
    """The sentence for whoever can give it."""
    return (
        f"Slack refuses Askwell something, since its app is missing the scope {scope}. Add it "
        "(api.slack.com/apps, OAuth & Permissions, Bot Token Scopes), then install the app again."
    )


def turned_away(setting: str, error: str) -> TurnedAway | None:
    """What to tell an operator whose token will not do; ``None`` for errors that may pass."""
    if error in FOR_GOOD:
        return TurnedAway(
            f"Slack says that the token of [slack] {setting} {FOR_GOOD[error]} ({error}). Install "
            "the app again, put its new token into the settings and start Askwell."
        )
    if setting == "app_token" and error in {"missing_scope", "no_permission", "access_denied"}:
        return TurnedAway(
            f"Slack does not let the token of [slack] app_token open a socket ({error}). "
            "Make an app-level token with connections:write and put it there."
        )
    return None


def seconds_asked(headers: Mapping[str, Any]) -> float:
    """How long a 429 asks to wait; 1 where it does not say."""
    for name, value in headers.items():
        if name.lower() == "retry-after":
            try:
                return max(float(value), 0.0)
            except ValueError:
                break
    return 1.0


def bare_client(
    base_url: str, token: str | None, session: aiohttp.ClientSession | None = None
) -> AsyncWebClient:
    """A client of the library that resends nothing and logs nothing below a warning."""
    return AsyncWebClient(
        token=token,
        base_url=base_url,
        session=session,
        timeout=int(SECONDS),
        retry_handlers=[],
        logger=LOGGER,
    )
