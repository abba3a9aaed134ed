"""One interaction and its answers: the first within three seconds, then as many as there are."""

from collections.abc import Sequence

from bot.logs import log
from bot.platform import Answered, Enclosed
from bot.platforms.discord.layout import Layout, Upload, layout
from bot.platforms.discord.modal import modal
from bot.platforms.discord.rest import LOST, Rest
from handlers.chat.outgoing import Line, Message, OpenForm

TRY_AGAIN = "That did not go through, and nothing was kept. Try again."
PRESS_AGAIN = "That took too long for a form to open. Try again."
DONE = "Done."
_ALREADY_ANSWERED, _UNKNOWN_INTERACTION = 40060, 10062


class Turn:
    """What can be answered to one interaction.

    Args:
        rest: requests to Discord.
        interaction: its id.
        token: the token that answers go with.
        own: whether a button was pressed on a message that this person alone sees.
    """

    def __init__(self, rest: Rest, interaction: int, token: str, *, own: bool = False) -> None:
        self._rest = rest
        self._id = interaction
        self._token = token
        self._own = own
        self._answered = False
        self.deferred = False

    async def defer(self) -> None:
        """Promise an answer, since the three seconds are nearly over."""
        try:
            await self._rest.defer(self._id, self._token)
        except LOST as problem:
            log.failure("not delivered", problem, platform="discord")
            return
        self.deferred = True

    async def answer(self, answered: Answered) -> None:
        """Say everything, in order; what cannot be said any more is told in the log."""
        for reply in answered.replies:
            if isinstance(reply, OpenForm):
                await self._open(reply)
            else:
                shown = layout(reply.message, answered.enclosed)
                await self.say(shown, instead=reply.instead)
        if not answered.replies:
            await self.say(sentence(DONE))

    async def not_kept(self, draft: Sequence[str], *, form: bool) -> None:
        """Nothing was kept. A form that is not answered stays as it is, and Discord says so.

        Args:
            draft: what the person typed; a form that has been shut gives it back as a file.
            form: whether it was a form that was sent.
        """
        if self.deferred or not form:
            typed = "\n\n".join(text for text in draft if text.strip())
            await self.say(sentence(TRY_AGAIN, typed))

    async def say(self, shown: Layout, *, instead: bool = False) -> None:
        """One message, only for the actor.

        Args:
            shown: what it looks like.
            instead: in the place of the pressed message. Where an answer had to be promised before
                it was there, it is a message of its own: Discord wants to know in the promise.
        """
        try:
            if self._answered:
                await self._rest.follow_up(self._token, shown)
            elif self.deferred:
                await self._rest.complete(self._token, shown)
            elif instead and self._own:
                await self._rest.change(self._id, self._token, shown)
            else:
                await self._rest.respond(self._id, self._token, shown)
        except LOST as problem:
            _lost(problem)
        self._answered = True

    async def _open(self, reply: OpenForm) -> None:
        if self._answered or self.deferred:  # Discord opens a form only as the first answer
            await self.say(sentence(PRESS_AGAIN))
            return
        try:
            await self._rest.open_modal(self._id, self._token, modal(reply.form))
        except LOST as problem:
            _lost(problem)
        self._answered = True


def sentence(text: str, typed: str = "") -> Layout:
    """A sentence of the adapter's own, and what the person typed as a file."""
    shown = layout(Message((Line(text),)), Enclosed())
    if not typed:
        return shown
    file = Upload("your-text.txt", typed.encode())
    part = {"type": 13, "file": {"url": f"attachment://{file.name}"}}
    return Layout([*shown.components, part], (), (file,))


def _lost(problem: BaseException) -> None:
    code = getattr(problem, "code", 0)
    if code == _ALREADY_ANSWERED:  # the answer before the connection broke, or another process's
        return
    if code == _UNKNOWN_INTERACTION:  # too late; what was said can be read again in /my
        log.warning("given up", platform="discord")
        return
    log.failure("not delivered", problem, platform="discord")
