"""A course's sections as staff type them, one a line; and its join code as students do."""

MOST, LONGEST = 25, 75
"""What both platforms' lists of choices hold (``handlers.chat.outgoing``)."""


def names(text: str) -> list[str] | None:
    """The names, in their order, each once; ``None`` if there are too many or one is too long."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        if name := " ".join(line.split()):
            found.setdefault(name.casefold(), name)
    if len(found) > MOST or any(len(name) > LONGEST for name in found.values()):
        return None
    return list(found.values())


def new_code(token: str) -> str:
    """A join code that can be read aloud: eight letters and digits of a token, in two groups."""
    return f"{token[:4]}-{token[4:8]}"


def join_code(typed: str) -> str:
    """A join code as it is kept, however it was typed."""
    letters = [one for one in typed.casefold() if one.isalnum()]
    return new_code("".join(letters)) if len(letters) == 8 else ""
