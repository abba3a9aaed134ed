"""How Discord reads text, as far as tests need it: escapes undone, and what would fire.

Written from what Discord's client does (a backslash before any sign but letters, digits and
spaces shows the sign; nothing is read inside code), not from the escaping that is tested.
"""

import re

_CODE = re.compile(r"```.*?```|``.*?``(?!`)|`[^`]*`", re.DOTALL)
_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
_ADDRESS = re.compile(r"https?://[^\s<]+[^\s<.,:;\"'\]]")


def fires(text: str) -> list[str]:
    """What in a text would format, link, mention or ping."""
    read = _CODE.sub("", _ESCAPED.sub("\x01\x01", text))  # an escaped back-tick opens no code
    found = re.findall(r"\[[^\]]*\]\([^)]*\)", read)
    for line in _ADDRESS.sub("", read).split("\n"):
        found += re.findall(r"<@[!&]?\d+>|<#\d+>|<a?:\w+:\d+>|<t:\d+|</\w+|<id:\w+", line)
        found += re.findall(r"\*|__|\b_|_\b|~~|\|\|", line)
        found += re.findall(r"^\s*(?:#{1,3} |-# |>>> |> |[-*+] |\d+\. )", line)
    return found + re.findall(r"@(?:everyone|here)", text)


def shown(text: str) -> str:
    """What a reader sees of a text without code: escapes and spaces without width gone."""
    return _ESCAPED.sub(r"\1", text).replace("\u200b", "")
