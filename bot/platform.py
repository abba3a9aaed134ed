"""What a platform is: what it is asked to do, and what it calls when somebody acts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol, runtime_checkable

from handlers.chat.incoming import CleanFile, RefusedFile
from handlers.chat.outgoing import Message, OpenForm, Reply
from storage.kinds import Address, Group, NativeId, Seal


@dataclass(frozen=True, slots=True)
class UsedOn:
    """The one message that a shortcut was used on.

    Attributes:
        text: what it says, as plain text; mentions name nobody.
        own: whether whoever acted wrote it.
        thread: the message in whose thread it stands, named as the first word of the reference
            that ``Platform.post`` gave; empty if it stands in none.
    """

    text: str = field(default="", repr=False)
    own: bool = False
    thread: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What somebody did, in the platform's ids: the last place where these are seen.

    Attributes:
        account: who.
        where: the room; ``None`` in a direct message.
        delivery: the platform's id of this delivery, the same when it is delivered again.
        command: a typed command's name without its slash, and what followed it in ``text``.
        press: the id of a pressed button (``handlers.chat.outgoing.identify``).
        shortcut: the name of a shortcut from a message's menu, used on ``used_on``.
        submission: the id of a submitted form.
        direct: a direct message was written, its words in ``text``, names of people taken out.
        fields: a form's texts and choices by field name.
        people: accounts that were picked, by field name.
        places: rooms that were picked, by field name.
        groups: groups of people that were picked, by field name.
        files: files that were added, cleaned or refused (:mod:`bot.files`).
    """

    account: NativeId
    where: Address | None
    delivery: str = field(repr=False)  # may hold the account's id
    command: str = ""
    text: str = field(default="", repr=False)
    press: str = ""
    shortcut: str = ""
    used_on: UsedOn = field(default_factory=UsedOn)
    submission: str = ""
    direct: bool = False
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    people: Mapping[str, tuple[NativeId, ...]] = field(default_factory=dict)
    places: Mapping[str, Address] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    files: tuple[CleanFile | RefusedFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What goes with a message and is not in it.

    Attributes:
        accounts: whose name each ``PersonName`` stands for; one that is missing has left.
        contents: the bytes of each attached file, by its id.
        elsewhere: the platform of those who have an account on another one alone.
    """

    accounts: Mapping[Seal, NativeId] = field(default_factory=dict)
    contents: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    elsewhere: Mapping[Seal, str] = field(default_factory=dict)

    def nameless(self, seal: Seal) -> str:
        """What stands for the name of somebody who has no account here."""
        platform = self.elsewhere.get(seal)
        return "somebody who has left" if platform is None else f"somebody on {platform.title()}"


@dataclass(frozen=True, slots=True)
class Answered:
    """What to answer, for the actor's eyes only: replies in order, or one form."""

    replies: Sequence[Reply | OpenForm]
    enclosed: Enclosed


class NotCommitted(Exception):
    """Nothing was kept of what somebody did, and trying again is safe.

    It stands here and not beside the dispatcher so that a platform knows nobody but this file.
    """


class Hear(Protocol):
    """How a platform tells that somebody acted."""

    async def __call__(self, action: Action) -> Answered:
        """What to answer, once everything is committed.

        Raises:
            NotCommitted: nothing was kept; do not acknowledge, so that the platform
                shows its own "try again" with the person's text still in the form.
        """


class Unreachable(Exception):
    """The person or room cannot be reached this way, now or later: do not try again.

    Attributes:
        advice: a sentence for a course's instructor: what is the matter with the ``{room}``, and
            what to click; empty where there is nothing to say or the platform says it itself.
    """

    def __init__(self, why: str = "", *, advice: str = "") -> None:
        super().__init__(why)
        self.advice = advice


class TryLater(Exception):
    """The platform is busy or down; nothing was sent.

    Attributes:
        seconds: how long it asked to wait.
    """

    def __init__(self, seconds: float = 1.0) -> None:
        super().__init__(f"try again in {seconds:g} s")
        self.seconds = seconds


class TurnedAway(Exception):
    """The platform will not have this bot: a token is wrong or was taken back.

    ``Platform.run`` ends with it. Its text is one clear sentence that says what to do, for the
    operator, without any secret.
    """


@runtime_checkable
class Renews(Protocol):
    """A platform on which an old message is better taken back and posted anew than edited.

    Attributes:
        renews: the age from which on that is so, by the card's key; other cards are edited.
    """

    renews: Mapping[str, timedelta]

    async def take_back(self, ref: str) -> None:
        """Delete an own message; one that is gone already is no failure.

        Raises:
            TryLater: it could not be deleted now.
        """


class Platform(Protocol):
    """A chat platform.

    ``nonce`` is equal when the same thing is sent a second time after an unknown outcome, so that
    a platform that can recognise it posts it once. ``hands_files`` says whether an answer that
    one person alone sees can carry files.
    """

    name: str
    hands_files: bool

    async def run(self, hear: Hear) -> None:
        """Listen until cancelled.

        Raises:
            TurnedAway: the platform will not have this bot; trying again is no use.
        """

    async def is_member(self, account: NativeId, room: Address) -> bool:
        """Whether the person is in the room."""

    def advice(self) -> Sequence[str]:
        """What keeps the bot from its work on the whole platform, and what to do; told once."""

    async def is_in_group(self, account: NativeId, group: Group) -> bool:
        """Whether the person is in the group; no, where the bot may not know."""

    async def post(
        self, room: Address, message: Message, enclosed: Enclosed, *, nonce: str, pin: bool
    ) -> str:
        """Post to a room; the platform's reference of the new message.

        Its first word names the message; what follows after a space is the platform's own.

        Raises:
            Unreachable: the room is gone or closed to the bot.
            TryLater: it could not be sent now.
        """

    async def edit(self, ref: str, message: Message, enclosed: Enclosed) -> None:
        """Edit an own message in place.

        Raises:
            Unreachable: it is gone.
            TryLater: it could not be sent now.
        """

    async def notify(self, account: NativeId, message: Message, *, nonce: str) -> None:
        """Send a direct message, made from the closed catalogue of notices.

        Raises:
            Unreachable: the person takes none.
            TryLater: it could not be sent now.
        """
