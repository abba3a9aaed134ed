"""What can be heard: a command, a press, a shortcut, a submission, a direct message, a tick.

An event carries its time and its chance, so that a handler needs no clock and no dice.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from handlers.chat.person import Person
from storage.kinds import Address, Group, Role, Seal


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What every event from a person has in common.

    Attributes:
        who: the person, nameless.
        role: what the person is in ``course``.
        course: the id of the course it belongs to: the room's, else the last one used.
        courses: ids of all courses this person has used, the last one first.
        where: the room it came from; ``None`` in a direct message.
        at: when, aware, UTC.
        platform: the name of the platform it came from.
        seed: at least 16 unguessable bytes, new for every event.
        delivery: the platform's id of this delivery, equal when it is delivered again.
        once: the once-token of the message or form it came from.
        untold: kinds of notices that could not be delivered to the person.
    """

    who: Person
    role: Role
    course: str | None
    at: datetime
    seed: bytes = field(repr=False)
    delivery: str = field(repr=False)  # may hold a platform's id of a person
    courses: tuple[str, ...] = ()
    where: Address | None = None
    platform: str = ""
    once: str = ""
    untold: tuple[str, ...] = ()


def clean(text: str) -> str:
    """A text without surrounding white space, NUL and halves of surrogate pairs.

    The latter two are no text, and no database would keep them.
    """
    return text.replace("\x00", "").encode("utf-8", "ignore").decode().strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Command(Heard):
    """A typed command; nothing sensitive is ever asked for as its argument."""

    name: str
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Press(Heard):
    """A pressed button and the arguments it carries."""

    name: str
    args: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CleanFile:
    """A file whose metadata has been removed and whose name says nothing of anybody."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that could not be cleaned; ``reason`` is a key of the catalogue of texts."""

    original_name: str = field(repr=False)
    reason: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission(Heard):
    """A filled-in form: its texts and choices by field name, and what was picked or added.

    Attributes:
        name: the form.
        args: what it carried.
        fields: texts and choices by field name.
        people: those who were picked, nameless, nobody twice.
        roles: what each of them is in ``course``, in the same order.
        places: rooms that were picked.
        groups: groups of people that were picked.
        other: who made the code that was typed into the form ``link``, if it holds.
        files: files that were added.
        confirmed: its writer has seen what there was to say about its words, and sends it on.
    """

    name: str
    args: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    people: Mapping[str, tuple[Person, ...]] = field(default_factory=dict)
    roles: Mapping[str, tuple[Role, ...]] = field(default_factory=dict)
    places: Mapping[str, Address] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    other: Person | None = None
    files: tuple[CleanFile | RefusedFile, ...] = ()
    confirmed: bool = False

    def text(self, name: str) -> str:
        """The field's text without surrounding white space; empty when it was left empty."""
        return clean(self.fields.get(name, ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut(Heard):
    """A shortcut from a message's own menu: it brings that one message along and no other.

    Attributes:
        name: which shortcut.
        text: what the message says, cleaned; names of people in it are not passed on.
        own: whether the person who acted wrote it.
        card: the key of the bot's card in whose thread it stands; empty if it stands in none.
        about: the id of the question that card shows.
    """

    name: str
    text: str = field(default="", repr=False)
    own: bool = False
    card: str = ""
    about: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Direct(Heard):
    """A direct message to the bot: its words fill in a form, and stand nowhere else."""

    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """Work that has fallen due.

    Attributes:
        name: which work.
        args: what it needs, mostly a question's id.
        course: the course it belongs to.
        at: its own due time, not the time it was noticed.
        seed: chance, as for every event.
        now: when it is really done; later than ``at`` where nobody was there to do it.
        meet: the door's: the person behind a seal that was made for such work, nameless.
    """

    name: str
    args: tuple[str, ...]
    course: str | None
    at: datetime
    seed: bytes
    now: datetime
    meet: Callable[[Seal], Person] = field(repr=False)


Acted = Command | Press | Shortcut | Submission | Direct
Event = Acted | Tick
