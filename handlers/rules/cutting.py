"""A past answer cut to a hint: its beginning, never most of it and never its code."""

import re

LONGEST = 240
"""Characters of an answer that a hint shows at most."""
SHARE = 3
"""A hint shows at most one part in this many."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_FENCE = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)


def cut_to_hint(answer: str) -> str:
    """The first whole sentences within a third of the answer and 240 characters.

    Returns:
        Empty when nothing can be shown without giving the answer away: it is too short, or begins
        with code.
    """
    prose = _FENCE.split(answer.strip(), maxsplit=1)[0]
    most = min(LONGEST, len(answer.strip()) // SHARE)
    shown = ""
    for sentence in _SENTENCE.split(prose):
        longer = f"{shown} {sentence.strip()}".strip()
        if len(longer) > most:
            break
        shown = longer
    return shown
