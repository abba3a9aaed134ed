"""What can be said: the intersection of the platforms, checked when a thing is made.

Each limit is the stricter of Slack's (Block Kit reference) and Discord's (component reference):
a form title 24 (Slack modal title), five components a form (Discord modal), 25 choices
(Discord select), a label 75 (Slack button) or 45 (Discord modal label), an id 100 (Discord
custom_id), a text 3000 (Slack section), a message 4000 characters and 40 components (Discord layout
view): 30 for its parts, where a list's item takes three, and ten for eight buttons in two rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Literal

from storage.kinds import Room, Seal

TEXT, MESSAGE, BUTTON, LABEL, TITLE, ID, FIELDS, OPTIONS, BUTTONS, PARTS = (
    3000,
    4000,
    75,
    45,
    24,
    100,
    5,
    25,
    8,
    30,
)
ONCE = 12
BARS, ALT = 12, 1000
"""Bars of a chart, and characters of its alternative text (Discord 1024, Slack 1000)."""
NAME = "\ufffc"
"""Stands in a line's text where a person's name will be put by the door."""


class TooBig(ValueError):
    """Something was made that one of the platforms cannot show. A bug, never a person's fault."""


def _fits(what: str, size: int, limit: int) -> None:
    if size > limit:
        raise TooBig(f"{what}: {size} is over the limit of {limit}")


def identify(name: str, args: tuple[str, ...], once: str) -> str:
    """The id a button or form carries: all it needs after a restart.

    Raises:
        TooBig: it is over 100 characters.
        ValueError: a part holds the separator.
    """
    parts = (name, *args, once)
    if any(":" in part for part in parts):
        raise ValueError(f"{name}: a part of an id holds a colon")
    text = ":".join(parts)
    _fits(name, len(text), ID)
    return text


def recognise(text: str) -> tuple[str, tuple[str, ...], str]:
    """The name, arguments and once-token of an id made by :func:`identify`.

    Raises:
        ValueError: it was not made so.
    """
    name, *rest = text.split(":")
    if not name or not rest:
        raise ValueError("not one of this bot's ids")
    return name, tuple(rest[:-1]), rest[-1]


class Style(StrEnum):
    """How a button looks: one primary step at most, danger only for what cannot be undone."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """A button: what it says, which route it takes, with which arguments."""

    label: str
    name: str
    args: tuple[str, ...] = ()
    style: Style = Style.PLAIN

    def __post_init__(self) -> None:
        """Check the limits."""
        _fits("button label", len(self.label), BUTTON)
        identify(self.name, self.args, "0" * ONCE)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's display name, filled in by the door when it is delivered."""

    seal: Seal


@dataclass(frozen=True, slots=True)
class Heading:
    """A short title."""

    text: str
    type: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Line:
    """The bot's own words; each ``NAME`` in the text stands for one of ``names``, in order."""

    text: str
    names: tuple[PersonName, ...] = ()
    type: Literal["line"] = "line"

    def __post_init__(self) -> None:
        """Check that names and their places agree."""
        if self.text.count(NAME) != len(self.names):
            raise ValueError("as many names as places for them")


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody's own words (a person's or the material's): shown as they are, firing nothing."""

    text: str
    type: Literal["said"] = "said"


@dataclass(frozen=True, slots=True)
class Fine:
    """Small print under a message."""

    text: str
    type: Literal["fine"] = "fine"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list with the button that belongs to it."""

    text: str
    button: Button
    type: Literal["item"] = "item"


@dataclass(frozen=True, slots=True)
class Link:
    """An address to open in a browser; made where a message is sent, never by a handler."""

    text: str
    url: str
    type: Literal["link"] = "link"


Part = Heading | Line | Said | Fine | Item | Link


def weight(part: Part) -> int:
    """How many of a message's 30 places a part takes: an item is a section, a text and a button."""
    return 3 if isinstance(part, Item) else 1


@dataclass(frozen=True, slots=True)
class Attachment:
    """A cleaned file, by the id under which storage keeps its bytes."""

    id: str
    name: str
    media_type: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart.

    Attributes:
        label: what it stands for.
        value: its length, 0 to 1.
        shown: what stands at its end.
    """

    label: str
    value: float
    shown: str

    def __post_init__(self) -> None:
        """Check the limits."""
        _fits("bar label", len(self.label), LABEL)
        _fits("bar figure", len(self.shown), LABEL)
        if not 0 <= self.value <= 1:
            raise ValueError("a bar is from 0 to 1 long")


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture as numbers, drawn where it is sent; where it cannot be, its words stand there.

    Attributes:
        title: what it is about.
        alt: what it shows, the finding first, for whoever does not see it.
        bars: from top to bottom.
    """

    title: str
    alt: str
    bars: tuple[Bar, ...]

    def __post_init__(self) -> None:
        """Check the limits."""
        if not self.bars or not self.alt.strip():
            raise ValueError("a chart shows something, and says what")
        _fits("bars", len(self.bars), BARS)
        _fits("alternative text", len(self.alt), ALT)
        _fits("chart title", len(self.title), ID)


@dataclass(frozen=True, slots=True)
class Page:
    """A page that opens once, within ten minutes: behind a link, or as a file to its reader alone.

    Attributes:
        token: opens it; only its hash is stored (``storage/links.py``).
        text: what the link says.
    """

    token: str
    text: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message: parts from top to bottom, then buttons, then files and a picture."""

    parts: tuple[Part, ...]
    buttons: tuple[Button, ...] = ()
    files: tuple[Attachment, ...] = ()
    once: str = ""
    chart: Chart | None = None
    page: Page | None = None

    def __post_init__(self) -> None:
        """Check the limits."""
        if not self.parts:
            raise ValueError("a message says something")
        for part in self.parts:
            if not part.text.strip():
                raise ValueError(f"an empty {part.type}")
            _fits(part.type, len(part.text), TEXT)
        _fits("parts", sum(weight(part) for part in self.parts), PARTS)
        _fits("message", sum(len(part.text) for part in self.parts), MESSAGE)
        _fits("buttons", len(self.buttons), BUTTONS)

    def all_buttons(self) -> Iterator[Button]:
        """Every button, those beside items first, in the order in which they are shown."""
        yield from (part.button for part in self.parts if isinstance(part, Item))
        yield from self.buttons


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: what is stored and what is shown."""

    value: str
    label: str

    def __post_init__(self) -> None:
        """Check the limits."""
        _fits("option label", len(self.label), BUTTON)
        _fits("option value", len(self.value), BUTTON)


@dataclass(frozen=True, slots=True)
class TextField:
    """A box to type in."""

    name: str
    label: str
    required: bool = False
    long: bool = False
    initial: str = ""
    placeholder: str = ""
    most: int = TEXT
    type: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few; ``initial`` is the value chosen beforehand, empty for none."""

    name: str
    label: str
    options: tuple[Option, ...]
    initial: str = ""
    required: bool = False
    type: Literal["choice"] = "choice"

    def __post_init__(self) -> None:
        """Check the limits."""
        _fits("options", len(self.options), OPTIONS)
        if self.initial and self.initial not in {option.value for option in self.options}:
            raise ValueError(f"{self.initial!r} is none of the options")


@dataclass(frozen=True, slots=True)
class PickPlace:
    """A room, picked from the platform's own list."""

    name: str
    label: str
    required: bool = True
    type: Literal["pick-place"] = "pick-place"


@dataclass(frozen=True, slots=True)
class PickPerson:
    """People, picked from the platform's own list; a bot picked there is left out.

    ``required`` is the platform's to ask for: whoever handles the form may still find nobody.
    """

    name: str
    label: str
    most: int = 1
    required: bool = True
    type: Literal["pick-person"] = "pick-person"

    def __post_init__(self) -> None:
        """Check the limits."""
        if self.most < 1:
            raise ValueError("pick at least one")
        _fits("people", self.most, OPTIONS)


@dataclass(frozen=True, slots=True)
class PickGroup:
    """A group of people that the platform keeps: a role on Discord, a user group on Slack.

    Slack has no list of them to pick from: there its handle is typed, and where the bot may not
    look groups up, the field is a line that says so.
    """

    name: str
    label: str
    type: Literal["pick-group"] = "pick-group"


@dataclass(frozen=True, slots=True)
class AddFiles:
    """Files to add."""

    name: str
    label: str
    most: int = 10
    type: Literal["files"] = "files"


@dataclass(frozen=True, slots=True)
class Advice:
    """A line of text inside a form; it takes one of the five components."""

    text: str
    type: Literal["advice"] = "advice"


Field = TextField | Choice | PickPlace | PickPerson | PickGroup | AddFiles | Advice


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its submission takes the route ``name`` with ``args``."""

    title: str
    name: str
    fields: tuple[Field, ...]
    submit: str
    args: tuple[str, ...] = ()
    once: str = ""

    def __post_init__(self) -> None:
        """Check the limits."""
        _fits("form title", len(self.title), TITLE)
        _fits("submit label", len(self.submit), TITLE)
        _fits("form fields", len(self.fields), FIELDS)
        identify(self.name, self.args, "0" * ONCE)
        for field in self.fields:
            if isinstance(field, Advice):
                _fits("advice", len(field.text), TEXT)
            else:
                _fits("field label", len(field.label), LABEL)
            if isinstance(field, TextField):
                _fits("placeholder", len(field.placeholder), ID)
                _fits("field", field.most, TEXT)
                _fits("initial text", len(field.initial), field.most)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that only the person who acted sees.

    Attributes:
        message: what it says.
        instead: it takes the place of the message whose button was pressed, which is one that only
            this person sees. Handlers say :class:`Instead`.
    """

    message: Message
    instead: bool = False
    type: Literal["reply"] = "reply"


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A form opened for the person who acted; the first and only answer, never to a submission."""

    form: Form
    type: Literal["form"] = "form"


class NoticeKind(StrEnum):
    """The closed catalogue of what a direct message may say. Never content, topic or alias."""

    NEWS = "news"
    BROUGHT = "brought"
    DIRECT = "direct"
    CARE = "care"
    OFFER = "offer"
    PULSE = "pulse"
    PULSE_REMINDER = "pulse-reminder"
    PULSE_NOTED = "pulse-noted"
    PULSE_PAUSED = "pulse-paused"
    PULSE_STOPPED = "pulse-stopped"
    PULSE_RESUMED = "pulse-resumed"
    PULSE_SILENT = "pulse-silent"
    PULSE_OVER = "pulse-over"
    LINKED = "linked"
    CLAIM = "claim"
    HANDED = "handed"
    LATE = "late"
    UNOPENED = "unopened"
    CONTINUED = "continued"
    REVEAL = "reveal"


@dataclass(frozen=True, slots=True)
class Notice:
    """A direct message of the catalogue, with constant buttons.

    Attributes:
        to: the person.
        kind: which text.
        about: the id of the question it is about; kept back from the message, and with it an
            unsent notice goes.
        args: which of the catalogue's texts of this kind, in words of letters and digits.
        until: the installation's time from which on it is not sent any more.
        on: the one platform on which the person has asked for it; empty: wherever they are.
        course: the course's id, where it is not the event's.
    """

    to: Seal
    kind: NoticeKind
    about: str | None = None
    args: tuple[str, ...] = ()
    until: datetime | None = None
    on: str = ""
    course: str | None = None
    type: Literal["notice"] = "notice"


@dataclass(frozen=True, slots=True)
class Instead:
    """The message whose button was pressed becomes another text of the catalogue, in place.

    It may stand among direct messages, which a workspace keeps, so it can hold nothing else.

    Attributes:
        kind: which text.
        args: which of the catalogue's texts of this kind.
        course: the course's id, where it is not the event's.
    """

    kind: NoticeKind
    args: tuple[str, ...] = ()
    course: str | None = None
    type: Literal["instead"] = "instead"


@dataclass(frozen=True, slots=True)
class Post:
    """A card in one of the course's rooms: posted once under its key, edited from then on.

    Attributes:
        room: which of the course's rooms.
        key: the card's name within the course; saying it again edits the card in place.
        message: what it shows now.
        course: the course's id, where it is not the event's.
        about: the id of the question it shows, with which an unsent card goes.
        pin: whether it is pinned where the platform can.
        last: it will not be edited again.
        renewed: it shows nothing new: where a platform would rather post an old card anew than edit
            it, it does, and elsewhere it is left as it is.
        on: the one platform on which it is posted; empty for all of the course's.
    """

    room: Room
    key: str
    message: Message
    course: str | None = None
    about: str | None = None
    pin: bool = False
    last: bool = False
    renewed: bool = False
    on: str = ""
    type: Literal["post"] = "post"


@dataclass(frozen=True, slots=True)
class Forget:
    """Once committed, the door forgets the person who acted."""

    type: Literal["forget"] = "forget"


@dataclass(frozen=True, slots=True)
class Offer:
    """Once committed, the door lets a code lead to the person who acted, for ten minutes."""

    code: str
    type: Literal["offer"] = "offer"


@dataclass(frozen=True, slots=True)
class Join:
    """Once committed, the door makes the account that acted one of ``Submission.other``."""

    type: Literal["join"] = "join"


@dataclass(frozen=True, slots=True)
class Separate:
    """Once committed, the door parts the account that acted from the person's others."""

    type: Literal["separate"] = "separate"


@dataclass(frozen=True, slots=True)
class Cut:
    """Once committed, it is kept apart that a question was unlinked: a restored copy unlinks it."""

    question: str
    type: Literal["cut"] = "cut"


Aftermath = Forget | Offer | Join | Separate | Cut
"""What is left to the door, which alone knows accounts."""
Outgoing = Reply | OpenForm | Notice | Instead | Post | Aftermath


def stamped(message: Message, once: str) -> Message:
    """The message with its once-token, which every button of it carries."""
    return replace(message, once=once)
