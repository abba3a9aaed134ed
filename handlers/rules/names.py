"""Names of a roster in a text: whole words, and no alarm for words that only look like somebody.

A name is known by its words and by two of them side by side, written alike however they are spelt
(case, accents, apostrophes). Whoever asks hashes these with a key, so no name is kept anywhere.

A word that means nothing else warns in any spelling. One that English uses as well ("mark", "will")
warns with a capital inside a sentence, or where somebody is said to do something. One that names a
method ("Taylor", "Fisher") has its capital anyway, so the full name warns, as with names of two
letters, or that somebody told or helped. The lists are judgements, not all there is.
"""

import re
import unicodedata
from collections.abc import Container, Iterator
from dataclasses import dataclass
from itertools import pairwise, zip_longest

SHORTEST = 3
"""Letters from which a word by itself can be a name."""
MOST = 8
"""Words of one name that are looked at."""
_PARTS = ".@#$\\/_0123456789"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")  # as apostrophes are typed

ORDINARY = frozenset(
    """
    abbey amber angel april art ash august autumn bank banks baker bay beck bell berry best bill
    bird bishop black bloom blue bond book brand bridge brook brooks brown bud bush butler carol
    case chance chase christian church clay coin cole cook cooper coral cross dale dawn day dean
    dell dice drew duke earl east faith fall field fields finch fish flower ford forest fox frank
    freeman gene glass gold good grace grant gray green grey guy hall hand harmony harper hart hazel
    heath heather hill holly hope house hunt hunter iris iron ivy jack jade jasmine jay jean jewel
    joy july june key king kit knight lake lane law lee light lily little long lord lot love low
    lucky main major mark marks mason max may melody mercy miles mill miller min moon moore more
    noble north oak olive page paris park parks pat pearl penny person pike pool poppy porter power
    powers price pride prince quick ray read reed rich rick rob robin rock rod rose ruby rush rusty
    sage sandy savage self sharp short sky small smith snow song south spring star stark stone storm
    strong sue summer swan sweet tanner tate temple terry tile trey trip victor violet wade
    walker wall ward way webb weed well wells west wheat white will willow winter wolf wood woods
    woody wright young
    bit byte data java kotlin list map pip ram rust set sol stan tan zip
    """.split()  # noqa: SIM905  # as a list of quoted words nobody could check it
)
"""First and last names that English, or what courses teach, uses as a word of its own."""

METHODS = frozenset(
    """
    abel ada banach bayes bernoulli bessel boole boyle bonferroni cantor carnot cauchy chebyshev
    cohen cox cramer curie darwin dijkstra dirac dirichlet einstein euclid euler faraday fermat
    fibonacci fisher fourier freud friedman galois gauss gibbs godel hamilton haskell hawking
    heisenberg helmholtz henry hermite hess hesse hilbert holm hooke huffman jacobi jordan joule
    julia kaplan kelvin kendall kepler keynes kruskal lagrange laplace lebesgue legendre leibniz
    lorentz mann markov maxwell meier mendel mobius morgan nash newman newton noether ohm pascal
    pavlov pearson piaget planck poisson prim ramanujan riemann rogers runge russell schrodinger
    shannon skinner spearman stokes student taylor turing tukey venn volta vygotsky watt weber welch
    whitney wilcoxon wilson
    """.split()  # noqa: SIM905  # the same
)
"""Names that stand for a method, a law or a language: with a capital, and about nobody."""

PARTICLES = frozenset(
    "al bin da das de del den der di do dos el ibn la le san st ten ter the van von zu".split()  # noqa: SIM905  # the same
)
"""Parts of names that are nobody's by themselves."""

TELLING = frozenset({"told", "helped", "asked", "sent"})
"""What methods do not do."""
DOING = TELLING | {"said", "says", "showed", "thinks", "thought", "wrote", "explained"}
"""What follows a name at the start of a sentence, where every word has a capital."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A word of a text.

    Attributes:
        key: as names are compared.
        capital: it begins with a capital and has small letters.
        first: it stands at the start of a sentence or line.
        joined: only a space or a hyphen parts it from the word before.
        own: it is followed by an apostrophe and an s.
    """

    key: str
    capital: bool
    first: bool
    joined: bool
    own: bool


def spelt(word: str) -> str:
    """A word as names are compared: without case, accents and apostrophes."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in plain if letter.isalpha())


def keys_of(name: str) -> frozenset[str]:
    """What a name is known by: its words, each two side by side, and the first with the last."""
    words = [key for word in _WORD.findall(name)[:MOST] if (key := spelt(word))]
    pairs = [*pairwise(words)]
    if len(words) > 1:
        pairs += [(words[0], words[-1]), (words[-1], words[0])]
    alone = {word for word in words if len(word) >= SHORTEST and word not in PARTICLES}
    return frozenset(alone | {f"{a} {b}" for a, b in pairs if not {a, b} <= PARTICLES})


def keys_in(text: str) -> frozenset[str]:
    """What in a text could be somebody's name: every word, and each two side by side."""
    words = list(_words(text))
    found = {word.key for word in words if len(word.key) >= SHORTEST}
    return frozenset(found | {f"{a.key} {b.key}" for a, b in pairwise(words) if b.joined})


def names_somebody(text: str, known: Container[str]) -> bool:
    """Whether a text names somebody of a roster.

    Args:
        text: what would be posted.
        known: of the keys in the text, those that the roster has.
    """
    words = list(_words(text))
    for word, after in zip_longest(words, words[1:]):
        beside = after if after is not None and after.joined else None
        if beside is not None and f"{word.key} {beside.key}" in known and _together(word, beside):
            return True
        if len(word.key) >= SHORTEST and word.key in known and _alone(word, beside):
            return True
    return False


def _together(word: _Seen, beside: _Seen) -> bool:
    """Whether a full name is meant: where both are words of English, capitals tell."""
    common = ORDINARY | METHODS
    return not {word.key, beside.key} <= common or (word.capital and beside.capital)


def _alone(word: _Seen, beside: _Seen | None) -> bool:
    """Whether a word that is a name by itself means somebody here."""
    follows = "" if beside is None else beside.key
    if word.key in METHODS:
        return word.capital and follows in TELLING
    if word.key in ORDINARY:
        return word.capital and (not word.first or word.own or follows in DOING)
    return True


def _words(text: str) -> Iterator[_Seen]:
    """The words of a text; those that follow a point or a mark of code are parts of something."""
    end = 0
    for found in _WORD.finditer(text):
        before, after_first = text[end : found.start()], end > 0
        end = found.end()
        if before and before[-1] in _PARTS:
            continue
        word = re.sub(r"['’]s$", "", found[0])  # as apostrophes are typed
        key = spelt(word)
        yield _Seen(
            key=key,
            capital=word[0].isupper() and not word.isupper(),
            first=not after_first or any(mark in before for mark in ".!?\n:;*>"),
            joined=after_first and before in {" ", "-"},
            own=word != found[0],
        )
