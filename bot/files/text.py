r"""Text and code: the words stay, the account's name goes.

An error message or a log says `/home/jane/hw3.py`, a terminal says `jane@laptop:~$`. Both become
`user`. A picture or a PDF written into the text as a `data:` address is cleaned like a file.

Invisible characters: zero-width ones stay, since scripts and emoji need the joiners and a stray
one can be the very mistake that is asked about. Unicode's tag characters (U+E0000 to U+E007F) go:
they show nothing and can spell out anything, a name too.
"""

import base64
import binascii
import re
from collections.abc import Callable

from bot.files.verdicts import CannotCleanError, Reason, Rebuilt
from bot.files.words import words

CODE = words(
    "asm awk c cc cfg clj conf cpp cs css cxx dart ex f90 fs go gradle groovy h hpp hs ini ipp "
    "java jl js jsx kt lean lisp lua m mk ml php pl pro ps1 py pyi r rb rkt rmd rs sas scala sh "
    "sql sv swift tex toml ts tsx v vhd vhdl vue yaml yml zig do qmd scm bib"
)
TABLES = {"csv": "text/csv", "tsv": "text/tab-separated-values"}
TEXTS = {"md": "text/markdown", "json": "application/json", "log": "text/plain"}
_SETTLED = "text/plain"

# What may stand before the name: a file address, any directories above `home`, a drive. Slashes
# may be doubled (in JSON, in a repr) or percent-coded (in an address).
_SLASH = r"(?:\\?/{1,2}|%2[Ff])"
_BACK = r"(?:[\\/]{1,4}|%5[Cc]|%2[Ff])"
_NAME = r"(?:[^/\\\s\"'`<>|:;,?*()\[\]{}%&\x1b]|%(?!2[Ff]|5[Cc])[0-9A-Fa-f]{2}){1,128}"
# Code says `app/home/views` and means no account; but compilers write `-I/home/jane`.
_POSIX_HOME = re.compile(
    rf"((?:file:{_SLASH}{{1,2}}|(?<![\w./~-])(?!//)|(?<=\\[nrt])|(?<=[0-9;\[]m)|(?<=\s-[ILBF])|(?<=-isystem))"
    rf"(?:{_SLASH}[\w.-]{{1,64}}){{0,6}}{_SLASH}(?:home|Users){_SLASH}){_NAME}"
)
_DRIVE = (
    r"(?:(?<![A-Za-z])[A-Za-z](?::|%3[Aa]|\|)|(?<![\w.])(?:/mnt|/cygdrive)?/[A-Za-z](?=/[Uu]sers))"
)
# A name of two words is one name if a folder follows.
_WINDOWS_HOME = re.compile(
    rf"({_DRIVE}{_BACK}(?:[Uu][Ss][Ee][Rr][Ss]|Documents and Settings|DOCUME~1){_BACK})"
    rf"(?:[^\\/\r\n\"'`<>|:*?%\x1b]{{1,64}}(?=[\\/]|%5[Cc]|%2[Ff])|{_NAME})"
)
_NETWORK_HOME = re.compile(
    rf"(\\{{2,4}}[\w.$-]{{1,64}}\\{{1,2}}(?:[Uu]sers|[Hh]omes?)\\{{1,2}}){_NAME}"
)
_PROMPT = re.compile(
    r"(?m)^((?:\x1b\[[0-9;]*m|\([\w .-]{1,40}\) )*\[?)[\w.-]{1,64}@[\w.-]{1,64}"
    r"(?=(?:\x1b\[[0-9;]*m)*(?::[~/][^\r\n$#%>]{0,200}|[: ][^\r\n$#%>]{0,80})[$#%>](?:\s|$))"
)
_MAC_TEMPORARY = re.compile(r"(/var/folders/)[\w+-]{2}/[\w+-]{10,64}(?=/)")
_DATA_ADDRESS = re.compile(
    r"data:(?P<type>image/[\w.+-]{1,40}|application/pdf)(?:;[\w=.-]{1,40}){0,3};base64,"
    # Broken over lines, as mail programs do: only long lines belong to it, not the next word.
    r"(?P<body>[A-Za-z0-9+/\-_]+(?:(?:\s|\\n){1,4}[A-Za-z0-9+/\-_]{40,})*"
    r"(?:(?:\s|\\n){1,4}[A-Za-z0-9+/\-_]{1,75}(?==))?={0,2})"
)
# Most text has none of these, and this one search is all it costs.
_ANY = re.compile(r"home|users|documents and settings|docume~1|@|/var/folders", re.IGNORECASE)
_TAGS = re.compile("[\U000e0000-\U000e007f]")
_CONTROL = re.compile(r"[\x00-\x07\x0e-\x1a\x1c-\x1f\x7f]")

Inner = Callable[[bytes], Rebuilt]
"""Cleans a file found inside another; raises `CannotCleanError`."""


def clean(content: bytes, extension: str, inner: Inner) -> Rebuilt:
    """Text as UTF-8 without byte order mark, account names and embedded metadata neutral.

    Args:
        content: UTF-8, UTF-16 or Windows-1252 text.
        extension: Of the original name, in small letters, without the dot; kept if it is one of a
            kind of text we know, since it could hold a name like any other word.
        inner: Cleans what is embedded.

    Returns:
        The text, with its line ends as they were.

    Raises:
        CannotCleanError: if it is no text.
    """
    cleaned = neutral(decode(content), inner).encode()
    if extension in CODE:
        return Rebuilt("code", extension, _SETTLED, cleaned)
    if extension in TABLES:
        return Rebuilt("table", extension, TABLES[extension], cleaned)
    if extension in TEXTS:
        return Rebuilt("text", extension, TEXTS[extension], cleaned)
    # Also for .html and .bat: readable, and nothing that runs when somebody opens it.
    return Rebuilt("text", "txt", _SETTLED, cleaned)


def decode(content: bytes) -> str:
    """The characters of a text file.

    Args:
        content: A file in UTF-8 or UTF-16 (with or without byte order mark) or Windows-1252.

    Returns:
        Its text, without the byte order mark.

    Raises:
        CannotCleanError: if it holds control characters, as no text does.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif content[1:200:2].count(0) > len(content[1:200:2]) * 0.8:
        encodings = ["utf-16-le"]
    elif content[0:200:2].count(0) > len(content[0:200:2]) * 0.8:
        encodings = ["utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
    raise CannotCleanError(Reason.UNKNOWN)


def neutral(text: str, inner: Inner) -> str:
    """Text without account names, tag characters and metadata in embedded files.

    Args:
        text: Anything a person may read.
        inner: Cleans a file embedded as a `data:` address.

    Returns:
        The same text with `user` for account names and `user@host` in prompts; an embedded file
        that cannot be cleaned leaves an empty address.
    """

    def embedded(match: re.Match[str]) -> str:
        body = re.sub(r"\s|\\n", "", match["body"]).replace("-", "+").replace("_", "/")
        try:
            rebuilt = inner(base64.b64decode(body + "=" * (-len(body) % 4)))
        except binascii.Error:
            return "data:,"
        except CannotCleanError as refusal:
            if refusal.reason is Reason.TOO_MUCH_INSIDE:
                raise
            return "data:,"
        return f"data:{rebuilt.media_type};base64,{base64.b64encode(rebuilt.content).decode()}"

    text = _DATA_ADDRESS.sub(embedded, text) if ";base64," in text else text
    return without_accounts(_TAGS.sub("", text))


def without_accounts(text: str) -> str:
    """Text with `user` in place of account names in home directories and terminal prompts."""
    if not _ANY.search(text):
        return text
    for home in (_WINDOWS_HOME, _NETWORK_HOME, _POSIX_HOME):
        text = home.sub(r"\1user", text)
    text = _PROMPT.sub(r"\1user@host", text)
    return _MAC_TEMPORARY.sub(r"\1xx/user", text)
