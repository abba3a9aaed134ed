"""Whether somebody's words say that their life may be in danger, or that they are giving up.

A screen of phrases: it looks for plain statements, and means to catch them even where it also stops
at words that were meant otherwise. It decides nothing but whether somebody is shown, privately and
before anything goes on, who is there for them. It never blocks help and is not a diagnosis.

The phrases are data of each language (``handlers/words/LANGUAGE/screening.txt``), written so:

- words beside each other; ``a|b`` for either; ``word?`` where it may be missing; ``word*`` for any
  ending; ``_`` joins the words of an alternative; ``~`` for up to five words of the same sentence;
- under ``[same]``, ``i am = im``: two spellings of one thing, the second is looked for;
- under ``[harmless]``, what is taken out of the text before anything is looked for;
- under ``[plain]`` and ``[giving up]``, what is looked for.

Texts and phrases are compared in small letters, without accents, apostrophes and doubled letters
(so that *killl* and *kil* are *kill*), digits in words read as the letters they stand for, numbers
as ``0``.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

GAP = 5
"""Words that ``~`` may stand for."""
_SECTIONS = ("same", "harmless", "plain", "giving up")
_LOOKS_LIKE = str.maketrans("01345@$!", "oieasasi")
_END = ". "
_WORD = re.compile(r"[^ ]+")


class Heed(StrEnum):
    """What a text asks of whoever reads it first."""

    NOTHING = "nothing"
    GIVING_UP = "giving-up"
    DISTRESS = "distress"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase.

    Attributes:
        begins: the words it can begin with; a phrase is tried only where one of them stands.
        pattern: the whole of it, over words with a space after each.
        means: what is looked for in its place, under ``[same]``.
    """

    begins: frozenset[str]
    pattern: re.Pattern[str]
    means: str = ""


Index = Mapping[str, tuple[Phrase, ...]]
"""Phrases by each word they can begin with, in the order in which they are written."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of one language, ready to be looked for."""

    same: Index
    harmless: Index
    plain: Index
    giving_up: Index


def read_phrases(text: str) -> Phrases:
    """A language's phrases.

    Raises:
        ValueError: a line is not written by the grammar; the message names it.
    """
    found: dict[str, list[Phrase]] = {name: [] for name in _SECTIONS}
    section = ""
    for number, written in enumerate(text.splitlines(), 1):
        line = written.partition("#")[0].strip()
        if line.startswith("["):
            section = line.strip("[]")
        if line and section not in found:
            raise ValueError(f"line {number}: there is no section {section!r}")
        if line and not line.startswith("["):
            found[section].append(_phrase(number, line, same=section == "same"))
    return Phrases(*(_indexed(found[name]) for name in _SECTIONS))


def _phrase(number: int, line: str, *, same: bool) -> Phrase:
    said, sign, means = line.partition(" = ")
    if same != bool(sign):
        raise ValueError(f"line {number}: only under [same] stand two spellings and =")
    tokens = [_choices(token) for token in said.split()]
    certain = next((at for at, (_choices, maybe) in enumerate(tokens) if not maybe), None)
    first = [] if certain is None else tokens[: certain + 1]
    begins = {choice.split(" ")[0] for choices, _maybe in first for choice in choices}
    if not begins or any("*" in word for word in begins) or not all(one for one, _maybe in first):
        raise ValueError(f"line {number}: a phrase begins with a whole word")
    return Phrase(frozenset(begins), re.compile("".join(map(_part, tokens))), _squeezed(means))


def _choices(written: str) -> tuple[tuple[str, ...], bool]:
    """What may stand at a token's place (nothing: a gap), and whether it may be missing."""
    if written == "~":
        return (), True
    words = written.removesuffix("?").replace("_", " ").split("|")
    return tuple(map(_squeezed, words)), written.endswith("?")


def _part(token: tuple[tuple[str, ...], bool]) -> str:
    choices, maybe = token
    if not choices:
        return rf"(?:[^ .]+ ){{0,{GAP}}}"
    either = "|".join(choices).replace("*", "[a-z]*")
    return f"(?:(?:{either}) ){'?' if maybe else ''}"


def _indexed(phrases: Iterable[Phrase]) -> Index:
    index: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        for word in phrase.begins:
            index.setdefault(word, []).append(phrase)
    return {word: tuple(found) for word, found in index.items()}


def screen(texts: Iterable[str], phrases: Phrases) -> Heed:
    """What somebody's texts, written together, ask of whoever reads them first."""
    words = "".join(_words(text, phrases) for text in texts)
    words = _replaced(words, phrases.harmless, _END)
    if any(_finds(words, phrases.plain)):
        return Heed.DISTRESS
    if any(_finds(words, phrases.giving_up)):
        return Heed.GIVING_UP
    return Heed.NOTHING


def _finds(words: str, index: Index) -> Iterator[re.Match[str]]:
    """Every place where a phrase begins, from left to right."""
    for word in _WORD.finditer(words):
        for phrase in index.get(word[0], ()):
            found = phrase.pattern.match(words, word.start())
            if found is not None:
                yield found


def _replaced(words: str, index: Index, by: str = "") -> str:
    """The text with each phrase replaced: by what it means, or by *by*."""
    pieces: list[str] = []
    at = 0
    while (word := _WORD.search(words, at)) is not None:
        phrase, found = next(
            (
                (phrase, found)
                for phrase in index.get(word[0], ())
                if (found := phrase.pattern.match(words, word.start())) is not None
            ),
            (None, None),
        )
        if phrase is None or found is None:
            pieces.append(f"{word[0]} ")
            at = word.end()
        else:
            pieces.append(f"{phrase.means} " if phrase.means else by)
            at = found.end()
    return "".join(pieces)


def _words(text: str, phrases: Phrases) -> str:
    """A text as words with a space after each, sentences apart, spellings brought together."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("’", "'"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"(?<=\w)['`´](?=\w)", "", plain)
    plain = re.sub(r"[^\s\w.!?;:,@$]+", " ", plain)
    plain = re.sub(r"\S*[a-z]\S*", _read_letters, plain)
    plain = re.sub(r"[.!?;:\n]+", " . ", plain)
    found = re.findall(r"[a-z0-9]+|[.]", plain)
    words = "".join(f"{'0' if word.isdecimal() else word} " for word in found)
    return _replaced(_squeezed(words), phrases.same) + _END


def _read_letters(found: re.Match[str]) -> str:
    """Digits and signs inside a word, read as the letters they stand for."""
    word = found[0]
    core = word.rstrip(".!?;:,")
    return core.translate(_LOOKS_LIKE) + word[len(core) :]


def _squeezed(text: str) -> str:
    """Every letter once where it stands several times in a row."""
    return re.sub(r"([a-z])\1+", r"\1", text)
