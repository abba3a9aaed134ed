"""Words as Discord's markdown that shows them as they are: nothing links, pings or formats.

Discord reads a backslash before any sign that is neither letter, digit nor space as "this sign
itself", outside code. Bare addresses stay as they are: what one sees is where they lead.
"""

import re

_SIGNS = re.compile(r"[\\*_~|`\[\]<>]")
_AT_LINE_START = re.compile(r"^(\s*)([#\-+])|^(\s*\d+)([.)])(?=\s)", re.MULTILINE)
_EVERYBODY = re.compile(r"@(?=everyone|here)", re.IGNORECASE)
_ADDRESS = re.compile(r"(https?://[^\s<>`|*\[\]()\\]+)")
_CODE = re.compile(
    # A fence on lines of its own without another inside, or one pair of back-ticks on one line.
    # Every other back-tick is escaped, so Discord finds the same code as these patterns.
    r"(^```[^\n`]*\n(?:(?!```)[^\0])*?\n?```[ \t]*$|(?<!`)`[^`\n]+`(?!`))",
    re.MULTILINE,
)
_UNSEEN = "\u200b"
"""A space without width: it parts what must not be read as one."""


def plain(text: str) -> str:
    """The text with everything that Discord would read as markup shown instead."""
    pieces = _ADDRESS.split(text)
    pieces[::2] = [_SIGNS.sub(r"\\\g<0>", piece) for piece in pieces[::2]]
    return _apart(_AT_LINE_START.sub(_line_start, "".join(pieces)))


def spoken(text: str) -> str:
    """The same, with code in back-ticks and fences left as code."""
    pieces = _CODE.split(text)
    pieces[::2] = [plain(piece) for piece in pieces[::2]]
    return _apart("".join(pieces))


def fenced(text: str) -> str:
    """The text as one block of code, in which nothing is read and little has to be escaped."""
    inside = re.sub("`(?=`)", f"`{_UNSEEN}", text)
    return f"```\n{_apart(inside)}\n```"


def _line_start(found: re.Match[str]) -> str:
    sign = found[2]
    return f"{found[1]}\\{sign}" if sign else f"{found[3]}\\{found[4]}"


def _apart(text: str) -> str:
    return _EVERYBODY.sub(f"@{_UNSEEN}", text)
