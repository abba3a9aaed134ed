"""Who is in the class and which rooms it has: the seed of a local chat."""

import re
from collections import Counter
from dataclasses import dataclass

WORKSPACE = "demo"

_NAMES = {
    "ana": "Ana Lindqvist",
    "ben": "Ben Okafor",
    "cleo": "Cleo Marchetti",
    "dan": "Dan Whitfield",
    "ella": "Ella Nakamura",
    "finn": "Finn Gallagher",
    "gita": "Gita Raman",
    "hugo": "Hugo Ferreira",
    "tim": "Tim Brandt",
    "eva": "Eva Novotná",
    "ines": "Ines Carvalho",
}
_ROLES = {
    "student": "Student",
    "students": "Student",
    "ta": "TA",
    "tas": "TA",
    "instructor": "Instructor",
    "instructors": "Instructor",
    "confirmer": "Confirmer",
    "confirmers": "Confirmer",
}


@dataclass(frozen=True, slots=True)
class Seat:
    """A person of the class: id, display name, and the title beside the name.

    The title is what people wrote into their profile; Askwell never reads it.
    """

    id: str
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class RoomSeed:
    """A room, what it is for, and the ids of the people in it."""

    id: str
    purpose: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Classroom:
    """A course's people and its two rooms."""

    course: str
    people: tuple[Seat, ...]
    rooms: tuple[RoomSeed, ...]
    workspace: str = WORKSPACE

    @property
    def class_room(self) -> str:
        """The id of the room everybody is in."""
        return self.rooms[0].id

    @property
    def staff_room(self) -> str:
        """The id of the room only staff are in."""
        return self.rooms[1].id


def classroom(
    course: str = "Data 101",
    *,
    students: tuple[str, ...] = ("ana", "ben", "cleo", "dan", "ella", "finn", "gita", "hugo"),
    tas: tuple[str, ...] = ("tim", "eva"),
    instructors: tuple[str, ...] = ("ines",),
    confirmers: tuple[str, ...] = (),
    more: tuple[RoomSeed, ...] = (),
) -> Classroom:
    """A class with a room for everybody (named for the course) and one for staff.

    Args:
        course: the course's name; its room is the name in lower case, joined by hyphens.
        students: ids, in the order in which they are listed.
        tas: ids.
        instructors: ids.
        confirmers: ids of people outside the course, who are in no room of it.
        more: further rooms, such as those of another course.

    Raises:
        ValueError: somebody is listed twice, or the course has no letter in its name.
    """
    slug = "-".join(re.findall(r"\w+", course.lower()))
    if not slug:
        raise ValueError(f"{course!r}: name the course with at least one letter or digit")
    seats = [
        Seat(who, _NAMES.get(who, who.replace("-", " ").title()), title)
        for title, group in (
            ("Student", students),
            ("TA", tas),
            ("Instructor", instructors),
            ("Confirmer", confirmers),
        )
        for who in group
    ]
    everybody = tuple(seat.id for seat in seats)
    inside = tuple(who for who in everybody if who not in confirmers)
    twice = sorted(who for who, times in Counter(everybody).items() if times > 1)
    if twice:
        raise ValueError(f"{', '.join(twice)}: listed twice; give each person one role")
    return Classroom(
        course,
        tuple(seats),
        (
            RoomSeed(slug, f"Everybody in {course}", inside),
            RoomSeed("staff", f"Staff of {course}", (*tas, *instructors)),
            *more,
        ),
    )


def read_header(line: str) -> Classroom:
    """The class that a transcript's first line describes.

    ``course Data 101 · ana, ben: students · tim: TA · ines: instructor``; a piece that begins
    with ``@`` is the transcript's clock and is passed over. ``room stats: ana, ines`` is a further
    room with some of them in it.

    Raises:
        ValueError: the line is not of that form.
    """
    first, *rest = [piece.strip() for piece in line.split("·")]
    if not first.startswith("course "):
        raise ValueError('begin with "course NAME", then "names: role" after each "·"')
    groups: dict[str, tuple[str, ...]] = dict.fromkeys(_ROLES.values(), ())
    more: list[RoomSeed] = []
    for piece in rest:
        if piece.startswith("@"):
            continue
        if room := re.fullmatch(r"room ([\w-]+): (.+)", piece):
            members = tuple(name.strip() for name in room[2].split(","))
            more.append(RoomSeed(room[1], "Another room", members))
            continue
        names, colon, role = piece.rpartition(":")
        title = _ROLES.get(role.strip().lower())
        if not colon or title is None:
            raise ValueError(f'{piece!r}: write "names: students", ": TA" or ": instructor"')
        groups[title] += tuple(name.strip() for name in names.split(",") if name.strip())
    return classroom(
        first.removeprefix("course ").strip(),
        students=groups["Student"],
        tas=groups["TA"],
        instructors=groups["Instructor"],
        confirmers=groups["Confirmer"],
        more=tuple(more),
    )
