"""A course's sections as staff type them, one a line; and its join code as students do."""

LARGEST = 100_000
MOST, LONGEST = 25, 75
"""What both platforms' lists of choices hold (``handlers.chat.outgoing``)."""


def listed(text: str) -> list[tuple[str, int | None]] | None:
    """Each section once, in order, with how many are enrolled in it where that is said.

    ``Monday group: 30`` says it. ``None`` if there are too many or a name is too long.
    """
    found: dict[str, tuple[str, int | None]] = {}
    for line in text.splitlines():
        name, _colon, number = (part.strip() for part in " ".join(line.split()).rpartition(": "))
        enrolled = int(number) if name and number.isascii() and number.isdigit() else None
        whole = " ".join((line if enrolled is None else name).split())
        if whole:
            found.setdefault(whole.casefold(), (whole, enrolled))
    too_long = any(len(name) > LONGEST or (n or 0) > LARGEST for name, n in found.values())
    return None if len(found) > MOST or too_long else list(found.values())


def line_of(name: str, enrolled: int | None) -> str:
    """A section as it is typed."""
    return name if enrolled is None else f"{name}: {enrolled}"


def new_code(token: str) -> str:
    """A join code that can be read aloud: eight letters and digits of a token, in two groups."""
    return f"{token[:4]}-{token[4:8]}"


def join_code(typed: str) -> str:
    """A join code as it is kept, however it was typed."""
    letters = [one for one in typed.casefold() if one.isalnum()]
    return new_code("".join(letters)) if len(letters) == 8 else ""
