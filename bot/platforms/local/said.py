"""People's own words as the page shows them: as typed, with code shown as code.

The words become runs of text with marks on them, never markup: the page makes an element of each
run and puts the text in as text, so there is no escaping to get wrong. Of Markdown only fences,
back-ticks and stars beside a word mean something. Everything else, an indented line or a
``__dunder__`` or ``2**3`` among it, stays as it was typed.
"""

from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.emphasis import tokenize as emphasis
from markdown_it.token import Token

_MARKS = {"strong_open": "strong", "em_open": "em"}


@dataclass(frozen=True, slots=True)
class Run:
    """Some text and how it looks: any of ``strong``, ``em``, ``code``."""

    text: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of text, its lines and spaces as typed."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """A block of code; ``language`` is empty where none was named."""

    code: str
    language: str = ""


Rich = Words | Code


def _stars_beside_a_word(state: StateInline, silent: bool) -> bool:
    """Stars mark text only where a word begins or ends: within one they multiply."""
    if state.src[state.pos] != "*" or silent:
        return False
    delimited = state.scanDelims(state.pos, False)  # noqa: FBT003 - markdown-it's own signature
    if not delimited.can_open and not delimited.can_close:
        state.pending += "*" * delimited.length
        state.pos += delimited.length
        return True
    return emphasis(state, silent)


_BLOCKS = MarkdownIt("zero").enable("fence")
_INLINE = MarkdownIt("zero").enable(["backticks", "emphasis"])
_INLINE.inline.ruler.at("emphasis", _stars_beside_a_word)


def rich(text: str) -> list[Rich]:
    """The text in stretches and blocks of code, in order; nothing of it is lost but the marks."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found: list[Rich] = []
    done = 0
    for token in _BLOCKS.parse("\n".join(lines)):
        if token.type == "fence" and token.map is not None:
            start, end = token.map
            found += _stretch(lines[done:start])
            words = token.info.split()
            found.append(Code(token.content, words[0] if words else ""))
            done = end
    return found + _stretch(lines[done:])


def _stretch(lines: list[str]) -> list[Rich]:
    text = "\n".join(lines).strip("\n")
    if not text.strip():
        return []
    (inline,) = _INLINE.parseInline(text)
    return [Words(tuple(_runs(inline.children or [])))]


def _runs(tokens: list[Token]) -> list[Run]:
    runs: list[Run] = []
    marks: list[str] = []
    for token in tokens:
        if token.type in _MARKS:
            marks.append(_MARKS[token.type])
        elif token.nesting < 0:
            marks.pop()
        elif token.content:
            extra = ("code",) if token.type == "code_inline" else ()
            runs.append(Run(token.content, (*marks, *extra)))
    return runs
