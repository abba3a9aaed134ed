"""A transcript's text into its steps.

The first line is the header; lines that begin with ``· `` go on with it::

    course Data 101 · ana, ben: students · tim: TA · ines: instructor · @ Mon 10:15
    · seed 7 · gate 10 min · course: nothing · operator teaches · answers open
    · timezone Europe/Rome

Only people, roles and the clock are needed. ``room stats-1: ana, ines`` is one more room.
``course: nothing`` leaves the course to be made by ``/askwell course``; otherwise it is there.
Then, a line each, as often and anywhere:

- ``topic joins``, ``material "Week 3 › Joins": …``, ``hint joins "problem" 2 (source): …``,
  ``answer logistics "Question?" (section): …`` bring something into the course;
- ``ana> [Button]`` presses it on the newest message with such a button that Ana sees;
  ``[Button #2]`` is the second on it, ``[Button] at "words"`` an older message that holds the
  words, ``[Button] from tim`` forges a press of a button that Tim sees;
- ``tim> [Shortcut] on "words"`` takes it from the menu of the newest message that holds the words;
- ``ana> /command text``; ``ana in #room> …``, ``ana in direct> …`` where it matters;
- ``ana> text`` fills in the first required field of the open form and sends it, ``(send)`` sends it
  as it is; further fields follow as ``· label: text`` or ``· Label? text``, a choice by what it
  shows, people as ``· label: tim, eva``, a group of everybody with one title as ``· label: @tas``,
  ``· files: a.png, b.svg`` adds files; a line that begins with ``|`` goes on with the text;
- ``ana> (direct) text``, ``ana> (aloud) text``, ``ana> (aloud on "words") text`` in
  the thread of the newest message that holds the words; ``ana> (again)`` for the same delivery once
  more;
- ``tim+eva> [Claim]``: at once, in whatever order it comes out; who is written as first means
  whoever was first, to the end of the transcript;
- ``reveal on: rita, sam; deputies dora; after 30 min; student counselling``, ``reveal off``,
  ``legal hold on`` and ``legal hold off``, as the institution's commands do;
- ``@ Tue 09:00``, ``+5m`` (``s``, ``m``, ``h``, ``d``) move the clock; ``nothing of ana is left``
  looks for Ana's words everywhere; ``#`` begins a comment.

Under a step stands, indented by two, everything that is said because of it: ``#room: …``,
``#room (edited): …``, ``only x: …``, ``notice x: …``, ``form to x: …``, and ``refused x: …`` for
the chat's own refusals. Further lines are indented deeper; a line's end or ``/`` parts what stands
on lines of its own, buttons are in brackets, ``…`` stands for any text. What is not listed fails.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.platforms.local.classroom import read_header
from bot.transcript.script import (
    Act,
    Again,
    Aloud,
    Brought,
    Command,
    Did,
    Direct,
    Expected,
    Fill,
    Header,
    Held,
    Moved,
    Note,
    NothingLeft,
    Press,
    Ruled,
    Script,
    Shortcut,
    Step,
)
from handlers.rules.importing.records import (
    AnsweredQuestion,
    Imported,
    Passage,
    TopicName,
    WrittenHint,
)
from storage.kinds import Kind

MONDAY = datetime(2026, 10, 5, tzinfo=UTC)
"""The day on which every transcript begins, so that none depends on today."""
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
SEND = "(send)"
"""Sends a form with its first text field left as it is."""

_CLOCK = re.compile(rf"@ ({'|'.join(DAYS)}) (\d\d):(\d\d)")
_BY = re.compile(r"\+(\d+)([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_DID = re.compile(r"([\w+-]+)(?: in (#[\w-]+|direct))?> (.+)", re.DOTALL)
_PRESS = re.compile(r"\[(.+?)(?: #(\d+))?\](?: at \"(.+)\")?(?: from ([\w-]+))?")
_SHORTCUT = re.compile(r"\[(.+?)\] on \"(.+)\"")
_ALOUD = re.compile(r"\(aloud(?: on \"(.+?)\")?\) (.+)", re.DOTALL)
_RULED = re.compile(r"reveal on: (.+?); deputies (.+?); after (\d+) min; (.+)")
_LEFT = re.compile(r"nothing of ([\w-]+) is left")
_SAID = re.compile(
    r"(#[\w-]+|(?:only|notice|form to|refused) [\w-]+)( \(edited\))?:(?: (.*))?", re.DOTALL
)
_MATERIAL = re.compile(r'material "(.+?)": (.+)', re.DOTALL)
_HINT = re.compile(r'hint (.+?)(?: "(.+?)")? ([0-3])(?: \((.+?)\))?: (.+)', re.DOTALL)
_ANSWER = re.compile(
    rf'answer ({"|".join(Kind)}) "(.+?)"(?: \((.+?)\))?: (.+)',
    re.DOTALL,
)
_TOPIC = re.compile(r"topic (.+)")


class Unreadable(ValueError):
    """A transcript is not written by the grammar; the message names the line."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(f"line {line}: {why}")


def parse(text: str) -> Script:
    """A transcript.

    Raises:
        Unreadable: a line is not understood.
    """
    lines = text.rstrip("\n").split("\n")
    end = 1
    while end < len(lines) and lines[end].startswith("· "):
        end += 1
    try:
        header = _header(" ".join(lines[:end]))
    except ValueError as problem:
        raise Unreadable(1, str(problem)) from None
    steps: list[Step] = []
    for number, block in _blocks(lines, end):
        if block[0].startswith("  "):
            if not steps:
                raise Unreadable(number, "nobody has done anything yet that this could follow")
            expected = _expected(number, block)
            at = next((n for n in range(len(steps) - 1, -1, -1) if not _blank(steps[n])), 0)
            steps[at] = replace(steps[at], expected=(*steps[at].expected, expected))
        else:
            steps.append(_step(number, block))
    return Script(header, tuple(lines[:end]), tuple(steps))


def _blank(step: Step) -> bool:
    return isinstance(step, Note)


def _blocks(lines: list[str], start: int) -> Iterator[tuple[int, list[str]]]:
    """Each line with those that continue it: deeper ones, and ``|`` lines of somebody's text."""
    block: list[str] = []
    first = start
    for number, line in enumerate(lines[start:], start + 1):
        indent = len(line) - len(line.lstrip(" "))
        deeper = 0 if not block else len(block[0]) - len(block[0].lstrip(" ")) + 2
        brings = bool(block) and block[0].startswith(("material ", "answer ", "hint "))
        goes_on = line.startswith("|") or (
            bool(line.strip()) and indent >= deeper and (deeper > 2 or brings)
        )
        if block and goes_on:
            block.append(line)
            continue
        if block:
            yield first, block
        block, first = [line], number
    if block:
        yield first, block


def _header(line: str) -> Header:
    """The header from its pieces.

    Raises:
        ValueError: a piece is not understood.
    """
    pieces = [piece.strip() for piece in line.split(" · ")]
    known = Header(read_header(" · ".join(p for p in pieces if not _setting(p))), MONDAY)
    for piece in pieces:
        if clock := _CLOCK.fullmatch(piece):
            day, hour, minute = clock.groups()
            since = timedelta(days=DAYS.index(day), hours=int(hour), minutes=int(minute))
            known = replace(known, start=MONDAY + since)
        elif piece == "course: nothing":
            known = replace(known, makes_course=False)
        elif piece == "operator teaches":
            known = replace(known, operator_teaches=True)
        elif piece == "answers open":
            known = replace(known, seals=False)
        elif seed := re.fullmatch(r"seed (\d+)", piece):
            known = replace(known, seed=int(seed[1]))
        elif gate := re.fullmatch(r"gate (\d+) min", piece):
            known = replace(known, gate=int(gate[1]))
        elif zone := re.fullmatch(r"timezone (\S+)", piece):
            known = replace(known, timezone=zone[1])
    return known


def _setting(piece: str) -> bool:
    fixed = {"course: nothing", "operator teaches", "answers open"}
    return piece in fixed or re.fullmatch(r"(seed|gate|timezone) .+", piece) is not None


def _expected(number: int, block: list[str]) -> Expected:
    found = _SAID.fullmatch(block[0].strip())
    if found is None:
        raise Unreadable(
            number, 'write "#room: …", "only x: …", "notice x: …", "form to x: …" or "refused x: …"'
        )
    where, edited, first = found.groups()
    words = [first or "", *(line.strip() for line in block[1:])]
    return Expected(number, where, edited is not None, " ".join(filter(None, words)))


def _step(number: int, block: list[str]) -> Step:
    source = block[0]
    for line in block[1:]:  # a "|" begins a new line of the text, an indent only goes on
        source += f"\n{line[1:].removeprefix(' ')}" if line.startswith("|") else f" {line.strip()}"
    if not source.strip() or source.startswith("#"):
        return Note(number, source)
    if clock := _CLOCK.fullmatch(source):
        day, hour, minute = clock.groups()
        return Moved(number, source, None, DAYS.index(day), int(hour) * 60 + int(minute))
    if by := _BY.fullmatch(source):
        return Moved(number, source, timedelta(**{_UNITS[by[2]]: int(by[1])}))
    if did := _DID.fullmatch(source):
        actors, room, what = did.groups()
        written = "\n".join([block[0].partition("> ")[2], *block[1:]])
        return Did(number, tuple(actors.split("+")), room or "", _act(number, what), written)
    if (said := _said(number, source)) is not None:
        return said
    record = _record(source)
    if record is None:
        raise Unreadable(number, f"{source!r} is not understood")
    return Brought(number, "\n".join(block), record)


def _said(number: int, source: str) -> Ruled | Held | NothingLeft | None:
    """What is done or looked for by nobody in the class, where a line says so."""
    if left := _LEFT.fullmatch(source):
        return NothingLeft(number, source, left[1])
    if source in {"legal hold on", "legal hold off"}:
        return Held(number, source, source.endswith("on"))
    if source == "reveal off":
        return Ruled(number, source)
    ruled = _RULED.fullmatch(source)
    if ruled is None:
        return None
    named, deputies = (tuple(ruled[one].split(", ")) for one in (1, 2))
    return Ruled(number, source, named, deputies, int(ruled[3]), ruled[4])


def _act(number: int, what: str) -> Act:
    if what == "(again)":
        return Again()
    if what.startswith("(direct) "):
        return Direct(what.removeprefix("(direct) "))
    if aloud := _ALOUD.fullmatch(what):
        return Aloud(aloud[2], aloud[1] or "")
    if what.startswith("/"):
        name, _space, text = what[1:].partition(" ")
        return Command(name, text)
    return _chosen(number, what) if what.startswith("[") else _fill(number, what)


def _chosen(number: int, what: str) -> Press | Shortcut:
    """A button of a message, or a shortcut from its menu."""
    if shortcut := _SHORTCUT.fullmatch(what):
        return Shortcut(shortcut[1], shortcut[2])
    press = _PRESS.fullmatch(what)
    if press is None:
        raise Unreadable(
            number, 'write [Button], [Button #2], [Button] at "words" or [Shortcut] on "words"'
        )
    label, nth, at, of = press.groups()
    return Press(label, int(nth or 1), at or "", of or "")


def _fill(number: int, what: str) -> Fill:
    text, *rest = what.split(" · ")
    fields: list[tuple[str, str]] = []
    files: tuple[str, ...] = ()
    for piece in rest:
        label, colon, value = piece.partition(": ")
        if not colon and (question := re.fullmatch(r"(.+\?) (.+)", piece)):
            label, value = question.groups()
        elif not colon:
            raise Unreadable(number, f'{piece!r}: write "field: what it is filled with"')
        if label == "files":
            files = tuple(name.strip() for name in value.split(","))
        else:
            fields.append((label, value))
    return Fill("" if text == SEND else text, tuple(fields), files)


def _record(source: str) -> Imported | None:
    if found := _MATERIAL.fullmatch(source):
        cite, text = found.groups()
        return Passage((cite, "1", "0"), cite.rpartition(" › ")[2], text, cite)
    if found := _HINT.fullmatch(source):
        topic, problem, rung, cite, text = found.groups()
        key = (topic, problem or "", rung, "1")
        return WrittenHint(key, topic, problem or "", int(rung), text, cite or "")
    if found := _ANSWER.fullmatch(source):
        kind, question, section, text = found.groups()
        return AnsweredQuestion(
            (section or "", question), section or "", question, text, Kind(kind)
        )
    if found := _TOPIC.fullmatch(source):
        return TopicName((found[1],), found[1])
    return None
