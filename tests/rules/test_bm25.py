"""Terms and weights: tables for what is a term, general rules for any text at all."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.bm25 import LONGEST, length, terms, weights


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("  \n\t ", {}),
        ("🎉 ❤️ 👩‍🚀 …", {}),
        ("?!—", {}),
        ("____ ++ -- ...", {}),
        ("What is the difference?", {"differ": 1}),
        ("I'm sure it isn't mine", {"sure": 1}),
        ("I’m sure it isn’t mine", {"sure": 1}),
        # From the sample vocabulary that Snowball publishes with its English stemmer.
        ("consigned consigning consignment", {"consign": 3}),
        ("knotted knots", {"knot": 2}),
        ("R and C", {"r": 1, "c": 1}),
        ("Straße STRASSE", {"strass": 2}),
        ("ﬁle Ｆｉｌｅ file", {"file": 3}),
        ("soft\u00adware", {"softwar": 1}),
        ("error 1045", {"error": 1, "1045": 1}),
        ("bad\x00byte \ud800 here", {"bad": 1, "byte": 1}),
    ],
)
def test_words_of_english(text: str, expected: dict[str, int]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("c++", {"c++": 1, "c": 1}),
        ("C# or F#?", {"c#": 1, "c": 1, "f#": 1, "f": 1}),
        ("`df.loc[0]`", {"df.loc": 1, "df": 1, "loc": 1, "0": 1}),
        ("my_table.", {"my_table": 1, "tabl": 1}),
        ("run --verbose=2", {"run": 1, "--verbose": 1, "verbos": 1, "2": 1}),
        ("tar -x", {"tar": 1, "-x": 1, "x": 1}),
        ("(see main.py)", {"see": 1, "main.py": 1, "main": 1, "py": 1}),
        ("edit .env", {"edit": 1, ".env": 1, "env": 1}),
        ("os.path.join()", {"os.path.join": 1, "os": 1, "path": 1, "join": 1}),
        ("std::sort", {"std::sort": 1, "std": 1, "sort": 1}),
        ("[Errno 13]", {"errno": 1, "13": 1}),
        ("0x80004005", {"0x80004005": 1}),
        ("localhost:8080", {"localhost:8080": 1, "localhost": 1, "8080": 1}),
        ("issue #12", {"issu": 1, "12": 1}),
        ("- item", {"item": 1}),
        ("and so on...then", {}),
        ("__init__", {"__init__": 1, "init": 1}),
    ],
)
def test_code_stays_whole_beside_its_words(text: str, expected: dict[str, int]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        # From the sample vocabularies of Snowball's German and French stemmers.
        ("de", "Kategorie Kategorien", {"kategori": 2}),
        ("DE-at", "Kategorien", {"kategori": 1}),
        ("fr", "continuellement", {"continuel": 1}),
        ("de", "the", {"the": 1}),  # a stop word of English only
        (
            "ja",
            "日本語 categories",
            {"日本語": 1, "categories": 1},
        ),  # no stemmer
        ("he", "שלום עולם!", {"שלום": 1, "עולם": 1}),
        ("en", "हिन्दी", {"हिन्दी": 1}),  # vowel signs and virama belong to the word
    ],
)
def test_other_languages(language: str, text: str, expected: dict[str, int]) -> None:
    assert terms(text, language) == expected


def test_a_title_counts_three_times() -> None:
    weighed = weights("Joining tables", "A join of two tables doubles rows; see pd.merge")
    assert weighed == {
        "join": 3 + 1,
        "tabl": 3 + 1,
        "two": 1,
        "doubl": 1,
        "row": 1,
        "see": 1,
        "pd": 1,
        "merg": 1,
        "pd.merge": 1,
    }
    assert length(weighed) == 15


def test_a_text_that_says_nothing_has_no_weight() -> None:
    assert weights("", "🙂") == {}
    assert length({}) == 0


def test_weights_take_the_language() -> None:
    assert weights("Kategorien", "Kategorie", "de") == {"kategori": 4}


def test_a_very_long_word_is_cut_alike_everywhere() -> None:
    assert terms("ß" * 40_000) == {"s" * LONGEST: 1}
    assert set(terms("a." * 20_000)) == {("a." * LONGEST)[:LONGEST]}


def test_forty_thousand_characters_are_counted_in_full() -> None:
    assert terms("tuple " * 6_667) == {"tupl": 6_667}


@given(st.text(), st.sampled_from(["en", "de", "ar", "hi", "xx", "", "-"]))
def test_any_text_gives_terms_that_any_database_can_hold(text: str, language: str) -> None:
    for term, times in terms(text, language).items():
        assert times >= 1
        assert 1 <= len(term) <= LONGEST
        assert term.encode().decode() == term
        assert not any(c.isspace() or unicodedata.category(c)[0] == "C" for c in term)


@given(st.text())
def test_spelling_of_the_same_characters_makes_no_difference(text: str) -> None:
    assert terms(unicodedata.normalize("NFD", text)) == terms(unicodedata.normalize("NFC", text))


@given(st.text(), st.text())
def test_lines_add_up(one: str, other: str) -> None:
    assert terms(f"{one}\n{other}") == terms(one) + terms(other)


@given(st.text(), st.text())
def test_weights_are_three_times_the_title_and_once_the_body(title: str, body: str) -> None:
    weighed = weights(title, body)
    in_title, in_body = terms(title), terms(body)
    assert weighed == {t: 3 * in_title[t] + in_body[t] for t in in_title | in_body}
    assert length(weighed) == 3 * in_title.total() + in_body.total()
