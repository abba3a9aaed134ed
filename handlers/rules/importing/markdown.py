"""Markdown into passages: one for each section, several for a long one."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from markdown_it import MarkdownIt

from handlers.rules.importing.records import Contents, Passage, Remark
from handlers.rules.importing.text import (
    LONGEST_FIELD,
    LONGEST_LINE,
    NOT_UTF_8,
    cleaned,
    mended,
    one_line,
)

LONGEST_PASSAGE: Final = 1_500
"""Characters after which a section is split where it can be: half a message, some 250 words."""

TRAIL: Final = " › "
"""Between the headings of a citation."""

_TITLE: Final = re.compile(r"title:[ \t]*(?P<mark>[\"']?)(?P<title>.*)(?P=mark)[ \t]*")


@dataclass(slots=True)
class _Section:
    """A heading's own text, up to the next heading.

    Attributes:
        headings: level and text of the headings above it, outermost first.
        lines: its lines.
        starts: where its blocks begin, as places in its lines.
    """

    headings: list[tuple[int, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)


def passages(name: str, text: str) -> Contents:
    """The passages of a Markdown file (CommonMark, with a title in front matter if it has one).

    Args:
        name: the file's name, without folders; its title if nothing else gives one.
        text: its lines end with a line feed alone.
    """
    name = one_line(mended(name))
    lines = text.split("\n")
    refused = [
        Remark(number, f"It is longer than {LONGEST_LINE:,} characters and left out.")
        for number, line in enumerate(lines, start=1)
        if len(line) > LONGEST_LINE
    ]
    bad = [number for number, line in enumerate(lines, start=1) if NOT_UTF_8.search(line)]
    said = []
    if bad:
        said.append(
            Remark(
                bad[0],
                f"Here{_and_elsewhere(len(bad) - 1)} something is not UTF-8 text and shown as "
                "\N{REPLACEMENT CHARACTER}; save the file as UTF-8.",
            )
        )
    lines = [mended(line) if len(line) <= LONGEST_LINE else "" for line in lines]
    title, lines = _front_matter(lines)
    sections = _sections(lines)
    if not title:
        title = _only_first_level(sections)
    title = title or name.rpartition(".")[0].strip() or "Material"
    records = []
    seen: Counter[tuple[str, ...]] = Counter()
    for section in sections:
        trail = [title, *(h for _level, h in section.headings if h)]
        if section.headings[:1] == [(1, title)]:
            del trail[0]
        alike = (name, *trail)
        seen[alike] += 1
        for number, part in enumerate(_packed(section)):
            key = (*alike, str(seen[alike]), str(number))
            records.append(Passage(key, trail[-1], part, TRAIL.join(trail)))
    if not records:
        refused.append(Remark(None, "The file holds no text under its headings; nothing is taken."))
    return Contents(tuple(records), tuple(refused), tuple(said))


def parts(text: str) -> list[str]:
    """A text split between its paragraphs where it is long; no block is cut, headings are text."""
    lines = text.split("\n")
    section = _Section(lines=lines)
    for kind, _tag, start, _content in _blocks(lines):
        if kind != "heading_end":
            section.starts.append(start)
    return _packed(section)


def _and_elsewhere(count: int) -> str:
    return f" and on {count} more line{'s' if count > 1 else ''}" if count else ""


def _front_matter(lines: list[str]) -> tuple[str, list[str]]:
    """The title that YAML in front of a file gives it (or nothing), and the lines without it."""
    if lines[0].rstrip() != "---":
        return "", lines
    end = next((i for i, line in enumerate(lines) if i and line.rstrip() in ("---", "...")), None)
    # Without an end, or with a gap under it, it is a line across the page.
    if end is None or not lines[1].strip():
        return "", lines
    found = next(filter(None, map(_TITLE.fullmatch, lines[1:end])), None)
    return one_line(found["title"])[:LONGEST_FIELD] if found else "", lines[end + 1 :]


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark")
    # What is inside paragraphs is kept as it is written, so it need not be read.
    parser.core.ruler.disable(["inline", "text_join"])
    return parser


@lru_cache(maxsize=1)
def _line_parser() -> MarkdownIt:
    return MarkdownIt("commonmark")


def _blocks(lines: list[str]) -> list[tuple[str, str, int, str]]:
    """Where a text may be parted: sort of block, its tag, its first line, a heading's text.

    A heading gives two: where it begins and, as "heading_end", the line after it. Items of a list
    count as blocks, so that a long list can be parted.
    """
    found = []
    tokens = _parser().parse("\n".join(lines))
    for i, token in enumerate(tokens):
        if token.map is None or token.nesting < 0:
            continue
        if token.type == "heading_open" and token.level == 0:
            content = _plain(tokens[i + 1].content)
            found.append(("heading", token.tag, token.map[0], content))
            found.append(("heading_end", token.tag, token.map[1], content))
        elif token.level == 0 or (token.type == "list_item_open" and token.level == 1):
            found.append((token.type, token.tag, token.map[0], ""))
    return found


def _plain(heading: str) -> str:
    """A heading's words without its marks."""
    tokens = _line_parser().parseInline(heading[:LONGEST_FIELD])
    words = (
        " " if child.type.endswith("break") else child.content
        for child in tokens[0].children or []
        if child.type != "html_inline"
    )
    return one_line("".join(words))


def _sections(lines: list[str]) -> list[_Section]:
    """A file's sections; the first is what stands before any heading."""
    sections = [_Section()]
    begin = 0
    for kind, tag, start, content in _blocks(lines):
        if kind == "heading":
            sections[-1].lines = lines[begin:start]
        elif kind == "heading_end":
            level = int(tag[1])
            above = [heading for heading in sections[-1].headings if heading[0] < level]
            sections.append(_Section([*above, (level, content)]))
            begin = start
        else:
            sections[-1].starts.append(start - begin)
    sections[-1].lines = lines[begin:]
    return sections


def _only_first_level(sections: list[_Section]) -> str:
    """The file's one heading of the first level, or nothing."""
    found = [s.headings[-1][1] for s in sections if s.headings and s.headings[-1][0] == 1]
    return found[0] if len(found) == 1 else ""


def _packed(section: _Section) -> list[str]:
    """A section's text in parts, each as long as it may be without cutting a block."""
    cuts = [0, *section.starts[1:], len(section.lines)]
    found: list[str] = []
    begin = 0
    for end, further in zip(cuts[1:], [*cuts[2:], None], strict=True):
        if (
            further is None
            or len("\n".join(section.lines[begin:further]).strip()) > LONGEST_PASSAGE
        ):
            part = cleaned("\n".join(section.lines[begin:end]))
            # A line across the page says nothing.
            if any(map(str.isalnum, part)):
                found.append(part)
            begin = end
    return found
