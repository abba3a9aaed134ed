"""Text in, search terms and their weights out: the words half of BM25.

The weighting is BM25F in its simple form (S. Robertson and H. Zaragoza, "The Probabilistic
Relevance Framework: BM25 and Beyond", Foundations and Trends in Information Retrieval 3(4), 2009,
section 3.6): an entry's streams (title, body) are first added up, each times its weight,

    tf(t) = 3 · tf_title(t) + tf_body(t)        length = Σ tf(t)

and the sum then saturates once, where the score is computed (`storage.search`).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

TITLE: Final = 3.0
"""How much a word of the title counts against a word of the body."""

LONGEST: Final = 64
"""Characters of a term that count; a longer one is cut, in entries and queries alike."""

# The closed classes of English: words that join other words and name nothing themselves. Kept by
# class so that a reader sees what is in and why; a word that may name something ("computer",
# "first", "use") is not here: how rare it is in the course (idf) weighs it better than a list can.
ENGLISH_STOP_WORDS: Final = frozenset(
    """
    a an the this that these those some any each every either neither both all such
    i me my mine myself we us our ours ourselves you your yours yourself yourselves
    he him his himself she her hers herself it its itself they them their theirs themselves
    one who whom whose which what when where why how whether there here
    am is are was were be been being do does did doing done have has had having
    can could may might must shall should will would ought
    about above after against among around as at before behind below between by down during for
    from in into of off on onto out over per through to toward towards under until up upon via with
    within
    and or but nor so if then than because since while although though unless
    not no yes only just very too also even still ever again please
    s t d m ll re ve don doesn didn isn aren wasn weren hasn haven hadn won wouldn couldn shouldn
    ain
    """.split()  # noqa: SIM905  # as a list of quoted words nobody could check it
)

STEMMERS: Final = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
"""ISO 639-1 code → Snowball algorithm. Any other language is searched by its words unstemmed."""

# A word with its joints and marks: `df.loc`, `my_table`, `--flag`, `.env`, `c++`, `a-b`, `x:80`.
# Each joint needs a word behind it and no part can match in two ways, so the time is linear.
_CODE: Final = re.compile(
    r"(?:(?<![\w-])--?|(?<![\w.])\.)?"
    r"\w+(?:(?:://|::|[.:/\\@-])\w+)*"
    r"(?:\+\+|\#(?!\w))?"
)


def terms(text: str, language: str = "en") -> Counter[str]:
    """The search terms of a text, with how often each occurs.

    Words are normalised (NFKC), case-folded, freed of stop words (English) and stemmed (Snowball).
    A token of code is a term as it stands, beside the stems of the words in it: `df.loc` gives
    `df.loc`, `df` and `loc`.

    Args:
        text: Anything a person may type, in any script and of any length.
        language: ISO 639-1 code, with or without a region ("en", "pt-BR").

    Returns:
        Term → occurrences; empty when the text names nothing. No term is longer than `LONGEST`
        characters or holds white space, control characters or lone surrogates.
    """
    folded = _folded(text)
    language = language.partition("-")[0].lower()
    stop_words = ENGLISH_STOP_WORDS if language == "en" else frozenset()
    found: Counter[str] = Counter()
    # Counted before stemming: a long text repeats its words, and stemming is what costs.
    for word, times in Counter(_words(folded)).items():
        if word not in stop_words:
            found[_stem(word, language)] += times
    found.update(_code(folded))
    return found


def weights(title: str, body: str, language: str = "en") -> dict[str, float]:
    """The weighted term frequencies of an entry: `3 · tf_title + tf_body` (BM25F, see above).

    Args:
        title: What the entry is about in one line; for an answered question, the question.
        body: The rest.
        language: As for `terms`.

    Returns:
        Term → weight, each ≥ 1.
    """
    weighed = {term: TITLE * times for term, times in terms(title, language).items()}
    for term, times in terms(body, language).items():
        weighed[term] = weighed.get(term, 0.0) + times
    return weighed


def length(weighed: Mapping[str, float]) -> float:
    """The length of an entry in weighted terms: the sum of its weights (BM25F, see above)."""
    return sum(weighed.values())


def _folded(text: str) -> str:
    """One spelling for what looks alike: NFKC, case-folded, without invisible characters."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    # Format characters (joiners, direction marks, soft hyphens) sit inside words and say nothing;
    # other controls, lone surrogates and unassigned characters part words, and a database may
    # refuse them.
    invisible = {
        ord(character): None if category == "Cf" else " "
        for character in set(text)
        if (category := unicodedata.category(character))[0] == "C"
    }
    return text.translate(invisible)


def _words(folded: str) -> Iterator[str]:
    """Runs of letters, digits and the marks on them (which a regular expression leaves out)."""
    gaps = {
        ord(character): " "
        for character in set(folded)
        if unicodedata.category(character)[0] not in "LMN"
    }
    for word in folded.translate(gaps).split():
        # A mark alone is what is left of an emoji.
        if word.isascii() or any(map(str.isalnum, word)):
            yield word[:LONGEST]


def _code(folded: str) -> Iterator[str]:
    """Tokens that are more than one plain word, whole."""
    for token in _CODE.findall(folded):
        if not token.isalnum() and token.strip("_"):
            yield token[:LONGEST]


@lru_cache(maxsize=4096)
def _stem(word: str, language: str) -> str:
    """The stem of one case-folded word."""
    # Imported at the first word: the package loads thirty-odd languages, 0.1 s of start-up.
    import snowballstemmer  # type: ignore[import-untyped]  # noqa: PLC0415  # it has no types

    algorithm = STEMMERS.get(language)
    # A new stemmer each time: one holds the word it works on, so threads cannot share it.
    return snowballstemmer.stemmer(algorithm).stemWord(word)[:LONGEST] if algorithm else word
