"""A kept reply's variables: a closed list, so that a slip of the pen reaches nobody. Pure.

``{topic}`` stands for the question's topic; ``{{topic}}`` is what is written for ``{topic}``
itself, as in a line of code. Braces around anything but one word mean nothing.
"""

import re
from collections.abc import Mapping

VARIABLES = ("alias", "topic", "course", "source")
"""What a reply can speak of: how the asker appears, the topic, the course, where it stands."""
_BRACED = re.compile(r"\{\{(\w+)\}\}|\{(\w+)\}")


def unknown(text: str) -> str | None:
    """The first variable of a reply that is none of the list, or ``None``."""
    for found in _BRACED.finditer(text):
        if found[2] and found[2] not in VARIABLES:
            return found[2]
    return None


def filled(text: str, values: Mapping[str, str]) -> str:
    """A reply with its variables filled in.

    Args:
        text: the reply; every variable in it is of the list.
        values: what each variable of the list stands for.
    """
    return _BRACED.sub(lambda found: f"{{{found[1]}}}" if found[1] else values[found[2]], text)
