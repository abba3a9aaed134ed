"""The kinds of thing that are remembered: one name each, the same on every surface."""

import json
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is in one course."""

    STUDENT = "student"
    TA = "ta"
    INSTRUCTOR = "instructor"

    @property
    def staff(self) -> bool:
        """Whether this role reads the staff channel."""
        return self is not Role.STUDENT


class Room(StrEnum):
    """The two rooms a course has on each platform."""

    CLASS = "class"
    STAFF = "staff"


class Kind(StrEnum):
    """What a question or an entry is about; only *learning* has a ladder."""

    LEARNING = "learning"
    LOGISTICS = "logistics"
    SET_UP = "set-up"


class Source(StrEnum):
    """Where an entry that can be found comes from."""

    ANSWER = "answer"
    MATERIAL = "material"
    HINT = "hint"
    QUESTION = "question"


class Wish(StrEnum):
    """The help an asker would like (instrumental: the first three; executive: the answer).

    ``TALK`` is no choice of the form: somebody asked to be connected with a person.
    """

    POINTER = "pointer"
    EXPLANATION = "explanation"
    CHECK = "check"
    ANSWER = "answer"
    TALK = "talk"


class Stuck(StrEnum):
    """Where an asker is stuck."""

    START = "start"
    STEP = "step"
    ERROR = "error"
    TRIED = "tried"


class Audience(StrEnum):
    """Who reads a posted question."""

    STAFF = "staff"
    CLASS = "class"
    GROUP = "group"


class Label(StrEnum):
    """Who knows that it was the asker: the three promises."""

    NAMED = "named"
    CLASSMATES = "classmates"
    EVERYONE = "everyone"

    @property
    def hidden(self) -> bool:
        """Whether classmates do not learn who asked."""
        return self is not Label.NAMED


class QuestionState(StrEnum):
    """A question's life: private to its asker, then posted, then closed."""

    PRIVATE = "private"
    OPEN = "open"
    SOLVED = "solved"
    REUSED = "reused"
    WITHDRAWN = "withdrawn"


class TicketState(StrEnum):
    """The staff's side of a posted question."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    ANSWERED = "answered"
    SNOOZED = "snoozed"
    MERGED = "merged"
    SOLVED = "solved"
    WITHDRAWN = "withdrawn"


class Alone(StrEnum):
    """What an asker says to "could you do a similar one alone now?": asked once a question."""

    ASKED = "asked"
    YES = "yes"
    NOT_YET = "not-yet"


class By(StrEnum):
    """On which side of the staff's door somebody who helps stands."""

    STAFF = "staff"
    CLASSMATE = "classmate"
    ASKER = "asker"


class OfferState(StrEnum):
    """What became of offering a question to a classmate."""

    OFFERED = "offered"
    TAKEN = "taken"
    PASSED = "passed"
    LAPSED = "lapsed"
    OWN = "own"


class Form(StrEnum):
    """How an answer helps: as a hint (shown at once) or in full (sealed until opened)."""

    HINT = "hint"
    FULL = "full"


class Outcome(StrEnum):
    """What the asker says of an answer."""

    SOLVED = "solved"
    PARTLY = "partly"
    NOT_YET = "not-yet"


class Flagged(StrEnum):
    """What a classmate says of a question they flag."""

    HURTFUL = "hurtful"
    NAMES = "names"
    ELSE = "else"


class Measured(StrEnum):
    """What staff do about somebody's words, without learning who it is."""

    HIDDEN = "hidden"
    MUTED = "muted"


class RequestState(StrEnum):
    """A request to find who asked a question: decided once, by two people or by time."""

    OPEN = "open"
    GRANTED = "granted"
    DECLINED = "declined"
    EXPIRED = "expired"


class Sharing(StrEnum):
    """What became of staff's wish to show the class what only they have read."""

    ASKED = "asked"
    YES = "yes"
    NO = "no"


class PulseState(StrEnum):
    """Whether a course's pulse asks anybody."""

    OFF = "off"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"


class Purpose(StrEnum):
    """What a tag is for; each purpose has a key of its own, so two purposes never match."""

    ACCOUNT = "account"
    QUESTION = "question"
    DAY = "day"
    WINDOW = "window"
    MEMBER = "member"
    PULSE = "pulse"
    ONCE = "once"
    REPLY = "reply"
    SEAL = "seal"
    VAULT = "vault"
    DRAFT = "draft"
    DESTINATION = "destination"
    ROSTER = "roster"


@dataclass(frozen=True, slots=True)
class Address:
    """A room on a platform: never a person.

    Attributes:
        platform: ``local``, ``slack`` or ``discord``.
        workspace: the platform's id of the workspace, server or class.
        room: the platform's id of the channel.
    """

    platform: str
    workspace: str
    room: str


@dataclass(frozen=True, slots=True)
class Group:
    """A group of people that a platform keeps: Slack's user group, Discord's role."""

    platform: str
    workspace: str
    group: str


@dataclass(frozen=True, slots=True)
class Seal:
    """A person, locked: tells nothing without the keys, and opens for its scope only.

    Attributes:
        scope: what it was made for; authenticated, so it cannot be moved elsewhere.
        box: key id, nonce and ciphertext, in URL-safe base64; shows neither who nor when.
    """

    scope: str
    box: str


@dataclass(frozen=True, slots=True, repr=False)
class NativeId:
    """A platform's id of a person. Does not print: it must not reach a log or an error."""

    platform: str
    workspace: str
    user: str

    def __repr__(self) -> str:
        """Nothing of the person."""
        return "<native id>"

    def to_bytes(self) -> bytes:
        """An unambiguous form to hash."""
        return json.dumps([self.platform, self.workspace, self.user]).encode()
