"""A course's sections as staff type them: one a line."""

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
